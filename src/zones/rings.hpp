// SPDX-License-Identifier: Apache-2.0
// Rings of points: closing them, carrying them over 180 degrees, and finding where one crosses itself.
//
// Threads: pure functions.
#pragma once

#include <optional>
#include <vector>

#include "globe.hpp"

namespace fairlead::zones {

// With the first point repeated at the end.
std::vector<LonLat> closed(std::vector<LonLat> ring);

// Longitudes that go on beyond 180 instead of jumping to -180.
std::vector<LonLat> unwrapped(std::vector<LonLat> ring);

// Where two edges of a closed ring properly cross; touching does not count.
std::optional<LonLat> crossing_of(const std::vector<LonLat>& ring);

}  // namespace fairlead::zones
