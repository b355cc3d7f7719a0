// SPDX-License-Identifier: Apache-2.0
#include "shapes.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "grid.hpp"

namespace fairlead::behaviour {
namespace {

constexpr std::int32_t kUnits = geo::kUnitsPerDegree / 4;
constexpr std::int64_t kTurn = std::int64_t{2} * geo::kLongitudeMax;

// Longitude of `p` counted from that of `origin`, in [-180, 180] degrees.
std::int64_t east_of(geo::Position origin, geo::Position p) {
  std::int64_t d = static_cast<std::int64_t>(p.longitude_units()) - origin.longitude_units();
  if (d > kTurn / 2) d -= kTurn;
  if (d < -kTurn / 2) d += kTurn;
  return d;
}

// Adds `index` to every cell of the box around `points`, widened by `margin`.
void enter(std::unordered_map<std::uint32_t, PlaceIndex::Near>& cells, const std::vector<geo::Position>& points,
           Length margin, std::vector<std::uint32_t> PlaceIndex::Near::* list, std::uint32_t index) {
  if (points.empty()) return;
  std::int64_t west = 0;
  std::int64_t east = 0;
  std::int64_t south = points[0].latitude_units();
  std::int64_t north = south;
  std::int64_t x = 0;
  for (std::size_t i = 1; i < points.size(); ++i) {
    x += east_of(points[i - 1], points[i]);
    west = std::min(west, x);
    east = std::max(east, x);
    south = std::min<std::int64_t>(south, points[i].latitude_units());
    north = std::max<std::int64_t>(north, points[i].latitude_units());
  }
  const double metres = margin.in_metres();
  const auto half = static_cast<std::int64_t>(metres * geo::kUnitsPerDegree / 110'574.0) + 1;
  const double latitude =
      std::min(85.0, static_cast<double>(std::max(std::abs(south), std::abs(north)) + half) / geo::kUnitsPerDegree);
  const auto wide =
      static_cast<std::int64_t>(static_cast<double>(half) / std::cos(latitude * 0.017453292519943295)) + 1;
  const std::int64_t columns = kTurn / kUnits;
  const std::int64_t base = static_cast<std::int64_t>(points[0].longitude_units()) + geo::kLongitudeMax;
  const std::int64_t first = static_cast<std::int64_t>(std::floor(static_cast<double>(base + west - wide) / kUnits));
  const std::int64_t last = (base + east + wide) / kUnits;
  const std::int64_t bottom = std::max<std::int64_t>(0, south - half + geo::kLatitudeMax) / kUnits;
  const std::int64_t top = std::min<std::int64_t>(kTurn / 2, north + half + geo::kLatitudeMax) / kUnits;
  for (std::int64_t row = bottom; row <= top; ++row) {
    for (std::int64_t column = first; column <= last && column - first < columns; ++column) {
      auto& near = cells[static_cast<std::uint32_t>(row * columns + (column % columns + columns) % columns)];
      (near.*list).push_back(index);
    }
  }
}

}  // namespace

std::optional<std::string> ring_fault(const std::vector<geo::Position>& ring) {
  if (ring.size() < 3) return fmt::format("has {} corners: at least 3", ring.size());
  std::int64_t turn = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const std::int64_t step = east_of(ring[i], ring[(i + 1) % ring.size()]);
    if (std::abs(step) >= kTurn / 2) return "has an edge of 180 degrees of longitude: add a corner between";
    turn += step;
  }
  if (turn != 0) return "contains a pole: split it";
  return std::nullopt;
}

bool inside(const std::vector<geo::Position>& ring, geo::Position point) {
  bool in = false;
  // Corners as seen from the point, unrolled along the ring.
  std::int64_t ax = east_of(point, ring[0]);
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const geo::Position& a = ring[i];
    const geo::Position& b = ring[(i + 1) % ring.size()];
    const std::int64_t bx = ax + east_of(a, b);
    const std::int64_t ay = static_cast<std::int64_t>(a.latitude_units()) - point.latitude_units();
    const std::int64_t by = static_cast<std::int64_t>(b.latitude_units()) - point.latitude_units();
    for (const std::int64_t turn : {std::int64_t{0}, kTurn, -kTurn}) {
      const std::int64_t px = ax + turn;
      const std::int64_t qx = bx + turn;
      const std::int64_t cross = px * by - qx * ay;
      const bool spans = std::min(px, qx) <= 0 && std::max(px, qx) >= 0;
      if (cross == 0 && spans && std::min(ay, by) <= 0 && std::max(ay, by) >= 0) return true;
      if ((ay > 0) != (by > 0) && (cross > 0) == (by > ay)) {
        // The edge crosses the parallel east of the point.
        if (turn == 0) in = !in;
      }
    }
    ax = bx;
  }
  return in;
}

Beside beside(const std::vector<geo::Position>& line, geo::Position point) {
  Beside best{Length::metres(1e12), 0, 0, false};
  double total = 0;
  double best_along = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const geo::LocalOffset a = geo::local_offset(point, line[i]);
    const geo::LocalOffset b = geo::local_offset(point, line[i + 1]);
    const double dx = b.east_m - a.east_m;
    const double dy = b.north_m - a.north_m;
    const double length2 = dx * dx + dy * dy;
    const double length = std::sqrt(length2);
    const double t = length2 > 0 ? -(a.east_m * dx + a.north_m * dy) / length2 : 0;
    const double k = std::clamp(t, 0.0, 1.0);
    const double distance = std::hypot(a.east_m + k * dx, a.north_m + k * dy);
    if (distance < best.distance.in_metres()) {
      best.distance = Length::metres(distance);
      best.direction_degrees = Course::degrees(std::atan2(dx, dy) * 57.29577951308232).in_degrees();
      best.beyond_end = (i == 0 && t < 0) || (i + 2 == line.size() && t > 1);
      best_along = total + k * length;
    }
    total += length;
  }
  best.along = total > 0 ? best_along / total : 0;
  return best;
}

PlaceIndex::PlaceIndex(const Rules& rules) {
  for (std::uint32_t i = 0; i < rules.areas.size(); ++i) {
    enter(cells_, rules.areas[i].ring, Length::metres(0), &Near::areas, i);
  }
  for (std::uint32_t i = 0; i < rules.lines.size(); ++i) {
    const Line& line = rules.lines[i];
    const Length margin = line.kind == LineKind::lane ? line.half_width * (rules.lane_deviation.off_factor + 4)
                                                      : rules.near_cable.distance;
    enter(cells_, line.points, margin, &Near::lines, i);
  }
  for (std::uint32_t i = 0; i < rules.spots.size(); ++i) {
    const Spot& spot = rules.spots[i];
    const Length margin = spot.kind == SpotKind::landing_place
                              ? rules.landing_course.range_max + spot.radius
                              : std::max(spot.radius, std::max(rules.harbour_within, rules.rendezvous.port_min));
    enter(cells_, {spot.position}, margin, &Near::spots, i);
  }
}

const PlaceIndex::Near* PlaceIndex::at(geo::Position position) const {
  const auto found = cells_.find(cell_of(position, kUnits));
  return found == cells_.end() ? nullptr : &found->second;
}

}  // namespace fairlead::behaviour
