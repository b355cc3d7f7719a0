// SPDX-License-Identifier: Apache-2.0
// Distances against GeographicLib, with the nearest point found by looking at every edge there is.
#include <cmath>
#include <random>

#include "atlas_data.hpp"
#include "geo/geodesic.hpp"
#include "small_world.hpp"

namespace fairlead::zones {
namespace {

// The exact distance to the nearest of all edges: the few that are nearest by chord, each walked in small steps.
double exact_distance(const LayerView& coast, geo::Position from) {
  const Vec q = to_ecef(lonlat_of(from));
  double least = 1e30;
  for (std::size_t i = 0; i + 1 < coast.vertices.size(); ++i) {
    if (coast.owner(i) == kNoOwner || (coast.owner(i) & kParityOnly) != 0) continue;
    least = std::min(least, nearest_on_edge(q, coast.point(i), coast.point(i + 1)).square);
  }
  const double bound = std::sqrt(least) * 1.002 + 200;
  double exact = 1e30;
  for (std::size_t i = 0; i + 1 < coast.vertices.size(); ++i) {
    if (coast.owner(i) == kNoOwner || (coast.owner(i) & kParityOnly) != 0) continue;
    const Vec a = coast.point(i);
    const Vec b = coast.point(i + 1);
    if (nearest_on_edge(q, a, b).square > bound * bound) continue;
    const int steps = std::max(1, static_cast<int>(length(b - a) / 25.0));
    for (int step = 0; step <= steps; ++step) {
      const LonLat p = to_lonlat(a + (b - a) * (static_cast<double>(step) / steps));
      exact = std::min(exact, geo::distance(from, *geo::Position::from_degrees(p.lat, p.lon)).in_metres());
    }
  }
  return exact;
}

void compare(const Atlas& atlas, std::size_t points, double south, double north, double west, double east) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> lat(south, north);
  std::uniform_real_distribution<double> lon(west, east);
  double worst = 0;
  for (std::size_t i = 0; i < points; ++i) {
    const auto from = *geo::Position::from_degrees(lat(random), lon(random));
    const double exact = exact_distance(atlas.data().file.layer(LayerId::coast), from);
    const double told = atlas.at(from).coasts[0].distance_nm * kNauticalMile;
    // 20 m, 0.03 % and 0.1 % beyond 50 km by choice of edges; the arc, storage and half a step of the walk.
    EXPECT_NEAR(told, exact, 25 + 0.0005 * exact + 0.001 * std::max(0.0, exact - 50'000)) << geo::to_decimal(from);
    worst = std::max(worst, std::abs(told - exact) / (100 + 0.001 * exact));
  }
  std::printf("worst difference over %zu points: %.2f of 100 m and 0.1 %%\n", points, worst);
}

TEST(Distances, agree_with_geographiclib_on_the_small_sea) { compare(test::small_world(), 400, 28, 45, -55, -30); }

TEST(Distances, agree_with_geographiclib_on_the_world) {
  FL_NEEDS_WORLD();
  const char* wanted = std::getenv("FAIRLEAD_ZONE_DISTANCES");
  compare(*world, wanted != nullptr ? static_cast<std::size_t>(std::atoi(wanted)) : 25, -75, 83, -180, 180);
}

TEST(Distances, follow_from_chords_as_geodesics_do) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> lat(-85, 85);
  std::uniform_real_distribution<double> lon(-180, 180);
  std::uniform_real_distribution<double> bearing(0, 360);
  for (int i = 0; i < 2000; ++i) {
    const auto a = *geo::Position::from_degrees(lat(random), lon(random));
    for (const double miles : {1.0, 12.0, 24.0, 200.0, 1500.0}) {
      const auto b = geo::destination(a, Bearing::degrees(bearing(random)), Length::nautical_miles(miles));
      const double chord = length(to_ecef(lonlat_of(a)) - to_ecef(lonlat_of(b)));
      const double exact = geo::distance(a, b).in_nautical_miles();
      EXPECT_NEAR(arc_from_chord(chord) / kNauticalMile, exact, exact * (miles > 200 ? 1e-4 : 2e-6)) << miles;
    }
  }
}

}  // namespace
}  // namespace fairlead::zones
