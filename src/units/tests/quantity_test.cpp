// SPDX-License-Identifier: Apache-2.0
// Lengths, speeds and directions: no silent way back to a number, and angles that wrap as they do on a compass.
#include "units/quantity.hpp"

#include <type_traits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead {
namespace {

using namespace fairlead::literals;

TEST(Quantity, has_no_silent_way_in_or_out) {
  static_assert(!std::is_convertible_v<double, Length> && !std::is_convertible_v<Length, double>);
  static_assert(!std::is_convertible_v<double, Speed> && !std::is_convertible_v<Speed, double>);
  static_assert(!std::is_convertible_v<Course, Heading> && !std::is_convertible_v<Heading, Bearing>);
  static_assert(!std::is_convertible_v<double, Course> && !std::is_convertible_v<Course, double>);
}

TEST(Length, of_a_nautical_mile_is_1852_metres) {
  EXPECT_EQ(Length::nautical_miles(1), 1852_m);
  EXPECT_EQ(0.5_nmi, 926_m);
  EXPECT_EQ(Length::kilometres(1.5), 1500_m);
  EXPECT_DOUBLE_EQ((1852_m).in_nautical_miles(), 1.0);
  EXPECT_DOUBLE_EQ((10_m - 4_m + 1_m) / 7_m, 1.0);
  EXPECT_DOUBLE_EQ((10_m * 2.5).in_metres(), 25.0);
}

TEST(Speed, of_a_knot_is_a_nautical_mile_an_hour) {
  EXPECT_DOUBLE_EQ((1_kn).in_metres_per_second(), 1852.0 / 3600.0);
  EXPECT_LT(10_kn, 10.1_kn);
}

TEST(Speed, in_tenths_of_a_knot_survives_metres_per_second) {
  for (int tenths = 0; tenths <= 1022; ++tenths) {
    const Speed speed = Speed::knots(tenths / 10.0);
    EXPECT_EQ(std::lround(speed.in_knots() * 10), tenths);
    EXPECT_EQ(Speed::knots(static_cast<double>(std::lround(speed.in_knots() * 10)) / 10.0), speed);
  }
}

TEST(Direction, wraps_into_the_circle) {
  EXPECT_EQ(Course::degrees(360).in_degrees(), 0);
  EXPECT_EQ(Course::degrees(-90).in_degrees(), 270);
  EXPECT_EQ(Course::degrees(725).in_degrees(), 5);
  EXPECT_EQ(Course::degrees(-1e-20).in_degrees(), 0);
}

TEST(Direction, north_has_one_spelling) {
  EXPECT_FALSE(std::signbit(Course::degrees(-0.0).in_degrees()));
  EXPECT_FALSE(std::signbit(Course::degrees(-360.0).in_degrees()));
}

RC_GTEST_PROP(Direction, is_never_outside_the_circle, (double degrees)) {
  RC_PRE(std::isfinite(degrees));
  const double wrapped = Bearing::degrees(degrees).in_degrees();
  RC_ASSERT(wrapped >= 0 && wrapped < 360);
  RC_ASSERT(Bearing::degrees(wrapped).in_degrees() == wrapped);
}

TEST(Direction, apart_is_the_smaller_angle) {
  EXPECT_DOUBLE_EQ(degrees_between(Course::degrees(350), Course::degrees(10)), 20);
  EXPECT_DOUBLE_EQ(degrees_between(Course::degrees(10), Course::degrees(350)), 20);
  EXPECT_DOUBLE_EQ(degrees_between(Course::degrees(0), Course::degrees(180)), 180);
  EXPECT_DOUBLE_EQ(Course::degrees(180).in_radians(), std::acos(-1.0));
}

}  // namespace
}  // namespace fairlead
