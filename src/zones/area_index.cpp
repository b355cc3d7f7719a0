// SPDX-License-Identifier: Apache-2.0
#include "area_index.hpp"

#include <algorithm>

namespace fairlead::zones {
namespace {
constexpr Vec kNorthPole{0, 0, 6356752.314245};
}

std::size_t AreaIndex::band_of(double longitude) {
  double turn = (longitude + kPi) / (2.0 * kPi);
  turn -= std::floor(turn);
  return std::min(static_cast<std::size_t>(turn * static_cast<double>(kBands)), kBands - 1);
}

void AreaIndex::add(Vec a, Vec b, std::uint16_t area) {
  const Edge edge{static_cast<float>(a.x),
                  static_cast<float>(a.y),
                  static_cast<float>(a.z),
                  static_cast<float>(b.x),
                  static_cast<float>(b.y),
                  static_cast<float>(b.z),
                  area};
  // Along a pole an edge has no length; to a pole it runs along its own meridian, and crosses none.
  if (std::hypot(a.x, a.y) < 10 || std::hypot(b.x, b.y) < 10) return;
  double west = std::atan2(a.y, a.x);
  double east = std::atan2(b.y, b.x);
  if (west > east) std::swap(west, east);
  if (east - west > kPi) {  // across 180 degrees
    std::swap(west, east);
    east += 2.0 * kPi;
  }
  // A little more: the rounding of vertices must not move an edge out of the bands it is looked for in.
  const double margin = 3.0 / std::max(1.0, std::min(std::hypot(a.x, a.y), std::hypot(b.x, b.y)));
  if (east - west + 2 * margin >= 2.0 * kPi - 1e-3) {
    for (std::vector<Edge>& band : bands_) band.push_back(edge);
    return;
  }
  const std::size_t last = band_of(east + margin);
  for (std::size_t band = band_of(west - margin);; band = (band + 1) % kBands) {
    bands_[band].push_back(edge);
    if (band == last) break;
  }
}

std::vector<std::uint16_t> AreaIndex::containing(Vec q) const {
  std::vector<std::uint16_t> crossed;
  const Vec way = cross(q, kNorthPole);
  for (const Edge& edge : bands_[band_of(std::atan2(q.y, q.x))]) {
    const Vec a{static_cast<double>(edge.ax), static_cast<double>(edge.ay), static_cast<double>(edge.az)};
    const Vec b{static_cast<double>(edge.bx), static_cast<double>(edge.by), static_cast<double>(edge.bz)};
    // The meridian's plane also meets the globe on the other side.
    const bool this_side = a.x * q.x + a.y * q.y > 0;
    if (this_side && edges_cross(q, kNorthPole, way, a, b)) crossed.push_back(edge.area);
  }
  std::sort(crossed.begin(), crossed.end());
  std::vector<std::uint16_t> result;
  for (std::size_t i = 0; i < crossed.size();) {
    std::size_t end = i;
    while (end < crossed.size() && crossed[end] == crossed[i]) ++end;
    if ((end - i) % 2 == 1) result.push_back(crossed[i]);
    i = end;
  }
  return result;
}

}  // namespace fairlead::zones
