// SPDX-License-Identifier: Apache-2.0
// A rectangle in latitude and longitude; it may cross 180 degrees, then west > east.
//
// Threads: plain values.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "geo/position.hpp"

namespace fairlead::geo {

struct Box {
  std::int32_t west = -kLongitudeMax;
  std::int32_t south = -kLatitudeMax;
  std::int32_t east = kLongitudeMax;
  std::int32_t north = kLatitudeMax;

  constexpr bool contains(Position p) const {
    if (p.latitude_units() < south || p.latitude_units() > north) return false;
    const std::int32_t x = p.longitude_units();
    if (spans(x)) return true;
    // 180 east and 180 west are one meridian.
    return (x == kLongitudeMax || x == -kLongitudeMax) && spans(-x);
  }
  constexpr bool spans(std::int32_t longitude) const {
    return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
  }
  friend constexpr bool operator==(const Box&, const Box&) = default;
};

// Reads `west,south,east,north` in degrees (the order of RFC 7946).
Result<Box> parse_box(std::string_view text);

}  // namespace fairlead::geo
