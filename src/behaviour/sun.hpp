// SPDX-License-Identifier: Apache-2.0
// Whether it is night somewhere: the sun's altitude to about half a degree (the low-precision formulas of the
// Astronomical Almanac, section C).
//
// Threads: any.
#pragma once

#include "geo/position.hpp"
#include "units/instant.hpp"

namespace fairlead::behaviour {

double sun_altitude_degrees(geo::Position where, Instant at);
// The end of civil twilight.
inline bool is_night(geo::Position where, Instant at) { return sun_altitude_degrees(where, at) < -6; }

}  // namespace fairlead::behaviour
