// SPDX-License-Identifier: Apache-2.0
// What happens when views differ: copies, joining late, reduced forms, making room, forgetting, older snapshots.
#include <gtest/gtest.h>

#include "many_views.hpp"

namespace fairlead::fusion {
namespace {

using namespace sea;

constexpr ViewMask kNorth = 2;
constexpr ViewMask kSouth = 4;

void show(Tracker& tracker, const Observation& o, ViewMask views, TrackChanges& changes) {
  const Share share{views, &o};
  tracker.absorb(o, {&share, 1}, changes);
}

std::vector<TrackId> ids_of(const Tracker& tracker, ViewMask view) {
  std::vector<TrackId> ids;
  tracker.for_each_in(view, [&](const domain::Track& track, ViewMask) { ids.push_back(track.id); });
  return ids;
}

TEST(Views, share_one_track_until_an_observation_divides_them) {
  Tracker tracker;
  TrackChanges changes;
  show(tracker, moving(0s, place(0), 10, 90), kHomeView | kNorth | kSouth, changes);
  EXPECT_EQ(tracker.views_of(TrackId(1)), kHomeView | kNorth | kSouth);
  EXPECT_TRUE(changes.moved.empty());
  changes.clear();

  show(tracker, moving(10s, place(0.05), 10, 90), kHomeView | kSouth, changes);
  EXPECT_EQ(changes.moved, (std::vector<Moved>{{TrackId(1), TrackId(2), kNorth}}));
  EXPECT_EQ(changes.changed, std::vector<TrackId>{TrackId(1)});
  EXPECT_EQ(tracker.views_of(TrackId(1)), kHomeView | kSouth);
  EXPECT_EQ(tracker.views_of(TrackId(2)), kNorth);
  EXPECT_EQ(tracker.find(TrackId(1))->observations, 2U);
  EXPECT_EQ(tracker.find(TrackId(2))->observations, 1U);
  EXPECT_EQ(tracker.find(TrackId(2))->observed_at, kStart);
}

TEST(Views, that_join_later_begin_with_what_they_see) {
  Tracker tracker;
  TrackChanges changes;
  show(tracker, report(0s, place(0)), kHomeView, changes);
  show(tracker, report(10s, place(0.05)), kHomeView | kNorth | kSouth, changes);
  EXPECT_TRUE(changes.moved.empty());
  ASSERT_EQ(ids_of(tracker, kNorth).size(), 1U);
  EXPECT_EQ(tracker.views_of(ids_of(tracker, kNorth).front()), kNorth | kSouth);
  EXPECT_EQ(tracker.find(ids_of(tracker, kNorth).front())->first_at, kStart + 10s);
  EXPECT_EQ(tracker.size(), 1U);
  EXPECT_EQ(tracker.size(kNorth), 1U);
}

TEST(Views, keep_the_order_in_which_their_tracks_were_opened_when_one_is_copied) {
  Tracker tracker;
  TrackChanges changes;
  show(tracker, report(0s, place(0), 1), kHomeView | kNorth, changes);
  show(tracker, report(1s, place(50), 2), kHomeView | kNorth, changes);
  show(tracker, report(10s, place(0), 1), kHomeView, changes);
  EXPECT_EQ(ids_of(tracker, kNorth), (std::vector<TrackId>{TrackId(3), TrackId(2)}));
  EXPECT_LT(tracker.opened(TrackId(3)), tracker.opened(TrackId(2)));
}

TEST(Views, learn_from_the_form_and_are_joined_by_the_whole) {
  Tracker tracker;
  TrackChanges changes;
  for (int i = 0; i < 2; ++i) {
    Observation whole = moving(i * 10s, place(0.05 * i), 10, 90);
    whole.id = domain::ObservationId(static_cast<std::uint64_t>(7 + i));
    Observation less = whole;
    less.mmsi.reset();
    less.speed.reset();
    const Share shares[] = {{kHomeView, &whole}, {kNorth, &less}};
    tracker.absorb(whole, shares, changes);
  }
  const auto ids = ids_of(tracker, kNorth);
  ASSERT_EQ(ids.size(), 1U);
  EXPECT_FALSE(tracker.find(ids.front())->mmsi.has_value());
  EXPECT_FALSE(tracker.find(ids.front())->speed.has_value());
  EXPECT_EQ(tracker.find(ids.front())->observations, 2U);
  EXPECT_EQ(changes.fed, (std::vector<Fed>{{domain::ObservationId(7), TrackId(1), kHomeView},
                                           {domain::ObservationId(7), TrackId(2), kNorth},
                                           {domain::ObservationId(8), TrackId(1), kHomeView},
                                           {domain::ObservationId(8), TrackId(2), kNorth}}));
  // Told the number later, the track has it.
  show(tracker, moving(20s, place(0.1), 10, 90), kHomeView | kNorth, changes);
  EXPECT_EQ(tracker.find(ids.front())->mmsi->number(), kMmsi);
}

TEST(Views, see_no_jump_where_a_position_hops_between_the_centres_of_a_coarse_grid) {
  for (const double cell_km : {1.0, 10.0, 50.0, 300.0}) {
    Tracker tracker;
    TrackChanges changes;
    for (int i = 0; i < 40; ++i) {
      const Observation whole = moving(i * 10s, place(0.05 * i), 10, 90);
      Observation coarse = whole;
      coarse.position = i % 2 == 0 ? place(0, 0) : place(cell_km, cell_km);
      coarse.position_sigma = Length::kilometres(cell_km / 2);
      const Share shares[] = {{kHomeView, &whole}, {kNorth, &coarse}};
      tracker.absorb(whole, shares, changes);
    }
    const auto ids = ids_of(tracker, kNorth);
    ASSERT_EQ(ids.size(), 1U) << cell_km;
    EXPECT_FALSE(tracker.find(ids.front())->flags.has(TrackFlag::jump)) << cell_km;
    EXPECT_EQ(tracker.find(ids.front())->observations, 40U) << cell_km;
  }
}

TEST(Views, know_an_own_ship_by_the_number_that_they_were_told) {
  Tracker tracker;
  TrackChanges changes;
  Observation own = moving(0s, place(0), 10, 90);
  own.kind = TrackKind::own_ship;
  show(tracker, own, kHomeView, changes);
  Observation fix = moving(1s, place(0), 10, 90);
  fix.mmsi.reset();
  fix.sensor = domain::SensorKind::own_navigation;
  show(tracker, fix, kHomeView | kNorth, changes);
  EXPECT_EQ(tracker.size(), 1U);
  ASSERT_EQ(tracker.size(kNorth), 1U);
  EXPECT_FALSE(tracker.find(ids_of(tracker, kNorth).front())->mmsi.has_value());
}

TEST(Views, of_others_keep_their_tracks_when_home_makes_room) {
  TrackerLimits limits;
  limits.tracks_max = 3;
  Tracker tracker(limits);
  TrackChanges changes;
  show(tracker, report(0s, place(0), 1), kHomeView | kNorth, changes);
  for (std::uint32_t mmsi = 2; mmsi <= 4; ++mmsi) {
    show(tracker, report(1s * mmsi, place(50.0 * mmsi), mmsi), kHomeView, changes);
  }
  EXPECT_EQ(tracker.size(), 3U);
  EXPECT_EQ(changes.closed, std::vector<TrackId>{TrackId(1)});
  EXPECT_EQ(changes.closed_for, (std::vector<Closed>{{TrackId(1), kHomeView}}));
  EXPECT_EQ(tracker.views_of(TrackId(1)), kNorth);
}

TEST(Views, make_room_for_themselves_alone_and_for_a_while) {
  TrackerLimits limits;
  limits.tracks_max = 640;
  Tracker tracker(limits);
  TrackChanges changes;
  const auto see = [&](std::uint32_t mmsi, ViewMask views) {
    show(tracker, report(std::chrono::milliseconds(10 * mmsi), place(0.1 * mmsi), mmsi), views, changes);
  };
  for (std::uint32_t mmsi = 1; mmsi <= 300; ++mmsi) see(mmsi, kHomeView | kNorth | kSouth);
  for (std::uint32_t mmsi = 301; mmsi <= 641; ++mmsi) see(mmsi, kNorth | kSouth);
  EXPECT_EQ(tracker.size(kNorth), 630U);
  EXPECT_EQ(tracker.size(kSouth), 630U);
  EXPECT_EQ(tracker.size(), 300U);
  EXPECT_TRUE(changes.closed.empty());
  ASSERT_EQ(changes.closed_for.size(), 11U);
  for (const Closed& closed : changes.closed_for) EXPECT_EQ(closed.views, kNorth | kSouth);
  EXPECT_EQ(tracker.views_of(TrackId(11)), kHomeView);
  EXPECT_EQ(tracker.views_of(TrackId(12)), kHomeView | kNorth | kSouth);
}

TEST(Views, begin_anew_when_they_are_forgotten) {
  Tracker tracker;
  TrackChanges changes;
  show(tracker, report(0s, place(0), 1), kHomeView | kNorth, changes);
  show(tracker, report(1s, place(50), 2), kNorth, changes);
  changes.clear();
  tracker.forget(kNorth, changes);
  EXPECT_EQ(changes.closed_for, (std::vector<Closed>{{TrackId(1), kNorth}, {TrackId(2), kNorth}}));
  EXPECT_TRUE(changes.closed.empty());
  EXPECT_EQ(tracker.size(kNorth), 0U);
  EXPECT_EQ(tracker.find(TrackId(2)), nullptr);
  show(tracker, report(10s, place(0), 1), kHomeView | kNorth, changes);
  EXPECT_EQ(tracker.find(ids_of(tracker, kNorth).front())->observations, 1U);
  EXPECT_EQ(tracker.find(TrackId(1))->observations, 2U);
}

// Written by the version that knew home only: an own ship by its source and by its number, a vessel with something set
// aside, eleven minutes on.
TEST(Views, are_home_alone_in_a_snapshot_of_version_one) {
  constexpr std::string_view kOld =
      "0104c0d5bbd7be670105c984c6fa808080800103c984c6fa80808080010100000000010102070100ca84c67a000000000000000000000000"
      "0001dcc3aa2286fee2050000000000002440a0acebd6be67a0acebd6be67a0acebd6be6701cced0f32547610400100000000008056400000"
      "000001050000000001a0acebd6be67dcc3aa2286fee205dcc3aa2286fee205000000000000244000000000000000000000000000000000cc"
      "ed0f325476104000000000000000800000000000005940000000000000000096317eeb6122d63f0001a0acebd6be6700000001a0acebd6be"
      "67a0acebd6be67dcc3aa2286fee205000000000000000000000000000000000000000000000000cced0f3254761040000000000000000000"
      "000001bb85c6fa80808080010300000001c0c5edd6be67c0fca622acd7e207c0fca622acd7e2070000000000002440000000000000000000"
      "000000000000003fe9933ee99314400000000000000080000000000000594000000000000000006cb6ec0946e3db3f000303c0c5edd6be67"
      "c0c5edd6be670101c0c5edd6be67c0fca622acd7e207013fe9933ee993144001000000000080564000010103000100bc85c67a034f4c4404"
      "4c4141310000000000000000000001f0bbebd6be670180c4aa22c2bedc05de5d83b214141e40e0e7ecd6be67e0e7ecd6be67f0bbebd6be67"
      "013fe9933ee99314400100000000008056400000000001010000000003e0e7ecd6be6780c4aa22b4bedc0580c4aa22c2bedc050000000000"
      "00244000749884f07fa3bf0000000000000000a7a7fca13c86144000000000000000003ed7a268b3454c40ea357bc8024cee3f4adbc16f0b"
      "13d43f0002e0e7ecd6be6700000001c0cbebd6be67e0e7ecd6be6780c4aa2280b6dc0502df7f285a0449408fe3388ee3b849400000000000"
      "0024403fe9933ee9931440000000000000000000244002858080808080808002010000000001010100010000000000000000000000000000"
      "0001dcc3aa2286fee2050000000000002440808debd6be67808debd6be67808debd6be6700000000000001050000000001808debd6be67dc"
      "c3aa2286fee205dcc3aa2286fee2050000000000002440000000000000000000000000000000000000000000000000000000000000000000"
      "00000000005940000000000000000000000000000042400001808debd6be6700000000000000000000000000000001";
  std::string bytes;
  for (std::size_t i = 0; i + 1 < kOld.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(kOld.substr(i, 2)), nullptr, 16));
  }
  wire::ByteReader in(bytes);
  auto restored = Tracker::restore(in);
  ASSERT_TRUE(restored.has_value());
  EXPECT_TRUE(in.at_end());

  Observation fix = report(0s, place(5));
  fix.mmsi.reset();
  fix.source = domain::SourceId(5);
  fix.sensor = domain::SensorKind::own_navigation;
  Observation own = moving(2s, place(5), 8, 90, 257'000'009);
  own.source = domain::SourceId(5);
  own.kind = TrackKind::own_ship;
  Tracker played;
  TrackChanges changes = absorb(played, {fix, own, named(3s, "OLD", "LAA1"), moving(4s, place(0), 10, 90),
                                         moving(14s, place(0.05), 10, 90), moving(20s, place(200), 10, 90)});
  played.advance(kStart + 11min, changes);
  EXPECT_EQ(bytes_of(*restored), bytes_of(played));
  EXPECT_EQ(restored->views_of(TrackId(1)), kHomeView);
  EXPECT_EQ(restored->size(), 3U);
}

TEST(Views, that_overlap_in_a_snapshot_are_refused) {
  Tracker tracker;
  TrackChanges changes;
  show(tracker, report(0s, place(0)), kNorth, changes);
  std::string bytes = bytes_of(tracker);
  // The same part twice: the count before it is the fifth varint; the part is all that follows.
  wire::ByteReader in(bytes);
  in.varint();
  in.varint();
  in.instant();
  in.varint();
  const std::size_t count_at = bytes.size() - in.remaining();
  ASSERT_EQ(bytes[count_at], 1);
  bytes[count_at] = 2;
  bytes += bytes.substr(count_at + 1);
  wire::ByteReader twice(bytes);
  EXPECT_FALSE(Tracker::restore(twice).has_value());
}

}  // namespace
}  // namespace fairlead::fusion
