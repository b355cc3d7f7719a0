// SPDX-License-Identifier: Apache-2.0
#include "simplify.hpp"

namespace fairlead::zones {
namespace {

struct Farthest {
  std::size_t index = 0;
  double square = -1;
};

Farthest farthest_between(const std::vector<Vec>& points, std::size_t first, std::size_t last) {
  Farthest farthest;
  for (std::size_t i = first + 1; i < last; ++i) {
    const double square = nearest_on_edge(points[i], points[first], points[last]).square;
    if (square > farthest.square) farthest = {i, square};
  }
  return farthest;
}

void mark(const std::vector<Vec>& points, std::size_t first, std::size_t last, double square, std::vector<bool>& kept) {
  std::vector<std::pair<std::size_t, std::size_t>> open = {{first, last}};
  while (!open.empty()) {
    const auto [from, to] = open.back();
    open.pop_back();
    const Farthest farthest = farthest_between(points, from, to);
    if (farthest.square <= square) continue;
    kept[farthest.index] = true;
    open.emplace_back(from, farthest.index);
    open.emplace_back(farthest.index, to);
  }
}

}  // namespace

std::vector<LonLat> simplify(const std::vector<LonLat>& points, double tolerance) {
  if (points.size() < 3) return points;
  std::vector<Vec> on_globe;
  on_globe.reserve(points.size());
  for (const LonLat p : points) on_globe.push_back(to_ecef(p));
  std::vector<bool> kept(points.size(), false);
  const std::size_t last = points.size() - 1;
  kept[0] = kept[last] = true;
  const double square = tolerance * tolerance;
  if (points.front() == points.back() && points.size() > 4) {
    // A ring: cut at the point farthest from its start, and keep a third corner.
    const Farthest across = farthest_between(on_globe, 0, last);
    kept[across.index] = true;
    mark(on_globe, 0, across.index, square, kept);
    mark(on_globe, across.index, last, square, kept);
    std::size_t corners = 0;
    for (const bool keep : kept) corners += keep ? 1 : 0;
    if (corners < 4) {
      const Farthest left = farthest_between(on_globe, 0, across.index);
      const Farthest right = farthest_between(on_globe, across.index, last);
      kept[left.square > right.square ? left.index : right.index] = true;
    }
  } else {
    mark(on_globe, 0, last, square, kept);
  }
  std::vector<LonLat> result;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (kept[i]) result.push_back(points[i]);
  }
  return result;
}

}  // namespace fairlead::zones
