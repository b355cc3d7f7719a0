// SPDX-License-Identifier: Apache-2.0
// Areas as agreements and stops name them: a polygon, kinds of maritime zones, or both.
//
// Edges are straight in latitude and longitude and shorter than 180 degrees; a polygon may cross 180 degrees, and may
// not contain a pole. The border belongs to the area.
// Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "geo/position.hpp"
#include "release/words.hpp"

namespace fairlead::release {

// What is known about being inside: a permit needs `yes`, a prohibition or a stop holds unless `no`.
enum class Inside : std::uint8_t { no, maybe, yes };

struct Area {
  std::string name;
  std::vector<geo::Position> polygon;  // empty: everywhere
  Set<ZoneKind> zones;                 // empty: any

  // `zones_possible`: every kind the position may lie in; none when nothing is known.
  Inside inside(const std::optional<geo::Position>& position, Set<ZoneKind> zones_possible) const;
  friend bool operator==(const Area&, const Area&) = default;
};

// Why a list of corners is no polygon; nothing when it is one.
std::optional<std::string> fault_of(const std::vector<geo::Position>& polygon);

}  // namespace fairlead::release
