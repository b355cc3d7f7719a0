// SPDX-License-Identifier: Apache-2.0
// Whether an edge lies within a small distance of a point: a grid of hundredths of a degree, for building.
//
// Threads: immutable once made.
#pragma once

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <vector>

#include "globe.hpp"

namespace fairlead::zones {

class EdgeGrid {
 public:
  void add(LonLat a, LonLat b) {
    const auto index = static_cast<std::uint32_t>(edges_.size());
    edges_.push_back({to_ecef(a), to_ecef(b)});
    const auto [west, east] = std::minmax(column(a.lon), column(b.lon));
    const auto [south, north] = std::minmax(row(a.lat), row(b.lat));
    if (east - west > 200 || north - south > 200) return;  // not a coast
    for (int y = south; y <= north; ++y) {
      for (int x = west; x <= east; ++x) cells_[key(x, y)].push_back(index);
    }
  }
  // Whether an edge lies within so many metres of p; below 80 degrees of latitude, and for distances up to 5 km.
  bool near(LonLat p, double metres) const {
    const Vec q = to_ecef(p);
    const int x = column(p.lon);
    const int y = row(p.lat);
    const int up = static_cast<int>(std::ceil(metres / kCellMetres));
    const double narrow = std::max(0.15, std::cos(p.lat * kPi / 180.0));
    const int across = static_cast<int>(std::ceil(metres / (kCellMetres * narrow)));
    if (near_in(q, key(x, y), metres)) return true;
    for (int dy = -up; dy <= up; ++dy) {
      for (int dx = -across; dx <= across; ++dx) {
        if ((dx != 0 || dy != 0) && near_in(q, key(x + dx, y + dy), metres)) return true;
      }
    }
    return false;
  }

 private:
  static constexpr double kCellMetres = 1110.0;
  bool near_in(Vec q, std::uint64_t cell_key, double metres) const {
    const auto cell = cells_.find(cell_key);
    if (cell == cells_.end()) return false;
    for (const std::uint32_t index : cell->second) {
      const auto& [a, b] = edges_[index];
      if (nearest_on_edge(q, a, b).square < metres * metres) return true;
    }
    return false;
  }
  static int column(double lon) { return static_cast<int>(std::floor((lon + 180.0) * 100.0)); }
  static int row(double lat) { return static_cast<int>(std::floor((lat + 90.0) * 100.0)); }
  static std::uint64_t key(int x, int y) {
    return static_cast<std::uint64_t>((x + 36'000) % 36'000) << 32U | static_cast<std::uint32_t>(y + 10);
  }
  std::vector<std::pair<Vec, Vec>> edges_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells_;
};

}  // namespace fairlead::zones
