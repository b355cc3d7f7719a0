// SPDX-License-Identifier: Apache-2.0
// gone_dark and dark_contact: near misses, late reports, midnight.
#include <gtest/gtest.h>

#include "sea.hpp"

namespace fairlead::behaviour {
namespace {

using namespace sea;

class Silence : public testing::TestWithParam<Instant> {
 protected:
  // Under way for 50 minutes, then silent.
  static Boat dark(Duration back = 24h) {
    Boat b = ship(1, 8, 90);
    b.silent = {{50min, back}};
    return b;
  }
};
INSTANTIATE_TEST_SUITE_P(At, Silence, testing::Values(kNoon, kLate));

TEST_P(Silence, of_half_an_hour_where_others_are_heard_is_a_finding) {
  Sea sea;
  sea.play(traffic() + std::vector{dark()}, GetParam(), 100min);
  const auto found = sea.of(Rule::gone_dark);
  ASSERT_EQ(found.size(), 1U) << sea.told();
  EXPECT_EQ(found[0].begins_at, GetParam() + 50min);
  EXPECT_EQ(found[0].tracks, std::vector{TrackId(1)});
  EXPECT_FALSE(found[0].ends_at);
  EXPECT_EQ(sea.findings().size(), 1U) << sea.told();
}

TEST_P(Silence, shorter_than_the_threshold_is_none) {
  Sea sea;
  sea.play(traffic() + std::vector{dark(79min)}, GetParam(), 140min);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

TEST_P(Silence, where_nobody_else_is_heard_is_none) {
  Sea sea;
  sea.play(traffic(120, 0) + std::vector{dark()}, GetParam(), 180min);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

TEST_P(Silence, of_the_whole_receiver_is_none) {
  Sea sea;
  std::vector<Boat> ships = traffic() + std::vector{dark()};
  for (Boat& b : ships) b.ends = 50min;
  sea.play(ships, GetParam(), 180min);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

TEST_P(Silence, of_most_who_were_heard_there_is_reception_that_went) {
  // An aircraft that heard many flies home: a few are heard further by a station ashore.
  Sea sea;
  std::vector<Boat> ships = traffic() + std::vector{dark()};
  for (std::uint64_t i = 0; i < 3; ++i) {
    for (Boat& b : traffic(0, 2.0 * static_cast<double>(i), 800 + 10 * i)) {
      b.ends = 50min;
      ships.push_back(b);
    }
  }
  sea.play(ships, GetParam(), 180min);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

TEST_P(Silence, at_the_rim_of_what_is_heard_is_none) {
  // Others are heard where it was and behind it; beyond, nobody is.
  Boat b = dark();
  b.east_km = 8;
  Sea sea;
  sea.play(traffic() + std::vector{b}, GetParam(), 180min);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

TEST_P(Silence, of_an_anchored_a_fishing_or_a_slow_one_is_none) {
  for (const int what : {0, 1, 2}) {
    Boat b = dark();
    if (what == 0) b.nav_status = 1;
    if (what == 1) b.nav_status = 7;
    if (what == 2) b.legs = {{0s, 0.5, 90}};
    Sea sea;
    sea.play(traffic() + std::vector{b}, GetParam(), 150min);
    EXPECT_TRUE(sea.findings().empty()) << what << sea.told();
  }
}

TEST_P(Silence, out_of_the_covered_sea_is_none) {
  // It sails away from the others at 30 kn: where it would be, nobody is heard.
  Boat b = dark();
  b.legs = {{0s, 30, 90}};
  b.east_km = -20;
  Sea sea;
  sea.play(traffic() + std::vector{b}, GetParam(), 150min);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

TEST_P(Silence, ends_when_it_is_heard_again_and_says_how_long) {
  Sea sea;
  sea.play(traffic() + std::vector{dark(110min)}, GetParam(), 140min);
  const auto found = sea.of(Rule::gone_dark);
  ASSERT_EQ(found.size(), 1U) << sea.told();
  ASSERT_TRUE(found[0].ends_at);
  EXPECT_EQ(*found[0].ends_at - found[0].begins_at, 60min);
  EXPECT_NE(found[0].reasons.back().find("60 min"), std::string::npos) << found[0].reasons.back();
}

TEST_P(Silence, explained_by_a_late_report_stays_a_finding) {
  Sea sea;
  const Instant start = GetParam();
  sea.play(traffic() + std::vector{dark(110min)}, start, 140min);
  ASSERT_EQ(sea.of(Rule::gone_dark).size(), 1U);
  // A report of the middle of the silence, received half an hour after its end.
  Boat b = dark();
  Report r = reports_of(b, start, 1s).front();
  r.s.at = start + 75min;
  r.s.position = where(b, 75min);
  r.s.received_at = start + 140min;
  r.s.evidence = domain::ObservationId(777'777);
  sea.take(r);
  const auto found = sea.of(Rule::gone_dark);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(*found[0].ends_at - found[0].begins_at, 35min);
  EXPECT_NE(found[0].reasons.back().find("35 min, not 60 min"), std::string::npos) << found[0].reasons.back();
  EXPECT_EQ(found[0].evidence.back(), domain::ObservationId(777'777));
}

TEST_P(Silence, shortened_while_open_by_a_late_report_goes_on) {
  Sea sea;
  const Instant start = GetParam();
  sea.play(traffic() + std::vector{dark()}, start, 170min);
  Boat b = dark();
  Report r = reports_of(b, start, 1s).front();
  r.s.at = start + 70min;
  r.s.position = where(b, 70min);
  r.s.received_at = start + 170min;
  sea.take(r);
  const auto found = sea.of(Rule::gone_dark);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].ends_at);
  EXPECT_EQ(found[0].begins_at, start + 70min);
  EXPECT_NE(found[0].reasons.back().find("shortened"), std::string::npos);
}

TEST_P(Silence, goes_on_after_the_tracker_lets_go_and_ends_under_a_new_track) {
  Sea sea;
  const Instant start = GetParam();
  sea.play(traffic() + std::vector{dark()}, start, 100min);
  sea.watch.closed(TrackId(1), sea.changes);
  EXPECT_FALSE(sea.of(Rule::gone_dark)[0].ends_at);
  Boat back = ship(1, 8, 90);
  back.id = 55;
  back.begins = 170min;
  sea.play(traffic() + std::vector{back}, start, 180min);
  const auto found = sea.of(Rule::gone_dark);
  ASSERT_EQ(found.size(), 1U) << sea.told();
  EXPECT_TRUE(found[0].ends_at);
  EXPECT_EQ(found[0].tracks, std::vector{TrackId(55)});
}

TEST_P(Silence, that_radar_still_sees_is_told_after_ten_minutes) {
  Boat echo = ship(1, 8, 90);
  echo.sensor = SensorKind::radar;
  for (const Duration until : {59min, 63min}) {
    Sea sea;
    sea.play(traffic() + std::vector{dark(), echo}, GetParam(), until);
    EXPECT_EQ(sea.of(Rule::gone_dark).size(), until > 60min ? 1U : 0U) << sea.told();
  }
}

TEST_P(Silence, of_class_b_takes_six_hours) {
  Boat b = dark();
  b.kind = TrackKind::class_b;
  b.step = 30s;
  std::vector<Boat> others = traffic();
  for (Boat& o : others) o.kind = TrackKind::class_b;
  Sea sea;
  sea.play(others + std::vector{b}, GetParam(), 5h);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

// ---- dark_contact ----

TEST_P(Silence, of_a_contact_that_makes_good_speed_is_a_dark_contact) {
  for (const double knots : {11.0, 13.0}) {
    Sea sea;
    sea.play(traffic() + std::vector{radar_contact(1, knots)}, GetParam(), 15min);
    EXPECT_EQ(sea.of(Rule::dark_contact).size(), knots > 12 ? 1U : 0U) << sea.told();
  }
}

TEST_P(Silence, of_a_contact_where_nobody_is_heard_is_none) {
  Sea sea;
  sea.play({radar_contact(1, 14)}, GetParam(), 30min);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

TEST_P(Silence, of_a_slow_contact_counts_when_it_is_large) {
  for (const double metres : {24.0, 26.0}) {
    Boat b = radar_contact(1, 5);
    b.length = Length::metres(metres);
    Sea sea;
    sea.play(traffic() + std::vector{b}, GetParam(), 15min);
    EXPECT_EQ(sea.of(Rule::dark_contact).size(), metres > 25 ? 1U : 0U) << sea.told();
  }
}

TEST_P(Silence, fishing_boats_raise_nothing) {
  std::vector<Boat> boats = traffic();
  for (std::uint64_t i = 1; i <= 8; ++i) {
    Boat b = radar_contact(i, 3, 40.0 * static_cast<double>(i));
    b.east_km = 0.3 * static_cast<double>(i);
    for (int k = 1; k < 10; ++k)
      b.legs.push_back({20min * k, k % 3 == 0 ? 8.0 : 2.5, 70.0 * k + 30.0 * static_cast<double>(i)});
    boats.push_back(b);
  }
  Sea sea;
  sea.play(boats, GetParam(), 200min);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

}  // namespace
}  // namespace fairlead::behaviour
