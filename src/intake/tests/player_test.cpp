// SPDX-License-Identifier: Apache-2.0
// Pacing by recorded time, with all times handed in.
#include "player.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead::intake {
namespace {

using namespace std::chrono_literals;

const Instant kRecorded = Instant::from_civil(2019, 8, 7, 12, 0, 0);
const Instant kNow = Instant::from_civil(2026, 11, 22, 9, 0, 0);
constexpr std::int64_t kSteady = 5'000'000'000'000;

struct Played {
  Player player;
  Player::Cue line(std::optional<Instant> written) { return player.next(written, kNow, kSteady); }
  // Milliseconds after the start at which the line is due.
  std::int64_t due(std::optional<Instant> written) { return (line(written).due_ns - kSteady) / 1'000'000; }
};

TEST(Player, plays_recorded_time_at_a_multiple_of_its_pace) {
  Played p{Player({.speed = 20}, kRecorded)};
  EXPECT_EQ(p.due(kRecorded), 0);
  EXPECT_EQ(p.due(kRecorded + 2s), 100);
  EXPECT_EQ(p.due(kRecorded + 60s), 3000);
  EXPECT_EQ(p.player.description(), "replaying recorded time at 20x");
}

TEST(Player, stamps_lines_with_the_time_recorded) {
  Played p{Player({.speed = 20}, kRecorded)};
  EXPECT_EQ(p.line(kRecorded).recorded_at, kRecorded);
  const auto cue = p.line(kRecorded + 7s);
  EXPECT_EQ(cue.recorded_at, kRecorded + 7s);
  EXPECT_EQ(cue.shown_at(), kRecorded + 7s);
  EXPECT_EQ(cue.shift, 0s);
}

TEST(Player, lets_lines_without_a_time_follow_the_last_one) {
  Played p{Player({.speed = 1}, kRecorded)};
  EXPECT_EQ(p.line(std::nullopt).recorded_at, kRecorded);  // before the first time
  p.line(kRecorded + 5s);
  const auto cue = p.line(std::nullopt);
  EXPECT_EQ(cue.recorded_at, kRecorded + 5s);
  EXPECT_EQ((cue.due_ns - kSteady) / 1'000'000, 5000);
}

TEST(Player, paces_by_the_latest_time_when_lines_are_out_of_order) {
  Played p{Player({.speed = 1}, kRecorded)};
  p.line(kRecorded);
  p.line(kRecorded + 10s);
  const auto late = p.line(kRecorded + 4s);
  EXPECT_EQ((late.due_ns - kSteady) / 1'000'000, 10'000);
  EXPECT_EQ(late.recorded_at, kRecorded + 10s);  // we see it when it comes
  EXPECT_EQ(p.due(kRecorded + 11s), 11'000);
}

TEST(Player, makes_everything_due_at_once_without_a_speed) {
  Played p{Player({}, kRecorded)};
  EXPECT_EQ(p.line(kRecorded).due_ns, 0);
  EXPECT_EQ(p.line(kRecorded + 1h).due_ns, 0);
}

TEST(Player, moves_the_recording_to_now) {
  Played p{Player({.speed = 2, .retime_now = true}, kRecorded)};
  EXPECT_EQ(p.line(kRecorded).shown_at(), kNow);
  const auto cue = p.line(kRecorded + 30s);
  EXPECT_EQ(cue.shown_at(), kNow + 30s);
  EXPECT_EQ(cue.recorded_at, kRecorded + 30s);
  EXPECT_EQ(cue.shift, kNow - kRecorded);
  EXPECT_EQ((cue.due_ns - kSteady) / 1'000'000, 15'000);
}

TEST(Player, goes_on_in_time_when_the_recording_begins_again) {
  Played p{Player({.speed = 1}, kRecorded)};
  p.line(kRecorded);
  p.line(kRecorded + 10s);
  p.player.rewind();
  const auto first = p.line(kRecorded);
  EXPECT_EQ(first.shown_at(), kRecorded + 11s);
  EXPECT_EQ((first.due_ns - kSteady) / 1'000'000, 11'000);
  EXPECT_EQ(p.line(kRecorded + 10s).shown_at(), kRecorded + 21s);
  p.player.rewind();
  EXPECT_EQ(p.line(kRecorded).shown_at(), kRecorded + 22s);
  EXPECT_EQ(p.player.passes(), 3U);
}

TEST(Player, doubts_one_time_that_leaps) {
  Played p{Player({.speed = 1}, kRecorded)};
  p.line(kRecorded);
  const auto lie = p.line(kRecorded + 24h * 365);
  EXPECT_EQ(lie.recorded_at, kRecorded);
  EXPECT_EQ(lie.due_ns, kSteady);
  EXPECT_EQ(p.due(kRecorded + 2s), 2000);
  EXPECT_EQ(p.line(Instant::from_civil(1999, 1, 1)).recorded_at, kRecorded + 2s);
  EXPECT_EQ(p.due(kRecorded + 3s), 3000);
  EXPECT_EQ(p.player.doubted(), 2U);
}

TEST(Player, follows_a_clock_that_was_set_without_waiting_for_it) {
  Played p{Player({.speed = 1}, kRecorded)};
  p.line(kRecorded);
  p.line(kRecorded + 5s);
  p.line(kRecorded + 24h * 30);
  const auto set = p.line(kRecorded + 24h * 30 + 1s);
  EXPECT_EQ(set.recorded_at, kRecorded + 24h * 30 + 1s);
  EXPECT_EQ((set.due_ns - kSteady) / 1'000'000, 5000);
  EXPECT_EQ(p.due(kRecorded + 24h * 30 + 3s), 7000);
}

TEST(Player, follows_a_clock_that_was_set_back) {
  Played p{Player({.speed = 1}, kRecorded)};
  p.line(kRecorded);
  p.line(kRecorded - 48h);
  EXPECT_EQ(p.line(kRecorded - 48h + 1s).recorded_at, kRecorded - 48h + 1s);
  EXPECT_EQ(p.due(kRecorded - 48h + 3s), 2000);
}

TEST(Player, keeps_moved_time_continuous_when_the_recorders_clock_was_set) {
  Played p{Player({.speed = 1, .retime_now = true}, kRecorded)};
  p.line(kRecorded);
  p.line(kRecorded + 24h * 30);
  EXPECT_EQ(p.line(kRecorded + 24h * 30 + 1s).shown_at(), kNow);
  EXPECT_EQ(p.line(kRecorded + 24h * 30 + 4s).shown_at(), kNow + 3s);
}

TEST(Player, plays_files_without_times_at_a_rate) {
  Played given{Player({.rate = 10}, std::nullopt)};
  EXPECT_EQ(given.due(std::nullopt), 0);
  EXPECT_EQ(given.due(std::nullopt), 100);
  EXPECT_FALSE(given.line(std::nullopt).recorded_at.has_value());
  Played usual{Player({.speed = 60}, std::nullopt)};
  usual.line(std::nullopt);
  EXPECT_EQ(usual.due(std::nullopt), 20);  // 50 a second
  EXPECT_EQ(usual.player.description(), "no times recorded: our clock, 50 sentences/s");
  Played fast{Player({}, std::nullopt)};
  EXPECT_EQ(fast.line(std::nullopt).due_ns, 0);
}

// Whatever the lines say: nothing is due earlier than what went before, and moved time never runs back.
RC_GTEST_PROP(Player, never_runs_back, (const std::vector<std::int64_t>& offsets, bool retime)) {
  Player player({.speed = 10, .retime_now = retime}, kRecorded);
  std::int64_t due = kSteady;
  Instant shown = kNow;
  for (const auto offset : offsets) {
    const auto cue = player.next(kRecorded + Duration(offset % 10'000'000'000), kNow, kSteady);
    RC_ASSERT(cue.due_ns >= due);
    due = cue.due_ns;
    if (retime) {
      RC_ASSERT(cue.shown_at() >= shown);
      shown = cue.shown_at();
    }
  }
}

}  // namespace
}  // namespace fairlead::intake
