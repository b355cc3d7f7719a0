// SPDX-License-Identifier: Apache-2.0
// Shortest lines on the WGS 84 ellipsoid. The exact forms are GeographicLib's (Karney 2013, "Algorithms for geodesics",
// J. Geodesy 87:43-55; errors below 15 nm (nanometres)); the quick form is for gates and filters.
//
// Threads: any.
#pragma once

#include "geo/position.hpp"
#include "units/quantity.hpp"

namespace fairlead::geo {

struct GeodesicLine {
  Length distance;
  Bearing initial;  // at the first point, towards the second
  Bearing final;    // at the second point, onwards
};

GeodesicLine line_between(Position from, Position to);
Length distance(Position from, Position to);
Position destination(Position from, Bearing initial, Length distance);

// Distance on the plane tangent at the mean latitude, with the ellipsoid's radii of curvature there. Below 100 km and
// 80 degrees of latitude it differs from the exact distance by less than 0.05 %; crossing 180 degrees is handled.
Length quick_distance(Position from, Position to);

// The same plane as east/north offsets in metres from `origin`.
struct LocalOffset {
  double east_m = 0;
  double north_m = 0;
};
LocalOffset local_offset(Position origin, Position point);
// The point at an offset from `origin`: the inverse of local_offset to within a unit for offsets below 100 km.
Position from_local_offset(Position origin, LocalOffset offset);

}  // namespace fairlead::geo
