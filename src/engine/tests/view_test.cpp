// SPDX-License-Identifier: Apache-2.0
// Home looks at the picture as a partner has it: it is what a pull of that partner gives, byte for byte, and looking
// changes nothing.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "domain/identity.hpp"
#include "engine/view_now.hpp"
#include "stepped_centre.hpp"

namespace fairlead::engine {
namespace {

using release::Purpose;

constexpr Purpose kPurpose = Purpose::law_enforcement_interdiction;

// The tracks of all releases of a payload, without their names: each from behind its id to its end.
std::vector<std::string> tracks_of(const std::string& payload) {
  std::vector<std::string> tracks;
  for (std::size_t at = payload.find("\"id\":\"T-"); at != std::string::npos;
       at = payload.find("\"id\":\"T-", at + 1)) {
    const std::size_t from = payload.find(',', at);
    int depth = 1;
    bool quoted = false;
    std::size_t end = from;
    for (; depth > 0; ++end) {
      const char c = payload[end];
      if (c == '"' && payload[end - 1] != '\\') quoted = !quoted;
      if (quoted) continue;
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
    }
    tracks.push_back(payload.substr(from, end - from));
  }
  return tracks;
}

class Looking : public ::testing::Test {
 protected:
  std::vector<std::string> pulled(const std::string& agency, Purpose purpose = kPurpose) {
    const Effects& effects = centre.step({{centre.desk().partner(agency, centre.now()), PullTracks{purpose}}});
    EXPECT_TRUE(effects.answers[0].has_value());
    std::vector<std::string> tracks;
    for (const Release& release : effects.pulled.at(0)) {
      for (std::string& track : tracks_of(release.payload)) tracks.push_back(std::move(track));
    }
    return tracks;
  }
  ViewNow look(const std::string& agency, Purpose purpose = kPurpose) {
    const auto taken = centre.engine().take_view(agency, purpose);
    EXPECT_TRUE(taken.has_value()) << (taken ? "" : taken.error().message);
    return taken ? decide_view(*taken) : ViewNow{};
  }
  static std::vector<std::string> members(const ViewNow& view) {
    std::vector<std::string> tracks;
    for (const ViewNow::Seen& seen : view.tracks) tracks.push_back(seen.members);
    return tracks;
  }
  // At the slot of the pull, and in the order of the pull.
  void expect_what_is_pulled(const std::string& agency, std::size_t tracks, Purpose purpose = kPurpose) {
    const std::vector<std::string> there = pulled(agency, purpose);
    EXPECT_EQ(there.size(), tracks);
    EXPECT_EQ(members(look(agency, purpose)), there);
  }
  void sail(int times = 3, Duration each = std::chrono::seconds(10)) {
    for (int i = 0; i < times; ++i) {
      way_ += 0.001;
      centre.step({},
                  {centre.seen(232000001, 50.0, -4.0 + way_), centre.seen(232000002, 55.0, 3.0 + way_),
                   centre.seen(232000003, 50.5, -5.0 + way_, 2), named(232000001, centre.now(), "PETREL")},
                  each);
    }
  }
  Centre centre;

 private:
  double way_ = 0;
};

TEST_F(Looking, shows_whole_tracks_as_the_partner_pulls_them) {
  centre.adopt(AgreementText{});
  sail();
  expect_what_is_pulled(kGuard, 2);
  EXPECT_NE(members(look(kGuard))[0].find("PETREL"), std::string::npos);
}

TEST_F(Looking, shows_only_the_fields_and_the_grid_that_were_agreed) {
  AgreementText text;
  text.fields = {"position"};
  text.extra = "grid_m = 5000";
  centre.adopt(text);
  sail();
  expect_what_is_pulled(kGuard, 2);
  EXPECT_EQ(members(look(kGuard))[0].find("mmsi"), std::string::npos);
  EXPECT_EQ(members(look(kGuard))[0].find("PETREL"), std::string::npos);
}

TEST_F(Looking, shows_what_is_delayed_when_its_time_has_come) {
  AgreementText text;
  text.extra = "delay = \"5m\"";
  centre.adopt(text);
  sail();
  expect_what_is_pulled(kGuard, 0);
  sail(60);
  expect_what_is_pulled(kGuard, 2);
}

TEST_F(Looking, shows_only_the_waters_that_were_agreed) {
  AgreementText text;
  text.area = "[[49.0, -6.0], [49.0, -3.0], [51.0, -3.0], [51.0, -6.0]]";
  centre.adopt(text);
  sail();
  expect_what_is_pulled(kGuard, 1);
}

TEST_F(Looking, shows_nothing_under_a_stop_and_says_so) {
  centre.adopt(AgreementText{});
  AgreementText second;
  second.id = "two";
  second.parties = {kOther};
  centre.adopt(second);
  sail();
  release::StopCell cell;
  cell.partner = "XAA";
  ASSERT_TRUE(centre.step({{centre.desk().watch(centre.now()), OrderStop{cell, "", false, true}}}).answers[0]);
  EXPECT_TRUE(look(kGuard).stopped);
  EXPECT_FALSE(look(kOther).stopped);
  expect_what_is_pulled(kGuard, 0);
  sail();
  expect_what_is_pulled(kGuard, 0);
  expect_what_is_pulled(kOther, 3);
}

TEST_F(Looking, shows_what_survives_a_stop) {
  AgreementText text;
  text.more = R"(
[[clause]]
id = "rescue"
effect = "permit"
purposes = ["search_and_rescue"]
types = ["observation", "track"]
acts = ["push", "pull", "subscribe"]
everywhere = true
level = "restricted"
fields = ["position", "uncertainty"]
survives_stop = true
)";
  centre.adopt(text);
  sail();
  release::StopCell cell;
  cell.partner = "XAA";
  centre.step({{centre.desk().watch(centre.now()), OrderStop{cell, "", false, true}}});
  sail();
  expect_what_is_pulled(kGuard, 0);
  expect_what_is_pulled(kGuard, 2, Purpose::search_and_rescue);
}

TEST_F(Looking, shows_tracks_of_several_clauses_each_in_its_form) {
  AgreementText text;
  text.area = "[[49.0, -6.0], [49.0, -3.0], [51.0, -3.0], [51.0, -6.0]]";
  text.more = R"(
[[clause]]
id = "rest"
effect = "permit"
purposes = ["law_enforcement_interdiction"]
types = ["observation", "track"]
acts = ["pull", "subscribe"]
everywhere = true
level = "restricted"
fields = ["position"]
grid_m = 2000
)";
  centre.adopt(text);
  sail();
  std::vector<std::string> there = pulled(kGuard);
  std::vector<std::string> seen = members(look(kGuard));
  EXPECT_EQ(seen.size(), 2U);
  std::ranges::sort(there);
  std::ranges::sort(seen);
  EXPECT_EQ(seen, there);
}

TEST_F(Looking, shows_what_a_partner_may_pull_and_not_follow) {
  AgreementText text;
  std::string toml = text.toml();
  const std::size_t acts = toml.find("acts = ");
  ASSERT_NE(acts, std::string::npos);
  toml.replace(acts, toml.find('\n', acts) - acts, "acts = [\"pull\"]");
  for (const auto& answer : centre.step(centre.desk().adopt(toml, centre.now())).answers) ASSERT_TRUE(answer);
  sail();
  expect_what_is_pulled(kGuard, 2);
}

TEST_F(Looking, names_the_vessel_as_home_knows_it) {
  centre.adopt(AgreementText{});
  AgreementText second;
  second.id = "two";
  second.parties = {kOther};
  second.fields = {"position"};
  second.extra = "grid_m = 5000";
  centre.adopt(second);
  sail();
  const auto id_at_home = [&](std::uint32_t mmsi) {
    std::optional<domain::TrackId> found;
    centre.engine().tracker().for_each([&](const domain::Track& track) {
      if (track.mmsi && track.mmsi->number() == mmsi) found = track.id;
    });
    return found;
  };
  const ViewNow guard = look(kGuard);
  ASSERT_EQ(guard.tracks.size(), 2U);
  EXPECT_EQ(guard.tracks[0].home, id_at_home(232000001));
  EXPECT_EQ(guard.tracks[1].home, id_at_home(232000002));
  // Also where the partner itself is not told who it is.
  const ViewNow other = look(kOther);
  ASSERT_EQ(other.tracks.size(), 3U);
  EXPECT_EQ(other.tracks[0].home, id_at_home(232000001));
}

TEST_F(Looking, changes_nothing) {
  AgreementText text;
  text.extra = "delay = \"1m\"";
  centre.adopt(text);
  centre.open(kGuard, kPurpose);
  sail(20);
  const std::string before = centre.engine().save();
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(look(kGuard).tracks.empty());
  EXPECT_EQ(centre.engine().save(), before);
}

TEST_F(Looking, at_a_view_that_nobody_agreed_to_finds_none) {
  centre.adopt(AgreementText{});
  const auto taken = centre.engine().take_view(kGuard, Purpose::fisheries);
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().code, ErrorCode::not_found);
  EXPECT_FALSE(centre.engine().take_view("XZZ/nobody", kPurpose).has_value());
}

}  // namespace
}  // namespace fairlead::engine
