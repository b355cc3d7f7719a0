// SPDX-License-Identifier: Apache-2.0
// The words of the enumerations, and track ids: one id, one spelling.
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/finding.hpp"
#include "domain/label.hpp"
#include "domain/source.hpp"
#include "domain/track.hpp"

namespace fairlead::domain {
namespace {

// Every value up to `last` has its own word; `back` finds the value under it.
template <class Enum, class Back>
void expect_words(Enum last, Back back) {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const auto value = static_cast<Enum>(i);
    const std::string_view word = name(value);
    EXPECT_FALSE(word.empty()) << i;
    EXPECT_TRUE(words.insert(word).second) << word;
    EXPECT_EQ(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << word;
    const auto again = back(word);
    ASSERT_TRUE(again) << word;
    EXPECT_EQ(*again, value);
  }
  EXPECT_TRUE(name(static_cast<Enum>(static_cast<int>(last) + 1)).empty());
}

TEST(Words, are_there_for_every_value_and_lead_back_to_it) {
  expect_words(TrackKind::contact, track_kind);
  expect_words(Level::top_secret, level);
  expect_words(Priority::emergency, priority);
  expect_words(AuthorityOutcome::prohibited, authority_outcome);
  expect_words(DecisionOutcome::indeterminate, decision_outcome);
  const auto itself = [](auto value) { return [value](std::string_view) { return std::optional(value); }; };
  for (const auto kind : {SensorKind::ais, SensorKind::radar, SensorKind::own_navigation, SensorKind::sighting}) {
    EXPECT_FALSE(name(kind).empty());
    EXPECT_EQ(itself(kind)(""), kind);
  }
  for (const auto state : {SourceState::connecting, SourceState::live, SourceState::stale, SourceState::stopped,
                           SourceState::failed, SourceState::finished}) {
    EXPECT_FALSE(name(state).empty());
  }
  EXPECT_EQ(name(TrackState::live), "live");
  EXPECT_EQ(name(TrackState::lost), "lost");
}

TEST(Words, that_nobody_knows_are_nothing) {
  EXPECT_EQ(track_kind("submarine"), std::nullopt);
  EXPECT_EQ(level("SECRET"), std::nullopt);
  EXPECT_EQ(authority_outcome(""), std::nullopt);
  EXPECT_EQ(decision_outcome("permit "), std::nullopt);
}

TEST(NavStatus, has_words_up_to_14) {
  for (int status = 0; status <= 14; ++status) {
    EXPECT_FALSE(nav_status_text(static_cast<std::uint8_t>(status)).empty()) << status;
  }
  EXPECT_TRUE(nav_status_text(15).empty());
  EXPECT_TRUE(nav_status_text(255).empty());
}

TEST(TrackFlags, are_set_one_by_one_and_named_in_order) {
  TrackFlags flags;
  EXPECT_TRUE(names(flags).empty());
  flags.set(TrackFlag::time_disputed);
  flags.set(TrackFlag::jump);
  flags.set(TrackFlag::imo_invalid);
  flags.set(TrackFlag::imo_invalid, false);
  EXPECT_TRUE(flags.has(TrackFlag::jump));
  EXPECT_FALSE(flags.has(TrackFlag::imo_invalid));
  EXPECT_EQ(names(flags), (std::vector<std::string_view>{"jump", "time_disputed"}));
}

TEST(TrackId, has_eight_digits_or_more) {
  EXPECT_EQ(to_text(TrackId(0xa3f1)), "T-0000a3f1");
  EXPECT_EQ(to_text(TrackId(0x123456789a)), "T-123456789a");
  EXPECT_EQ(parse_track_id("T-0000a3f1"), TrackId(0xa3f1));
  EXPECT_EQ(parse_track_id("T-ffffffffffffffff"), TrackId(~0ULL));
}

TEST(TrackId, has_one_spelling) {
  for (const std::string_view text :
       {"", "T-", "T-a3f1", "t-0000a3f1", "T-0000A3F1", "T-00000a3f1", "T-0000a3f", "T-0000a3fg", "T--000a3f1",
        "T-+000a3f1", "T-0x00a3f1", " T-0000a3f1", "T-0000a3f1 ", "T-1ffffffffffffffff"}) {
    EXPECT_EQ(parse_track_id(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(TrackId, reads_back_what_it_printed, (std::uint64_t number)) {
  RC_ASSERT(parse_track_id(to_text(TrackId(number))) == TrackId(number));
}

}  // namespace
}  // namespace fairlead::domain
