// SPDX-License-Identifier: Apache-2.0
#include "area_index.hpp"

#include <algorithm>

namespace fairlead::zones {
namespace {
constexpr Vec kNorthPole{0, 0, 6356752.314245};
}

std::size_t AreaIndex::band_of(Vec v) {
  const double turn = (std::atan2(v.y, v.x) + kPi) / (2.0 * kPi);
  return std::min(static_cast<std::size_t>(turn * static_cast<double>(kBands)), kBands - 1);
}

void AreaIndex::add(Vec a, Vec b, std::uint16_t area) {
  const auto index = static_cast<std::uint32_t>(edges_.size());
  edges_.push_back({static_cast<float>(a.x), static_cast<float>(a.y), static_cast<float>(a.z), static_cast<float>(b.x),
                    static_cast<float>(b.y), static_cast<float>(b.z), area});
  std::size_t low = band_of(a);
  std::size_t high = band_of(b);
  if (low > high) std::swap(low, high);
  // One band more on each side: the rounding of vertices must not move an edge out of the bands it is looked for in.
  if (high - low <= kBands / 2) {
    const std::size_t first = low == 0 ? 0 : low - 1;
    for (std::size_t band = first; band <= std::min(high + 1, kBands - 1); ++band) bands_[band].push_back(index);
    if (low == 0) bands_[kBands - 1].push_back(index);
    if (high == kBands - 1 && first != 0) bands_[0].push_back(index);
  } else {  // across 180 degrees
    for (std::size_t band = 0; band <= std::min(low + 1, kBands - 1); ++band) bands_[band].push_back(index);
    for (std::size_t band = high - 1; band < kBands; ++band) bands_[band].push_back(index);
  }
}

std::vector<std::uint16_t> AreaIndex::containing(Vec q) const {
  std::vector<std::uint16_t> crossed;
  const Vec way = cross(q, kNorthPole);
  for (const std::uint32_t index : bands_[band_of(q)]) {
    const Edge& edge = edges_[index];
    const Vec a{static_cast<double>(edge.ax), static_cast<double>(edge.ay), static_cast<double>(edge.az)};
    const Vec b{static_cast<double>(edge.bx), static_cast<double>(edge.by), static_cast<double>(edge.bz)};
    // The meridian's plane also meets the globe on the other side; the bands keep such edges away, except near a pole.
    if (edges_cross(q, kNorthPole, way, a, b) && dot(a, q) > 0) crossed.push_back(edge.area);
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
