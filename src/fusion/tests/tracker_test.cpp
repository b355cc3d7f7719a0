// SPDX-License-Identifier: Apache-2.0
// What a tracker promises of one vessel: identity, state, time, duplicates, static data and flags.
#include <gtest/gtest.h>

#include "sea.hpp"

namespace fairlead::fusion {
namespace {

using namespace sea;

TEST(Tracker, opens_one_track_for_each_mmsi_and_counts_ids_from_one) {
  Tracker tracker;
  const TrackChanges changes = absorb(tracker, {report(0s, place(0), 211'000'001), report(1s, place(1), 211'000'002),
                                                report(2s, place(0), 211'000'001)});
  EXPECT_EQ(changes.changed, (std::vector{TrackId(1), TrackId(2)}));
  EXPECT_EQ(changes.described, changes.changed);
  EXPECT_EQ(changes.history.size(), 3u);
  EXPECT_EQ(tracker.find(TrackId(1))->mmsi->number(), 211'000'001u);
  EXPECT_EQ(tracker.find(TrackId(1))->observations, 2u);
  EXPECT_EQ(tracker.find(TrackId(3)), nullptr);
}

TEST(Tracker, names_each_changed_track_once_until_the_changes_are_cleared) {
  Tracker tracker;
  TrackChanges changes = absorb(tracker, voyage(0s, 100s, 2s, 10));
  EXPECT_EQ(changes.changed, std::vector{TrackId(1)});
  changes.clear();
  for (const Observation& o : voyage(102s, 110s, 2s, 0)) tracker.absorb(o, changes);
  EXPECT_TRUE(changes.changed.empty() || changes.changed == std::vector{TrackId(1)});
  changes.clear();
  tracker.absorb(moving(112s, place(0.6), 10, 90), changes);
  EXPECT_EQ(changes.changed, std::vector{TrackId(1)});
  EXPECT_TRUE(changes.described.empty());
}

TEST(Tracker, keeps_the_reported_position_in_history_and_estimates_near_it) {
  Tracker tracker;
  const auto reports = voyage(0s, 600s, 10s, 14);
  const TrackChanges changes = absorb(tracker, reports);
  ASSERT_EQ(changes.history.size(), reports.size());
  for (std::size_t i = 0; i < reports.size(); ++i) EXPECT_EQ(changes.history[i].position, *reports[i].position);
  const domain::Track& track = *tracker.find(TrackId(1));
  EXPECT_LT(geo::distance(*track.position, *reports.back().position).in_metres(), 5);
  EXPECT_LT(track.position_sigma.in_metres(), 10);
  EXPECT_GT(track.position_sigma.in_metres(), 0.5);
  EXPECT_EQ(track.observed_at, kStart + 600s);
}

TEST(Tracker, shows_speed_and_course_as_reported) {
  Tracker tracker;
  absorb(tracker, voyage(0s, 60s, 10s, 14));
  EXPECT_DOUBLE_EQ(tracker.find(TrackId(1))->speed->in_knots(), 14);
  EXPECT_DOUBLE_EQ(tracker.find(TrackId(1))->course->in_degrees(), 90);
}

TEST(Tracker, derives_speed_and_course_where_no_report_has_them) {
  Tracker tracker;
  auto reports = voyage(0s, 600s, 10s, 14);
  for (Observation& o : reports) {
    o.speed.reset();
    o.course.reset();
  }
  absorb(tracker, reports);
  ASSERT_TRUE(tracker.find(TrackId(1))->speed && tracker.find(TrackId(1))->course);
  EXPECT_NEAR(tracker.find(TrackId(1))->speed->in_knots(), 14, 1);
  EXPECT_NEAR(tracker.find(TrackId(1))->course->in_degrees(), 90, 5);
}

TEST(Tracker, puts_a_late_report_into_history_and_leaves_the_state_alone) {
  Tracker tracker;
  auto reports = voyage(0s, 120s, 10s, 20);
  std::swap(reports[5], reports[12]);  // the report of 50 s comes last
  const TrackChanges changes = absorb(tracker, reports);
  EXPECT_EQ(changes.history.size(), 13u);
  EXPECT_EQ(changes.set_aside, 0u);
  const domain::Track& track = *tracker.find(TrackId(1));
  EXPECT_EQ(track.observed_at, kStart + 120s);
  EXPECT_EQ(track.observations, 13u);
  EXPECT_FALSE(track.flags.has(TrackFlag::jump));
}

TEST(Tracker, does_not_see_jumps_in_the_clock_errors_of_stations) {
  Tracker tracker;
  // 45 kn, every two seconds, through stations whose clocks are up to four seconds off.
  TrackChanges changes;
  for (int i = 0; i < 300; ++i) {
    const double km = 45 * 1.852 / 3600 * 2 * i;
    Observation o = moving(i * 2s, place(km), 45, 90);
    o.observed_at = *o.observed_at + (i * 7 % 9 - 4) * 1s;
    tracker.absorb(o, changes);
  }
  EXPECT_EQ(changes.set_aside, 0u);
  EXPECT_EQ(changes.history.size(), 300u);
  EXPECT_EQ(tracker.find(TrackId(1))->flags.bits, 0);
}

TEST(Tracker, keeps_one_track_when_two_stations_hear_the_same_message) {
  Tracker tracker;
  Observation first = report(0s, place(0));
  first.transmission = 0xABCDEF0123456789;
  first.hearer = std::string_view("NORTH");
  Observation second = first;
  second.source = domain::SourceId(2);
  second.hearer = std::string_view("SOUTH");
  second.received_at = first.received_at + 2s;
  second.observed_at = *first.observed_at + 1s;
  const TrackChanges changes = absorb(tracker, {first, second, second});
  EXPECT_EQ(changes.duplicates, 2u);
  EXPECT_EQ(changes.history.size(), 1u);
  const domain::Track& track = *tracker.find(TrackId(1));
  EXPECT_EQ(track.observations, 1u);
  EXPECT_EQ(track.sources, (std::vector{domain::SourceId(1), domain::SourceId(2)}));
  EXPECT_EQ(track.hearers[0].view(), "NORTH");
  EXPECT_EQ(track.hearers[1].view(), "SOUTH");
  EXPECT_TRUE(track.hearers[2].empty());
}

TEST(Tracker, names_at_most_four_hearers_and_forgets_them_with_the_next_transmission) {
  Tracker tracker;
  TrackChanges changes;
  for (int i = 0; i < 6; ++i) {
    Observation o = report(0s, place(0));
    o.transmission = 77;
    o.hearer = std::string_view("ABCDEF").substr(static_cast<std::size_t>(i), 1);
    tracker.absorb(o, changes);
  }
  EXPECT_EQ(tracker.find(TrackId(1))->hearers[3].view(), "D");
  Observation next = report(10s, place(0));
  next.transmission = 78;
  next.hearer = std::string_view("Z");
  tracker.absorb(next, changes);
  EXPECT_EQ(tracker.find(TrackId(1))->hearers[0].view(), "Z");
  EXPECT_TRUE(tracker.find(TrackId(1))->hearers[1].empty());
}

TEST(Tracker, takes_equal_bits_minutes_apart_for_two_transmissions) {
  Tracker tracker;
  Observation first = named(0s, "ALPHA");
  first.transmission = 5;
  Observation again = named(6min, "ALPHA");
  again.transmission = 5;
  // A recording read quickly: received at once, said six minutes apart.
  again.received_at = first.received_at + 1s;
  again.observed_at = first.received_at - 6min;
  EXPECT_EQ(absorb(tracker, {first, again}).duplicates, 0u);
}

TEST(Tracker, joins_static_data_with_its_own_age) {
  Tracker tracker;
  Observation voyage_data = named(30s, "ALPHA", "LAAA");
  voyage_data.claims->imo = 9074729;
  TrackChanges changes = absorb(tracker, {report(0s, place(0)), voyage_data, report(40s, place(0))});
  const domain::Track& track = *tracker.find(TrackId(1));
  EXPECT_EQ(track.claims.name.view(), "ALPHA");
  EXPECT_EQ(*track.claims_at, kStart + 30s);
  EXPECT_EQ(track.observed_at, kStart + 40s);
  EXPECT_FALSE(track.flags.has(TrackFlag::imo_invalid));

  changes.clear();
  Observation destination = heard(50s);
  destination.claims.emplace();
  destination.claims->destination = std::string_view("BERGEN");
  destination.claims->imo = 9074728;
  tracker.absorb(destination, changes);
  EXPECT_EQ(track.claims.name.view(), "ALPHA");
  EXPECT_EQ(track.claims.destination.view(), "BERGEN");
  EXPECT_TRUE(track.flags.has(TrackFlag::imo_invalid));
  EXPECT_EQ(changes.described, std::vector{TrackId(1)});
}

TEST(Tracker, lets_older_static_data_fill_gaps_only) {
  Tracker tracker;
  Observation late = named(10s, "OLD", "LAAA");
  late.received_at = kStart + 70s;
  absorb(tracker, {report(0s, place(0)), named(60s, "NEW"), late});
  EXPECT_EQ(tracker.find(TrackId(1))->claims.name.view(), "NEW");
  EXPECT_EQ(tracker.find(TrackId(1))->claims.call_sign.view(), "LAAA");
  EXPECT_EQ(*tracker.find(TrackId(1))->claims_at, kStart + 60s);
}

TEST(Tracker, shows_a_vessel_that_has_not_said_where_it_is) {
  Tracker tracker;
  absorb(tracker, {named(0s, "ALPHA")});
  ASSERT_EQ(tracker.size(), 1u);
  EXPECT_FALSE(tracker.find(TrackId(1))->position);
  EXPECT_TRUE(tracker.find(TrackId(1))->flags.has(TrackFlag::position_stale));
  absorb(tracker, {report(10s, place(0))});
  EXPECT_EQ(tracker.size(), 1u);
  EXPECT_TRUE(tracker.find(TrackId(1))->position);
  EXPECT_FALSE(tracker.find(TrackId(1))->flags.has(TrackFlag::position_stale));
}

TEST(Tracker, marks_a_position_that_static_data_has_outlived) {
  Tracker tracker;
  absorb(tracker, {report(0s, place(0)), named(6min, "ALPHA")});
  EXPECT_FALSE(tracker.find(TrackId(1))->flags.has(TrackFlag::position_stale));
  absorb(tracker, {named(12min, "ALPHA")});
  EXPECT_TRUE(tracker.find(TrackId(1))->flags.has(TrackFlag::position_stale));
  EXPECT_EQ(tracker.find(TrackId(1))->state, TrackState::live);
}

TEST(Tracker, opens_nothing_for_a_message_that_says_neither_where_nor_who) {
  Tracker tracker;
  const TrackChanges changes = absorb(tracker, {heard(0s)});
  EXPECT_EQ(tracker.size(), 0u);
  EXPECT_TRUE(changes.empty());
}

TEST(Tracker, keeps_the_most_specific_kind) {
  Tracker tracker;
  Observation b = report(10s, place(0));
  b.kind = TrackKind::class_b;
  absorb(tracker, {report(0s, place(0)), b, report(20s, place(0))});
  EXPECT_EQ(tracker.find(TrackId(1))->kind, TrackKind::class_b);
  absorb(tracker, {report(0s, place(0), 972'123'456)});
  EXPECT_EQ(tracker.find(TrackId(2))->kind, TrackKind::distress);
  EXPECT_FALSE(tracker.find(TrackId(2))->flags.has(TrackFlag::mmsi_malformed));
}

TEST(Tracker, marks_a_number_that_no_ship_can_have) {
  Tracker tracker;
  absorb(tracker, {report(0s, place(0), 123'456'789), report(0s, place(0), 0), report(0s, place(0), 257'000'001)});
  EXPECT_TRUE(tracker.find(TrackId(1))->flags.has(TrackFlag::mmsi_malformed));
  EXPECT_TRUE(tracker.find(TrackId(2))->flags.has(TrackFlag::mmsi_malformed));
  EXPECT_FALSE(tracker.find(TrackId(3))->flags.has(TrackFlag::mmsi_malformed));
}

TEST(Tracker, marks_a_reported_speed_that_the_positions_contradict) {
  Tracker tracker;
  auto reports = voyage(0s, 300s, 10s, 20);
  for (Observation& o : reports) o.speed = Speed::knots(0);  // says it lies still
  absorb(tracker, reports);
  EXPECT_TRUE(tracker.find(TrackId(1))->flags.has(TrackFlag::speed_implausible));
  EXPECT_FALSE(tracker.find(TrackId(1))->flags.has(TrackFlag::jump));
  TrackChanges changes;
  for (int i = 0; i < 30; ++i) tracker.absorb(moving(310s + i * 10s, place(3.19 + 0.1029 * i), 20, 90), changes);
  EXPECT_FALSE(tracker.find(TrackId(1))->flags.has(TrackFlag::speed_implausible));
}

TEST(Tracker, believes_the_speed_of_a_boat_that_circles) {
  Tracker tracker;
  TrackChanges changes;
  for (int i = 0; i < 120; ++i) {
    const double angle = i * 0.25;  // a circle of 80 m radius every 50 s: 10 m/s
    tracker.absorb(moving(i * 2s, place(0.08 * std::sin(angle), 0.08 * std::cos(angle)), 19.4, 90 + angle * 57.2958),
                   changes);
  }
  EXPECT_FALSE(tracker.find(TrackId(1))->flags.has(TrackFlag::speed_implausible));
}

TEST(Tracker, takes_our_clock_where_the_source_is_ahead_of_it) {
  Tracker tracker;
  Observation ahead = report(0s, place(0));
  ahead.observed_at = kStart + 3h;
  absorb(tracker, {ahead});
  EXPECT_TRUE(tracker.find(TrackId(1))->flags.has(TrackFlag::time_disputed));
  absorb(tracker, {report(10s, place(0.01))});
  EXPECT_EQ(tracker.find(TrackId(1))->observed_at, kStart + 10s);
}

TEST(Tracker, follows_a_vessel_whose_clock_was_set_back) {
  Tracker tracker;
  auto reports = voyage(0s, 20min, 10s, 10);
  for (Observation& o : reports) {
    if (o.received_at >= kStart + 5min) o.observed_at = *o.observed_at - 1h;
  }
  absorb(tracker, reports);
  const domain::Track& track = *tracker.find(TrackId(1));
  EXPECT_EQ(tracker.size(), 1u);
  EXPECT_TRUE(track.flags.has(TrackFlag::time_disputed));
  EXPECT_LT(geo::distance(*track.position, *reports.back().position).in_metres(), 20);
}

TEST(Tracker, does_not_take_a_late_batch_for_a_clock_that_was_set_back) {
  Tracker tracker;
  absorb(tracker, voyage(2h, 2h + 10s, 10s, 0));
  TrackChanges changes;
  for (Observation o : voyage(0s, 1h, 1min, 0)) {
    o.received_at = kStart + 2h + 10min;
    tracker.absorb(o, changes);
  }
  EXPECT_EQ(tracker.find(TrackId(1))->observed_at, kStart + 2h + 10s);
  EXPECT_EQ(changes.history.size(), 61u);
}

TEST(Tracker, tells_the_targets_of_two_radars_apart_by_source_and_number) {
  Tracker tracker;
  const auto plot = [](Duration when, std::uint32_t source, std::uint16_t number, double km) {
    Observation o = report(when, place(km));
    o.mmsi.reset();
    o.kind = TrackKind::contact;
    o.sensor = domain::SensorKind::radar;
    o.source = domain::SourceId(source);
    o.target_number = number;
    return o;
  };
  absorb(tracker, {plot(0s, 1, 7, 0), plot(0s, 2, 7, 5), plot(3s, 1, 7, 0), plot(3s, 1, 8, 1)});
  EXPECT_EQ(tracker.size(), 3u);
  // The radar gives a number to another target: a new track at once, not a jump of the old one.
  absorb(tracker, {plot(6s, 1, 7, 30), plot(9s, 1, 7, 30), plot(12s, 1, 7, 30)});
  EXPECT_EQ(tracker.find(TrackId(1))->observations, 5u);
}

TEST(Tracker, counts_what_it_cannot_place) {
  Tracker tracker;
  Observation plot = report(0s, place(0));
  plot.mmsi.reset();
  plot.kind = TrackKind::contact;
  plot.sensor = domain::SensorKind::radar;
  plot.position.reset();
  EXPECT_EQ(absorb(tracker, {plot}).unidentified, 1u);
  EXPECT_EQ(tracker.size(), 0u);
}

TEST(Tracker, joins_own_navigation_to_the_transponder_of_the_same_source) {
  Tracker tracker;
  Observation own = report(0s, place(0));
  own.kind = TrackKind::own_ship;
  Observation fix = report(5s, place(0));
  fix.mmsi.reset();
  fix.kind = TrackKind::own_ship;
  fix.sensor = domain::SensorKind::own_navigation;
  Observation elsewhere = fix;
  elsewhere.source = domain::SourceId(2);
  absorb(tracker, {own, fix, elsewhere});
  EXPECT_EQ(tracker.size(), 2u);
  EXPECT_EQ(tracker.find(TrackId(1))->observations, 2u);
  EXPECT_EQ(tracker.find(TrackId(1))->kind, TrackKind::own_ship);
}

TEST(Tracker, follows_ships_across_the_date_line_and_near_the_pole) {
  Tracker tracker;
  TrackChanges changes;
  for (int i = 0; i < 100; ++i) {
    tracker.absorb(report(i * 10s, *geo::Position::from_degrees(10, 179.98 + 0.0005 * i), 211'000'001), changes);
    tracker.absorb(report(i * 10s, *geo::Position::from_degrees(89.95, 3.6 * i), 211'000'002), changes);
  }
  EXPECT_EQ(tracker.size(), 2u);
  EXPECT_EQ(tracker.find(TrackId(1))->flags.bits & static_cast<int>(TrackFlag::jump), 0);
  EXPECT_LT(tracker.find(TrackId(1))->position->longitude_degrees(), 0);
}

TEST(Tracker, survives_numbers_that_no_decoder_should_give) {
  Tracker tracker;
  TrackChanges changes;
  const double odd[] = {0, -1, 1e300, -1e300, std::nan(""), HUGE_VAL};
  int i = 0;
  for (const double a : odd) {
    for (const double b : odd) {
      Observation o = moving(i * 10s, place(0.01 * i), a, 45);
      ++i;
      o.position_sigma = Length::metres(b);
      tracker.absorb(o, changes);
    }
  }
  Observation early = report(0s, place(0));
  early.received_at = Instant::from_unix_ms(std::numeric_limits<std::int64_t>::min());
  early.observed_at = Instant::from_unix_ms(std::numeric_limits<std::int64_t>::max());
  tracker.absorb(early, changes);
  for (const domain::Track& track : tracks(tracker)) EXPECT_TRUE(std::isfinite(track.position_sigma.in_metres()));
}

}  // namespace
}  // namespace fairlead::fusion
