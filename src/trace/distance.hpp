// SPDX-License-Identifier: Apache-2.0
// How far two places surely are apart. Private to `trace`.
//
// Threads: any.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geo/position.hpp"

namespace fairlead::trace {

// On a sphere, shortened by half a percent: never more than on the ellipsoid, so that nothing within reach is missed.
inline double metres_between(geo::Position a, geo::Position b) {
  constexpr double kRadius = 6'371'008.8 * 0.995;
  constexpr double kRadians = std::numbers::pi / 180.0;
  const double y1 = a.latitude_degrees() * kRadians, y2 = b.latitude_degrees() * kRadians;
  const double dy = std::sin((y2 - y1) / 2);
  const double dx = std::sin((b.longitude_degrees() - a.longitude_degrees()) * kRadians / 2);
  const double h = dy * dy + std::cos(y1) * std::cos(y2) * dx * dx;
  return 2 * kRadius * std::asin(std::sqrt(std::min(1.0, h)));
}

}  // namespace fairlead::trace
