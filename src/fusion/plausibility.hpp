// SPDX-License-Identifier: Apache-2.0
// Whether a vessel can have gone from one report to another, and whether its reported speed fits its way.
//
// Published rules this follows: GFW gpsdio-segment bounds the implied speed (25 kn for fishing vessels) and widens it
// for short intervals; AISdb and OpenCPN refuse more than 50 kn. Both know neither position error nor clock error, so
// that two stations with clocks some seconds apart make ships jump; here both are part of the bound.
//
// Units: metres, seconds. Threads: any.
#pragma once

#include <optional>

#include "domain/track.hpp"
#include "fusion/tracker_limits.hpp"
#include "motion.hpp"
#include "open_track.hpp"

namespace fairlead::fusion {

struct Gate {
  SpeedLimits speed;
  domain::TrackKind kind = domain::TrackKind::contact;
  // What both ends report about their speed, where both do and are believed.
  std::optional<double> speed_before;
  std::optional<double> speed_after;
};

// The greatest distance that is possible within `seconds`.
double reach_m(const TrackerLimits& limits, const Gate& gate, double seconds, double sigma_before, double sigma_after);
// Whether the report can come from whoever was at `motion`; earlier or later makes no difference.
bool is_reachable(const TrackerLimits& limits, const Gate& gate, const Motion& motion, const Measurement& report);

// Takes the next accepted report, `step_m` from the one before (nothing: it cannot be compared). True or false when a
// window of a minute or more ends: whether the reported speed contradicts the way made; nothing while it lasts.
std::optional<bool> check_speed(SpeedCheck& check, Instant at, geo::Position position, std::optional<double> step_m,
                                std::optional<Speed> speed, double sigma_m);

}  // namespace fairlead::fusion
