// SPDX-License-Identifier: Apache-2.0
// Jumps, gaps and several vessels on one MMSI, drawn as charts (see sea.hpp).
#include <gtest/gtest.h>

#include "sea.hpp"

namespace fairlead::fusion {
namespace {

using namespace sea;

TEST(Segments, keeps_an_isolated_jump_out_of_the_track_and_its_history) {
  Tracker tracker;
  EXPECT_EQ(sail(tracker, R"(
 50 km |      o
  0 km |oooooo oooooo)"),
            R"(
 50 km |      -
  0 km |111111 111111)");
  ASSERT_EQ(tracker.size(), 1u);
  const domain::Track& track = *tracker.find(TrackId(1));
  EXPECT_TRUE(track.flags.has(TrackFlag::jump));
  EXPECT_LT(geo::distance(*track.position, place(0)).in_metres(), 1);
}

TEST(Segments, clears_the_jump_flag_after_ten_minutes_and_says_so) {
  Tracker tracker;
  sail(tracker, R"(
 50 km |      o
  0 km |oooooo oooooo)");
  TrackChanges changes;
  tracker.advance(kStart + 60s + 9min, changes);
  EXPECT_TRUE(changes.empty());
  tracker.absorb(report(9min, place(0)), changes);
  tracker.advance(kStart + 60s + 10min, changes);
  EXPECT_FALSE(tracker.find(TrackId(1))->flags.has(TrackFlag::jump));
  EXPECT_EQ(changes.described, std::vector{TrackId(1)});
}

TEST(Segments, parts_two_ships_that_share_an_mmsi) {
  Tracker tracker;
  EXPECT_EQ(sail(tracker, R"(
400 km | o o o o o o o o
  0 km |o o o o o o o o )"),
            R"(
400 km | 2 2 2 2 2 2 2 2
  0 km |1 1 1 1 1 1 1 1 )");
  for (const domain::Track& track : tracks(tracker)) {
    EXPECT_TRUE(track.flags.has(TrackFlag::mmsi_shared));
    EXPECT_EQ(track.observations, 8u);
  }
}

TEST(Segments, parts_two_ships_of_very_different_rhythm) {
  Tracker tracker;
  // At anchor every three minutes, under way every ten seconds.
  EXPECT_EQ(sail(tracker, R"(
 80 km |                                        ooooooooooooooooooooooooooooooooooooooooo
  0 km |o                 o                 o                 o                 o        )"),
            R"(
 80 km |                                        22222222222222222222222222222222222222222
  0 km |1                 1                 1                 1                 1        )");
}

TEST(Segments, parts_three_ships_and_keeps_them_apart) {
  Tracker tracker;
  EXPECT_EQ(sail(tracker, R"(
 90 km |  o  o  o  o  o  o  o
 30 km | o  o  o  o  o  o  o
  0 km |o  o  o  o  o  o  o  )"),
            R"(
 90 km |  3  3  3  3  3  3  3
 30 km | 2  2  2  2  2  2  2
  0 km |1  1  1  1  1  1  1  )");
}

TEST(Segments, unmarks_a_shared_mmsi_when_only_one_ship_is_left) {
  Tracker tracker;
  sail(tracker, R"(
400 km | o o o o
  0 km |o o o o ooooooooo)");
  ASSERT_TRUE(tracker.find(TrackId(1))->flags.has(TrackFlag::mmsi_shared));
  TrackChanges changes;
  for (int minute = 3; minute <= 14; ++minute) tracker.absorb(report(minute * 1min, place(0)), changes);
  tracker.advance(kStart + 14min, changes);
  EXPECT_EQ(tracker.find(TrackId(2))->state, TrackState::lost);
  EXPECT_FALSE(tracker.find(TrackId(1))->flags.has(TrackFlag::mmsi_shared));
  EXPECT_FALSE(tracker.find(TrackId(2))->flags.has(TrackFlag::mmsi_shared));
}

TEST(Segments, opens_a_new_track_where_a_vessel_goes_on_that_cannot_have_got_there) {
  Tracker tracker;
  EXPECT_EQ(sail(tracker, R"(
300 km |      oooooooooooooooooooo
  0 km |oooooo)"),
            R"(
300 km |      22222222222222222222
  0 km |111111)");
  EXPECT_TRUE(tracker.find(TrackId(2))->flags.has(TrackFlag::jump));
  EXPECT_FALSE(tracker.find(TrackId(2))->flags.has(TrackFlag::mmsi_shared));
}

TEST(Segments, gives_the_new_track_after_a_jump_what_the_vessel_said_about_itself) {
  Tracker tracker;
  absorb(tracker, {named(0s, "SEA LARK", "LABC")});
  sail(tracker, R"(
300 km |      oooooooooooooooooooo
  0 km |oooooo)");
  EXPECT_EQ(tracker.find(TrackId(2))->claims.call_sign.view(), "LABC");
}

TEST(Segments, goes_on_with_the_track_when_the_place_of_the_jump_is_within_reach_meanwhile) {
  Tracker tracker;
  // Three kilometres in ten seconds, and then never back: an error of the receiver that has ended.
  EXPECT_EQ(sail(tracker, R"(
  3 km |      oooooooooooooooooooo
  0 km |oooooo)"),
            R"(
  3 km |      11111111111111111111
  0 km |111111)");
  EXPECT_TRUE(tracker.find(TrackId(1))->flags.has(TrackFlag::jump));
}

TEST(Segments, continues_a_track_over_a_gap_that_a_ship_can_have_sailed) {
  Tracker tracker;
  EXPECT_EQ(sail(tracker, R"(
 60 km |              ooo
  0 km |ooo              )",
                 600s),
            R"(
 60 km |              111
  0 km |111              )");
  EXPECT_FALSE(tracker.find(TrackId(1))->flags.has(TrackFlag::jump));
}

TEST(Segments, lets_a_first_position_that_nothing_confirms_give_way) {
  Tracker tracker;
  EXPECT_EQ(sail(tracker, R"(
  0 km | oooooo
900 km |o      )"),
            R"(
  0 km | 111111
900 km |1      )");
  EXPECT_LT(geo::distance(*tracker.find(TrackId(1))->position, place(0)).in_metres(), 1);
}

TEST(Segments, never_believes_zero_zero_of_a_ship_elsewhere) {
  Tracker tracker;
  TrackChanges changes;
  for (int i = 0; i < 60; ++i) {
    tracker.absorb(report(i * 10s, i % 3 == 1 ? geo::Position() : place(0)), changes);
  }
  EXPECT_EQ(tracker.size(), 1u);
  EXPECT_EQ(changes.history.size(), 40u);
  EXPECT_EQ(changes.set_aside, 20u);
  EXPECT_TRUE(tracker.find(TrackId(1))->flags.has(TrackFlag::jump));
}

TEST(Segments, shows_a_ship_that_only_ever_said_zero_zero_without_a_position) {
  Tracker tracker;
  absorb(tracker, {report(0s, geo::Position()), report(10s, geo::Position())});
  ASSERT_EQ(tracker.size(), 1u);
  EXPECT_FALSE(tracker.find(TrackId(1))->position.has_value());
  absorb(tracker, {report(20s, place(0))});
  EXPECT_TRUE(tracker.find(TrackId(1))->position.has_value());
}

TEST(Segments, believes_zero_zero_of_a_ship_that_sails_through_it) {
  Tracker tracker;
  std::vector<Observation> reports;
  for (int i = -5; i <= 5; ++i) {
    reports.push_back(report((i + 5) * 10s, *geo::Position::from_degrees(0, i * 0.0005)));
  }
  EXPECT_EQ(absorb(tracker, reports).history.size(), 11u);
}

TEST(Segments, takes_swapped_latitude_and_longitude_for_a_jump) {
  Tracker tracker;
  TrackChanges changes = absorb(tracker, voyage(0s, 60s, 10s, 12));
  tracker.absorb(report(65s, *geo::Position::from_degrees(10, 60)), changes);
  EXPECT_EQ(changes.history.size(), 7u);
  EXPECT_EQ(changes.set_aside, 1u);
}

TEST(Segments, gives_static_data_to_the_ship_that_it_agrees_with) {
  Tracker tracker;
  absorb(tracker, {named(0s, "ALPHA")});
  sail(tracker, R"(
400 km | o o o o
  0 km |o o o o )");
  absorb(tracker, {named(90s, "BRAVO"), named(95s, "ALPHA"), named(100s, "BRAVO")});
  EXPECT_EQ(tracker.find(TrackId(1))->claims.name.view(), "ALPHA");
  EXPECT_EQ(tracker.find(TrackId(2))->claims.name.view(), "BRAVO");
}

TEST(Segments, gives_static_data_to_both_when_nothing_tells_them_apart) {
  Tracker tracker;
  sail(tracker, R"(
400 km | o o o o
  0 km |o o o o )");
  absorb(tracker, {named(90s, "ALPHA")});
  EXPECT_EQ(tracker.find(TrackId(1))->claims.name.view(), "ALPHA");
  EXPECT_EQ(tracker.find(TrackId(2))->claims.name.view(), "ALPHA");
}

TEST(Segments, holds_no_more_tracks_under_one_mmsi_than_allowed) {
  TrackerLimits limits;
  limits.tracks_per_identity_max = 4;
  Tracker tracker(limits);
  TrackChanges changes;
  for (int round = 0; round < 50; ++round) {
    for (int ship = 0; ship < 12; ++ship) {
      tracker.absorb(report(round * 10s + ship * 500ms, place(ship * 200.0)), changes);
    }
  }
  EXPECT_LE(tracker.size(), 4u);
  EXPECT_GE(tracker.size(), 2u);
}

TEST(Segments, crossing_ships_on_one_mmsi_keep_their_tracks) {
  Tracker tracker;
  // One eastbound at 12 kn, one westbound at 10 kn, 600 m apart where they pass.
  TrackChanges changes;
  for (int i = 0; i < 120; ++i) {
    const double east_km = -3.7 + 0.0617 * i;
    const double west_km = 3.1 - 0.0514 * i;
    tracker.absorb(moving(i * 10s, place(east_km, 0), 12, 90), changes);
    tracker.absorb(moving(i * 10s + 4s, place(west_km, 0.6), 10, 270), changes);
  }
  ASSERT_EQ(tracker.size(), 2u);
  for (const HistoryPoint& point : changes.history) {
    EXPECT_EQ(point.track.number(), point.course->in_degrees() < 180 ? 1u : 2u);
  }
}

TEST(Segments, late_reports_of_the_second_ship_still_make_a_second_track) {
  Tracker tracker;
  TrackChanges changes;
  // The station that hears the second ship has a clock that is a minute behind.
  for (int i = 0; i < 20; ++i) {
    tracker.absorb(report(i * 10s, place(0)), changes);
    Observation other = report(i * 10s + 3s, place(120));
    other.observed_at = *other.observed_at - 60s;
    tracker.absorb(other, changes);
  }
  EXPECT_EQ(tracker.size(), 2u);
  EXPECT_EQ(changes.history.size(), 40u);
}

}  // namespace
}  // namespace fairlead::fusion
