// SPDX-License-Identifier: Apache-2.0
// rendezvous, loitering, go_fast, stop_and_drift, landing_course, lanes, cables, areas: just inside and just outside of
// each threshold, on both sides of midnight.
#include <gtest/gtest.h>

#include "sea.hpp"

namespace fairlead::behaviour {
namespace {

using namespace sea;

class Motion : public testing::TestWithParam<Instant> {};
INSTANTIATE_TEST_SUITE_P(At, Motion, testing::Values(kNoon, kLate));

// Lies `metres` beside the origin from `from` to `to`, coming and leaving at 10 kn.
Boat visitor(std::uint64_t id, double metres, Duration from, Duration to, double knots = 0.5) {
  Boat b = ship(id, 10, 0);
  b.legs = {{0s, 10, 0}, {from, knots, 90}, {to, 10, 0}};
  b.east_km = metres / 1000;
  b.north_km = -10 * 1.852 / 3600.0 * static_cast<double>(from.count()) / 1000.0;
  return b;
}

struct Meeting {
  double metres;
  Duration length;
  double knots;
  std::size_t findings;
};

TEST_P(Motion, rendezvous_at_and_outside_its_thresholds) {
  for (const Meeting& m : std::vector<Meeting>{{240, 34min, 0.5, 1},
                                               {240, 26min, 0.5, 0},
                                               {265, 50min, 0.5, 0},
                                               {480, 125min, 0.5, 1},
                                               {480, 110min, 0.5, 0},
                                               {515, 180min, 0.5, 0},
                                               {150, 60min, 1.9, 1},
                                               {150, 60min, 2.2, 0}}) {
    const Duration from = 60min;
    Sea sea;
    sea.play({visitor(1, 0, from, from + m.length, m.knots), visitor(2, m.metres, from, from + m.length, m.knots)},
             GetParam(), from + m.length + 40min);
    EXPECT_EQ(sea.of(Rule::rendezvous).size(), m.findings) << m.metres << " m " << m.length.count() / 60000 << " min\n"
                                                           << sea.told();
    EXPECT_EQ(sea.findings().size(), m.findings) << sea.told();
  }
}

TEST_P(Motion, rendezvous_goes_on_when_sensors_lose_their_tracks_and_begin_new_ones) {
  // Radar cannot tell two hulls apart: both tracks end ten minutes into the meeting, and two others begin there.
  Boat supply = visitor(1, 0, 60min, 130min);
  supply.ends = 70min;
  const auto by_radar = [](Boat b) {
    b.mmsi = 0;
    b.kind = TrackKind::contact;
    b.sensor = SensorKind::radar;
    b.step = 15s;
    return b;
  };
  Boat runner = by_radar(visitor(2, 100, 60min, 130min));
  runner.ends = 70min;
  runner.legs = {{0s, 10, 90}, {60min, 0.5, 0}};  // from the west
  runner.east_km = 0.1 - 18.52;
  runner.north_km = 0;
  Boat third = by_radar(visitor(3, 0, 60min, 130min)), fourth = by_radar(visitor(4, 100, 60min, 130min));
  third.begins = fourth.begins = 71min;
  Sea sea;
  sea.play({supply, runner, third, fourth}, GetParam(), 150min);
  EXPECT_EQ(sea.of(Rule::rendezvous).size(), 1U) << sea.told();
}

TEST_P(Motion, rendezvous_ends_when_they_part_and_lies_on_the_track) {
  Sea sea;
  sea.play({visitor(1, 0, 60min, 120min), visitor(2, 100, 60min, 120min)}, GetParam(), 180min);
  const auto found = sea.of(Rule::rendezvous);
  ASSERT_EQ(found.size(), 1U);
  ASSERT_TRUE(found[0].ends_at);
  EXPECT_NEAR(static_cast<double>((*found[0].ends_at - GetParam() - 120min).count()), 0, 6 * 60'000);
  EXPECT_EQ(found[0].tracks.size(), 2U);
  ASSERT_TRUE(found[0].position);
  EXPECT_LT(geo::distance(*found[0].position, kOrigin).in_metres(), 2000);
}

TEST_P(Motion, rendezvous_of_three_is_one_finding) {
  Sea sea;
  sea.play(
      {visitor(1, 0, 60min, 200min, 0.05), visitor(2, 150, 60min, 200min, 0.05), visitor(3, 220, 100min, 200min, 0.05)},
      GetParam(), 190min);
  const auto found = sea.of(Rule::rendezvous);
  ASSERT_EQ(found.size(), 1U) << sea.told();
  EXPECT_EQ(found[0].tracks.size(), 3U);
}

TEST_P(Motion, meetings_less_than_four_hours_apart_are_one) {
  for (const Duration pause : {200min, 280min}) {
    // Ship 2 comes, leaves and comes back; ship 1 waits.
    Boat waits = ship(1, 0, 90);
    Boat comes = visitor(2, 100, 60min, 110min, 0);
    const Duration half = pause / 2;
    comes.legs = {{0s, 10, 0}, {60min, 0, 90}, {110min, 5, 0}, {110min + half, 5, 180}, {110min + pause, 0, 90}};
    waits.nav_status = 0;
    Sea sea;
    sea.play({waits, comes}, GetParam(), 110min + pause + 50min);
    EXPECT_EQ(sea.of(Rule::rendezvous).size(), pause < 240min ? 1U : 2U) << sea.told();
  }
}

TEST_P(Motion, rendezvous_is_quiet_near_a_port_for_fishing_tugs_crowds_and_gear) {
  for (const int what : {0, 1, 2, 3, 4}) {
    Rules rules;
    std::vector<Boat> boats{visitor(1, 0, 60min, 160min), visitor(2, 150, 60min, 160min)};
    if (what == 0) rules.spots.push_back({"Puerto", SpotKind::port, place(0, 9), Length::kilometres(1)});
    if (what == 1) boats[0].nav_status = boats[1].nav_status = 7;
    if (what == 2) {
      boats[0].claims.ship_type = 52;
      boats[0].tells = true;
    }
    if (what == 3) {
      for (std::uint64_t i = 3; i < 9; ++i) boats.push_back(visitor(i, 150.0 * static_cast<double>(i), 60min, 160min));
    }
    if (what == 4) {
      boats[0].claims.name = std::string_view("NET12-87%");
      boats[0].tells = true;
    }
    Sea sea(rules);
    sea.play(boats, GetParam(), 165min);
    EXPECT_TRUE(sea.of(Rule::rendezvous).empty()) << what << sea.told();
  }
}

TEST_P(Motion, dark_rendezvous_needs_a_contact_that_came_from_elsewhere) {
  for (const bool comes : {true, false}) {
    Boat mother = visitor(1, 0, 60min, 160min);
    Boat echo = visitor(2, 120, 60min, 160min);  // beside it all the time: its own echo
    echo.kind = TrackKind::contact;
    echo.sensor = SensorKind::radar;
    echo.mmsi = 0;
    if (comes) {
      echo.legs = {{0s, 9, 270}, {60min, 0.5, 90}};
      echo.north_km = 0;
      echo.east_km = 0.12 + 9 * 1.852;
    }
    Sea sea;
    sea.play({mother, echo}, GetParam(), 110min);
    EXPECT_EQ(sea.of(Rule::rendezvous).size(), comes ? 1U : 0U) << sea.told();
  }
}

// Sensors often lose a fast contact as it slows beside a ship, and find it again as another.
TEST_P(Motion, a_go_fast_that_was_lost_as_it_came_still_comes_from_elsewhere) {
  for (const bool fast : {true, false}) {
    const Boat mother = visitor(1, 0, 10min, 160min);
    Boat comes = radar_contact(2, fast ? 30 : 12, 270);
    comes.east_km = 0.4 + comes.legs[0].knots * 1.852;
    comes.ends = 60min;
    Boat stays = radar_contact(3, 0.5);
    stays.east_km = 0.1;
    stays.begins = 61min;
    Sea sea;
    sea.play({mother, comes, stays}, GetParam(), 110min);
    EXPECT_EQ(sea.of(Rule::rendezvous).size(), fast ? 1U : 0U) << sea.told();
  }
}

// A coast at a given distance everywhere.
struct Coast final : Surroundings {
  double nm = 25;
  Place at(geo::Position) const override {
    Place p;
    p.on_land = false;
    p.to_coast = Length::nautical_miles(nm);
    return p;
  }
};

struct Stay {
  double knots;
  Duration length;
  double coast_nm;
  std::size_t findings;
};

TEST_P(Motion, loitering_at_and_outside_its_thresholds) {
  for (const Stay& s :
       std::vector<Stay>{{1.5, 4h + 10min, 25, 1}, {1.5, 3h + 45min, 25, 0}, {2.2, 6h, 25, 0}, {1.5, 6h, 19, 0}}) {
    auto coast = std::make_shared<Coast>();
    coast->nm = s.coast_nm;
    Boat b = ship(1, 10);
    b.legs = {{0s, 10, 90}, {30min, s.knots, 200}, {30min + s.length, 10, 90}};
    b.step = 60s;
    Sea sea({}, coast);
    sea.play({b}, GetParam(), 30min + s.length + 3h);
    EXPECT_EQ(sea.of(Rule::loitering).size(), s.findings) << s.knots << sea.told();
    if (s.findings == 1) {
      EXPECT_TRUE(sea.of(Rule::loitering)[0].ends_at);
    }
  }
}

TEST_P(Motion, a_ship_swinging_at_an_unnamed_anchor_does_not_loiter) {
  Boat b = ship(1, 0.3);
  for (int k = 1; k < 40; ++k) b.legs.push_back({15min * k, 0.3, k % 2 == 0 ? 90.0 : 270.0});
  b.step = 60s;
  Sea sea;
  sea.play({b}, GetParam(), 8h);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

struct Dash {
  double knots;
  Duration length;
  double zigzag;
  std::size_t findings;
};

TEST_P(Motion, go_fast_at_and_outside_its_thresholds) {
  for (const Dash& r : std::vector<Dash>{
           {21, 6min, 0, 1}, {19.5, 30min, 0, 0}, {30, 4min, 0, 0}, {30, 30min, 60, 0}, {95, 20min, 0, 0}}) {
    Boat b = radar_contact(1, 4, 90);
    b.legs = {{0s, 4, 90}};
    const Duration piece = 30s;
    int k = 0;
    for (Duration t = 10min; t < 10min + r.length; t += piece)
      b.legs.push_back({t, r.knots, 90 + (k++ % 2 == 0 ? 1 : -1) * r.zigzag});
    b.legs.push_back({10min + r.length, 4, 90});
    Sea sea;
    sea.play({b}, GetParam(), 60min);
    EXPECT_EQ(sea.of(Rule::go_fast).size(), r.findings) << r.knots << sea.told();
    EXPECT_EQ(sea.findings().size(), r.findings) << sea.told();
    if (r.findings == 1) {
      EXPECT_TRUE(sea.of(Rule::go_fast)[0].ends_at);
    }
  }
}

TEST_P(Motion, a_fast_ferry_with_ais_is_no_go_fast) {
  Boat echo = ship(1, 32);
  echo.sensor = SensorKind::radar;
  Sea sea;
  sea.play({ship(1, 32), echo}, GetParam(), 60min);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

TEST_P(Motion, go_fast_outranks_the_dark_contact_that_it_was) {
  Boat b = radar_contact(1, 14, 90);
  b.legs.push_back({15min, 26, 90});
  Sea sea;
  sea.play(traffic() + std::vector{b}, GetParam(), 30min);
  ASSERT_EQ(sea.of(Rule::dark_contact).size(), 1U);
  EXPECT_TRUE(sea.of(Rule::dark_contact)[0].ends_at);
  ASSERT_EQ(sea.of(Rule::go_fast).size(), 1U);
  EXPECT_FALSE(sea.of(Rule::go_fast)[0].ends_at);
}

struct Drifting {
  double knots;
  double angle;
  Duration length;
  unsigned metres;
  std::size_t findings;
};

TEST_P(Motion, drift_at_and_outside_its_thresholds) {
  for (const Drifting& d : std::vector<Drifting>{{2, 50, 12min, 100, 1},
                                                 {2, 40, 60min, 100, 0},
                                                 {0.8, 90, 60min, 100, 0},
                                                 {5.3, 90, 60min, 100, 0},
                                                 {2, 90, 8min, 100, 0},
                                                 {2, 90, 60min, 40, 0}}) {
    Boat b = ship(1, 12);
    b.legs = {{0s, 12, 90}, {30min, d.knots, 90}, {30min + d.length, 12, 90 + d.angle}};
    b.heading = 90 + d.angle;
    b.claims.dimensions = domain::Dimensions{static_cast<std::uint16_t>(d.metres - 10), 10, 8, 8};
    b.tells = true;
    Sea sea;
    sea.play({b}, GetParam(), 40min + d.length);
    EXPECT_EQ(sea.of(Rule::stop_and_drift).size(), d.findings) << d.knots << " " << d.angle << sea.told();
  }
}

TEST_P(Motion, a_go_fast_that_stops_at_sea_is_told) {
  Boat b = radar_contact(1, 28, 90);
  b.legs.push_back({20min, 1, 90});
  Sea sea;
  sea.play({b}, GetParam(), 45min);
  EXPECT_EQ(sea.of(Rule::stop_and_drift).size(), 1U) << sea.told();
}

TEST_P(Motion, course_toward_a_landing_place) {
  for (const double aside_km : {3.0, 4.6}) {
    for (const double knots : {11.0, 15.0}) {
      Rules rules;
      rules.spots.push_back({"Playa", SpotKind::landing_place, place(40, aside_km), Length::nautical_miles(2)});
      Sea sea(rules);
      sea.play({radar_contact(1, knots)}, GetParam(), 25min);
      EXPECT_EQ(sea.of(Rule::landing_course).size(), aside_km < 3.7 && knots > 12 ? 1U : 0U) << sea.told();
    }
  }
}

TEST_P(Motion, lane_left_early_and_lane_sailed_backwards) {
  Rules rules;
  rules.lines.push_back({"North lane", LineKind::lane, {place(-20, 0), place(60, 0)}, Length::nautical_miles(1)});
  ASSERT_TRUE(check(rules));
  const auto found = [&](std::vector<Leg> legs, double east) {
    Boat b = ship(1);
    b.legs = std::move(legs);
    b.east_km = east;
    Sea sea(rules);
    sea.play({b}, GetParam(), 90min);
    return sea.of(Rule::lane_deviation).size();
  };
  EXPECT_EQ(found({{0s, 15, 90}}, -15), 0U);                   // follows it
  EXPECT_EQ(found({{0s, 15, 90}, {40min, 15, 50}}, -15), 1U);  // leaves it
  EXPECT_EQ(found({{0s, 15, 270}}, 40), 1U);                   // against it
  EXPECT_EQ(found({{0s, 15, 0}}, 0), 0U);                      // crosses it
}

TEST_P(Motion, slow_above_a_cable) {
  Rules rules;
  rules.lines.push_back({"Cable 1", LineKind::cable, {place(0, -20), place(0, 20)}, Length::nautical_miles(1)});
  const auto found = [&](double knots, double east_km, Duration length) {
    Boat b = ship(1, knots, 0);
    b.east_km = east_km;
    b.legs = {{0s, knots, 0}, {length, 14, 90}};
    Sea sea(rules);
    sea.play({b}, GetParam(), length + 40min);
    return sea.of(Rule::near_cable).size();
  };
  EXPECT_EQ(found(1, 0.5, 30min), 1U);
  EXPECT_EQ(found(1, 1.2, 30min), 0U);
  EXPECT_EQ(found(3.5, 0.5, 30min), 0U);
  EXPECT_EQ(found(1, 0.5, 17min), 0U);
}

TEST_P(Motion, an_area_with_its_own_rule) {
  Rules rules;
  Area area;
  area.name = "Lima";
  area.ring = {place(-5, -5), place(5, -5), place(5, 5), place(-5, 5)};
  area.stay_min = 10min;
  area.speed_max = Speed::knots(5);
  area.priority = domain::Priority::alarm;
  rules.areas.push_back(area);
  ASSERT_TRUE(check(rules));
  const auto play = [&](double knots, Duration length) {
    Boat b = ship(1, knots, 0);
    b.legs = {{0s, knots, 0}, {length, 20, 0}};
    Sea sea(rules);
    sea.play({b}, GetParam(), length + 60min);
    return sea.of(Rule::area);
  };
  const auto found = play(4, 12min);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].priority, domain::Priority::alarm);
  EXPECT_TRUE(found[0].ends_at);
  EXPECT_TRUE(play(4, 8min).empty());
  EXPECT_TRUE(play(6, 12min).empty());
}

// A place as far from 180 degrees as `there` is from the origin.
geo::Position at_180(geo::Position there) {
  double lon = there.longitude_degrees() - 110;
  if (lon < -180) lon += 360;
  return *geo::Position::from_degrees(there.latitude_degrees(), lon);
}

TEST_P(Motion, an_area_across_180_degrees_is_one_area) {
  Rules rules;
  Area area;
  area.name = "Date line";
  area.ring = {at_180(place(-5, -5)), at_180(place(5, -5)), at_180(place(5, 5)), at_180(place(-5, 5))};
  area.stay_min = 50min;  // longer than either half takes
  rules.areas.push_back(area);
  ASSERT_TRUE(check(rules));
  const auto play = [&](double north_km) {
    Boat b = ship(1, 5);
    b.east_km = -8;
    b.north_km = north_km;
    Sea sea(rules);
    sea.now = GetParam();
    for (Report r : reports_of(std::vector<Boat>{b}, GetParam(), 110min)) {
      r.s.position = at_180(*r.s.position);
      sea.take(r);
    }
    EXPECT_TRUE(sea.of(Rule::impossible_jump).empty()) << sea.told();
    return sea.of(Rule::area);
  };
  const auto found = play(0);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].ends_at);
  EXPECT_TRUE(play(6).empty());
}

TEST_P(Motion, a_rule_speaks_only_while_it_is_in_force) {
  for (const int what : {0, 1, 2}) {
    Rules rules;
    if (what == 0) rules.of(Rule::go_fast).enabled = false;
    if (what == 1) rules.of(Rule::go_fast).valid_to = GetParam() + 1min;
    if (what == 2) rules.of(Rule::go_fast).valid_from = GetParam() + 2h;
    Sea sea(rules);
    sea.play({radar_contact(1, 28)}, GetParam(), 30min);
    EXPECT_TRUE(sea.findings().empty()) << sea.told();
  }
}

}  // namespace
}  // namespace fairlead::behaviour
