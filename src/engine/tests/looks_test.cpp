// SPDX-License-Identifier: Apache-2.0
#include "looks.hpp"

#include <gtest/gtest.h>

#include "sample.hpp"

namespace fairlead::engine {
namespace {

Instant minute(int minutes) { return kNoon + std::chrono::minutes(minutes); }

TEST(Looks, a_radar_that_stands_has_its_newest_look_only) {
  Looks looks;
  for (int m = 0; m < 10; ++m) looks.take(scan(static_cast<std::uint64_t>(m) + 1, minute(m), 50, -4));
  const auto now = looks.publish();
  ASSERT_EQ(now->looks.size(), 1U);
  EXPECT_EQ(now->looks[0].scan.number, 10U);
  EXPECT_FALSE(now->looks[0].sensor);
}

TEST(Looks, each_sector_of_a_radar_has_its_own) {
  Looks looks;
  for (std::uint64_t number = 1; number <= 80; ++number) {
    domain::Scan sector = scan(number, kNoon + std::chrono::seconds(number), 50, -4);
    sector.coverage.bearing_from_degrees = static_cast<double>(number % 32) * 11.25;
    sector.coverage.bearing_to_degrees = sector.coverage.bearing_from_degrees + 11.25;
    looks.take(sector);
  }
  const auto now = looks.publish();
  ASSERT_EQ(now->looks.size(), 32U);
  EXPECT_EQ(now->looks.front().scan.number, 80U);
  EXPECT_EQ(now->looks.back().scan.number, 49U);
}

// 100 m/s and a look a second: the newest is always there, and the trail reaches back as far as is remembered.
TEST(Looks, an_aircraft_leaves_a_trail_of_half_an_hour_that_is_not_dense) {
  Looks looks;
  for (int second = 0; second < 3600; ++second) {
    const Instant at = kNoon + std::chrono::seconds(second);
    looks.take(scan(static_cast<std::uint64_t>(second) + 1, at, 10, -70 + second * 100 / 109'500.0));
    looks.advance(at);
    const auto now = looks.publish();
    ASSERT_EQ(now->looks.front().scan.at, at);
  }
  const auto now = looks.publish();
  EXPECT_GT(now->looks.size(), 15U);
  EXPECT_LE(now->looks.size(), 20U);
  EXPECT_GE(now->looks.back().scan.at, kNoon + std::chrono::seconds(3599) - kCoverageAge);
  EXPECT_LT(now->looks.back().scan.at, minute(60 - 28));
  for (std::size_t i = 1; i < now->looks.size(); ++i) {
    EXPECT_LT(now->looks[i].scan.at, now->looks[i - 1].scan.at);
    EXPECT_LT(now->looks[i - 1].scan.at - now->looks[i].scan.at, std::chrono::seconds(105));
  }
}

TEST(Looks, no_more_than_64_of_a_source_the_newest_first) {
  Looks looks;
  for (int n = 0; n < 100; ++n)
    looks.take(scan(static_cast<std::uint64_t>(n) + 1, kNoon + std::chrono::seconds(n), n * 0.5, 3));
  const auto now = looks.publish();
  ASSERT_EQ(now->looks.size(), Looks::kLooksMax);
  EXPECT_EQ(now->looks.front().scan.number, 100U);
  EXPECT_EQ(now->looks.back().scan.number, 37U);
}

TEST(Looks, what_comes_late_takes_its_place_and_replaces_nothing_newer) {
  Looks looks;
  looks.take(scan(1, minute(5), 50, -4));
  looks.take(scan(2, minute(3), 52, -4));
  looks.take(scan(3, minute(2), 50, -4));
  const auto now = looks.publish();
  ASSERT_EQ(now->looks.size(), 2U);
  EXPECT_EQ(now->looks[0].scan.number, 1U);
  EXPECT_EQ(now->looks[1].scan.number, 2U);
}

TEST(Looks, a_clock_that_is_ahead_does_not_stop_what_follows) {
  Looks looks;
  domain::Scan ahead = scan(1, minute(60 * 24 * 365), 50, -4);
  ahead.received_at = minute(0);
  looks.take(ahead);
  looks.take(scan(2, minute(1), 50, -4));
  ASSERT_EQ(looks.publish()->looks.size(), 1U);
  EXPECT_EQ(looks.publish()->looks[0].scan.number, 2U);
  looks.advance(minute(32));
  EXPECT_TRUE(looks.publish()->looks.empty());
}

TEST(Looks, a_shape_without_an_area_is_no_look) {
  Looks looks;
  domain::Scan nothing = scan(1, kNoon, 50, -4);
  nothing.coverage.range_max = Length::metres(0);
  looks.take(nothing);
  nothing.coverage = {};
  nothing.coverage.ring = {*geo::Position::from_degrees(1, 1), *geo::Position::from_degrees(2, 2)};
  looks.take(nothing);
  EXPECT_TRUE(looks.publish()->looks.empty());
}

TEST(Looks, the_same_object_is_published_until_something_changes) {
  Looks looks;
  looks.take(scan(1, kNoon, 50, -4));
  const auto before = looks.publish();
  looks.advance(minute(29));
  EXPECT_EQ(looks.publish(), before);
  looks.take(scan(2, minute(1), 50, -4));
  EXPECT_NE(looks.publish(), before);
}

TEST(Looks, what_is_saved_is_restored_and_a_torn_state_is_refused) {
  Looks looks;
  domain::Observation plot = report(232'000'001, kNoon, 50, -4);
  plot.sensor = domain::SensorKind::sighting;
  domain::Detection detection;
  detection.scan = 7;
  plot.detection = std::make_shared<const domain::Detection>(detection);
  looks.saw(plot);
  looks.take(scan(7, kNoon, 50, -4));
  domain::Scan swath = scan(8, minute(1), 0, 0);
  swath.source = domain::SourceId(2);
  swath.coverage = {};
  swath.coverage.ring = {*geo::Position::from_degrees(1, 179), *geo::Position::from_degrees(1, -179),
                         *geo::Position::from_degrees(-1, 179)};
  swath.false_plots = 2.5;
  looks.take(swath);
  wire::ByteWriter out;
  looks.save(out);
  Looks again;
  wire::ByteReader in(out.view());
  ASSERT_TRUE(again.restore(in).has_value());
  EXPECT_TRUE(in.at_end());
  const auto a = looks.publish(), b = again.publish();
  ASSERT_EQ(a->looks.size(), b->looks.size());
  for (std::size_t i = 0; i < a->looks.size(); ++i) {
    EXPECT_EQ(a->looks[i].scan, b->looks[i].scan);
    EXPECT_EQ(a->looks[i].sensor, b->looks[i].sensor);
  }
  EXPECT_EQ(b->looks[0].sensor, domain::SensorKind::sighting);
  for (std::size_t cut = 0; cut < out.size(); ++cut) {
    wire::ByteReader torn(out.view().substr(0, cut));
    Looks none;
    EXPECT_FALSE(none.restore(torn).has_value()) << cut;
  }
}

}  // namespace
}  // namespace fairlead::engine
