// SPDX-License-Identifier: Apache-2.0
// Distances and directions: the exact ones against each other and known values, the quick ones against the exact.
#include "geo/geodesic.hpp"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead::geo {
namespace {

Position degrees(double latitude, double longitude) { return Position::from_degrees(latitude, longitude).value(); }

Position within(double latitude_max) {
  const auto limit = static_cast<std::int32_t>(latitude_max * kUnitsPerDegree);
  return Position::from_units(*rc::gen::inRange(-limit, limit + 1),
                              *rc::gen::inRange(-kLongitudeMax, kLongitudeMax + 1))
      .value();
}

double any_degrees() { return *rc::gen::inRange(0, 3600) / 10.0; }

TEST(Geodesic, knows_the_length_of_a_quadrant_and_of_a_degree_on_the_equator) {
  EXPECT_NEAR(distance(degrees(0, 0), degrees(90, 0)).in_metres(), 10'001'965.729, 0.01);
  EXPECT_NEAR(distance(degrees(0, 0), degrees(0, 1)).in_metres(), 111'319.491, 0.01);
  EXPECT_NEAR(distance(degrees(0, 179.5), degrees(0, -179.5)).in_metres(), 111'319.491, 0.01);
  EXPECT_EQ(distance(degrees(12, 34), degrees(12, 34)).in_metres(), 0);
}

TEST(Geodesic, names_the_direction_at_both_ends) {
  const GeodesicLine east = line_between(degrees(0, 0), degrees(0, 10));
  EXPECT_NEAR(east.initial.in_degrees(), 90, 1e-9);
  EXPECT_NEAR(east.final.in_degrees(), 90, 1e-9);
  EXPECT_NEAR(line_between(degrees(10, 5), degrees(-10, 5)).initial.in_degrees(), 180, 1e-9);
  // A great circle in the north leads polewards of the parallel.
  const GeodesicLine atlantic = line_between(degrees(50, -5), degrees(50, -60));
  EXPECT_GT(atlantic.initial.in_degrees(), 270);
  EXPECT_LT(atlantic.final.in_degrees(), 270);
}

RC_GTEST_PROP(Geodesic, destination_lies_at_the_distance_and_in_the_direction, ()) {
  const Position from = within(89);
  const Bearing bearing = Bearing::degrees(any_degrees());
  const Length far = Length::metres(*rc::gen::inRange(1'000, 10'000'000));
  const GeodesicLine line = line_between(from, destination(from, bearing, far));
  // A destination is rounded to units, each 0.19 m or less; half of one in each axis.
  RC_ASSERT(std::fabs(line.distance.in_metres() - far.in_metres()) < 0.14);
  // Beyond a quarter of the globe lines converge again, and so close to the poles.
  if (std::fabs(from.latitude_degrees()) < 80 && far < Length::kilometres(5'000)) {
    RC_ASSERT(degrees_between(line.initial, bearing) < 0.01);
  }
}

RC_GTEST_PROP(Geodesic, is_as_long_one_way_as_the_other, ()) {
  const Position a = within(90);
  const Position b = within(90);
  RC_ASSERT(std::fabs(distance(a, b).in_metres() - distance(b, a).in_metres()) < 1e-6);
}

RC_GTEST_PROP(QuickDistance, is_within_a_twentieth_of_a_percent_as_its_comment_says, ()) {
  const Position from = within(80);
  const Position to =
      destination(from, Bearing::degrees(any_degrees()), Length::metres(*rc::gen::inRange(10, 100'000)));
  RC_PRE(std::fabs(to.latitude_degrees()) <= 80);
  const double exact = distance(from, to).in_metres();
  RC_ASSERT(std::fabs(quick_distance(from, to).in_metres() - exact) <= exact * 0.0005);
}

TEST(QuickDistance, holds_its_bound_where_it_is_worst) {
  // Along the parallel at the highest latitude: the plane knows nothing of the meridians' convergence.
  const Position from = degrees(80, 10);
  double worst = 0;
  for (int bearing = 0; bearing < 360; bearing += 5) {
    const Position to = destination(from, Bearing::degrees(bearing), Length::kilometres(100));
    if (to.latitude_degrees() > 80) continue;
    const double exact = distance(from, to).in_metres();
    worst = std::max(worst, std::fabs(quick_distance(from, to).in_metres() - exact) / exact);
  }
  EXPECT_LT(worst, 0.0005);
}

TEST(QuickDistance, crosses_180_degrees) {
  const Position west = degrees(60, 179.9);
  const Position east = degrees(60, -179.9);
  EXPECT_NEAR(quick_distance(west, east) / distance(west, east), 1, 0.0005);
  EXPECT_GT(local_offset(west, east).east_m, 0);
  EXPECT_LT(local_offset(east, west).east_m, 0);
}

TEST(QuickDistance, of_nothing_is_nothing_even_at_the_pole) {
  EXPECT_EQ(quick_distance(degrees(90, 0), degrees(90, 0)).in_metres(), 0);
  EXPECT_EQ(quick_distance(degrees(59, 10), degrees(59, 10)).in_metres(), 0);
  EXPECT_LT(quick_distance(degrees(90, 0), degrees(90, 120)).in_metres(), 1);
}

RC_GTEST_PROP(LocalOffset, there_and_back_is_within_a_unit, ()) {
  const Position origin = within(80);
  const LocalOffset offset{static_cast<double>(*rc::gen::inRange(-70'000, 70'001)),
                           static_cast<double>(*rc::gen::inRange(-70'000, 70'001))};
  const Position point = from_local_offset(origin, offset);
  RC_PRE(std::fabs(point.latitude_degrees()) <= 80.6);
  const LocalOffset again = local_offset(origin, point);
  // Rounding to units moves the point by 0.1 m at most in each axis; moving the mean latitude costs centimetres.
  RC_ASSERT(std::fabs(again.east_m - offset.east_m) < 0.2);
  RC_ASSERT(std::fabs(again.north_m - offset.north_m) < 0.2);
  const Position twice = from_local_offset(origin, again);
  RC_ASSERT(std::abs(twice.latitude_units() - point.latitude_units()) <= 1);
  RC_ASSERT(std::abs(twice.longitude_units() - point.longitude_units()) <= 1);
}

RC_GTEST_PROP(LocalOffset, never_leaves_the_globe, ()) {
  const Position origin = within(90);
  const Position point = from_local_offset(origin, {static_cast<double>(*rc::gen::inRange(-1'000'000, 1'000'001)),
                                                    static_cast<double>(*rc::gen::inRange(-1'000'000, 1'000'001))});
  RC_ASSERT(std::abs(point.latitude_units()) <= kLatitudeMax);
  RC_ASSERT(std::abs(point.longitude_units()) <= kLongitudeMax);
}

}  // namespace
}  // namespace fairlead::geo
