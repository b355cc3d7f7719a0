// SPDX-License-Identifier: Apache-2.0
#include "testing/findings_score.hpp"

#include <gtest/gtest.h>

namespace fairlead::testing {
namespace {

constexpr std::string_view kTruth =
    R"({"rule":"gone_dark","vessels":[1],"mmsi":[307000001],"begins_at":"2026-03-14T20:00:00Z","ends_at":"2026-03-14T22:00:00Z","lat":13,"lon":-70})"
    "\n"
    R"({"rule":"go_fast","vessels":[2],"mmsi":[],"begins_at":"2026-03-14T20:00:00Z","ends_at":"2026-03-14T20:30:00Z","lat":13,"lon":-70,"path":[{"at":"2026-03-14T20:00:00Z","lat":13,"lon":-70},{"at":"2026-03-14T20:10:00Z","lat":13.08,"lon":-70}]})"
    "\n"
    R"({"rule":"dark_contact","vessels":[2],"mmsi":[],"begins_at":"2026-03-14T20:00:00Z","ends_at":"2026-03-14T20:30:00Z","lat":13,"lon":-70,"optional":true})"
    "\n";

FindingsScore score(std::string_view findings) { return score_findings(kTruth, findings).value(); }

TEST(FindingsScore, tells_right_repeated_optional_and_wrong_apart) {
  const auto s =
      score(R"({"rule":"gone_dark","mmsi":307000001,"begins_at":"2026-03-14T20:05:00Z"})"
            "\n"
            R"({"rule":"gone_dark","mmsi":[307000001],"begins_at":"2026-03-14T21:05:00Z"})"
            "\n"
            R"({"rule":"gone_dark","mmsi":307000002,"begins_at":"2026-03-14T20:05:00Z","lat":13,"lon":-70})"
            "\n"
            R"({"rule":"go_fast","begins_at":"2026-03-14T20:04:00Z","position":{"lat":13.03,"lon":-70.0}})"
            "\n"
            R"({"rule":"dark_contact","begins_at":"2026-03-14T20:04:00Z","position":{"lat":13.01,"lon":-70.0}})"
            "\n"
            R"({"rule":"zone_change","begins_at":"2026-03-14T20:04:00Z"})"
            "\n");
  EXPECT_EQ(s.rules.at("gone_dark").right, 1U);
  EXPECT_EQ(s.rules.at("gone_dark").repeats, 1U);
  EXPECT_EQ(s.rules.at("gone_dark").wrong, 1U);
  EXPECT_NEAR(s.rules.at("gone_dark").precision(), 2.0 / 3, 1e-12);
  EXPECT_EQ(s.rules.at("go_fast").recall(), 1.0);
  EXPECT_EQ(s.rules.at("dark_contact").optional, 1U);
  EXPECT_EQ(s.rules.at("dark_contact").behaviours, 0U);
  EXPECT_EQ(s.unjudged.at("zone_change"), 1U);
  EXPECT_TRUE(s.missed.empty());
}

TEST(FindingsScore, too_late_too_far_or_of_another_rule_is_wrong) {
  const auto s = score(R"({"rule":"go_fast","begins_at":"2026-03-14T22:04:00Z","position":{"lat":13.03,"lon":-70.0}})"
                       "\n"
                       R"({"rule":"go_fast","begins_at":"2026-03-14T20:04:00Z","position":{"lat":14,"lon":-70.0}})"
                       "\n"
                       R"({"rule":"loitering","begins_at":"2026-03-14T20:04:00Z","position":{"lat":13,"lon":-70.0}})"
                       "\n");
  EXPECT_EQ(s.rules.at("go_fast").wrong, 2U);
  EXPECT_EQ(s.rules.at("loitering").wrong, 1U);
  EXPECT_EQ(s.missed.size(), 2U);
}

TEST(FindingsScore, a_broken_line_is_named) {
  const auto broken = score_findings(kTruth, "{}\n");
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("line 1 of the findings"), std::string::npos);
}

}  // namespace
}  // namespace fairlead::testing
