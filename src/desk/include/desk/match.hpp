// SPDX-License-Identifier: Apache-2.0
// Which rows of a list could be this vessel. A candidate states what is equal and what differs, in words and in the
// order of strength: IMO number, MMSI with name, call sign with name, MMSI, call sign with flag, name. There is no
// percentage to hide behind; the number that programs of others expect is derived from the kind.
//
// A candidate is a caution until a named person decides (DecideMatch); it changes no authority (caution()).
// Threads: an index is immutable once made, and may be asked from many threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "desk/designation.hpp"
#include "desk/designation_read.hpp"

namespace fairlead::desk {

// The surest first.
enum class Ground : std::uint8_t { imo, mmsi_and_name, call_sign_and_name, mmsi, call_sign_and_flag, name };
template <>
inline constexpr auto kWords<Ground> =
    std::array{"imo"sv, "mmsi_and_name"sv, "call_sign_and_name"sv, "mmsi"sv, "call_sign_and_flag"sv, "name"sv};

// One thing that was compared.
struct Compared {
  std::string feature;  // imo, mmsi, call_sign, name, flag, type, number
  bool agrees = false;
  std::string words;  // "name equal to a previous name"
  std::string query;
  std::string candidate;
  friend bool operator==(const Compared&, const Compared&) = default;
};

struct Candidate {
  const Entity* entity = nullptr;  // lives as long as the index's content
  Ground ground = Ground::name;
  std::uint32_t edits = 0;           // between the names, where they differ
  std::uint32_t contradictions = 0;  // things known of both that differ
  std::vector<Compared> compared;

  std::vector<std::string> words() const;
  // 0 to 1, for programs that expect a number.
  double score() const;
};

// Upper case, without marks and script (`Ø`, `é`, `Я`), prefixes of ships (MV, MT, FV …) and punctuation; numbers stand
// alone: "M/V Østfold-7" is "OSTFOLD 7".
std::string normalised_name(std::string_view name);
// Seven digits with a right check digit, five and six digits padded; nothing for anything else, such as the number of a
// company.
std::optional<std::uint32_t> ship_imo(std::string_view text);

class MatchIndex {
 public:
  explicit MatchIndex(std::shared_ptr<const ListContent> content);
  ~MatchIndex();
  MatchIndex(MatchIndex&&) noexcept;
  MatchIndex& operator=(MatchIndex&&) noexcept;

  const ListContent& content() const { return *content_; }
  // Ships of the list, the surest first; ties by fewer contradictions, fewer edits, id.
  std::vector<Candidate> find(const Vessel& vessel, std::size_t most = 5) const;
  // Rows of any kind by words of their names, for a search box.
  std::vector<const Entity*> search(std::string_view text, std::size_t most = 20) const;

 private:
  struct Tables;
  std::shared_ptr<const ListContent> content_;
  std::unique_ptr<Tables> tables_;
};

void append_json(std::string& out, const Candidate& candidate);
// A result in the shape that yente answers: {"id","caption","schema","score","match","explanations":{…}}.
void append_yente_result(std::string& out, const Candidate& candidate, double threshold);

}  // namespace fairlead::desk
