// SPDX-License-Identifier: Apache-2.0
#include "release/area.hpp"

#include <algorithm>

#include "area_test.hpp"

namespace fairlead::release {
namespace {

constexpr std::int64_t kTurn = 360LL * geo::kUnitsPerDegree;

std::int64_t cross(Corner o, Corner a, Corner b) { return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x); }

// Corners with longitudes that go on beyond 180 degrees instead of jumping.
std::vector<Corner> unwrapped(const std::vector<geo::Position>& polygon) {
  std::vector<Corner> corners;
  corners.reserve(polygon.size());
  for (const geo::Position p : polygon) {
    std::int64_t x = p.longitude_units();
    if (!corners.empty()) {
      while (x - corners.back().x > kTurn / 2) x -= kTurn;
      while (x - corners.back().x < -kTurn / 2) x += kTurn;
    }
    corners.push_back({x, p.latitude_units()});
  }
  return corners;
}

bool on_edge(Corner a, Corner b, Corner p) {
  return cross(a, b, p) == 0 && p.x >= std::min(a.x, b.x) && p.x <= std::max(a.x, b.x) && p.y >= std::min(a.y, b.y) &&
         p.y <= std::max(a.y, b.y);
}

bool contains(const std::vector<Corner>& corners, Corner p) {
  bool inside = false;
  for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
    const Corner a = corners[j];
    const Corner b = corners[i];
    if (on_edge(a, b, p)) return true;
    if ((a.y > p.y) != (b.y > p.y)) {
      // Left of the edge, in exact integers.
      const std::int64_t side = cross(a, b, p);
      if ((b.y > a.y) == (side > 0)) inside = !inside;
    }
  }
  return inside;
}

bool edges_cross(Corner a, Corner b, Corner c, Corner d) {
  const auto sign = [](std::int64_t v) { return (v > 0) - (v < 0); };
  return sign(cross(a, b, c)) * sign(cross(a, b, d)) < 0 && sign(cross(c, d, a)) * sign(cross(c, d, b)) < 0;
}

}  // namespace

AreaTest::AreaTest(const Area& area) : corners_(unwrapped(area.polygon)), zones_(area.zones) {
  for (const Corner c : corners_) {
    west_ = std::min(west_, c.x);
    east_ = std::max(east_, c.x);
    south_ = std::min(south_, c.y);
    north_ = std::max(north_, c.y);
  }
}

Inside AreaTest::inside(const std::optional<geo::Position>& position, Set<ZoneKind> zones_possible) const {
  Inside by_zone = Inside::yes;
  if (!zones_.empty()) {
    if (zones_possible.empty()) {
      by_zone = Inside::maybe;
    } else if ((zones_possible & zones_).empty()) {
      return Inside::no;
    } else if (!zones_.includes(zones_possible)) {
      by_zone = Inside::maybe;
    }
  }
  if (corners_.empty()) return by_zone;
  if (!position) return Inside::maybe;
  const std::int64_t y = position->latitude_units();
  if (y < south_ || y > north_) return Inside::no;
  for (const std::int64_t shift : {std::int64_t{0}, -kTurn, kTurn}) {
    const Corner p{position->longitude_units() + shift, y};
    if (p.x >= west_ && p.x <= east_ && contains(corners_, p)) return by_zone;
  }
  return Inside::no;
}

Inside Area::inside(const std::optional<geo::Position>& position, Set<ZoneKind> zones_possible) const {
  return AreaTest(*this).inside(position, zones_possible);
}

std::optional<std::string> fault_of(const std::vector<geo::Position>& polygon) {
  if (polygon.size() < 3) return "has fewer than three corners";
  const std::vector<Corner> corners = unwrapped(polygon);
  const std::size_t n = corners.size();
  std::int64_t twice_area = 0;
  std::int64_t turn = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const Corner a = corners[i];
    const Corner b = corners[(i + 1) % n];
    if (i + 1 == n) turn = b.x - a.x;
    if (a.x == b.x && a.y == b.y) return "repeats a corner; leave out the last one when it equals the first";
    twice_area += cross({0, 0}, a, b);
    for (std::size_t j = i + 1; j < n; ++j) {
      if (edges_cross(a, b, corners[j], corners[(j + 1) % n])) return "crosses itself";
    }
  }
  if (turn > kTurn / 2 || turn < -kTurn / 2) return "goes around a pole";
  if (twice_area == 0) return "has no extent";
  return std::nullopt;
}

}  // namespace fairlead::release
