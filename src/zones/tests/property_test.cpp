// SPDX-License-Identifier: Apache-2.0
// What holds for any position, on the small sea and, when it is there, on the world.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "geo/geodesic.hpp"
#include "small_world.hpp"
#include "zones/outlines.hpp"
#include "zones/report.hpp"
#include "zones/transitions.hpp"

namespace fairlead::zones {
namespace {

geo::Position any_position(bool near_islands) {
  if (near_islands) {
    const int lat = *rc::gen::inRange(28 * geo::kUnitsPerDegree, 44 * geo::kUnitsPerDegree);
    const int lon = *rc::gen::inRange(-53 * geo::kUnitsPerDegree, -33 * geo::kUnitsPerDegree);
    return *geo::Position::from_units(lat, lon);
  }
  return *geo::Position::from_units(*rc::gen::inRange(-geo::kLatitudeMax, geo::kLatitudeMax + 1),
                                    *rc::gen::inRange(-geo::kLongitudeMax, geo::kLongitudeMax + 1));
}

void check(const Atlas& atlas, geo::Position position) {
  const ZoneReport report = atlas.at(position);
  RC_ASSERT(!report.readings.empty());
  double sum = 0;
  double before = 1;
  for (const Reading& reading : report.readings) {
    RC_ASSERT(reading.confidence >= 0);
    RC_ASSERT(reading.confidence <= before);
    before = reading.confidence;
    sum += reading.confidence;
    // The high seas are nobody's; everything else is somebody's, but for what the law of the sea does not know.
    RC_ASSERT(reading.states.empty() == (reading.kind == ZoneKind::high_seas || reading.kind == ZoneKind::unknown));
    RC_ASSERT(reading.distance_nm >= 0);
    if (reading.basis == Basis::coast_distance && reading.confidence > 0.5 && !report.has(Flag::on_land)) {
      if (reading.kind == ZoneKind::territorial_sea) RC_ASSERT(reading.distance_nm <= 12.5);
      if (reading.kind == ZoneKind::contiguous_zone) RC_ASSERT(reading.distance_nm <= 24.7);
      if (reading.kind == ZoneKind::eez) RC_ASSERT(reading.distance_nm <= 203);
    }
  }
  RC_ASSERT(sum <= 1.0 + 1e-9);
  for (std::size_t i = 0; i + 1 < report.coasts.size(); ++i) {
    RC_ASSERT(report.coasts[i].distance_nm <= report.coasts[i + 1].distance_nm);
  }
  // The nearest point of the coast lies at the distance that is told.
  if (!report.coasts.empty()) {
    const auto point = geo::Position::from_degrees(report.coasts[0].latitude, report.coasts[0].longitude);
    RC_ASSERT(point.has_value());
    const double exact = geo::distance(position, *point).in_nautical_miles();
    RC_ASSERT(std::abs(exact - report.coasts[0].distance_nm) <= 0.001 + exact * 0.001);
  }
  // Distances to limits that come from the coast agree with it.
  for (const LimitDistance& limit : report.limits) {
    if (limit.basis != Basis::coast_distance || limit.kind == LimitKind::median_line) continue;
    RC_ASSERT(limit.distance_nm >= -200.0 - 1e-6);
  }
  RC_ASSERT(to_json(atlas, report) == to_json(atlas, atlas.at(position)));
}

RC_GTEST_PROP(ZoneProperties, hold_near_the_small_islands, ()) { check(test::small_world(), any_position(true)); }
RC_GTEST_PROP(ZoneProperties, hold_anywhere_on_a_small_world, ()) { check(test::small_world(), any_position(false)); }

TEST(ZoneProperties, hold_anywhere_on_the_world) {
  FL_NEEDS_WORLD();
  const char* wanted = std::getenv("FAIRLEAD_ZONE_POINTS");
  const int points = wanted != nullptr ? std::atoi(wanted) : 20'000;
  ASSERT_GT(points, 0);
  EXPECT_TRUE(rc::check("at many points in each case", [&] {
    for (int i = 0; i < points / 100; ++i) check(*world, any_position(false));
  }));
}

TEST(ZoneProperties, hold_anywhere_for_the_small_atlas_inside_the_program) {
  const auto atlas = Atlas::inside();
  ASSERT_TRUE(atlas) << atlas.error().message;
  EXPECT_TRUE(rc::check("at many points in each case", [&] {
    for (int i = 0; i < 50; ++i) check(*atlas, any_position(false));
  }));
}

// Moving a mile changes distances to the coast by at most a mile and what the tolerance allows.
RC_GTEST_PROP(ZoneProperties, distances_are_continuous, ()) {
  const Atlas& atlas = test::small_world();
  const geo::Position a = any_position(true);
  const auto b = geo::Position::from_units(a.latitude_units() + *rc::gen::inRange(-10'000, 10'000),
                                           a.longitude_units() + *rc::gen::inRange(-10'000, 10'000));
  RC_PRE(b.has_value());
  const double moved = geo::distance(a, *b).in_nautical_miles();
  const double from = atlas.at(a).coasts[0].distance_nm;
  const double to = atlas.at(*b).coasts[0].distance_nm;
  RC_ASSERT(std::abs(from - to) <= moved * 1.001 + 0.03 + from * 0.001);
}

// Whatever the reports, what was entered is what is settled, and nothing is left that was not entered.
RC_GTEST_PROP(ZoneProperties, transitions_tell_the_same_story_as_what_is_settled, ()) {
  const Atlas& atlas = test::small_world();
  std::optional<Presence> settled;
  std::optional<Presence> told;
  for (int i = 0; i < 30; ++i) {
    const ZoneReport now = atlas.at(any_position(true));
    for (const Transition& transition : transitions(settled, now)) {
      if (transition.kind == TransitionKind::left) {
        RC_ASSERT(told == transition.zone);
        told.reset();
      } else {
        RC_ASSERT(!told.has_value());
        told = transition.zone;
      }
    }
    settled = settle(settled, now);
    RC_ASSERT(told == settled);
  }
}

TEST(Transitions, a_track_that_hovers_on_a_limit_enters_once) {
  const Atlas& atlas = test::small_world();
  std::optional<Presence> settled;
  std::vector<std::string> told;
  const auto fix = [&](double miles) {
    const ZoneReport now = test::at(atlas, 40.25 + miles / 60, -37.25);
    for (const Transition& t : transitions(settled, now))
      told.push_back(std::string(name(t.kind)) + " " + std::string(name(t.zone.kind)));
    settled = settle(settled, now);
  };
  for (const double miles : {30.0, 20.0, 12.05, 11.95, 12.05, 11.95, 9.0, 11.95, 12.05, 8.0}) fix(miles);
  EXPECT_EQ(told, (std::vector<std::string>{"entered eez", "left eez", "entered contiguous_zone",
                                            "left contiguous_zone", "entered territorial_sea"}));
}

TEST(Outlines, the_limits_of_an_island_are_traced_where_the_answers_change) {
  const Atlas& atlas = test::small_world();
  const geo::Box box{-39 * geo::kUnitsPerDegree, 39 * geo::kUnitsPerDegree, -35 * geo::kUnitsPerDegree,
                     42 * geo::kUnitsPerDegree};
  const auto drawn = outlines(atlas, box, 9);
  ASSERT_TRUE(drawn);
  EXPECT_NE(drawn->find(R"({"limit":"territorial_sea"})"), std::string::npos);
  EXPECT_NE(drawn->find(R"({"limit":"contiguous_zone"})"), std::string::npos);
  EXPECT_EQ(drawn->find(R"({"limit":"eez"})"), std::string::npos) << "200 nm lie outside the box";
  EXPECT_LT(drawn->size(), 400'000U);
  EXPECT_FALSE(outlines(atlas, box, 15));
  const geo::Box empty{0, 10, 10, 0};
  EXPECT_FALSE(outlines(atlas, empty, 3));
}

}  // namespace
}  // namespace fairlead::zones
