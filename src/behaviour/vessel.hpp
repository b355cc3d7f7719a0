// SPDX-License-Identifier: Apache-2.0
// What a Watch remembers of one vessel. Positions are kept as reported; two rings of them, a fine and a coarse one, are
// enough for every rule, and each rule keeps its own few numbers beside them.
//
// Threads: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "archive.hpp"
#include "behaviour/rules.hpp"
#include "behaviour/sighting.hpp"
#include "behaviour/surroundings.hpp"

namespace fairlead::behaviour {

using Ordinal = std::uint64_t;  // vessels in order of their first sighting, from 1; never used again

constexpr std::uint8_t last_of(Rule) { return static_cast<std::uint8_t>(kRules - 1); }

struct Fix {
  Instant at;
  geo::Position position;
  std::int32_t deci_knots = -1;    // -1: unknown
  std::int32_t deci_degrees = -1;  // course; -1: unknown
  domain::ObservationId evidence;
  template <class A>
  void archive(A& a) {
    a(at, position, deci_knots, deci_degrees, evidence);
  }
};

// Something that has been so without a break.
struct Streak {
  bool on = false;
  Instant since;
  Instant last;
  geo::Position begin;
  domain::ObservationId first;
  std::uint32_t count = 0;

  Duration length() const { return on ? last - since : Duration{0}; }
  // It is so now. After a silence longer than `gap_max` it begins anew.
  void yes(Instant at, geo::Position where, domain::ObservationId evidence, Duration gap_max) {
    if (on && at - last > gap_max) on = false;
    if (!on) *this = {true, at, at, where, evidence, 0};
    last = at;
    ++count;
  }
  // It is not so now; for as long as `tolerance` that does not count.
  void no(Instant at, Duration tolerance = Duration{0}) {
    if (on && at - last >= tolerance) *this = {};
  }
  template <class A>
  void archive(A& a) {
    a(on, since, last, begin, first, count);
  }
};

// A silence that was, for late reports to correct.
struct Silence {
  std::uint64_t finding = 0;
  Instant from;
  Instant to;
  template <class A>
  void archive(A& a) {
    a(finding, from, to);
  }
};

// A step that no vessel can make, until it is believed or taken back.
struct Leap {
  Fix from;
  Fix to;
  Ordinal sibling = 0;  // the vessel of the same number that was at `from`; 0: this one
  std::uint32_t reports = 0;
  bool believed = false;
  template <class A>
  void archive(A& a) {
    a(from, to, sibling, reports, believed);
  }
};

struct Vessel {
  static constexpr std::size_t kFine = 16;
  static constexpr std::size_t kCoarse = 24;
  static constexpr Duration kFineStep = std::chrono::seconds(30);
  static constexpr Duration kCoarseStep = std::chrono::minutes(5);
  static constexpr Duration kBin = std::chrono::minutes(10);  // of counting what was heard

  Ordinal ordinal = 0;
  domain::TrackId track;
  bool held = true;  // by the tracker; else remembered for its silence
  domain::TrackKind kind = domain::TrackKind::contact;
  std::optional<domain::Mmsi> mmsi;
  domain::StaticClaims claims;
  std::optional<Length> length_seen;
  FixedText<16> seen_as;

  Instant first_at;
  Instant newest_at;       // of any sighting
  std::optional<Fix> now;  // the newest with a position
  std::optional<Speed> speed;
  std::optional<Course> course;
  std::optional<Heading> heading;
  std::optional<std::uint8_t> nav_status;
  std::vector<Fix> fine;    // at least kFineStep apart, oldest first
  std::vector<Fix> coarse;  // at least kCoarseStep apart

  // AIS.
  std::optional<Instant> heard_at;  // newest report with a position
  std::optional<Fix> heard;         // that report
  std::int64_t heard_bin = 0;       // the bin of the newest, and how many in it and in those before
  std::uint32_t heard_cell = 0;
  std::array<std::uint32_t, 4> heard_counts{};
  std::uint32_t reports = 0;
  // Other sensors.
  std::optional<Instant> seen_at;
  std::uint32_t seen_since_heard = 0;
  std::uint32_t seen = 0;
  std::optional<Instant> seen_first_at;

  std::optional<Instant> fast_at;       // last moved as a go-fast does
  std::optional<Instant> under_way_at;  // last was under way for long enough
  Streak under_way;

  Place place;
  std::optional<Instant> place_at;
  geo::Position place_of;
  bool near_port = false;  // named or known

  std::array<std::uint64_t, kRules> open{};  // number of the open finding of each rule, 0: none

  // Per rule.
  std::optional<Silence> silence;
  std::optional<Instant> silence_due;  // its place in the queue of due times
  Streak contact;
  Streak slow_hours;
  Streak fast;
  Streak drift;
  Streak landing;
  std::uint32_t landing_spot = 0;
  Streak inland;
  FixedText<24> zone;
  FixedText<2> zone_state;
  FixedText<24> zone_next;
  FixedText<2> zone_next_state;
  Streak zone_change;
  std::uint32_t lane = 0;  // index + 1 of the lane that it follows
  Streak in_lane;
  Streak off_lane;
  Streak by_cable;
  std::uint32_t cable = 0;
  std::vector<std::pair<std::string, Streak>> in_areas;
  std::vector<std::pair<std::string, std::uint64_t>> area_findings;
  std::vector<Ordinal> partners;  // pairs that it stands in, rising
  bool in_slow = false;           // among those that may meet
  std::optional<Instant> met_at;  // when its neighbours were looked at last
  std::optional<Leap> leap;
  std::uint32_t alternations = 0;
  std::optional<Instant> alternated_at;
  std::optional<Ordinal> alternates_with;
  FixedText<34> name_known;  // the name that it has told for long enough
  FixedText<34> name_next;
  std::uint32_t name_next_count = 0;
  std::optional<std::uint32_t> imo_known;
  std::optional<std::uint32_t> imo_next;
  std::uint32_t imo_next_count = 0;
  std::uint32_t watch_entry = 0;  // index + 1
  std::uint32_t claims_count = 0;
  bool identity_checked = false;
  std::optional<Instant> circle_at;

  bool has_ais() const { return heard_at.has_value() || (mmsi.has_value() && reports > 0); }
  template <class A>
  void archive(A& a) {
    a(ordinal, track, held, kind, mmsi, claims, length_seen, seen_as, first_at, newest_at, now, speed, course, heading,
      nav_status, fine, coarse, heard_at, heard, heard_bin, heard_cell, heard_counts, reports, seen_at,
      seen_since_heard, seen, seen_first_at, fast_at, under_way_at, under_way, open, silence, silence_due, contact,
      slow_hours, fast, drift, landing, landing_spot, inland, zone, zone_state, zone_next, zone_next_state, zone_change,
      lane, in_lane, off_lane, by_cable, cable, in_areas, area_findings, partners, in_slow, met_at, leap, alternations,
      alternated_at, alternates_with, name_known, name_next, name_next_count, imo_known, imo_next, imo_next_count,
      watch_entry, claims_count, identity_checked, circle_at);
    archive_place(a);
  }

 private:
  template <class A>
  void archive_place(A& a) {
    a(place.on_land, place.to_coast, place.to_port, place.zone, place.state, place.zone_confidence, place_at, place_of,
      near_port);
  }
};

}  // namespace fairlead::behaviour
