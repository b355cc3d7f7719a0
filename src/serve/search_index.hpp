// SPDX-License-Identifier: Apache-2.0
// Finds vessels by name, MMSI, IMO number, call sign or track id: a scan over prepared upper-case keys, brought up to
// date with what changed in the picture since the last search.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/picture.hpp"

namespace fairlead::serve {

enum class Matched : std::uint8_t { name, mmsi, imo, call_sign, track_id };
std::string_view name(Matched matched);

struct Hit {
  const engine::Picture::Entry* entry;  // of the picture that was searched
  Matched matched;
};

// Upper case, without diacritics and doubled blanks; a leading word MMSI or IMO before digits is cut.
std::string search_key(std::string_view text);

class SearchIndex {
 public:
  // Best evidence first, at most `limit`.
  std::vector<Hit> find(const engine::Picture& picture, std::string_view text, std::size_t limit);

 private:
  struct Row {
    std::uint64_t id = 0;  // of the track; 0: gone
    std::uint32_t mmsi = 0;
    std::uint32_t imo = 0;
    std::string name;
    std::string call_sign;
  };
  void follow(const engine::Picture& picture);
  void put(const engine::Picture::Entry& entry);
  Row* row_of(std::uint64_t id);

  std::vector<Row> rows_;  // in order of id
  std::size_t gone_ = 0;
  std::uint64_t slot_ = 0;
  bool filled_ = false;
};

}  // namespace fairlead::serve
