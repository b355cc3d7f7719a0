// SPDX-License-Identifier: Apache-2.0
// Agreements and requests for the tests of `release`.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "release/cases.hpp"
#include "release/cedar.hpp"

namespace fairlead::release {

inline std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

inline const std::string kExamples = FAIRLEAD_SOURCE_DIR "/docs/examples/agreements";

inline Agreement example(const std::string& name) {
  return agreement_from_toml(file_text(kExamples + "/" + name), name).value();
}
inline std::vector<Agreement> examples() { return {example("coast-guard.toml"), example("navy.toml")}; }

inline constexpr auto kNoon = [] { return Instant::from_civil(2026, 11, 22, 12); };

inline DeskState desk_in_order() {
  DeskState desk;
  desk.home = {"centre"};
  desk.assurances[{"XAA/coast_guard", "xaa-coast-guard", "no-lethal-use"}] = {Instant::from_civil(2027, 6, 1), false};
  return desk;
}

inline Marking plain_marking() {
  Marking m;
  m.label.policy = "HOME";
  m.label.releasable_to = {"XAA", "XBB"};
  for (const auto word : words<Purpose>()) m.label.purposes.emplace(word);
  m.label.originators = {"centre"};
  return m;
}

inline Request rescue_request() {
  return {"XAA/coast_guard", "search_and_rescue", "ais", "subscribe", "stream", plain_marking(), {}, {}, kNoon()};
}
inline Request interdiction_request() {
  return {"XAA/coast_guard", "law_enforcement_interdiction",       "track", "subscribe", "stream",
          plain_marking(),   geo::Position::from_degrees(14, -73), {},      kNoon()};
}

inline Evaluator evaluator_of(std::vector<Agreement> agreements, DeskState desk = desk_in_order()) {
  return Evaluator::build(std::move(agreements), std::move(desk)).value();
}

// A desk on which everything that can differ does, by chance.
inline DeskState random_desk(RandomRequests& random, const std::vector<Agreement>& agreements) {
  DeskState desk;
  desk.home = {"centre"};
  for (const Agreement& a : agreements) {
    for (const std::string& agency : a.parties) {
      for (const RequiredAssurance& wanted : a.assurances) {
        if (random.number(5) != 0)
          desk.assurances[{agency, a.id, wanted.id}] = {random.moment(), random.number(8) == 0};
      }
      if (random.number(2) == 0) {
        desk.consents.insert({"elsewhere", agency, Set<Purpose>{static_cast<std::uint32_t>(random.number(128))},
                              Instant::from_civil(9000, 1, 1)});
      }
      if (random.number(4) == 0) desk.cannot[agency] = Set<Obligation>{static_cast<std::uint32_t>(random.number(512))};
    }
    if (random.number(4) == 0) {
      desk.assessments[a.id] = {{"renewed", static_cast<Risk>(random.number(3)), Rank::legal_adviser, random.moment()},
                                random.number(4) == 0};
    }
  }
  for (auto n = random.number(3); n > 0; --n) {
    StopCell cell;
    if (random.number(3) != 0) cell.partner = random.number(2) == 0 ? "XAA" : "XBB";
    if (random.number(2) == 0) cell.purpose = static_cast<Purpose>(random.number(kCount<Purpose>));
    if (random.number(3) == 0) cell.type = static_cast<ObjectType>(random.number(kCount<ObjectType>));
    if (random.number(3) == 0 && !agreements.front().areas.empty()) cell.area = agreements.front().areas.front();
    desk.stops.stop(cell, "somebody", Instant{}).value();
  }
  return desk;
}

}  // namespace fairlead::release
