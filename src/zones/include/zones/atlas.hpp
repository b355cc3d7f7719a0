// SPDX-License-Identifier: Apache-2.0
// The world's maritime zones, from one mapped file: `Atlas::open(path)` once, `at(position)` as often as wanted.
//
// Threads: an Atlas is immutable; any number of threads may ask it. Copies share the mapped file.
// Cost: open checks the whole file (tens of milliseconds a 50 MB); `at` takes about a microsecond and allocates
// nothing.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "geo/box.hpp"
#include "zones/zone.hpp"

namespace fairlead::zones {

// A row of the claims table, for showing.
struct AreaNote {
  std::string_view id;
  std::string_view name;
  Flag flag = Flag::special;
  std::string_view note;
  std::string_view source;
};

struct SourceNote {
  std::string_view name;
  std::string_view version;
  std::string_view licence;
  std::string_view attribution;
};

class Atlas {
 public:
  // Needs: a file made by `fairlead zones build`. A torn file, a newer format and a missing file are told apart.
  static Result<Atlas> open(const std::string& path);
  // The small one inside the program: a coarse coast of the whole world and the claims table, without drawn limits. Its
  // answers carry Flag::coarse and less confidence.
  static Result<Atlas> inside();
  // The same from bytes at hand; `name` stands for the file in messages.
  static Result<Atlas> from_bytes(std::string bytes, const std::string& name);

  // Everything known of a position. `readings` is never empty.
  ZoneReport at(geo::Position position) const;

  AreaNote area(std::uint16_t number) const;  // of ZoneReport::areas
  std::size_t area_count() const;
  // English short name, or the code itself when it is not in the table.
  std::string_view state_name(StateCode code) const;
  std::optional<StateCode> sovereign_of(StateCode code) const;
  std::size_t source_count() const;
  SourceNote source(std::size_t number) const;
  // Changes whenever the content does; for caches.
  std::string_view version() const;
  std::size_t size_bytes() const;

  struct Data;
  explicit Atlas(std::shared_ptr<const Data> data);
  const Data& data() const { return *data_; }  // for this module's own files

 private:
  std::shared_ptr<const Data> data_;
};

}  // namespace fairlead::zones
