// SPDX-License-Identifier: Apache-2.0
#include "rings.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace fairlead::zones {
namespace {

// Twice the area of the triangle, positive when c lies left of a-b.
double side(LonLat a, LonLat b, LonLat c) {
  return (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);
}

bool properly_cross(LonLat a, LonLat b, LonLat c, LonLat d) {
  const double s1 = side(a, b, c);
  const double s2 = side(a, b, d);
  const double s3 = side(c, d, a);
  const double s4 = side(c, d, b);
  return ((s1 > 0 && s2 < 0) || (s1 < 0 && s2 > 0)) && ((s3 > 0 && s4 < 0) || (s3 < 0 && s4 > 0));
}

}  // namespace

std::vector<LonLat> closed(std::vector<LonLat> ring) {
  if (!ring.empty() && !(ring.front() == ring.back())) ring.push_back(ring.front());
  return ring;
}

std::vector<LonLat> unwrapped(std::vector<LonLat> ring) {
  double turns = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const double before = ring[i - 1].lon - turns;
    if (ring[i].lon - before > 180.0) turns -= 360.0;
    if (ring[i].lon - before < -180.0) turns += 360.0;
    ring[i].lon += turns;
  }
  return ring;
}

std::optional<LonLat> crossing_of(const std::vector<LonLat>& ring) {
  if (ring.size() < 4) return std::nullopt;
  double west = ring[0].lon;
  double east = west;
  double south = ring[0].lat;
  double north = south;
  for (const LonLat p : ring) {
    west = std::min(west, p.lon);
    east = std::max(east, p.lon);
    south = std::min(south, p.lat);
    north = std::max(north, p.lat);
  }
  // A grid with about as many cells as edges: each edge meets few others.
  const double n = std::max(1.0, std::floor(std::sqrt(static_cast<double>(ring.size()))));
  const double width = std::max((east - west) / n, 1e-9);
  const double height = std::max((north - south) / n, 1e-9);
  std::map<std::pair<int, int>, std::vector<std::size_t>> cells;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const auto [x0, x1] = std::minmax(ring[i].lon, ring[i + 1].lon);
    const auto [y0, y1] = std::minmax(ring[i].lat, ring[i + 1].lat);
    for (int x = static_cast<int>((x0 - west) / width); x <= static_cast<int>((x1 - west) / width); ++x) {
      for (int y = static_cast<int>((y0 - south) / height); y <= static_cast<int>((y1 - south) / height); ++y) {
        std::vector<std::size_t>& cell = cells[{x, y}];
        for (const std::size_t k : cell) {
          if (properly_cross(ring[i], ring[i + 1], ring[k], ring[k + 1])) return ring[i];
        }
        cell.push_back(i);
      }
    }
  }
  return std::nullopt;
}

}  // namespace fairlead::zones
