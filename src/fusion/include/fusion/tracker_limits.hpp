// SPDX-License-Identifier: Apache-2.0
// What bounds a picture: how long a silent track lives, how many there may be, how far a vessel can have gone.
//
// Silence is measured on our clock (received_at), so that a feed with a wrong clock neither kills nor preserves a
// track. Threads: plain values.
#pragma once

#include <chrono>
#include <cstddef>

#include "units/instant.hpp"
#include "units/quantity.hpp"

namespace fairlead::fusion {

// A track is `lost` after the first silence and dropped after the second; both count from the newest observation.
struct AgeLimits {
  Duration lost_after;
  Duration dropped_after;
};

// `burst` holds for the first ten minutes between two reports, `sustained` for what lies beyond.
struct SpeedLimits {
  Speed burst;
  Speed sustained;
};

struct TrackerLimits {
  // Of each view by itself. Beyond this home's quietest lost track is closed, and where none is lost its quietest live
  // one; another view loses as many at once as make it last, in the same order.
  std::size_t tracks_max = 500'000;
  // Tracks under one identity; some devices leave the factory with an MMSI that they share with hundreds.
  std::size_t tracks_per_identity_max = 16;

  // Age, by what is tracked. Class A reports every 2 s to 10 s, moored or at anchor every 3 min, class B every 30 s to
  // 3 min, an aid every 3 min, a base station every 10 s (ITU-R M.1371-5, annex 1, tables 1 and 2).
  AgeLimits ship{std::chrono::minutes(10), std::chrono::hours(6)};
  AgeLimits ship_at_rest{std::chrono::minutes(18), std::chrono::hours(6)};  // anchored, moored or aground
  AgeLimits class_b{std::chrono::minutes(10), std::chrono::hours(6)};
  AgeLimits small_craft{std::chrono::minutes(10), std::chrono::hours(6)};
  AgeLimits sar_aircraft{std::chrono::minutes(3), std::chrono::hours(1)};
  AgeLimits base_station{std::chrono::minutes(10), std::chrono::hours(24)};
  AgeLimits aid_to_navigation{std::chrono::minutes(30), std::chrono::hours(24)};
  AgeLimits distress{std::chrono::minutes(30), std::chrono::hours(24)};
  AgeLimits own_ship{std::chrono::minutes(2), std::chrono::hours(6)};
  AgeLimits contact{std::chrono::minutes(5), std::chrono::hours(1)};
  // A track that never had a position is dropped after this at the latest.
  Duration dropped_without_position = std::chrono::minutes(30);

  // The plausibility gate.
  SpeedLimits ship_speed{Speed::knots(60), Speed::knots(40)};
  SpeedLimits class_b_speed{Speed::knots(100), Speed::knots(50)};
  SpeedLimits wing_in_ground_speed{Speed::knots(200), Speed::knots(120)};
  SpeedLimits sar_aircraft_speed{Speed::knots(400), Speed::knots(300)};
  SpeedLimits fixed_speed{Speed::knots(20), Speed::knots(10)};  // base stations and aids to navigation
  SpeedLimits contact_speed{Speed::knots(100), Speed::knots(60)};
  // The clocks of stations differ, and feeds without times arrive in bunches, by this much without anything being
  // wrong.
  Duration clock_slack = std::chrono::seconds(10);

  // How many reports make a set of positions that does not fit a vessel of its own, and how long the vessel that it
  // does not fit must have been silent (also: three times its own report interval) before the new place is believed.
  std::size_t candidate_reports = 3;
  Duration jump_patience = std::chrono::minutes(2);
  Duration candidate_forgotten_after = std::chrono::minutes(30);
  // How long the flags `jump` and `time_disputed` stay after the last reason for them.
  Duration flag_shown = std::chrono::minutes(10);

  // Equal bits within this time are one transmission heard again.
  Duration duplicate_window = std::chrono::seconds(10);
  // A source's time this far ahead of ours is disputed. Being behind is not judged: a satellite or a stored feed is
  // late by design.
  Duration clock_ahead_max = std::chrono::minutes(10);
  // A report this much older than the newest of its track is not late: its time is wrong. It enters no history.
  Duration late_max = std::chrono::days(31);
};

}  // namespace fairlead::fusion
