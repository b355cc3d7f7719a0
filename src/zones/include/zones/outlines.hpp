// SPDX-License-Identifier: Apache-2.0
// Lines for a chart: the limits of territorial seas, contiguous zones and EEZs inside a box, and the areas of the
// claims table, as GeoJSON (RFC 7946). The lines are traced from the same distances that answer for a position, so that
// chart and answer agree; their detail follows the zoom.
//
// Threads: any. Cost: one to two microseconds a grid point, at most `points_max` of them.
#pragma once

#include <string>

#include "base/result.hpp"
#include "geo/box.hpp"
#include "zones/atlas.hpp"

namespace fairlead::zones {

struct OutlineLimits {
  std::size_t points_max = 40'000;
};

// Zoom as on web maps: 256 pixels span 360 / 2^zoom degrees. From 0 to 14. A box that crosses 180 degrees gives
// longitudes beyond 180. Features: {"type":"Feature","properties":{"limit":"territorial_sea","nm":12}, MultiLineString}
// for each limit;
// {"properties":{"area":ID,"name":...,"flag":...}, Polygon} for each area that meets the box.
Result<std::string> outlines(const Atlas& atlas, geo::Box box, int zoom, OutlineLimits limits = {});

}  // namespace fairlead::zones
