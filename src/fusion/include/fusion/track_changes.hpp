// SPDX-License-Identifier: Apache-2.0
// What a tracker did since the caller last looked.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/track.hpp"

namespace fairlead::fusion {

// A position that was accepted for a track, as reported, not as estimated.
struct HistoryPoint {
  domain::TrackId track;
  Instant at;
  geo::Position position;
  std::optional<Speed> speed;
  std::optional<Course> course;
  std::optional<Heading> heading;
  friend bool operator==(const HistoryPoint&, const HistoryPoint&) = default;
};

// Filled by Tracker, emptied by clear(). Each list holds an id once, in the order in which it entered; the tracker
// finds out by looking at the place where it put the id last, so the caller may clear and exchange this freely, but
// must not reorder `changed` or `described` and then have them filled further.
struct TrackChanges {
  std::vector<domain::TrackId> changed;    // opened or updated in any respect
  std::vector<domain::TrackId> described;  // part of changed: new, or identity, claims, flags, kind or state changed
  std::vector<domain::TrackId> closed;     // dropped; may also stand in changed, find() then gives nothing
  std::vector<HistoryPoint> history;       // accepted positions in order of absorption, late ones included
  std::uint64_t duplicates = 0;            // further receptions of a known transmission
  std::uint64_t set_aside = 0;             // positions that fit no track; some enter `history` later, when others join
  std::uint64_t unidentified = 0;          // observations that part one cannot place: radar plots without a number

  bool empty() const {
    return changed.empty() && closed.empty() && history.empty() && duplicates == 0 && set_aside == 0 &&
           unidentified == 0;
  }
  // Keeps the memory.
  void clear() {
    changed.clear();
    described.clear();
    closed.clear();
    history.clear();
    duplicates = set_aside = unidentified = 0;
  }
  friend bool operator==(const TrackChanges&, const TrackChanges&) = default;
};

}  // namespace fairlead::fusion
