// SPDX-License-Identifier: Apache-2.0
// The hand-made tables: that ours hold, and that mistakes are told with file and line.
#include "tables.hpp"

#include <gtest/gtest.h>

namespace fairlead::zones {
namespace {

constexpr const char* kHead =
    "code,alpha3,name,sovereign,territorial_sea,contiguous_zone,eez,archipelago,mapped,note\n";

TEST(Tables, ours_hold_and_name_a_source_for_each_area) {
  const auto tables = built_in_tables();
  ASSERT_TRUE(tables) << tables.error().message;
  EXPECT_GE(tables->states.size(), 240U);
  EXPECT_GE(tables->islets.size(), 50U);
  EXPECT_GE(tables->areas.size(), 60U);
  for (const Area& area : tables->areas) EXPECT_FALSE(area.source.empty()) << area.id;
}

TEST(Tables, mistakes_name_file_line_and_word) {
  const auto states = [](const std::string& row) {
    const auto read = states_from_csv(kHead + row + "\n", "states.csv");
    return read ? std::string("read") : read.error().message;
  };
  EXPECT_EQ(states("VE,VEN,Venezuela,VE,12,24,200,no,ignore,"), "read");
  EXPECT_EQ(states("Ve,VEN,Venezuela,VE,12,24,200,no,ignore,"),
            "states.csv:2: `Ve` is not a State's two capital letters (ISO 3166-1)");
  EXPECT_EQ(states("VE,VEN,Venezuela,VE,12,36,200,no,ignore,"), "states.csv:2: `36` is not a number from 0 to 24");
  EXPECT_EQ(states("VE,VEN,Venezuela,VE,12,24,200,perhaps,ignore,"),
            "states.csv:2: `perhaps` is not `yes`, `no` or `claimed`");
  EXPECT_EQ(states("VE,VEN,Venezuela,VE,12,24,200,no,ignore"),
            "states.csv:2: 9 cells instead of 10; put cells with commas in double quotes");
  EXPECT_EQ(states("VE,VEN,V,VE,12,24,200,no,trust,\nVE,VEN,V,VE,12,24,200,no,trust,"),
            "states.csv: `VE` stands there twice");

  const auto areas = [](const std::string& text) {
    const auto read = areas_from_toml(text, "areas.toml");
    return read ? std::string("read") : read.error().message;
  };
  const std::string good = "[[area]]\nid = \"x\"\nbox = [1, 2, 3, 4]\nsource = \"s\"\n";
  EXPECT_EQ(areas(good), "read");
  EXPECT_NE(areas(good + "boxx = 1\n").find("areas.toml:5: `boxx` is not a key of an area"), std::string::npos)
      << areas(good + "boxx = 1\n");
  EXPECT_NE(areas(good + "claims = [{ kind = \"ezz\", states = [\"VE\"], share = 0.5 }]\n")
                .find("`ezz` is not a kind of zone"),
            std::string::npos);
  EXPECT_NE(areas(good + "claims = [{ kind = \"eez\", states = [\"VE\"], share = 1.5 }]\n")
                .find("shared out between 0 and 1"),
            std::string::npos);
  EXPECT_NE(
      areas("[[area]]\nid = \"x\"\nbox = [3, 2, 1, 4]\nsource = \"s\"\n").find("box = [south, west, north, east]"),
      std::string::npos);
  EXPECT_NE(areas("[[area]]\nid = \"x\"\nbox = [1, 2, 3, 4]\n").find("`source` is missing"), std::string::npos);
  EXPECT_NE(areas(good + good).find("twice"), std::string::npos);
  EXPECT_NE(areas("[[area]\n").find("areas.toml:1:"), std::string::npos);
}

TEST(Tables, states_that_do_not_exist_are_named) {
  const auto tables = tables_from(std::string(kHead) + "VE,VEN,Venezuela,VE,12,24,200,no,trust,\n",
                                  "name,lat,lon,state,capture,radius,eez,note\nRock,1,2,QQ,1,1,no,\n", "");
  ASSERT_FALSE(tables);
  EXPECT_EQ(tables.error().message, "islets.csv: `QQ` of `Rock` is not in states.csv");
}

}  // namespace
}  // namespace fairlead::zones
