// SPDX-License-Identifier: Apache-2.0
// Positions: the units of AIS survive every way of writing them, and what is no position is refused.
#include "geo/position.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.hpp"

namespace fairlead::geo {
namespace {

Position at(std::int32_t latitude, std::int32_t longitude) { return Position::from_units(latitude, longitude).value(); }

Position any_position() {
  return at(*rc::gen::inRange(-kLatitudeMax, kLatitudeMax + 1), *rc::gen::inRange(-kLongitudeMax, kLongitudeMax + 1));
}

std::string degrees_text(std::int32_t units) {
  std::string text;
  append_degrees(text, units);
  return text;
}

// Units, written as decimal degrees and read as the API reads them, are the same units.
bool survives_degree_text(std::int32_t longitude_units) {
  const auto degrees = parse_number<double>(degrees_text(longitude_units));
  if (!degrees) return false;
  const auto again = Position::from_degrees(0, *degrees);
  return again && again->longitude_units() == longitude_units;
}

TEST(Position, keeps_every_unit_near_every_edge_in_degree_text) {
  for (const std::int32_t centre : {0, kUnitsPerDegree, 10'000, kLatitudeMax, 100 * kUnitsPerDegree, kLongitudeMax}) {
    for (std::int32_t units = centre - 2'000; units <= centre + 2'000; ++units) {
      if (units > kLongitudeMax) break;
      ASSERT_TRUE(survives_degree_text(units)) << units;
      ASSERT_TRUE(survives_degree_text(-units)) << -units;
    }
  }
}

TEST(Position, keeps_every_remainder_of_a_degree_in_degree_text) {
  // The text depends on the whole degrees and on the remainder; all remainders of one far degree are tried.
  for (std::int32_t rest = 0; rest < kUnitsPerDegree; ++rest) {
    ASSERT_TRUE(survives_degree_text(-179 * kUnitsPerDegree - rest)) << rest;
  }
}

TEST(Position, is_within_the_globe_or_nothing) {
  EXPECT_TRUE(Position::from_units(kLatitudeMax, kLongitudeMax));
  EXPECT_TRUE(Position::from_units(-kLatitudeMax, -kLongitudeMax));
  EXPECT_FALSE(Position::from_units(kLatitudeMax + 1, 0));
  EXPECT_FALSE(Position::from_units(-kLatitudeMax - 1, 0));
  EXPECT_FALSE(Position::from_units(0, kLongitudeMax + 1));
  EXPECT_FALSE(Position::from_units(0, std::numeric_limits<std::int32_t>::min()));
  EXPECT_FALSE(Position::from_degrees(90.0000001, 0));
  EXPECT_FALSE(Position::from_degrees(std::nan(""), 0));
  EXPECT_FALSE(Position::from_degrees(0, std::numeric_limits<double>::infinity()));
}

TEST(Position, wraps_longitudes_beyond_180) {
  EXPECT_EQ(Position::from_degrees(1, 190), Position::from_degrees(1, -170));
  EXPECT_EQ(Position::from_degrees(1, -190), Position::from_degrees(1, 170));
  EXPECT_EQ(Position::from_degrees(1, 725), Position::from_degrees(1, 5));
  EXPECT_EQ(Position::from_degrees(0, 180)->longitude_units(), kLongitudeMax);
  EXPECT_EQ(Position::from_degrees(0, -180)->longitude_units(), -kLongitudeMax);
}

TEST(Position, prints_the_three_forms) {
  const Position p = at(9'061'000, -44'040'000);
  EXPECT_EQ(to_dmm(p), "15°06.1000'N 073°24.0000'W");
  EXPECT_EQ(to_dms(p), "15°06'06.0\"N 073°24'00.0\"W");
  EXPECT_EQ(to_decimal(p), "15.1016667 -73.4");
  EXPECT_EQ(to_dmm(at(0, 0)), "00°00.0000'N 000°00.0000'E");
  EXPECT_EQ(to_decimal(at(-1, 1)), "-0.0000017 0.0000017");
  EXPECT_EQ(to_dms(at(599'999, -599'999)), "01°00'00.0\"N 001°00'00.0\"W");
  EXPECT_EQ(to_dmm(at(599'999, -599'999)), "00°59.9999'N 000°59.9999'W");
}

TEST(Position, reads_what_people_write) {
  const Position p = at(9'061'000, -44'040'000);
  for (const std::string_view text :
       {"15°06.1000'N 073°24.0000'W", "15°06.1'N, 73°24'W", "15 06.1 N 73 24 W", "15 06.1N073 24.0W",
        "15°06′06″N 73°24′W", "73°24'W 15°06.1'N", "15 06 06 n 73 24 00 w", "15 6.1 -73 24", "  15 06.1,-73 24  ",
        "+15 06.1 -73 24", "N15 06.1 W073 24", "n15°06.1', w73°24'", "15-06.1N 073-24.0W", "N15-06-06 W073-24-00"}) {
    const auto read = parse_position(text);
    ASSERT_TRUE(read) << text << ": " << read.error().message;
    EXPECT_EQ(*read, p) << text;
  }
  EXPECT_EQ(parse_position("15.1016667 -73.4").value(), p);
  EXPECT_EQ(parse_position("-0 30, -0 30").value(), at(-300'000, -300'000));
  EXPECT_EQ(parse_position("90 180").value(), at(kLatitudeMax, kLongitudeMax));
}

TEST(Position, refuses_what_is_none_and_repeats_the_words) {
  for (const std::string_view text : {"",
                                      "15",
                                      "15 N",
                                      "15N 16N",
                                      "15E 16W",
                                      "91 0",
                                      "0 181",
                                      "15 60 N 0 0 E",
                                      "15 0 60 N 0 0 0 E",
                                      "-15N 16E",
                                      "15 16 17",
                                      "abc",
                                      "15,16,17",
                                      "15;16",
                                      "1 2 3 4 5 6 7 8",
                                      "N15 16E",
                                      "N15N E16",
                                      "nan nan",
                                      "1e2 3",
                                      "15.5 30 N 16 E",
                                      "1.2.3 4 5 6",
                                      "15 16 -",
                                      "--15 16",
                                      "15 - 16 -",
                                      "5 -3 N 4 E"}) {
    const auto refused = parse_position(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_TRUE(refused.error().message.starts_with("`" + std::string(text) + "` is not a position"));
  }
  EXPECT_EQ(parse_position("91 0").error().message, "`91 0` is not a position: its latitude goes beyond 90 degrees");
  EXPECT_EQ(parse_position("10N 200W").error().message,
            "`10N 200W` is not a position: its longitude goes beyond 180 degrees");
}

RC_GTEST_PROP(Position, in_minutes_or_decimals_reads_back_exactly, ()) {
  const Position p = any_position();
  RC_ASSERT(parse_position(to_dmm(p)).value() == p);
  RC_ASSERT(parse_position(to_decimal(p)).value() == p);
}

RC_GTEST_PROP(Position, in_seconds_reads_back_to_a_twentieth_of_a_second, ()) {
  const Position p = any_position();
  const Position again = parse_position(to_dms(p)).value();
  RC_ASSERT(std::abs(again.latitude_units() - p.latitude_units()) <= 9);
  RC_ASSERT(std::abs(again.longitude_units() - p.longitude_units()) <= 9);
  RC_ASSERT(to_dms(again) == to_dms(p));
}

RC_GTEST_PROP(Position, in_degrees_as_a_double_is_the_same_position, ()) {
  const Position p = any_position();
  RC_ASSERT(Position::from_degrees(p.latitude_degrees(), p.longitude_degrees()) == p);
}

RC_GTEST_PROP(Position, never_stumbles_over_any_bytes, (const std::string& text)) {
  const auto position = parse_position(text);
  if (position) RC_ASSERT(std::abs(position->latitude_units()) <= kLatitudeMax);
}

RC_GTEST_PROP(Position, never_stumbles_over_any_coordinate_characters, ()) {
  const auto text =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789..-+ ,NSEWnsew'\"\xC2\xB0")));
  const auto position = parse_position(text);
  if (position) RC_ASSERT(parse_position(to_dmm(*position)).value() == *position);
}

}  // namespace
}  // namespace fairlead::geo
