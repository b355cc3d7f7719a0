// SPDX-License-Identifier: Apache-2.0
// What a tracker did since the caller last looked.
//
// How a copy of one view follows: apply `moved` in order, then take each track of `changed` that the view holds by
// Tracker::views_of(), then drop what `closed_for` names. The order in `changed` is that of home; whoever shows another
// view something sorts it first (Tracker::opened() gives the order of opening within a view), because a copy enters
// where it was made.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/track.hpp"
#include "fusion/views.hpp"

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

// An estimate was copied: these views see `to` where they saw `from` until now. It is the same vessel, and nothing that
// they may see has changed; a caller keeps the name it gave them for it.
struct Moved {
  domain::TrackId from;
  domain::TrackId to;
  ViewMask views = 0;
  friend bool operator==(const Moved&, const Moved&) = default;
};

// An observation that became part of a track, as these views saw the track at that moment: a later `moved` may have
// given it another id for some of them. What was set aside feeds the track that it joins in the end; a duplicate feeds
// where it added a hearer or a source.
struct Fed {
  domain::ObservationId observation;
  domain::TrackId track;
  ViewMask views = 0;
  friend bool operator==(const Fed&, const Fed&) = default;
};

// A track that these views hold no more; others may.
struct Closed {
  domain::TrackId id;
  ViewMask views = 0;
  friend bool operator==(const Closed&, const Closed&) = default;
};

// Filled by Tracker, emptied by clear(). `changed`, `described` and `closed` hold an id once, in the order in which it
// entered; the tracker finds out by looking at the place where it put the id last, so the caller may clear and exchange
// this freely, but must not reorder `changed` or `described` and then have them filled further.
struct TrackChanges {
  std::vector<domain::TrackId> changed;    // opened or updated in any respect, in whichever view
  std::vector<domain::TrackId> described;  // part of changed: new, or identity, claims, flags, kind or state changed
  std::vector<domain::TrackId> closed;     // dropped from home; may also stand in changed
  std::vector<Closed> closed_for;          // dropped from any view, home included
  std::vector<Moved> moved;
  std::vector<Fed> fed;
  // Home's alone:
  std::vector<HistoryPoint> history;  // accepted positions in order of absorption, late ones included
  std::uint64_t duplicates = 0;       // further receptions of a known transmission
  std::uint64_t set_aside = 0;        // positions that fit no track; some enter `history` later, when others join
  std::uint64_t unidentified = 0;     // observations that say neither who nor where

  bool empty() const {
    return changed.empty() && closed_for.empty() && moved.empty() && fed.empty() && history.empty() &&
           duplicates == 0 && set_aside == 0 && unidentified == 0;
  }
  // Keeps the memory.
  void clear() {
    changed.clear();
    described.clear();
    closed.clear();
    closed_for.clear();
    moved.clear();
    fed.clear();
    history.clear();
    duplicates = set_aside = unidentified = 0;
  }
  friend bool operator==(const TrackChanges&, const TrackChanges&) = default;
};

}  // namespace fairlead::fusion
