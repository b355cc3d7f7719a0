// SPDX-License-Identifier: Apache-2.0
// Properties of random streams: a snapshot at any moment changes nothing, vessels do not influence one another, damaged
// snapshots are refused, and no number is ever not a number.
#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sea.hpp"

namespace fairlead::fusion {
namespace {

using namespace sea;

// A stream with everything at once: several vessels on few numbers, jumps, repeats, late and disordered reports, static
// data, silence long enough to be lost. `advance_to` is set where the clock moves.
struct Event {
  Observation observation;
  std::optional<Instant> advance_to;
};

std::vector<Event> random_stream(std::uint64_t seed, std::uint32_t mmsi_count, std::size_t length) {
  std::mt19937_64 random(seed);
  const auto pick = [&](int from, int to) {
    return from + static_cast<int>(random() % static_cast<unsigned>(to - from));
  };
  std::vector<Event> events;
  Duration now = 0s;
  std::vector<Observation> sent;
  for (std::size_t i = 0; i < length; ++i) {
    now += std::chrono::milliseconds(pick(0, 100) < 3 ? pick(0, 3 * 3'600'000) : pick(0, 8'000));
    Event event;
    const int what = pick(0, 100);
    if (what < 10) {
      event.advance_to = kStart + now;
      events.push_back(event);
      continue;
    }
    const auto vessel = static_cast<std::uint32_t>(pick(0, 8));
    const std::uint32_t mmsi = 211'000'000 + vessel % mmsi_count;
    const double hours = std::chrono::duration<double, std::ratio<3600>>(now).count();
    Observation o;
    if (what < 18 && !sent.empty()) {
      o = sent[static_cast<std::size_t>(pick(0, static_cast<int>(sent.size())))];
      o.received_at = kStart + now;
      o.hearer = std::string_view("ABCDEFGH").substr(static_cast<std::size_t>(pick(0, 8)), 1);
      o.source = domain::SourceId(static_cast<std::uint32_t>(pick(1, 4)));
    } else if (what < 30) {
      o = named(now, std::string_view("SHIP ABCDEFGH").substr(0, 6 + vessel), {}, mmsi);
      if (pick(0, 3) == 0) o.claims->imo = 9'074'729 + static_cast<std::uint32_t>(pick(0, 3));
    } else {
      const double km = vessel * 70.0 + 18.0 * hours + pick(-10, 10) * 0.001;
      o = moving(now, what < 34 ? place(km + pick(-3000, 3000)) : place(km), 9.7 + pick(-5, 5) * 0.1, 90, mmsi);
      if (vessel == 3) o.kind = TrackKind::class_b;
      if (vessel == 4) o.speed.reset();
      if (vessel == 5) o.nav_status = static_cast<std::uint8_t>(pick(0, 9));
      if (what == 40) o.position = geo::Position();
      if (what > 90) o.observed_at = *o.observed_at - std::chrono::milliseconds(pick(-20'000, 400'000));
      if (what == 99) o.observed_at.reset();
    }
    o.transmission = static_cast<std::uint64_t>(pick(1, 1'000'000));
    sent.push_back(o);
    event.observation = o;
    events.push_back(event);
  }
  return events;
}

void play(Tracker& tracker, const Event& event, TrackChanges& changes) {
  if (event.advance_to) {
    tracker.advance(*event.advance_to, changes);
  } else {
    tracker.absorb(event.observation, changes);
  }
}

TrackerLimits small_limits() {
  TrackerLimits limits;
  limits.tracks_max = 9;
  return limits;
}

RC_GTEST_PROP(Snapshot, going_on_from_a_snapshot_is_going_on, (std::uint64_t seed)) {
  const TrackerLimits limits = *rc::gen::element(TrackerLimits{}, small_limits());
  const auto events = random_stream(seed, static_cast<std::uint32_t>(*rc::gen::inRange(1, 9)), 300);
  const auto cut = static_cast<std::size_t>(*rc::gen::inRange(0, 300));
  Tracker live(limits);
  for (std::size_t i = 0; i < cut; ++i) {
    TrackChanges changes;
    play(live, events[i], changes);
  }
  const std::string bytes = bytes_of(live);
  wire::ByteReader in(bytes);
  auto restored = Tracker::restore(in, limits);
  RC_ASSERT(restored.has_value());
  RC_ASSERT(in.at_end());
  RC_ASSERT(bytes_of(*restored) == bytes);
  for (std::size_t i = cut; i < events.size(); ++i) {
    TrackChanges live_changes;
    TrackChanges restored_changes;
    play(live, events[i], live_changes);
    play(*restored, events[i], restored_changes);
    RC_ASSERT(live_changes == restored_changes);
  }
  RC_ASSERT(bytes_of(live) == bytes_of(*restored));
}

// Everything about one vessel, whatever the ids.
std::string about(const Tracker& tracker, std::uint32_t mmsi) {
  std::string text;
  tracker.for_each([&](const domain::Track& t) {
    if (t.mmsi->number() != mmsi) return;
    text += std::string(name(t.kind)) + std::string(name(t.state)) + std::to_string(t.flags.bits) + ' ' +
            std::to_string(t.observations) + t.claims.name.str() + to_rfc3339(t.observed_at) +
            to_rfc3339(t.received_at) + (t.position ? to_decimal(*t.position) : "") +
            std::to_string(t.position_sigma.in_metres()) + '\n';
  });
  return text;
}

RC_GTEST_PROP(Snapshot, a_vessel_is_the_same_with_and_without_the_others, (std::uint64_t seed)) {
  const auto events = random_stream(seed, 8, 300);
  Tracker all;
  Tracker alone;
  constexpr std::uint32_t kOne = 211'000'002;
  std::vector<HistoryPoint> all_history;
  std::vector<HistoryPoint> alone_history;
  for (const Event& event : events) {
    TrackChanges changes;
    play(all, event, changes);
    for (HistoryPoint& point : changes.history) {
      if (event.observation.mmsi->number() == kOne) all_history.push_back(point);
    }
    if (!event.advance_to && event.observation.mmsi->number() != kOne) continue;
    changes.clear();
    play(alone, event, changes);
    alone_history.insert(alone_history.end(), changes.history.begin(), changes.history.end());
  }
  RC_ASSERT(about(all, kOne) == about(alone, kOne));
  RC_ASSERT(all_history.size() == alone_history.size());
  for (std::size_t i = 0; i < all_history.size(); ++i) RC_ASSERT(all_history[i].position == alone_history[i].position);
}

RC_GTEST_PROP(Snapshot, the_order_of_reports_of_different_vessels_does_not_matter, (std::uint64_t seed)) {
  auto events = random_stream(seed, 8, 120);
  std::erase_if(events, [](const Event& event) { return event.advance_to.has_value(); });
  Tracker one;
  Tracker other;
  TrackChanges changes;
  for (const Event& event : events) play(one, event, changes);
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
    return a.observation.mmsi->number() % 3 < b.observation.mmsi->number() % 3;
  });
  for (const Event& event : events) play(other, event, changes);
  for (std::uint32_t mmsi = 211'000'000; mmsi < 211'000'008; ++mmsi) RC_ASSERT(about(one, mmsi) == about(other, mmsi));
}

RC_GTEST_PROP(Snapshot, every_number_is_finite_and_each_list_of_changes_holds_an_id_once, (std::uint64_t seed)) {
  const auto events = random_stream(seed, 3, 300);
  Tracker tracker;
  TrackChanges changes;
  for (const Event& event : events) {
    if (*rc::gen::inRange(0, 20) == 0) changes.clear();
    play(tracker, event, changes);
    for (auto list : {changes.changed, changes.described, changes.closed}) {
      std::sort(list.begin(), list.end());
      RC_ASSERT(std::adjacent_find(list.begin(), list.end()) == list.end());
    }
    for (const TrackId id : changes.described) {
      RC_ASSERT(std::find(changes.changed.begin(), changes.changed.end(), id) != changes.changed.end());
    }
  }
  tracker.for_each([](const domain::Track& track) {
    if (!track.position) return;
    RC_ASSERT(std::isfinite(track.position_sigma.in_metres()) && track.position_sigma.in_metres() > 0);
    if (track.speed) RC_ASSERT(std::isfinite(track.speed->in_knots()));
    if (track.course) RC_ASSERT(std::isfinite(track.course->in_degrees()));
  });
}

RC_GTEST_PROP(Snapshot, damaged_snapshots_are_refused_or_read_but_never_crash, (std::uint64_t seed)) {
  Tracker tracker;
  for (const Event& event : random_stream(seed, 2, 60)) {
    TrackChanges changes;
    play(tracker, event, changes);
  }
  std::string bytes = bytes_of(tracker);
  const auto place_hit = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(bytes.size())));
  if (*rc::gen::arbitrary<bool>()) {
    bytes.resize(place_hit);
  } else {
    bytes[place_hit] = static_cast<char>(*rc::gen::inRange(0, 256));
  }
  wire::ByteReader in(bytes);
  auto restored = Tracker::restore(in);
  if (!restored) return;
  TrackChanges changes;
  for (const Event& event : random_stream(seed, 2, 60)) play(*restored, event, changes);
  restored->advance(kStart + 100h, changes);
}

TEST(Snapshot, refuses_a_snapshot_of_a_newer_version) {
  wire::ByteWriter out;
  out.varint(99);
  wire::ByteReader in(out.view());
  const auto restored = Tracker::restore(in);
  ASSERT_FALSE(restored.has_value());
  EXPECT_EQ(restored.error().code, ErrorCode::newer_version);
}

TEST(Snapshot, remembers_the_next_id_of_an_empty_picture) {
  Tracker tracker;
  TrackChanges changes = absorb(tracker, {report(0s, place(0))});
  tracker.advance(kStart + 10h, changes);
  const std::string bytes = bytes_of(tracker);
  wire::ByteReader in(bytes);
  Tracker restored = *Tracker::restore(in);
  absorb(restored, {report(11h, place(0))});
  EXPECT_NE(restored.find(TrackId(2)), nullptr);
}

}  // namespace
}  // namespace fairlead::fusion
