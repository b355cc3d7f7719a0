// SPDX-License-Identifier: Apache-2.0
// A point on the WGS 84 ellipsoid as exact integers: 1/10,000 of a minute of arc, the unit of AIS (ITU-R M.1371), so
// that what came in over AIS goes out unchanged. One unit of latitude is 0.185 m.
//
// Range: latitude -90 to 90 degrees, longitude -180 to 180 (both ends are kept as given; they are the same meridian).
// Threads: plain values.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fairlead::geo {

inline constexpr std::int32_t kUnitsPerDegree = 600'000;
inline constexpr std::int32_t kLatitudeMax = 90 * kUnitsPerDegree;
inline constexpr std::int32_t kLongitudeMax = 180 * kUnitsPerDegree;

class Position {
 public:
  constexpr Position() = default;  // 0, 0

  // Nothing when out of range.
  static constexpr std::optional<Position> from_units(std::int32_t latitude, std::int32_t longitude) {
    if (latitude < -kLatitudeMax || latitude > kLatitudeMax) return std::nullopt;
    if (longitude < -kLongitudeMax || longitude > kLongitudeMax) return std::nullopt;
    return Position(latitude, longitude);
  }
  // To the nearest unit; longitudes beyond 180 are wrapped. Nothing when the latitude is out of range or a number is
  // not finite.
  static std::optional<Position> from_degrees(double latitude, double longitude);

  constexpr std::int32_t latitude_units() const { return latitude_; }
  constexpr std::int32_t longitude_units() const { return longitude_; }
  constexpr double latitude_degrees() const { return static_cast<double>(latitude_) / kUnitsPerDegree; }
  constexpr double longitude_degrees() const { return static_cast<double>(longitude_) / kUnitsPerDegree; }

  friend constexpr auto operator<=>(Position, Position) = default;

 private:
  constexpr Position(std::int32_t latitude, std::int32_t longitude) : latitude_(latitude), longitude_(longitude) {}
  std::int32_t latitude_ = 0;
  std::int32_t longitude_ = 0;
};

// Appends units as decimal degrees with up to seven decimals and no trailing zeros: 59.9, -122.3456783. Seven decimals
// give the units back exactly.
void append_degrees(std::string& out, std::int32_t units);

// 15°06.1000'N 073°24.0000'W
std::string to_dmm(Position position);
// 15°06'06.0"N 073°24'00.0"W
std::string to_dms(Position position);
// 15.1016667 -73.4
std::string to_decimal(Position position);

// Reads any of the three forms above, with `N`/`S`/`E`/`W` or signs, blanks free, comma between the two allowed.
Result<Position> parse_position(std::string_view text);

}  // namespace fairlead::geo
