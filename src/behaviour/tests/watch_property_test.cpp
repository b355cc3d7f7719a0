// SPDX-License-Identifier: Apache-2.0
// What holds of every sea: the same input gives the same output, across copies and restores, whatever tracks are
// called.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sea.hpp"

namespace fairlead::behaviour {
namespace {

using namespace sea;

// Boats that do a little of everything, drawn from small numbers.
std::vector<Boat> random_boats() {
  const auto count = *rc::gen::inRange<std::uint64_t>(2, 7);
  std::vector<Boat> boats = traffic();
  for (std::uint64_t i = 1; i <= count; ++i) {
    const bool contact = *rc::gen::inRange(0, 3) == 0;
    Boat b = contact ? radar_contact(i, 5) : ship(i, 10);
    b.east_km = *rc::gen::inRange(-4, 5) * 0.5;
    b.north_km = *rc::gen::inRange(-4, 5) * 0.5;
    b.legs.clear();
    for (int k = 0; k < 6; ++k) {
      const double knots = *rc::gen::element(0.3, 1.0, 8.0, 15.0, 26.0);
      b.legs.push_back({30min * k, knots, static_cast<double>(*rc::gen::inRange(0, 8)) * 45});
    }
    if (*rc::gen::inRange(0, 2) == 0) {
      const int from = *rc::gen::inRange(30, 100);
      b.silent = {{std::chrono::minutes(from), std::chrono::minutes(from + *rc::gen::inRange(20, 80))}};
    }
    b.step = 60s;
    b.lag = std::chrono::seconds(*rc::gen::inRange(0, 3) * 40);
    b.tells = *rc::gen::inRange(0, 2) == 0;
    b.claims.name = std::string_view(*rc::gen::element<std::string>("ALFA", "BRAVO", "CHARLIE"));
    if (*rc::gen::inRange(0, 6) == 0) b.mmsi = 257'123'007;
    boats.push_back(b);
  }
  return boats;
}

// Some reports come late or twice, and out of order.
std::vector<Report> random_reports(const std::vector<Boat>& boats) {
  std::vector<Report> reports = reports_of(boats, kLate, 150min);
  const int late = *rc::gen::inRange(0, 30);
  for (int i = 0; i < late; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, reports.size());
    reports[at].s.received_at = reports[at].s.received_at + std::chrono::minutes(*rc::gen::inRange(1, 120));
  }
  std::ranges::stable_sort(reports, {}, [](const Report& r) { return r.s.received_at; });
  return reports;
}

std::string bytes_of(const Watch& watch) {
  wire::ByteWriter out;
  watch.save(out);
  return out.take();
}

Rules some_rules() {
  Rules rules;
  rules.rendezvous.close_duration = 15min;  // more happens in a short time
  rules.gone_dark.silence_min = 15min;
  rules.lines.push_back({"Cable", LineKind::cable, {place(-30, 1), place(30, 1)}, Length::nautical_miles(1)});
  rules.spots.push_back({"Playa", SpotKind::landing_place, place(30, 0), Length::nautical_miles(2)});
  return rules;
}

RC_GTEST_PROP(Watch, restored_at_any_point_goes_on_as_if_nothing_had_happened, ()) {
  const std::vector<Report> reports = random_reports(random_boats());
  Sea whole(some_rules());
  Sea broken(some_rules());
  whole.now = broken.now = kLate;
  const auto step = *rc::gen::inRange<std::size_t>(40, 400);
  for (std::size_t i = 0; i < reports.size(); ++i) {
    whole.take(reports[i]);
    if (i % step == step - 1) {
      const std::string bytes = bytes_of(broken.watch);
      wire::ByteReader in(bytes);
      auto restored = Watch::restore(in, some_rules());
      RC_ASSERT(restored.has_value());
      RC_ASSERT(in.at_end());
      RC_ASSERT(bytes_of(*restored) == bytes);
      broken.watch = *std::move(restored);
    }
    broken.take(reports[i]);
  }
  RC_ASSERT(whole.changes == broken.changes);
  RC_ASSERT(bytes_of(whole.watch) == bytes_of(broken.watch));
}

RC_GTEST_PROP(Watch, copied_goes_on_alike_and_apart, ()) {
  const std::vector<Report> reports = random_reports(random_boats());
  Sea a(some_rules());
  a.now = kLate;
  const std::size_t half = reports.size() / 2;
  for (std::size_t i = 0; i < half; ++i) a.take(reports[i]);
  Sea b = a;
  for (std::size_t i = half; i < reports.size(); ++i) a.take(reports[i]);
  for (std::size_t i = half; i < reports.size(); ++i) b.take(reports[i]);
  RC_ASSERT(a.changes == b.changes);
  RC_ASSERT(bytes_of(a.watch) == bytes_of(b.watch));
}

RC_GTEST_PROP(Watch, other_names_of_tracks_change_nothing_but_the_names, ()) {
  const std::vector<Report> reports = random_reports(random_boats());
  const auto factor = *rc::gen::element<std::uint64_t>(3, 7, 11, 101);
  const auto other = [&](TrackId id) { return TrackId(id.number() * factor % 100'003 + 5); };
  Sea a(some_rules());
  Sea b(some_rules());
  a.now = b.now = kLate;
  for (const Report& r : reports) {
    a.take(r);
    Report renamed = r;
    renamed.s.track = other(r.s.track);
    b.take(renamed);
  }
  for (FindingChange& c : a.changes) {
    for (TrackId& id : c.finding.tracks) id = other(id);
  }
  RC_ASSERT(a.changes == b.changes);
}

RC_GTEST_PROP(Watch, a_finding_never_vanishes_and_its_times_are_in_order, ()) {
  Sea sea(some_rules());
  sea.now = kLate;
  for (const Report& r : random_reports(random_boats())) sea.take(r);
  std::map<std::uint64_t, bool> open;
  std::uint64_t newest = 0;
  for (const FindingChange& c : sea.changes) {
    if (c.kind == ChangeKind::opened) {
      RC_ASSERT(c.number == newest + 1);
      newest = c.number;
    }
    RC_ASSERT(c.number <= newest);
    RC_ASSERT((c.kind == ChangeKind::ended) == c.finding.ends_at.has_value());
    if (c.finding.ends_at) RC_ASSERT(*c.finding.ends_at >= c.finding.begins_at);
    RC_ASSERT(!c.finding.reasons.empty());
    RC_ASSERT(!c.finding.evidence.empty());
    RC_ASSERT(!c.finding.tracks.empty());
    open[c.number] = !c.finding.ends_at;
  }
  std::size_t count = 0;
  for (const auto& [number, is_open] : open) count += is_open ? 1 : 0;
  RC_ASSERT(count == sea.watch.open_findings());
}

RC_GTEST_PROP(Watch, refuses_bytes_that_are_cut_and_survives_bytes_that_are_changed, ()) {
  static const std::string bytes = [] {
    Sea sea(some_rules());
    sea.play(traffic() + std::vector{ship(1, 1), ship(2, 1), radar_contact(3, 28)}, kLate, 90min);
    return bytes_of(sea.watch);
  }();
  const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
  wire::ByteReader cut(std::string_view(bytes).substr(0, at));
  RC_ASSERT(!Watch::restore(cut, some_rules()));
  std::string changed = bytes;
  changed[at] = static_cast<char>(*rc::gen::arbitrary<char>());
  wire::ByteReader in(changed);
  auto restored = Watch::restore(in, some_rules());
  if (!restored) return;
  FindingChanges changes;
  for (const Report& r : reports_of({ship(1, 1), radar_contact(3, 28)}, kLate + 2h, 5min))
    restored->absorb(r.s, changes);
  restored->advance(kLate + 9h, changes);
}

TEST(WatchNames, moved_and_joined_tracks_keep_their_findings) {
  Sea sea;
  sea.play({radar_contact(1, 28)}, kLate, 15min);
  ASSERT_EQ(sea.of(Rule::go_fast).size(), 1U);
  sea.watch.moved(TrackId(1), TrackId(9), sea.changes);
  EXPECT_EQ(sea.of(Rule::go_fast)[0].tracks, std::vector{TrackId(9)});
  Report other = reports_of({radar_contact(12, 28)}, kLate + 16min, 1s).front();
  sea.take(other);
  sea.watch.joined(TrackId(9), TrackId(12), sea.changes);
  EXPECT_EQ(sea.of(Rule::go_fast)[0].tracks, std::vector{TrackId(12)});
  EXPECT_FALSE(sea.of(Rule::go_fast)[0].ends_at);
  sea.watch.closed(TrackId(12), sea.changes);
  EXPECT_TRUE(sea.of(Rule::go_fast)[0].ends_at);
  EXPECT_EQ(sea.watch.vessels(), 0U);
}

TEST(WatchLimits, bound_what_is_remembered) {
  WatchLimits limits;
  limits.vessels_max = 50;
  limits.cells_max = 20;
  Watch watch({}, nullptr, limits);
  FindingChanges changes;
  for (std::uint64_t i = 0; i < 500; ++i) {
    Boat b = ship(i, 10);
    b.east_km = static_cast<double>(i);
    Report r = reports_of({b}, kLate + 1s * static_cast<int>(i), 1s).front();
    watch.absorb(r.s, changes);
  }
  watch.advance(kLate + 20min, changes);
  EXPECT_LE(watch.vessels(), 50U);
}

}  // namespace
}  // namespace fairlead::behaviour
