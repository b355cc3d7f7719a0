// SPDX-License-Identifier: Apache-2.0
// Zones of a small sea, where every distance can be worked out by hand: a degree of latitude is 60 nm.
#include "small_world.hpp"

#include "zones/report.hpp"

namespace fairlead::zones {
namespace {

using test::at;
using test::small_world;

constexpr double kNorthShore = 40.25;

double weight_of(const ZoneReport& report, ZoneKind kind) {
  double sum = 0;
  for (const Reading& reading : report.readings) sum += reading.kind == kind ? reading.confidence : 0;
  return sum;
}

TEST(SmallWorld, the_zones_follow_each_other_northwards_from_the_shore_of_portugal) {
  struct Step {
    double miles;
    ZoneKind kind;
  };
  for (const Step step : {Step{6, ZoneKind::territorial_sea},
                          {18, ZoneKind::contiguous_zone},
                          {100, ZoneKind::eez},
                          {260, ZoneKind::high_seas}}) {
    const ZoneReport report = at(small_world(), kNorthShore + step.miles / 60, -37.25);
    EXPECT_EQ(report.likeliest().kind, step.kind) << step.miles << " nm";
    EXPECT_GT(report.likeliest().confidence, 0.9) << step.miles << " nm";
    if (step.kind == ZoneKind::high_seas) {
      EXPECT_TRUE(report.likeliest().states.empty());
    } else {
      EXPECT_EQ(report.likeliest().states[0].view(), "PT");
    }
    EXPECT_NEAR(report.coasts[0].distance_nm, step.miles, 0.5 + step.miles * 0.01) << step.miles << " nm";
  }
}

TEST(SmallWorld, a_state_without_contiguous_zone_has_none_and_the_report_says_so) {
  const ZoneReport report = at(small_world(), kNorthShore + 18.0 / 60, -40.0);
  EXPECT_EQ(report.likeliest().kind, ZoneKind::eez);
  EXPECT_TRUE(report.has(Flag::no_contiguous_zone));
  EXPECT_EQ(weight_of(report, ZoneKind::contiguous_zone), 0);
}

TEST(SmallWorld, behind_a_straight_baseline_lie_internal_waters) {
  // Twenty miles off the south coast, and twenty inside the drawn limit.
  const ZoneReport report = at(small_world(), 39.75 - 20.0 / 60, -37.25);
  EXPECT_EQ(report.likeliest().kind, ZoneKind::internal_waters);
  EXPECT_EQ(report.likeliest().basis, Basis::mapped_limit);
  EXPECT_TRUE(report.has(Flag::straight_baseline));
  EXPECT_TRUE(report.has(Flag::methods_disagree));
  EXPECT_LT(report.likeliest().confidence, 0.9) << "what only one method says is said with less confidence";
}

TEST(SmallWorld, an_archipelagic_state_has_archipelagic_waters_there) {
  const ZoneReport report = at(small_world(), 30.2 + 18.0 / 60, -49.9);
  EXPECT_EQ(report.likeliest().kind, ZoneKind::archipelagic_waters);
  EXPECT_EQ(report.likeliest().states[0].view(), "FJ");
}

TEST(SmallWorld, confidence_falls_towards_a_limit_and_is_even_upon_it) {
  const ZoneReport well_inside = at(small_world(), kNorthShore + 9.0 / 60, -37.25);
  const ZoneReport on_it = at(small_world(), kNorthShore + 11.98 / 60, -37.25);
  EXPECT_GT(well_inside.likeliest().confidence, 0.95);
  EXPECT_LT(on_it.likeliest().confidence, 0.75);
  EXPECT_TRUE(on_it.has(Flag::near_limit));
  EXPECT_FALSE(well_inside.has(Flag::near_limit));
}

TEST(SmallWorld, halfway_between_two_states_both_are_named) {
  // Between Barbados' east coast and Portugal's west coast.
  const ZoneReport report = at(small_world(), 40.0, (-39.75 - 37.5) / 2);
  ASSERT_GE(report.readings.size(), 2U);
  EXPECT_TRUE(report.has(Flag::near_median));
  EXPECT_EQ(report.readings[0].kind, ZoneKind::eez);
  EXPECT_EQ(report.readings[1].kind, ZoneKind::eez);
  EXPECT_FALSE(report.readings[0].states == report.readings[1].states);
  EXPECT_NEAR(report.readings[0].confidence, report.readings[1].confidence, 0.15);
}

TEST(SmallWorld, land_counts_as_internal_waters_and_is_flagged) {
  const ZoneReport report = at(small_world(), 40.0, -40.0);
  EXPECT_EQ(report.likeliest().kind, ZoneKind::internal_waters);
  EXPECT_EQ(report.likeliest().states[0].view(), "BB");
  EXPECT_TRUE(report.has(Flag::on_land));
}

TEST(SmallWorld, limits_are_signed_and_twelve_miles_apart) {
  const ZoneReport report = at(small_world(), kNorthShore + 18.0 / 60, -37.25);
  ASSERT_GE(report.limits.size(), 3U);
  EXPECT_EQ(report.limits[0].kind, LimitKind::territorial_sea);
  EXPECT_GT(report.limits[0].distance_nm, 0) << "beyond it";
  EXPECT_EQ(report.limits[1].kind, LimitKind::contiguous_zone);
  EXPECT_LT(report.limits[1].distance_nm, 0) << "inside it";
  EXPECT_NEAR(report.limits[0].distance_nm - report.limits[1].distance_nm, 12, 0.01);
}

TEST(SmallWorld, poles_and_the_date_line_have_an_answer) {
  for (const double lat : {90.0, -90.0, 0.0}) {
    for (const double lon : {-180.0, 180.0, 0.0}) {
      const ZoneReport report = at(small_world(), lat, lon);
      EXPECT_FALSE(report.readings.empty());
    }
  }
}

TEST(SmallWorld, the_headline_and_the_json_name_zone_state_and_confidence) {
  const ZoneReport report = at(small_world(), kNorthShore + 43.0 / 60, -37.25);
  EXPECT_EQ(headline(small_world(), report), "EEZ of Portugal, 31 nm outside its territorial sea, high confidence");
  const std::string json = to_json(small_world(), report);
  EXPECT_NE(json.find(R"("readings":[{"kind":"eez","states":["PT"],"distance_nm":42.9)"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("flags":["derived"])"), std::string::npos) << json;
}

TEST(SmallWorld, the_same_inputs_give_the_same_bytes) {
  const test::Folder folder;
  const auto again = test::build_small_world(folder);
  ASSERT_TRUE(again);
  const auto bytes = [](const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  EXPECT_TRUE(bytes(*again) == bytes(test::small_world_file()));
}

}  // namespace
}  // namespace fairlead::zones
