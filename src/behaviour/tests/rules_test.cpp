// SPDX-License-Identifier: Apache-2.0
// Rules as values: bounds, words, and the page that is made of them.
#include "behaviour/rules.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "behaviour/rule_table.hpp"
#include "shapes.hpp"
#include "sun.hpp"

namespace fairlead::behaviour {
namespace {

geo::Position at(double latitude, double longitude) { return *geo::Position::from_degrees(latitude, longitude); }

std::string message(const Result<void>& result) { return result ? "" : result.error().message; }

TEST(Rules, are_right_as_they_come) {
  EXPECT_EQ(message(check(Rules{})), "");
  for (std::size_t i = 0; i < kRules; ++i) {
    const auto which = static_cast<Rule>(i);
    EXPECT_EQ(rule(name(which)), which);
  }
  EXPECT_EQ(Rules{}.of(Rule::distress).priority, domain::Priority::emergency);
}

TEST(Rules, say_which_member_is_wrong) {
  Rules rules;
  rules.rendezvous.speed_max = Speed::knots(-1);
  EXPECT_EQ(message(check(rules)), "`rendezvous.speed_max` is -1 kn: 0.1 kn to 20 kn");
  rules = {};
  rules.rendezvous.distance = Length::metres(100);
  EXPECT_EQ(message(check(rules)), "`rendezvous.distance` is below `rendezvous.close_distance`");
  rules = {};
  rules.areas.push_back({});
  rules.areas[0].name = "Lima";
  EXPECT_EQ(message(check(rules)), "area `Lima` has 0 corners: at least 3");
  rules = {};
  rules.of(Rule::go_fast).owner = "";
  EXPECT_NE(message(check(rules)).find("`go_fast.owner`"), std::string::npos);
}

TEST(Rules, are_set_in_words) {
  Rules rules;
  ASSERT_EQ(message(set(rules, "gone_dark", "silence_min", "45m")), "");
  EXPECT_EQ(rules.gone_dark.silence_min, std::chrono::minutes(45));
  ASSERT_EQ(message(set(rules, "rendezvous", "distance", "0.5 nm")), "");
  EXPECT_DOUBLE_EQ(rules.rendezvous.distance.in_metres(), 926);
  ASSERT_EQ(message(set(rules, "go_fast", "speed_min", "22.5 kn")), "");
  EXPECT_NEAR(rules.go_fast.speed_min.in_knots(), 22.5, 1e-9);
  ASSERT_EQ(message(set(rules, "go_fast", "priority", "warning")), "");
  ASSERT_EQ(message(set(rules, "go_fast", "quiet", "harbour, own_unit")), "");
  EXPECT_EQ(rules.of(Rule::go_fast).quiet, (std::set<Exclusion>{Exclusion::harbour, Exclusion::own_unit}));
  ASSERT_EQ(message(set(rules, "zone_change", "everyone", "true")), "");
  ASSERT_EQ(message(set(rules, "zone_change", "zones", "eez, contiguous_zone")), "");
  ASSERT_EQ(message(set(rules, "loitering", "valid_to", "2027-01-01T00:00:00Z")), "");
  EXPECT_TRUE(rules.of(Rule::loitering).in_force(Instant::from_civil(2026, 12, 31)));
  EXPECT_FALSE(rules.of(Rule::loitering).in_force(Instant::from_civil(2027, 1, 1)));
}

TEST(Rules, refuse_what_is_wrong_and_name_the_cure) {
  Rules rules;
  const Rules before = rules;
  EXPECT_EQ(message(set(rules, "gone_drak", "silence_min", "45m")),
            "`gone_drak` is no rule; did you mean `gone_dark`?");
  EXPECT_EQ(message(set(rules, "gone_dark", "silence", "45m")).substr(0, 42),
            "`silence` is no member of rule `gone_dark`");
  EXPECT_EQ(message(set(rules, "gone_dark", "silence_min", "45")),
            "`gone_dark.silence_min` is `45`: a time with its unit, such as 30m, 6h or 90s");
  EXPECT_EQ(message(set(rules, "gone_dark", "silence_min", "1m")), "`gone_dark.silence_min` is 1m: 10m to 72h");
  EXPECT_EQ(message(set(rules, "rendezvous", "speed_max", "2")),
            "`rendezvous.speed_max` is `2`: a speed with its unit, such as 2 kn");
  EXPECT_NE(message(set(rules, "rendezvous", "quiet", "harbor")).find("did you mean `harbour`?"), std::string::npos);
  EXPECT_EQ(rules, before);
}

TEST(Rules, each_have_a_definition_a_source_and_known_faults) {
  for (const RuleNote& n : rule_table(Rules{})) {
    EXPECT_GT(n.finds.size(), 10U) << name(n.rule);
    EXPECT_GT(n.definition.size(), 40U) << name(n.rule);
    EXPECT_GT(n.source.size(), 2U) << name(n.rule);
    EXPECT_GT(n.faults.size(), 20U) << name(n.rule);
    EXPECT_FALSE(n.thresholds.empty()) << name(n.rule);
  }
}

TEST(Rules, stand_on_the_reference_page_as_they_are_in_the_code) {
  const std::string path = std::string(FAIRLEAD_SOURCE_DIR) + "/docs/reference/findings.md";
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  const std::string page = text.str();
  const std::string made = rule_page(Rules{});
  if (page.find(made) == std::string::npos) {
    const std::string put = testing::TempDir() + "findings.md";
    std::ofstream(put) << made;
    ADD_FAILURE() << "docs/reference/findings.md does not contain the table of rules; what it should be is in " << put;
  }
}

TEST(Shapes, tell_inside_from_outside_also_across_180_degrees) {
  const std::vector<geo::Position> ring{at(-10, 175), at(-10, -175), at(10, -175), at(10, 175)};
  EXPECT_FALSE(ring_fault(ring));
  EXPECT_TRUE(inside(ring, at(0, 179)));
  EXPECT_TRUE(inside(ring, at(0, -179)));
  EXPECT_TRUE(inside(ring, at(10, 180)));  // the border belongs to it
  EXPECT_FALSE(inside(ring, at(0, 174)));
  EXPECT_FALSE(inside(ring, at(0, 0)));
  EXPECT_FALSE(inside(ring, at(11, 180)));
  const std::vector<geo::Position> horseshoe{at(0, 0), at(0, 3), at(3, 3), at(3, 2),
                                             at(1, 2), at(1, 1), at(3, 1), at(3, 0)};
  EXPECT_TRUE(inside(horseshoe, at(2, 0.5)));
  EXPECT_FALSE(inside(horseshoe, at(2, 1.5)));
  EXPECT_TRUE(inside(horseshoe, at(0.5, 1.5)));
}

TEST(Shapes, the_distance_to_a_line_is_to_its_nearest_point) {
  const std::vector<geo::Position> line{at(0, 0), at(0, 1), at(1, 1)};
  EXPECT_NEAR(beside(line, at(0.1, 0.5)).distance.in_metres(), 11'057, 30);
  EXPECT_LT(degrees_between(Course::degrees(beside(line, at(0.5, 0.9)).direction_degrees), Course::degrees(0)), 0.1);
  EXPECT_TRUE(beside(line, at(0, -0.5)).beyond_end);
  EXPECT_FALSE(beside(line, at(-0.2, 1.2)).beyond_end);
}

TEST(Shapes, the_index_of_places_finds_every_place_that_is_near) {
  Rules rules;
  rules.areas.push_back({});
  rules.areas[0].name = "a";
  rules.areas[0].ring = {at(-10, 175), at(-10, -175), at(10, -175), at(10, 175)};
  rules.spots.push_back({"s", SpotKind::landing_place, at(59.9, 179.95), Length::nautical_miles(1)});
  const PlaceIndex index(rules);
  ASSERT_NE(index.at(at(0, -179.9)), nullptr);
  EXPECT_EQ(index.at(at(0, -179.9))->areas.size(), 1U);
  EXPECT_EQ(index.at(at(0, 0)), nullptr);
  ASSERT_NE(index.at(at(59.9, -179.5)), nullptr);
  EXPECT_EQ(index.at(at(59.9, -179.5))->spots.size(), 1U);
}

TEST(Sun, is_where_the_almanac_has_it) {
  // Greenwich at the equinox: noon altitude 90 - latitude, midnight as far below.
  EXPECT_NEAR(sun_altitude_degrees(at(51.48, 0), Instant::from_civil(2026, 3, 20, 12, 7)), 38.5, 0.5);
  EXPECT_TRUE(is_night(at(15, -70), Instant::from_civil(2026, 5, 5, 4, 40)));
  EXPECT_FALSE(is_night(at(15, -70), Instant::from_civil(2026, 5, 5, 16, 40)));
}

}  // namespace
}  // namespace fairlead::behaviour
