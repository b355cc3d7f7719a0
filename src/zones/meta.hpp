// SPDX-License-Identifier: Apache-2.0
// What an atlas says of itself: its sources with their licences, the parties of its coasts, the records of its official
// limits. Kept in the file as one JSON object with sorted members.
//
// Threads: plain values.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "zones/zone.hpp"

namespace fairlead::zones {

struct DataSource {
  std::string name;
  std::string version;
  std::string licence;
  std::string attribution;
};

inline constexpr std::uint16_t kNoIslet = 0xFFFF;

// Owner of a piece of coast: a State's main coast, or one of its islets with a word of its own.
struct CoastParty {
  std::uint16_t state = 0;  // row of the States
  std::uint16_t islet = kNoIslet;
};

// One polygon or more of one kind and the same States, from one imported file.
struct OfficialRecord {
  ZoneKind kind = ZoneKind::eez;
  States states;
  bool overlapping = false;  // an overlapping claim
  bool joint = false;        // a joint regime
  std::string name;
  std::uint16_t source = 0;  // row of the sources
};

struct Meta {
  std::string title;
  std::string built_with;
  double coast_tolerance_m = 300;  // how far the coast may lie from its source
  std::vector<DataSource> sources;
  std::vector<CoastParty> coast_parties;
  std::vector<OfficialRecord> official;
};

std::string to_json(const Meta& meta);
Result<Meta> meta_from_json(std::string_view json);

}  // namespace fairlead::zones
