// SPDX-License-Identifier: Apache-2.0
// Where vessels are, in cells of a fiftieth of a degree, to find who is near without looking at everybody.
//
// Answers are sorted, so that they do not depend on the order of entering. Threads: one owner.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "geo/position.hpp"
#include "units/quantity.hpp"
#include "vessel.hpp"

namespace fairlead::behaviour {

class Grid {
 public:
  void put(Ordinal vessel, geo::Position position);
  void erase(Ordinal vessel);
  // Whoever lies in a cell that the circle touches; the caller measures. Sorted.
  std::vector<Ordinal> around(geo::Position centre, Length radius) const;
  void clear() {
    cells_.clear();
    where_.clear();
  }

 private:
  std::unordered_map<std::uint32_t, std::vector<Ordinal>> cells_;
  std::unordered_map<Ordinal, std::uint32_t> where_;
};

// Calls visit(cell) for each cell of `units` on a side that a circle touches; cells count along a latitude, across 180
// degrees too.
template <class Visit>
void each_cell(geo::Position centre, Length radius, std::int32_t units, Visit&& visit) {
  constexpr double kUnitsPerMetre = geo::kUnitsPerDegree / 110'574.0;  // at the equator, where a degree is shortest
  const auto columns = static_cast<std::int64_t>(2) * geo::kLongitudeMax / units;
  const auto half = static_cast<std::int64_t>(radius.in_metres() * kUnitsPerMetre) + 1;
  const std::int64_t y = static_cast<std::int64_t>(centre.latitude_units()) + geo::kLatitudeMax;
  const std::int64_t x = static_cast<std::int64_t>(centre.longitude_units()) + geo::kLongitudeMax;
  const std::int64_t south = std::max<std::int64_t>(0, y - half) / units;
  const std::int64_t north = std::min<std::int64_t>(std::int64_t{2} * geo::kLatitudeMax, y + half) / units;
  // Meridians draw together; beyond 85 degrees everything within a wide band counts.
  const double latitude = std::min(85.0, std::abs(centre.latitude_degrees()) + 0.2);
  const auto wide =
      static_cast<std::int64_t>(static_cast<double>(half) / std::cos(latitude * 0.017453292519943295)) + 1;
  const std::int64_t west = (x - wide) >= 0 ? (x - wide) / units : -((wide - x + units - 1) / units);
  const std::int64_t east = (x + wide) / units;
  for (std::int64_t row = south; row <= north; ++row) {
    for (std::int64_t column = west; column <= east && column - west < columns; ++column) {
      visit(static_cast<std::uint32_t>(row * columns + (column % columns + columns) % columns));
    }
  }
}

inline std::uint32_t cell_of(geo::Position p, std::int32_t units) {
  const auto columns = static_cast<std::int64_t>(2) * geo::kLongitudeMax / units;
  const std::int64_t row = (static_cast<std::int64_t>(p.latitude_units()) + geo::kLatitudeMax) / units;
  const std::int64_t column = (static_cast<std::int64_t>(p.longitude_units()) + geo::kLongitudeMax) / units % columns;
  return static_cast<std::uint32_t>(row * columns + column);
}

}  // namespace fairlead::behaviour
