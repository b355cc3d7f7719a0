// SPDX-License-Identifier: Apache-2.0
// Silence: live, lost, dropped; and how many tracks there may be.
#include <gtest/gtest.h>

#include "sea.hpp"

namespace fairlead::fusion {
namespace {

using namespace sea;

TrackChanges at(Tracker& tracker, Duration when) {
  TrackChanges changes;
  tracker.advance(kStart + when, changes);
  return changes;
}

TEST(Age, loses_a_silent_ship_after_ten_minutes_and_drops_it_after_six_hours) {
  Tracker tracker;
  absorb(tracker, {report(0s, place(0))});
  EXPECT_TRUE(at(tracker, 10min - 1ms).empty());
  const TrackChanges lost = at(tracker, 10min);
  EXPECT_EQ(lost.described, std::vector{TrackId(1)});
  EXPECT_EQ(tracker.find(TrackId(1))->state, TrackState::lost);
  EXPECT_TRUE(at(tracker, 6h - 1ms).empty());
  EXPECT_EQ(at(tracker, 6h).closed, std::vector{TrackId(1)});
  EXPECT_EQ(tracker.size(), 0u);
  EXPECT_EQ(tracker.find(TrackId(1)), nullptr);
}

TEST(Age, finds_a_lost_ship_again_under_the_same_id) {
  Tracker tracker;
  absorb(tracker, {report(0s, place(0))});
  at(tracker, 2h);
  const TrackChanges found = absorb(tracker, {report(3h, place(20))});
  EXPECT_EQ(found.described, std::vector{TrackId(1)});
  EXPECT_EQ(tracker.find(TrackId(1))->state, TrackState::live);
  EXPECT_TRUE(at(tracker, 3h + 10min - 1ms).empty());
  EXPECT_EQ(at(tracker, 3h + 10min).described, std::vector{TrackId(1)});
}

TEST(Age, never_uses_an_id_again) {
  Tracker tracker;
  absorb(tracker, {report(0s, place(0))});
  at(tracker, 7h);
  absorb(tracker, {report(8h, place(0))});
  EXPECT_NE(tracker.find(TrackId(2)), nullptr);
}

TEST(Age, waits_longer_for_a_ship_at_anchor) {
  Tracker tracker;
  Observation anchored = report(0s, place(0));
  anchored.nav_status = 1;
  absorb(tracker, {anchored});
  at(tracker, 17min);
  EXPECT_EQ(tracker.find(TrackId(1))->state, TrackState::live);
  at(tracker, 18min);
  EXPECT_EQ(tracker.find(TrackId(1))->state, TrackState::lost);
}

TEST(Age, has_its_own_patience_with_each_kind) {
  struct Case {
    TrackKind kind;
    Duration lost, dropped;
  };
  for (const Case& c : {Case{TrackKind::class_b, 10min, 6h}, Case{TrackKind::sar_aircraft, 3min, 1h},
                        Case{TrackKind::aid_to_navigation, 30min, 24h}, Case{TrackKind::distress, 30min, 24h},
                        Case{TrackKind::base_station, 10min, 24h}, Case{TrackKind::own_ship, 2min, 6h},
                        Case{TrackKind::contact, 5min, 1h}}) {
    Tracker tracker;
    Observation o = report(0s, place(0));
    o.kind = c.kind;
    absorb(tracker, {o});
    EXPECT_TRUE(at(tracker, c.lost - 1ms).empty()) << name(c.kind);
    EXPECT_EQ(at(tracker, c.lost).described.size(), 1u) << name(c.kind);
    EXPECT_TRUE(at(tracker, c.dropped - 1ms).closed.empty()) << name(c.kind);
    EXPECT_EQ(at(tracker, c.dropped).closed.size(), 1u) << name(c.kind);
  }
}

TEST(Age, drops_a_track_without_a_position_sooner) {
  Tracker tracker;
  absorb(tracker, {named(0s, "ALPHA")});
  EXPECT_EQ(at(tracker, 30min).closed, std::vector{TrackId(1)});
}

TEST(Age, loses_and_drops_in_one_step_when_the_clock_leaps) {
  Tracker tracker;
  absorb(tracker, {report(0s, place(0), 211'000'001), report(1s, place(0), 211'000'002)});
  const TrackChanges changes = at(tracker, 100h);
  EXPECT_EQ(changes.closed, (std::vector{TrackId(1), TrackId(2)}));
  EXPECT_EQ(tracker.size(), 0u);
}

TEST(Age, ignores_a_clock_that_goes_back) {
  Tracker tracker;
  absorb(tracker, {report(0s, place(0))});
  at(tracker, 11min);
  EXPECT_TRUE(at(tracker, 1min).empty());
  EXPECT_EQ(tracker.find(TrackId(1))->state, TrackState::lost);
}

TEST(Age, counts_silence_on_our_clock_not_on_theirs) {
  Tracker tracker;
  Observation o = report(0s, place(0));
  o.observed_at = kStart - 5h;
  absorb(tracker, {o});
  EXPECT_TRUE(at(tracker, 9min).empty());
}

TEST(Age, makes_room_by_closing_the_quietest_lost_track_then_the_quietest_live_one) {
  TrackerLimits limits;
  limits.tracks_max = 3;
  Tracker tracker(limits);
  Observation aid = report(0s, place(0), 992'570'001);
  aid.kind = TrackKind::aid_to_navigation;  // quieter than all, but an aid is not lost so soon
  absorb(tracker, {aid, report(1s, place(0), 211'000'002)});
  at(tracker, 12min);
  absorb(tracker, {report(12min, place(0), 211'000'003)});
  ASSERT_EQ(tracker.find(TrackId(2))->state, TrackState::lost);
  EXPECT_EQ(absorb(tracker, {report(13min, place(0), 211'000'004)}).closed, std::vector{TrackId(2)});
  EXPECT_EQ(absorb(tracker, {report(14min, place(0), 211'000'005)}).closed, std::vector{TrackId(1)});
  absorb(tracker, {report(15min, place(0), 211'000'003)});
  EXPECT_EQ(absorb(tracker, {report(16min, place(0), 211'000'006)}).closed, std::vector{TrackId(4)});
  EXPECT_EQ(tracker.size(), 3u);
}

// A track heard once more through a clock that is behind used to pass for loud.
TEST(Age, makes_room_by_the_quietest_also_when_our_clock_was_set_back) {
  TrackerLimits limits;
  limits.tracks_max = 3;
  Tracker tracker(limits);
  const auto hear = [&](Duration when, std::uint32_t mmsi) {
    return absorb(tracker, {report(when, place(0), mmsi)}).closed;
  };
  hear(0s, 211'000'001);
  hear(10s, 211'000'002);
  hear(20s, 211'000'003);
  EXPECT_EQ(hear(30s, 211'000'004), std::vector{TrackId(1)});
  hear(15s, 211'000'002);
  EXPECT_EQ(hear(40s, 211'000'005), std::vector{TrackId(2)});
}

TEST(Age, makes_room_for_a_flood_of_new_vessels) {
  TrackerLimits limits;
  limits.tracks_max = 1000;
  Tracker tracker(limits);
  TrackChanges changes;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    tracker.absorb(report(i * 10ms, place(0), 211'000'000 + i), changes);
    tracker.absorb(report(i * 10ms, place(0), 257'000'001), changes);  // this one keeps talking
  }
  EXPECT_EQ(tracker.size(), 1000u);
  EXPECT_NE(tracker.find(TrackId(2)), nullptr);
  EXPECT_EQ(changes.closed.size(), 20'001u - 1000u);
}

}  // namespace
}  // namespace fairlead::fusion
