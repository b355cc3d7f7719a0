// SPDX-License-Identifier: Apache-2.0
// Which areas contain a point, by counting the edges between it and the North Pole along its meridian. For building: it
// needs no tree, and its predicates are those of the layers.
//
// Threads: immutable once made.
#pragma once

#include <vector>

#include "globe.hpp"

namespace fairlead::zones {

class AreaIndex {
 public:
  // Adds an edge of an area. Edges longer than half the globe's circumference are not for this.
  void add(Vec a, Vec b, std::uint16_t area);
  // The areas that contain q, ascending. `q` not a pole.
  std::vector<std::uint16_t> containing(Vec q) const;
  bool any(Vec q) const { return !containing(q).empty(); }

 private:
  static constexpr std::size_t kBands = 18'000;
  static std::size_t band_of(double turn);
  struct Edge {
    float ax, ay, az;
    float bx, by, bz;
    std::uint16_t area;
  };
  // Each edge stands in every band of longitude it touches.
  std::vector<std::vector<Edge>> bands_ = std::vector<std::vector<Edge>>(kBands);
};

}  // namespace fairlead::zones
