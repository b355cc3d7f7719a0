// SPDX-License-Identifier: Apache-2.0
// What vessels claim: distress, jumps, spoofing, shared and changed numbers, conflicts, lists, zones.
#include <gtest/gtest.h>

#include "sea.hpp"

namespace fairlead::behaviour {
namespace {

using namespace sea;

class Identity : public testing::TestWithParam<Instant> {};
INSTANTIATE_TEST_SUITE_P(At, Identity, testing::Values(kNoon, kLate));

Boat device(std::uint32_t mmsi, std::optional<std::uint8_t> status) {
  Boat b = ship(1, 1);
  b.kind = TrackKind::distress;
  b.mmsi = mmsi;
  b.nav_status = status;
  b.step = 60s;
  return b;
}

TEST_P(Identity, each_distress_device_is_an_emergency_at_its_first_message) {
  for (const std::uint32_t mmsi : {970'123'456U, 972'123'456U, 974'123'456U}) {
    Sea sea;
    sea.play({device(mmsi, 14)}, GetParam(), 1s);
    ASSERT_EQ(sea.findings().size(), 1U);
    EXPECT_EQ(sea.findings().at(1).priority, domain::Priority::emergency);
    EXPECT_EQ(sea.findings().at(1).rule, "distress");
  }
}

TEST_P(Identity, a_distress_device_under_test_rises_when_it_becomes_active) {
  Sea sea;
  sea.play({device(970'123'456, std::nullopt)}, GetParam(), 5min);
  ASSERT_EQ(sea.findings().size(), 1U);
  EXPECT_EQ(sea.findings().at(1).priority, domain::Priority::warning);
  Boat active = device(970'123'456, 14);
  active.begins = 6min;
  active.ends = 10min;
  sea.play({active}, GetParam(), 3h);
  ASSERT_EQ(sea.findings().size(), 1U);
  EXPECT_EQ(sea.findings().at(1).priority, domain::Priority::emergency);
  EXPECT_TRUE(sea.findings().at(1).ends_at);  // silent for two hours and more
}

// Sails here, and from `at` on far away.
std::vector<Boat> jumper(std::uint64_t id, Duration at, double east_km, double north_km, bool one_track) {
  Boat here = ship(id, 12);
  here.ends = at;
  here.north_km = static_cast<double>(id);
  Boat there = ship(id, 12);
  there.id = one_track ? id : id + 100;
  there.begins = at + 20s;
  there.east_km = east_km;
  there.north_km = north_km + 0.3 * static_cast<double>(id);
  return {here, there};
}

TEST_P(Identity, a_jump_that_is_confirmed_is_one_finding) {
  for (const bool one_track : {true, false}) {
    Sea sea;
    sea.play(jumper(1, 30min, 300, 0, one_track), GetParam(), 60min);
    EXPECT_EQ(sea.of(Rule::impossible_jump).size(), 1U) << sea.told();
    EXPECT_EQ(sea.findings().size(), 1U) << sea.told();
  }
}

TEST_P(Identity, a_step_below_the_distance_or_speed_is_none) {
  // 6 nm are 11.1 km.
  Sea near;
  near.play(jumper(1, 30min, 10.5, 0, true), GetParam(), 60min);
  EXPECT_TRUE(near.findings().empty()) << near.told();
  Sea slow;  // 40 km after an hour of silence: 22 kn
  std::vector<Boat> boats = jumper(1, 30min, 11.1, 40, true);
  boats[1].begins = 90min;
  slow.play(boats, GetParam(), 130min);
  EXPECT_TRUE(slow.findings().empty()) << slow.told();
}

TEST_P(Identity, single_bad_positions_are_none) {
  std::vector<Report> reports = reports_of({ship(1, 12)}, GetParam(), 90min);
  for (std::size_t i = 50; i < reports.size(); i += 40)
    reports[i].s.position = place(500 + static_cast<double>(i), 300);
  Sea sea;
  for (const Report& r : reports) sea.take(r);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

TEST_P(Identity, a_factory_number_jumps_as_it_likes) {
  for (const std::uint32_t mmsi : {0U, 123'456'789U, 111'111'111U, 999'999'999U}) {
    std::vector<Boat> boats = jumper(1, 30min, 300, 0, false);
    boats[0].mmsi = boats[1].mmsi = mmsi;
    Sea sea;
    sea.play(boats, GetParam(), 60min);
    EXPECT_TRUE(sea.findings().empty()) << sea.told();
  }
}

TEST_P(Identity, jumps_of_several_ships_to_one_place_are_one_spoofing) {
  for (const std::uint64_t ships : {2U, 3U, 5U}) {
    std::vector<Boat> boats;
    for (std::uint64_t i = 1; i <= ships; ++i)
      boats = boats + jumper(i, 30min + 2min * static_cast<int>(i), 300, 0, i % 2 == 0);
    Sea sea;
    sea.play(boats, GetParam(), 70min);
    std::size_t open_jumps = 0;
    for (const auto& f : sea.of(Rule::impossible_jump)) open_jumps += f.ends_at ? 0U : 1U;
    if (ships < 3) {
      EXPECT_TRUE(sea.of(Rule::offset_spoofing).empty()) << sea.told();
      EXPECT_EQ(open_jumps, ships);
    } else {
      ASSERT_EQ(sea.of(Rule::offset_spoofing).size(), 1U) << sea.told();
      EXPECT_EQ(sea.of(Rule::offset_spoofing)[0].tracks.size(), ships);
      EXPECT_EQ(open_jumps, 0U);
    }
  }
}

// Round a ring of `radius` metres at `knots`; the course as sailed, or one and the same.
std::vector<Report> ring(Instant start, double radius, double knots, bool true_course, Duration length) {
  Boat b = ship(1, knots);
  std::vector<Report> all = reports_of({b}, start, length);
  for (Report& r : all) {
    const double seconds = static_cast<double>((r.s.at - start).count()) / 1000.0;
    const double angle = knots * 0.514444 * seconds / radius;
    r.s.position = place(radius / 1000 * std::sin(angle), radius / 1000 * std::cos(angle));
    if (true_course) r.s.course = Course::degrees(angle * 57.29577951308232 + 90);
  }
  return all;
}

TEST_P(Identity, a_ring_whose_course_does_not_fit_is_spoofing_and_a_sailed_circle_is_not) {
  for (const bool true_course : {false, true}) {
    Sea sea;
    for (const Report& r : ring(GetParam(), 1500, 20, true_course, 100min)) sea.take(r);
    EXPECT_EQ(sea.of(Rule::circle_spoofing).size(), true_course ? 0U : 1U) << sea.told();
  }
}

TEST_P(Identity, two_ships_on_one_number_are_told_once) {
  Boat a = ship(1, 10);
  Boat b = ship(1, 10);
  b.id = 2;
  b.east_km = 80;
  Sea sea;
  sea.play({a, b}, GetParam(), 60min);
  const auto found = sea.of(Rule::mmsi_shared);
  ASSERT_EQ(found.size(), 1U) << sea.told();
  EXPECT_EQ(found[0].tracks.size(), 2U);
  EXPECT_TRUE(sea.of(Rule::impossible_jump).empty()) << sea.told();
}

TEST_P(Identity, a_station_with_a_slow_clock_is_no_second_ship) {
  // The same ship as another station tells it: its times are ten minutes late.
  Boat a = ship(1, 20);
  std::vector<Report> reports = reports_of({a}, GetParam(), 90min);
  std::vector<Report> late = reports;
  for (Report& r : late) {
    r.s.track = TrackId(2);
    r.s.at = r.s.at + 10min;
    r.s.received_at = r.s.at;
  }
  reports.insert(reports.end(), late.begin(), late.end());
  std::ranges::stable_sort(reports, {}, [](const Report& r) { return r.s.received_at; });
  Sea sea;
  for (const Report& r : reports) sea.take(r);
  EXPECT_TRUE(sea.findings().empty()) << sea.told();
}

TEST_P(Identity, a_vessel_that_goes_on_under_another_number_is_told) {
  for (const int what : {0, 1, 2}) {
    Boat a = ship(1, 12);
    a.ends = 40min;
    a.claims.name = std::string_view("OCEAN STAR");
    a.claims.imo = 9'074'729;
    a.tells = true;
    Boat b = ship(2, 12);
    b.begins = 45min;
    b.claims.name = std::string_view("OTHER NAME");
    b.claims.imo = what == 1 ? std::optional<std::uint32_t>(9'319'466) : 9'074'729;
    b.tells = true;
    if (what == 2) b.north_km = 6;  // somewhere else
    Sea sea;
    sea.play({a, b}, GetParam(), 70min);
    EXPECT_EQ(sea.of(Rule::identity_change).size(), what == 0 ? 1U : 0U) << what << sea.told();
  }
}

TEST_P(Identity, another_name_is_told_when_it_stays_and_another_spelling_is_not) {
  for (const auto& [next, findings] :
       std::map<std::string, std::size_t>{{"BLUE WHALE", 1}, {"OCEAN-STAR", 0}, {"OCEAN STAR II", 0}}) {
    Boat a = ship(1, 12);
    a.claims.name = std::string_view("OCEAN STAR");
    a.tells = true;
    a.ends = 40min;
    Boat b = a;
    b.begins = 40min + 10s;
    b.ends = 90min;
    b.east_km = 0;
    b.claims.name = std::string_view(next);
    Sea sea;
    sea.play({a, b}, GetParam(), 90min);
    EXPECT_EQ(sea.of(Rule::identity_change).size(), findings) << next << sea.told();
  }
}

TEST_P(Identity, a_merchant_ship_with_a_wrong_imo_number_is_told_and_a_boat_is_not) {
  const auto found = [&](std::uint32_t imo, std::uint8_t type, std::uint16_t length) {
    Boat b = ship(1, 12);
    b.claims.imo = imo;
    b.claims.ship_type = type;
    b.claims.dimensions = domain::Dimensions{length, 10, 8, 8};
    b.tells = true;
    Sea sea;
    sea.play({b}, GetParam(), 30min);
    return sea.of(Rule::identity_conflict).size();
  };
  EXPECT_EQ(found(9'074'728, 70, 150), 1U);
  EXPECT_EQ(found(9'074'729, 70, 150), 0U);
  EXPECT_EQ(found(9'074'728, 30, 150), 0U);
  EXPECT_EQ(found(9'074'728, 70, 30), 0U);
}

TEST_P(Identity, the_watch_list_finds_by_what_is_claimed) {
  Rules rules;
  WatchEntry e;
  e.imo = 9'074'729;
  e.note = "expected";
  rules.watch_entries = {e};
  ASSERT_TRUE(check(rules));
  for (const std::uint32_t imo : {9'074'729U, 9'319'466U}) {
    Boat b = ship(1, 12);
    b.claims.imo = imo;
    b.tells = true;
    Sea sea(rules);
    sea.play({b}, GetParam(), 30min);
    EXPECT_EQ(sea.of(Rule::watchlist).size(), imo == 9'074'729 ? 1U : 0U) << sea.told();
  }
}

// West of the origin is the high sea, east of it the territorial sea; far east is land.
struct Zones final : Surroundings {
  Place at(geo::Position p) const override {
    const double east_km = geo::local_offset(kOrigin, p).east_m / 1000;
    Place place;
    place.on_land = east_km > 60;
    place.to_coast = Length::kilometres(std::fabs(60 - east_km));
    place.zone = std::string_view(east_km < 0 ? "high_seas" : "territorial_sea");
    if (east_km >= 0) place.state = std::string_view("DO");
    place.zone_confidence = std::fabs(east_km) < 0.5 ? 0.5 : 0.9;
    return place;
  }
};

TEST_P(Identity, zone_entry_of_a_vessel_of_interest_is_told_and_traffic_is_not) {
  for (const bool fast : {true, false}) {
    Boat b = fast ? radar_contact(1, 26) : ship(1, 14);
    b.east_km = -15;
    Sea sea({}, std::make_shared<Zones>());
    sea.play({b}, GetParam(), 60min);
    EXPECT_EQ(sea.of(Rule::zone_change).size(), fast ? 1U : 0U) << sea.told();
  }
}

TEST_P(Identity, positions_inland_are_told_unless_others_sail_there) {
  for (const int others : {0, 1}) {
    std::vector<Boat> boats;
    for (int i = 0; i <= others * 4; ++i) {
      Boat b = ship(static_cast<std::uint64_t>(i + 1), 3);
      b.east_km = 66;
      b.north_km = 0.4 * i;
      boats.push_back(b);
    }
    Sea sea({}, std::make_shared<Zones>());
    // All are there before any is judged.
    sea.play(boats, GetParam(), 20min);
    EXPECT_EQ(sea.of(Rule::on_land).size(), others == 0 ? 1U : 0U) << sea.told();
  }
}

}  // namespace
}  // namespace fairlead::behaviour
