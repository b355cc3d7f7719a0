// SPDX-License-Identifier: Apache-2.0
// The rules with their thresholds, as an operator may set them. `docs/reference/findings.md` says of each what it
// finds, where the definition comes from and what it is known to get wrong; the text is written from rule_table.hpp.
//
// Threads: plain values.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "behaviour/named_places.hpp"
#include "domain/finding.hpp"

namespace fairlead::behaviour {

enum class Rule : std::uint8_t {
  distress,
  gone_dark,
  dark_contact,
  rendezvous,
  loitering,
  go_fast,
  stop_and_drift,
  landing_course,
  on_land,
  impossible_jump,
  offset_spoofing,
  circle_spoofing,
  mmsi_shared,
  identity_change,
  identity_conflict,
  zone_change,
  lane_deviation,
  near_cable,
  watchlist,
  area,
};
inline constexpr std::size_t kRules = 20;
std::string_view name(Rule rule);
std::optional<Rule> rule(std::string_view name);

// Situations in which a rule is quiet although its thresholds are met.
enum class Exclusion : std::uint8_t {
  harbour,   // near a port or an anchorage, as named or as the surroundings know
  anchored,  // says that it is at anchor, moored or aground
  own_unit,  // one of the own units
  fishing,   // says or was seen to be a fishing vessel, or to be fishing
  service,   // pilots, tugs, tows, rescue, dredgers, divers, tenders, law enforcement
  gear,      // a buoy of fishing gear, an aid to navigation
  crowd,     // many slow vessels close together: an anchorage or a fishing ground that nobody named
};
inline constexpr std::size_t kExclusions = 7;
std::string_view name(Exclusion exclusion);
std::optional<Exclusion> exclusion(std::string_view name);

// What every rule has.
struct Terms {
  bool enabled = true;
  domain::Priority priority = domain::Priority::caution;
  std::set<Exclusion> quiet;  // in these situations
  std::uint32_t version = 1;  // counted up by whoever changes a threshold
  std::string owner = "watch";
  std::optional<Instant> valid_from;
  std::optional<Instant> valid_to;

  bool in_force(Instant at) const {
    return enabled && (!valid_from || at >= *valid_from) && (!valid_to || at < *valid_to);
  }
  bool is_quiet(Exclusion exclusion) const { return quiet.contains(exclusion); }
  friend bool operator==(const Terms&, const Terms&) = default;
};

struct Distress {
  Duration silence_end = std::chrono::hours(1);
  friend bool operator==(const Distress&, const Distress&) = default;
};

struct GoneDark {
  Duration silence_min = std::chrono::minutes(30);
  Duration silence_class_b_min = std::chrono::hours(6);
  Duration silence_seen_min = std::chrono::minutes(10);
  double seen_min = 5;
  double reports_before_min = 15;
  double reports_before_class_b_min = 5;
  double others_min = 3;
  Length others_within = Length::nautical_miles(10);
  double covered_min = 0.75;
  double others_kept_min = 0.5;
  Speed speed_min = Speed::knots(1);
  Length coast_min = Length::nautical_miles(2);
  Duration forgotten_after = std::chrono::hours(72);
  friend bool operator==(const GoneDark&, const GoneDark&) = default;
};

struct DarkContact {
  Duration duration_min = std::chrono::minutes(10);
  double sightings_min = 5;
  Speed speed_min = Speed::knots(12);
  Length length_min = Length::metres(25);
  double others_min = 2;
  Length others_within = Length::nautical_miles(15);
  Duration unseen_end = std::chrono::minutes(30);
  friend bool operator==(const DarkContact&, const DarkContact&) = default;
};

struct Rendezvous {
  Length close_distance = Length::metres(250);
  Duration close_duration = std::chrono::minutes(30);
  Length distance = Length::metres(500);
  Duration duration = std::chrono::hours(2);
  Speed speed_max = Speed::knots(2);
  Length port_min = Length::kilometres(10);
  Length coast_min = Length::nautical_miles(2);
  Length apart_min = Length::metres(1000);
  Duration break_max = std::chrono::minutes(15);
  Duration merge_within = std::chrono::hours(4);
  Length crowd_within = Length::metres(2000);
  double crowd_max = 6;
  friend bool operator==(const Rendezvous&, const Rendezvous&) = default;
};

struct Loitering {
  Duration duration_min = std::chrono::hours(4);
  Speed speed_max = Speed::knots(2);
  Length coast_min = Length::nautical_miles(20);
  Length swing_min = Length::metres(1000);
  Duration gap_max = std::chrono::hours(2);
  friend bool operator==(const Loitering&, const Loitering&) = default;
};

struct GoFast {
  Speed speed_min = Speed::knots(20);
  Speed speed_max = Speed::knots(80);
  // A vessel that has gone dark and goes on as it did is no go-fast: it is this much faster than it said, or faster
  // than ships are.
  Speed above_reported_min = Speed::knots(5);
  Speed ship_speed_max = Speed::knots(25);
  Duration duration_min = std::chrono::minutes(5);
  double straightness_min = 0.8;
  Length coast_min = Length::nautical_miles(1);
  Duration slow_end = std::chrono::minutes(10);
  friend bool operator==(const GoFast&, const GoFast&) = default;
};

struct StopAndDrift {
  Speed under_way_min = Speed::knots(7);
  Duration under_way_for = std::chrono::minutes(10);
  Duration under_way_within = std::chrono::hours(2);
  Speed drift_min = Speed::knots(1);
  Speed drift_max = Speed::knots(5);
  double angle_min = 45;
  Duration duration_min = std::chrono::minutes(10);
  Length distance_min = Length::metres(500);
  Length length_min = Length::metres(50);
  Speed contact_speed_max = Speed::knots(2);
  Duration contact_duration_min = std::chrono::minutes(15);
  Length coast_min = Length::nautical_miles(1);
  Duration tolerance = std::chrono::minutes(5);
  friend bool operator==(const StopAndDrift&, const StopAndDrift&) = default;
};

struct LandingCourse {
  Speed speed_min = Speed::knots(12);
  Duration duration_min = std::chrono::minutes(5);
  Length range_max = Length::nautical_miles(40);
  friend bool operator==(const LandingCourse&, const LandingCourse&) = default;
};

struct OnLand {
  Length inland_min = Length::kilometres(3);
  double reports_min = 3;
  Duration duration_min = std::chrono::minutes(2);
  double others_max = 2;
  friend bool operator==(const OnLand&, const OnLand&) = default;
};

struct ImpossibleJump {
  Speed speed_min = Speed::knots(50);
  Length distance_min = Length::nautical_miles(6);
  double reports_min = 3;
  Duration silence_min = std::chrono::minutes(10);
  Duration clock_slack = std::chrono::minutes(1);
  Duration look_back = std::chrono::hours(24);
  friend bool operator==(const ImpossibleJump&, const ImpossibleJump&) = default;
};

struct OffsetSpoofing {
  double ships_min = 3;
  Length source_radius = Length::nautical_miles(20);
  Length target_radius = Length::nautical_miles(5);
  Duration within = std::chrono::hours(24);
  friend bool operator==(const OffsetSpoofing&, const OffsetSpoofing&) = default;
};

struct CircleSpoofing {
  Length radius_min = Length::metres(200);
  Length radius_max = Length::kilometres(20);
  double residual_max = 0.05;
  double turns_min = 2;
  double points_min = 20;
  Speed speed_min = Speed::knots(4);
  double course_apart_min = 45;
  double ships_min = 2;
  friend bool operator==(const CircleSpoofing&, const CircleSpoofing&) = default;
};

struct MmsiShared {
  Speed speed_min = Speed::knots(50);
  Length distance_min = Length::nautical_miles(2);
  double alternations_min = 4;
  Duration within = std::chrono::minutes(30);
  friend bool operator==(const MmsiShared&, const MmsiShared&) = default;
};

struct IdentityChange {
  Duration silence_max = std::chrono::minutes(30);
  Duration settle = std::chrono::minutes(10);
  Length distance_max = Length::nautical_miles(1);
  double reports_min = 3;
  friend bool operator==(const IdentityChange&, const IdentityChange&) = default;
};

struct IdentityConflict {
  Length length_min = Length::metres(50);
  double reports_min = 3;
  friend bool operator==(const IdentityConflict&, const IdentityConflict&) = default;
};

struct ZoneChange {
  std::set<std::string> zones{"internal_waters", "archipelagic_waters", "territorial_sea"};
  bool everyone = false;
  double confidence_min = 0.6;
  Duration settle = std::chrono::minutes(5);
  friend bool operator==(const ZoneChange&, const ZoneChange&) = default;
};

struct LaneDeviation {
  double angle_max = 45;
  double against_min = 135;
  Speed speed_min = Speed::knots(5);
  Length length_min = Length::metres(20);
  Duration follow_min = std::chrono::minutes(15);
  Duration off_min = std::chrono::minutes(5);
  double off_factor = 1.5;
  friend bool operator==(const LaneDeviation&, const LaneDeviation&) = default;
};

struct NearCable {
  Length distance = Length::nautical_miles(0.5);
  Speed speed_max = Speed::knots(3);
  Duration duration_min = std::chrono::minutes(20);
  Duration tolerance = std::chrono::minutes(10);
  friend bool operator==(const NearCable&, const NearCable&) = default;
};

struct WatchlistRule {
  Duration silence_end = std::chrono::hours(6);
  friend bool operator==(const WatchlistRule&, const WatchlistRule&) = default;
};

struct AreaRule {
  Duration leave_after = std::chrono::minutes(5);
  friend bool operator==(const AreaRule&, const AreaRule&) = default;
};

struct Rules {
  Rules();  // the defaults, each rule with its priority and its quiet situations

  std::array<Terms, kRules> terms;
  Terms& of(Rule rule) { return terms[static_cast<std::size_t>(rule)]; }
  const Terms& of(Rule rule) const { return terms[static_cast<std::size_t>(rule)]; }

  Distress distress;
  GoneDark gone_dark;
  DarkContact dark_contact;
  Rendezvous rendezvous;
  Loitering loitering;
  GoFast go_fast;
  StopAndDrift stop_and_drift;
  LandingCourse landing_course;
  OnLand on_land;
  ImpossibleJump impossible_jump;
  OffsetSpoofing offset_spoofing;
  CircleSpoofing circle_spoofing;
  MmsiShared mmsi_shared;
  IdentityChange identity_change;
  IdentityConflict identity_conflict;
  ZoneChange zone_change;
  LaneDeviation lane_deviation;
  NearCable near_cable;
  WatchlistRule watchlist;
  AreaRule area;

  // An acknowledged or ended behaviour that begins again within this is the same finding.
  Duration again_within = std::chrono::hours(1);
  // How near to a named port, or to one that the surroundings know, is `harbour`.
  Length harbour_within = Length::kilometres(3);

  std::vector<Area> areas;
  std::vector<Line> lines;
  std::vector<Spot> spots;
  std::vector<WatchEntry> watch_entries;
  std::set<domain::Mmsi> own_units;

  friend bool operator==(const Rules&, const Rules&) = default;
};

// Says which member is wrong and what it may be: "`rendezvous.speed_max` is -1 kn: at least 0.1 kn".
Result<void> check(const Rules& rules);

// Sets one member by its name and a value in words, as a configuration file has them: set(rules, "gone_dark",
// "silence_min", "45m"); "priority", "enabled", "owner", "quiet", "version", "valid_from" and "valid_to" are members of
// every rule. A wrong name is answered with the nearest right one.
Result<void> set(Rules& rules, std::string_view rule, std::string_view member, std::string_view value);

}  // namespace fairlead::behaviour
