// SPDX-License-Identifier: Apache-2.0
// The facts of law that a live track tells by itself, each with where it comes from; what a person knows is laid over.
//
// 1. What a vessel says of itself is claimed, never confirmed.
// 2. What is not known is left out. Force is never proposed: no fact about it is filled.
// Threads: free functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "authority/engine.hpp"
#include "domain/track.hpp"
#include "engine/law_now.hpp"
#include "zones/atlas.hpp"

namespace fairlead::serve {

struct FilledFact {
  std::string fact;   // `vessel.nationality.status = claimed`
  std::string basis;  // in words
};

struct TrackFacts {
  boost::json::object facts;
  std::vector<FilledFact> filled;
  std::optional<zones::ZoneReport> report;
  bool zone_is_open = false;  // no reading is likely enough, and none is disputed: the position decides
};

TrackFacts facts_of_track(const domain::Track& track, std::string_view state, Instant now, const zones::Atlas* atlas,
                          const engine::LawNow* law);
// Members of `over` replace those of `under`, objects member by member.
void lay_over(boost::json::object& under, const boost::json::object& over);

}  // namespace fairlead::serve
