// SPDX-License-Identifier: Apache-2.0
// One layer of an atlas: edges on the globe, each with an owner, and a quadtree over latitude and longitude that gives,
// for any point, the nearest edge of the nearest owners and the owners whose rings contain the point.
//
// The quadtree's cells hold short lists of edges chosen when the layer was built. For any point, the best edge in the
// lists of the cells around it, from the degree down to the leaf, is as near as the best edge of all, to within 60 m,
// 0.03 % of the distance, and 0.1 % of what of it lies beyond 50 km; far inland to within 1 km and 5 %. Containment is
// known for the leaf's centre; from there the edges crossed on the way to the point are counted.
//
// Invariants, checked when a file is opened and relied upon afterwards:
// 1. Every index in `roots`, `nodes`, `leaves`, `entries` and `sets` points inside its table; children come after
//    parents.
// 2. An entry names a run of edges, each with an owner and a vertex after its first.
// 3. All vertices lie on one grid of kGrid metres, so that two that were the same point still are.
// Threads: immutable; any number may ask.
#pragma once

#include <array>
#include <span>

#include "base/result.hpp"
#include "globe.hpp"

namespace fairlead::zones {

inline constexpr std::uint16_t kNoOwner = 0xFFFF;    // the vertex ends a chain
inline constexpr std::uint16_t kOwnerMask = 0x3FFF;  // the owner itself
inline constexpr std::uint16_t kParityOnly =
    0x4000;  // bounds an area, but is no coast or limit: land borders, 180 degrees
inline constexpr std::uint16_t kDistanceOnly = 0x8000;  // a line that bounds nothing
inline constexpr std::uint32_t kLeafBit = 0x8000'0000U;
inline constexpr std::size_t kRootColumns = 360;
inline constexpr std::size_t kRootRows = 180;
inline constexpr int kDepthMax = 6;  // leaves of 1/64 degree
// Distances do not matter beyond: the rank of an owner is kept only up to here (205 nm).
inline constexpr double kOwnersWithin = 205.0 * kNauticalMile;

inline constexpr float kGrid = 4.0F;           // metres
inline constexpr std::size_t kBlockShift = 6;  // so many vertices, 64, share an origin
inline constexpr std::uint32_t kRunShift = 24;
inline constexpr std::uint32_t kEdgeMask = (1U << kRunShift) - 1;
inline constexpr std::size_t kVerticesMax = std::size_t{1} << kRunShift;
inline constexpr std::size_t kRunMax = 256;

// In steps of kGrid from the origin of its block.
struct Vertex {
  std::int16_t x;
  std::int16_t y;
  std::int16_t z;
  std::uint16_t owner;  // of the edge from this vertex to the next
};

// A point of the grid, in metres.
struct Origin {
  float x;
  float y;
  float z;
};

// A list's entry: the run's first edge, and above it how many more there are.
constexpr std::uint32_t first_edge(std::uint32_t entry) { return entry & kEdgeMask; }
constexpr std::uint32_t run_length(std::uint32_t entry) { return (entry >> kRunShift) + 1; }

// A cell with four quarters, and edges that may be nearest anywhere in it: what is settled here is not listed below.
struct Node {
  std::array<std::uint32_t, 4> child;  // south-west, south-east, north-west, north-east
  std::uint32_t first;
  std::uint32_t near;
};

// Lists of runs in `entries` from `first`: edges that bound an area here and may be nearest; edges that may only be
// nearest; edges that only bound.
struct Leaf {
  std::uint32_t first;
  std::uint16_t both;
  std::uint16_t near;
  std::uint16_t bound;
  std::uint16_t inside;  // set of owners that contain the leaf's centre
};

struct LayerView {
  std::span<const Vertex> vertices;
  std::span<const Origin> origins;  // of each 64 vertices
  std::span<const std::uint32_t> roots;
  std::span<const Node> nodes;
  std::span<const Leaf> leaves;
  std::span<const std::uint32_t> entries;
  std::span<const std::uint32_t> set_starts;  // one more than there are sets; set 0 is empty
  std::span<const std::uint16_t> set_items;

  Origin vertex(std::size_t i) const {
    const Origin origin = origins[i >> kBlockShift];
    const Vertex v = vertices[i];
    return {origin.x + kGrid * static_cast<float>(v.x), origin.y + kGrid * static_cast<float>(v.y),
            origin.z + kGrid * static_cast<float>(v.z)};
  }
  Vec point(std::size_t i) const {
    const Origin v = vertex(i);
    return {static_cast<double>(v.x), static_cast<double>(v.y), static_cast<double>(v.z)};
  }
  std::uint16_t owner(std::size_t i) const { return vertices[i].owner; }

  // Invariants 1 and 2, vertices on the globe, and `owner_count` above every owner.
  Result<void> check(std::size_t owner_count) const;
};

// Members without defaults: a probe has room for many and fills few.
struct Hit {
  std::uint16_t owner;
  std::uint32_t edge;
  double square;  // of the chord
  double along;
};

// What a layer knows about a point. Fixed size: no allocation on the way of a million points a second.
struct Probe {
  static constexpr std::size_t kHitsMax = 8;
  static constexpr std::size_t kInsideMax = 12;
  std::array<Hit, kHitsMax> hits;  // filled up to hit_count; nearest first, one for each owner
  std::size_t hit_count = 0;
  std::array<std::uint16_t, kInsideMax> inside;
  std::size_t inside_count = 0;

  bool contains(std::uint16_t owner) const {
    for (std::size_t i = 0; i < inside_count; ++i) {
      if (inside[i] == owner) return true;
    }
    return false;
  }
};

// With `one_area`, rings of all owners bound one area, number 0 (land, whoever owns its coast).
void probe(const LayerView& layer, LonLat at, Vec ecef, bool one_area, Probe& out);

inline Vec point_of(const LayerView& layer, const Hit& hit) {
  const Vec a = layer.point(hit.edge);
  return a + (layer.point(hit.edge + 1) - a) * hit.along;
}

// The cell of the quadtree that a point falls into at depth 0; shared with the builder.
struct CellBounds {
  double west;
  double south;
  double size;
  LonLat centre() const { return {west + size / 2, south + size / 2}; }
};

}  // namespace fairlead::zones
