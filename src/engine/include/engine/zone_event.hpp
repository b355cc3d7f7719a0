// SPDX-License-Identifier: Apache-2.0
// That a track of home came into a maritime zone, or left it: for the history, findings and the page.
//
// Threads: plain values.
#pragma once

#include <string>

#include "domain/track.hpp"
#include "units/instant.hpp"

namespace fairlead::engine {

struct ZoneEvent {
  domain::TrackId track;
  Instant at;             // when the position was observed that showed it
  bool entered = true;    // or left
  std::string zone;       // `territorial_sea`, as in facts of law
  std::string states;     // the coastal States' codes, with commas; empty on the high seas
  double confidence = 0;  // of the reading that decided it
  friend bool operator==(const ZoneEvent&, const ZoneEvent&) = default;
};

}  // namespace fairlead::engine
