// SPDX-License-Identifier: Apache-2.0
// A cell of a layer: its middle, and how far from there it reaches; what is seen from there. Private to `zones`.
//
// Units: metres, degrees. Threads: any.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "layer_build.hpp"

namespace fairlead::zones {

struct Block {
  std::uint32_t first;
  std::uint32_t count;
  std::uint16_t owner;
  Vec centre;
  double radius;
};

// An edge seen from the middle of a cell.
struct Sight {
  std::uint32_t edge;
  std::uint16_t owner;
  double distance;
  Vec towards;  // unit vector
};

struct LonLatBox {
  double west, south, east, north;
};

struct Cell {
  CellBounds bounds;
  Vec centre;
  double radius;
};

// Points of a latitude, for a few longitudes.
struct Parallel {
  double radius;
  double height;
  explicit Parallel(double latitude) {
    const double angle = latitude * (kPi / 180.0);
    const double sine = std::sin(angle);
    const double prime_vertical = kSemiMajor / std::sqrt(1.0 - kEccentricity2 * sine * sine);
    radius = prime_vertical * std::cos(angle);
    height = prime_vertical * (1.0 - kEccentricity2) * sine;
  }
};

// The farthest point of a cell from its middle is a corner, or, in cells of many degrees, the middle of a side.
inline Cell cell_of(CellBounds bounds) {
  const double east = (bounds.west + bounds.size) * (kPi / 180.0);
  const double west = bounds.west * (kPi / 180.0);
  const double middle = (east + west) / 2;
  const Parallel south(bounds.south);
  const Parallel centre(bounds.south + bounds.size / 2);
  const Parallel north(bounds.south + bounds.size);
  const double east_x = std::cos(east);
  const double east_y = std::sin(east);
  const double middle_x = std::cos(middle);
  const double middle_y = std::sin(middle);
  const auto at = [](const Parallel& p, double x, double y) { return Vec{p.radius * x, p.radius * y, p.height}; };
  Cell cell{bounds, at(centre, middle_x, middle_y), 0};
  // East and west are alike.
  for (const Parallel* p : {&south, &centre, &north}) {
    cell.radius = std::max(cell.radius, length(at(*p, east_x, east_y) - cell.centre));
    cell.radius = std::max(cell.radius, length(at(*p, middle_x, middle_y) - cell.centre));
  }
  cell.radius = cell.radius * 1.0005 + 1;
  return cell;
}

// Edges in order, as entries.
inline std::vector<std::uint32_t> runs_of(const std::vector<std::uint32_t>& edges) {
  std::vector<std::uint32_t> runs;
  for (const std::uint32_t e : edges) {
    const bool follows = !runs.empty() && first_edge(runs.back()) + run_length(runs.back()) == e;
    if (follows && run_length(runs.back()) < kRunMax) {
      runs.back() += 1U << kRunShift;
    } else {
      runs.push_back(e);
    }
  }
  return runs;
}

}  // namespace fairlead::zones
