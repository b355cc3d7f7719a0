// SPDX-License-Identifier: Apache-2.0
// The tangent plane of geo::local_offset, by table: metres per unit every sixteenth of a degree of latitude, with
// linear interpolation, relative error below 3e-7. A report passes this plane half a dozen times, and the sines of the
// exact form would be most of the cost of a track.
//
// Range: latitudes up to 85 degrees, a little beyond at the ends. Units: metres. Threads: any.
#pragma once

#include "geo/geodesic.hpp"
#include "geo/position.hpp"

namespace fairlead::fusion {

inline constexpr std::int32_t kPlaneLatitudeMax = 85 * geo::kUnitsPerDegree;

geo::LocalOffset plane_offset(geo::Position origin, geo::Position point);
geo::Position plane_position(geo::Position origin, geo::LocalOffset offset);

}  // namespace fairlead::fusion
