// SPDX-License-Identifier: Apache-2.0
// The filter and the geometry below it, against exact forms and known truths.
#include "motion.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "plane.hpp"
#include "plausibility.hpp"
#include "sea.hpp"
#include "sine.hpp"

namespace fairlead::fusion {
namespace {

using namespace sea;

TEST(Sine, agrees_with_the_library) {
  for (int tenth = 0; tenth <= 3600; ++tenth) {
    const double degrees = tenth / 10.0;
    const double radians = degrees * 3.14159265358979323846 / 180;
    EXPECT_NEAR(sine_cosine(degrees).sine, std::sin(radians), 1e-10);
    EXPECT_NEAR(sine_cosine(degrees).cosine, std::cos(radians), 1e-10);
  }
}

RC_GTEST_PROP(Plane, agrees_with_the_plane_of_geo_and_finds_its_way_back, (std::uint64_t seed)) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> latitude(-84.9, 84.9);
  std::uniform_real_distribution<double> longitude(-180, 180);
  std::uniform_real_distribution<double> metres(-40'000, 40'000);
  const geo::Position from = *geo::Position::from_degrees(latitude(random), longitude(random));
  const geo::LocalOffset wanted{metres(random), metres(random)};
  const geo::Position to = plane_position(from, wanted);
  const geo::LocalOffset by_geo = geo::local_offset(from, to);
  const geo::LocalOffset by_table = plane_offset(from, to);
  RC_ASSERT(std::fabs(by_geo.east_m - by_table.east_m) < 0.1);
  RC_ASSERT(std::fabs(by_geo.north_m - by_table.north_m) < 0.1);
  RC_ASSERT(std::fabs(by_table.east_m - wanted.east_m) < 1);
  RC_ASSERT(std::fabs(by_table.north_m - wanted.north_m) < 1);
}

Measurement seen(Duration when, double east_km, double sigma_m = 10) {
  return measurement_of(kStart + when, place(east_km), Length::metres(sigma_m), std::nullopt, std::nullopt);
}

TEST(Motion, finds_the_speed_of_what_reports_none) {
  Motion motion = Motion::from(seen(0s, 0), 6);
  for (int i = 1; i <= 60; ++i) motion.update(seen(i * 10s, 0.08 * i), 0.1, 6);
  EXPECT_NEAR(motion.velocity_east, 8, 0.3);
  EXPECT_NEAR(motion.velocity_north, 0, 0.3);
}

// Over many runs the error squared over its variance has the mean 1 in each axis, if the covariance says the truth.
TEST(Motion, knows_how_uncertain_it_is) {
  std::mt19937_64 random(20260504);
  std::normal_distribution<double> normal(0, 1);
  double squared = 0;
  constexpr int kRuns = 300;
  const double q = 0.1;
  for (int run = 0; run < kRuns; ++run) {
    double x = 0;
    double v = 5 * normal(random);
    const auto noisy = [&](Duration when) { return seen(when, (x + 20 * normal(random)) / 1000, 20); };
    Motion motion = Motion::from(noisy(0s), 5);
    for (int i = 1; i <= 40; ++i) {
      for (int part = 0; part < 10; ++part) {  // the truth, in steps of a second
        v += std::sqrt(q) * normal(random);
        x += v;
      }
      motion.update(noisy(i * 10s), q, 5);
    }
    const geo::LocalOffset error = plane_offset(place(x / 1000), motion.position);
    squared += error.east_m * error.east_m / motion.variance_position;
  }
  EXPECT_NEAR(squared / kRuns, 1.0, 0.25);
}

TEST(Motion, keeps_its_covariance_positive_definite_whatever_it_is_told) {
  std::mt19937_64 random(7);
  const auto pick = [&](double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  for (int run = 0; run < 200; ++run) {
    Motion motion = Motion::from(seen(0s, 0), 6);
    Duration now = 0s;
    for (int i = 0; i < 50; ++i) {
      now += std::chrono::milliseconds(static_cast<std::int64_t>(std::pow(10, pick(-1, 7))));
      Measurement m = measurement_of(kStart + now, place(pick(-60, 60)), Length::metres(std::pow(10, pick(-1, 5))),
                                     Speed::knots(pick(0, 100)), Course::degrees(pick(0, 360)));
      motion.update(m, pick(0.001, 20), 6);
      ASSERT_TRUE(std::isfinite(motion.velocity_east) && std::isfinite(motion.rest_east));
      ASSERT_GT(motion.variance_position * motion.variance_velocity, motion.covariance * motion.covariance);
    }
  }
}

TEST(Motion, does_not_follow_a_speed_that_the_positions_contradict) {
  Motion motion = Motion::from(seen(0s, 0), 6);
  for (int i = 1; i <= 100; ++i) {
    Measurement m = measurement_of(kStart + i * 2s, place(0.02 * i), Length::metres(10), Speed::knots(0), std::nullopt);
    motion.update(m, 0.1, 6);
    ASSERT_LT(distance_m(motion.position, m.position), 120);
  }
}

TEST(Reach, allows_for_clocks_and_errors_when_two_reports_are_at_the_same_moment) {
  const TrackerLimits limits;
  Gate gate{limits.ship_speed, TrackKind::ship, std::nullopt, std::nullopt};
  EXPECT_GT(reach_m(limits, gate, 0, 10, 10), 300);
  EXPECT_LT(reach_m(limits, gate, 0, 10, 10), 450);
}

TEST(Reach, grows_with_time_and_never_shrinks) {
  const TrackerLimits limits;
  Gate gate{limits.ship_speed, TrackKind::ship, 5.0, 5.0};
  double before = 0;
  for (double seconds = 0; seconds < 86'400; seconds += 10) {
    const double reach = reach_m(limits, gate, seconds, 10, 10);
    ASSERT_GT(reach, before);
    before = reach;
  }
}

TEST(Reach, holds_a_slow_ship_to_what_it_reports) {
  const TrackerLimits limits;
  Gate unknown{limits.ship_speed, TrackKind::ship, std::nullopt, std::nullopt};
  Gate slow{limits.ship_speed, TrackKind::ship, 2.0, 2.0};
  EXPECT_LT(reach_m(limits, slow, 300, 10, 10), 0.6 * reach_m(limits, unknown, 300, 10, 10));
}

}  // namespace
}  // namespace fairlead::fusion
