// SPDX-License-Identifier: Apache-2.0
// What an observation says about the kind of thing, and what follows from the kind.
//
// Threads: any.
#pragma once

#include <optional>

#include "domain/observation.hpp"
#include "domain/track.hpp"
#include "fusion/tracker_limits.hpp"

namespace fairlead::fusion {

// The kind as the message and the digits of the MMSI tell it.
domain::TrackKind kind_of(const domain::Observation& observation);
// The more specific of the two: distress over own ship over aircraft, station, aid, small craft, class B, ship,
// contact.
domain::TrackKind more_specific(domain::TrackKind a, domain::TrackKind b);
// True when no station of this kind can have this number (ITU-R M.585-9).
bool mmsi_is_malformed(domain::TrackKind kind, domain::Mmsi mmsi);

// The age limits for the track as it is now.
AgeLimits age_limits(const TrackerLimits& limits, const domain::Track& track);
SpeedLimits speed_limits(const TrackerLimits& limits, domain::TrackKind kind, const domain::StaticClaims& claims);

}  // namespace fairlead::fusion
