// SPDX-License-Identifier: Apache-2.0
// Boxes, and the meridian where east meets west.
#include "geo/box.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead::geo {
namespace {

Position degrees(double latitude, double longitude) { return Position::from_degrees(latitude, longitude).value(); }

TEST(Box, contains_its_edges) {
  const Box box = parse_box("10,58,12,60").value();
  for (const double latitude : {58.0, 59.0, 60.0}) {
    for (const double longitude : {10.0, 11.0, 12.0}) EXPECT_TRUE(box.contains(degrees(latitude, longitude)));
  }
  EXPECT_FALSE(box.contains(degrees(57.99999, 11)));
  EXPECT_FALSE(box.contains(degrees(59, 12.00001)));
  EXPECT_FALSE(box.contains(degrees(59, -11)));
}

TEST(Box, may_cross_180_degrees) {
  for (const std::string_view text : {"170,-10,-170,10", "170,-10,190,10", "-190,-10,-170,10"}) {
    const Box box = parse_box(text).value();
    EXPECT_TRUE(box.contains(degrees(0, 175))) << text;
    EXPECT_TRUE(box.contains(degrees(0, -175))) << text;
    EXPECT_TRUE(box.contains(degrees(0, 180))) << text;
    EXPECT_TRUE(box.contains(degrees(0, -180))) << text;
    EXPECT_FALSE(box.contains(degrees(0, 0))) << text;
    EXPECT_FALSE(box.contains(degrees(0, 169))) << text;
  }
}

TEST(Box, that_ends_at_180_degrees_contains_that_meridian_under_both_names) {
  const Box east = parse_box("170,-10,180,10").value();
  const Box west = parse_box("-180,-10,-170,10").value();
  for (const double meridian : {180.0, -180.0}) {
    EXPECT_TRUE(east.contains(degrees(0, meridian)));
    EXPECT_TRUE(west.contains(degrees(0, meridian)));
  }
  EXPECT_FALSE(east.contains(degrees(0, -179.9)));
  EXPECT_FALSE(west.contains(degrees(0, 179.9)));
  EXPECT_FALSE(parse_box("10,-10,20,10").value().contains(degrees(0, 180)));
}

TEST(Box, wider_than_the_world_is_all_of_it) {
  for (const std::string_view text : {"-180,-90,180,90", "-400,-90,400,90", "0,-90,360,90"}) {
    EXPECT_EQ(parse_box(text).value(), Box{}) << text;
  }
}

TEST(Box, refuses_what_is_none_and_says_why) {
  for (const std::string_view text :
       {"", "1,2,3", "1,2,3,4,5", "a,2,3,4", "1,2,3,", "1,2,inf,4", "1,2,nan,4", "1;2;3;4"}) {
    const auto refused = parse_box(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_NE(refused.error().message.find("it needs four numbers"), std::string::npos) << text;
  }
  EXPECT_NE(parse_box("1,20,3,10").error().message.find("south lies north of north"), std::string::npos);
  EXPECT_NE(parse_box("1,-91,3,10").error().message.find("latitudes lie between -90 and 90"), std::string::npos);
}

RC_GTEST_PROP(Box, contains_a_point_or_its_complement_does, ()) {
  const auto longitude = rc::gen::inRange(-kLongitudeMax + 1, kLongitudeMax);
  const std::int32_t west = *longitude;
  const std::int32_t east = *longitude;
  const std::int32_t x = *longitude;
  RC_PRE(x != west && x != east && west != east);
  const Box box{west, -kLatitudeMax, east, kLatitudeMax};
  const Box rest{east, -kLatitudeMax, west, kLatitudeMax};
  const Position point = Position::from_units(0, x).value();
  RC_ASSERT(box.contains(point) != rest.contains(point));
}

}  // namespace
}  // namespace fairlead::geo
