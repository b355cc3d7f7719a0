// SPDX-License-Identifier: Apache-2.0
// Fewer points for the same line, to within a tolerance (Douglas and Peucker 1973).
//
// Threads: pure functions. Units: metres.
#pragma once

#include <vector>

#include "globe.hpp"

namespace fairlead::zones {

// The first and last point stay. A ring keeps at least three corners, so that it still bounds something.
std::vector<LonLat> simplify(const std::vector<LonLat>& points, double tolerance);

}  // namespace fairlead::zones
