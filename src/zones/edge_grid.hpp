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
    edges_.push_back({a, b});
    const auto [west, east] = std::minmax(column(a.lon), column(b.lon));
    const auto [south, north] = std::minmax(row(a.lat), row(b.lat));
    if (east - west > 200 || north - south > 200) return;  // not a coast
    for (int y = south; y <= north; ++y) {
      for (int x = west; x <= east; ++x) cells_[key(x, y)].push_back(index);
    }
  }
  // Good for distances below half a cell (300 m at 80 degrees of latitude).
  bool near(LonLat p, double metres) const {
    const Vec q = to_ecef(p);
    const int x = column(p.lon);
    const int y = row(p.lat);
    // Columns narrow towards the poles.
    const int reach = std::abs(p.lat) > 75 ? 3 : 1;
    for (int dy = -1; dy <= 1; ++dy) {
      for (int dx = -reach; dx <= reach; ++dx) {
        const auto cell = cells_.find(key(x + dx, y + dy));
        if (cell == cells_.end()) continue;
        for (const std::uint32_t index : cell->second) {
          const auto& [a, b] = edges_[index];
          if (nearest_on_edge(q, to_ecef(a), to_ecef(b)).square < metres * metres) return true;
        }
      }
    }
    return false;
  }

 private:
  static int column(double lon) { return static_cast<int>(std::floor((lon + 180.0) * 100.0)); }
  static int row(double lat) { return static_cast<int>(std::floor((lat + 90.0) * 100.0)); }
  static std::uint64_t key(int x, int y) {
    return static_cast<std::uint64_t>((x + 36'000) % 36'000) << 32U | static_cast<std::uint32_t>(y + 10);
  }
  std::vector<std::pair<LonLat, LonLat>> edges_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> cells_;
};

}  // namespace fairlead::zones
