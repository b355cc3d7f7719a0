// SPDX-License-Identifier: Apache-2.0
// Builds a layer from chains: flattens them, covers the globe with a quadtree, and chooses for each leaf the short
// lists that `layer.hpp` promises. Deterministic: the same chains give the same bytes.
//
// Threads: one caller; progress is reported from it.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "layer.hpp"

namespace fairlead::zones {

using Progress = std::function<void(std::string_view what, double share)>;

// A line of one owner, or a ring (first point repeated at the end).
struct Chain {
  std::vector<LonLat> points;
  std::uint16_t owner = 0;  // with kParityOnly or kDistanceOnly
};

struct LayerLimits {
  double within = 0;                 // metres: farther edges do not matter; 0: all matter
  std::size_t owners_max = 4;        // how many nearest owners are told apart
  bool one_area = false;             // as in probe()
  std::size_t leaf_max = 20;         // edges in a leaf above the smallest size
  double edge_max = 5000;            // metres: longer edges are cut
  std::optional<CellBounds> region;  // whole degrees, from `west` and `south`, `size` degrees wide; outside it: nothing
  double region_north = 90;
};

struct LayerData {
  std::vector<Vertex> vertices;
  std::vector<Origin> origins;
  std::vector<std::uint32_t> roots;
  std::vector<Node> nodes;
  std::vector<Leaf> leaves;
  std::vector<std::uint32_t> entries;
  std::vector<std::uint32_t> set_starts;
  std::vector<std::uint16_t> set_items;

  LayerView view() const { return {vertices, origins, roots, nodes, leaves, entries, set_starts, set_items}; }
};

// Fails when there are more edges than a layer can hold.
Result<LayerData> build_layer(const std::vector<Chain>& chains, const LayerLimits& limits, const Progress& progress,
                              std::string_view name);

// Longest edge kept in a layer: straight lines in latitude and longitude stay within a few metres of the great circle.
inline constexpr double kEdgeMax = 5000.0;
// Where the coast is coarse anyway, within 30 m to 75 degrees.
inline constexpr double kEdgeMaxCoarse = 20'000.0;

// The chain with points added so that no edge is longer.
std::vector<LonLat> with_short_edges(const std::vector<LonLat>& points, double edge_max = kEdgeMax);

}  // namespace fairlead::zones
