// SPDX-License-Identifier: Apache-2.0
// Named places as geometry: inside a ring, beside a line, and an index by boxes so that most vessels cost nothing.
//
// Threads: immutable after building.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "behaviour/rules.hpp"
#include "geo/geodesic.hpp"

namespace fairlead::behaviour {

// Why a list of corners is no ring; nothing when it is one.
std::optional<std::string> ring_fault(const std::vector<geo::Position>& ring);
// Needs a ring without fault. The border belongs to it.
bool inside(const std::vector<geo::Position>& ring, geo::Position point);

struct Beside {
  Length distance;           // to the nearest point of the line
  double direction_degrees;  // of the line there
  double along;              // 0 at the first point, 1 at the last
  bool beyond_end;           // nearest to one of the two ends
};
// Needs two points or more.
Beside beside(const std::vector<geo::Position>& line, geo::Position point);

// Which of the named places may have to do with a position; the caller measures.
class PlaceIndex {
 public:
  explicit PlaceIndex(const Rules& rules);
  struct Near {
    std::vector<std::uint32_t> areas, lines, spots;  // indexes, rising
  };
  // Null where there is nothing.
  const Near* at(geo::Position position) const;

 private:
  std::unordered_map<std::uint32_t, Near> cells_;  // a quarter of a degree
};

}  // namespace fairlead::behaviour
