// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sea.hpp"
#include "search_index.hpp"

namespace fairlead::serve {
namespace {

std::vector<std::string> found(SearchIndex& index, const Sea& sea, std::string_view text, std::size_t limit = 50) {
  std::vector<std::string> names;
  const auto picture = sea.picture();
  for (const Hit& hit : index.find(*picture, text, limit)) {
    names.push_back(hit.entry->track.claims.name.str() + "/" + std::string(name(hit.matched)));
  }
  return names;
}
using Names = std::vector<std::string>;

struct Fleet : Sea {
  Fleet() {
    absorb(named(235'012'345, "TEST TRADER", 9'074'729, "GABC"));
    absorb(named(235'012'346, "TRADER", 9'074'730, "TRADE"));
    absorb(named(235'012'347, "FAST TRADERS", 0, "X"));
    absorb(named(235'012'348, "MATRADER", 0, "Y"));
    absorb(named(257'000'001, "AALESUND FJORD", 0, "LABC"));
    publish();
  }
};

TEST(Search, puts_the_best_evidence_first) {
  Fleet fleet;
  SearchIndex index;
  EXPECT_EQ(found(index, fleet, "trader"),
            (Names{"TRADER/name", "TEST TRADER/name", "FAST TRADERS/name", "MATRADER/name"}));
  EXPECT_EQ(found(index, fleet, "trade").front(), "TRADER/call_sign");
  EXPECT_EQ(found(index, fleet, "gabc"), Names{"TEST TRADER/call_sign"});
}

TEST(Search, finds_numbers_whole_and_by_their_beginning) {
  Fleet fleet;
  SearchIndex index;
  EXPECT_EQ(found(index, fleet, "235012345"), Names{"TEST TRADER/mmsi"});
  EXPECT_EQ(found(index, fleet, "MMSI 235012345"), Names{"TEST TRADER/mmsi"});
  EXPECT_EQ(found(index, fleet, "imo9074729"), Names{"TEST TRADER/imo"});
  EXPECT_EQ(found(index, fleet, "IMO 9074729"), Names{"TEST TRADER/imo"});
  EXPECT_EQ(found(index, fleet, "2350").size(), 4U);
  EXPECT_EQ(found(index, fleet, "12345"), Names{"TEST TRADER/mmsi"});
  EXPECT_EQ(found(index, fleet, "t-00000001"), Names{"TEST TRADER/track_id"});
}

TEST(Search, minds_neither_case_nor_marks_nor_blanks) {
  Fleet fleet;
  SearchIndex index;
  EXPECT_EQ(found(index, fleet, "  tést   träder "), Names{"TEST TRADER/name"});
  EXPECT_EQ(found(index, fleet, "fjord aalesund"), Names{"AALESUND FJORD/name"});
  EXPECT_EQ(found(index, fleet, "aalesünd"), Names{"AALESUND FJORD/name"});
  EXPECT_TRUE(found(index, fleet, "nobody").empty());
  EXPECT_TRUE(found(index, fleet, "   ").empty());
}

TEST(Search, follows_the_picture) {
  Fleet fleet;
  SearchIndex index;
  EXPECT_TRUE(found(index, fleet, "renamed").empty());
  fleet.absorb(fleet.named(235'012'345, "RENAMED"));
  fleet.absorb(fleet.named(235'012'399, "RENAMED TOO"));
  fleet.publish();
  EXPECT_EQ(found(index, fleet, "renamed"), (Names{"RENAMED/name", "RENAMED TOO/name"}));
  EXPECT_TRUE(found(index, fleet, "test trader").empty());
  fleet.advance(std::chrono::hours(48));
  fleet.publish();
  EXPECT_TRUE(found(index, fleet, "renamed").empty());
  fleet.absorb(fleet.named(235'012'345, "RENAMED"));
  fleet.publish();
  EXPECT_EQ(found(index, fleet, "renamed"), Names{"RENAMED/name"});
}

TEST(Search, gives_no_more_than_asked_for) {
  Sea sea;
  fill(sea, 100);
  SearchIndex index;
  EXPECT_EQ(found(index, sea, "ship", 7).size(), 7U);
}

}  // namespace
}  // namespace fairlead::serve
