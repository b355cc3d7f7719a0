// SPDX-License-Identifier: Apache-2.0
// "Which of our releases fed this?": what was released, what is asked, what is answered.
//
// A release of a track can have contributed to what happened at a place when it had gone out by then, and the vessel
// can have got there: the place lies no farther from where the track was than the radius asked for, three standard
// deviations of the position, and the way a vessel makes at `speed_max` in the time between. Equal ids are not needed:
// whoever was there may have been another track by then.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "base/strong_id.hpp"
#include "domain/track.hpp"
#include "geo/position.hpp"
#include "units/instant.hpp"
#include "units/quantity.hpp"

namespace fairlead::trace {

// One view that is released to: an agency, a purpose, an agreement; who counts them gives the numbers.
using RecipientId = StrongId<struct RecipientTag, std::uint32_t>;

// Where a released track was, and how sure that was.
struct Whereabouts {
  Instant at;
  geo::Position position;
  Length sigma;                // one standard deviation; whole metres, up to 4,000 km
  std::optional<Speed> speed;  // over ground; whole centimetres a second
  friend bool operator==(const Whereabouts&, const Whereabouts&) = default;
};

// One track in one release.
struct Item {
  std::uint64_t entry = 0;  // of home's ledger
  Instant released_at;
  RecipientId recipient;
  domain::TrackId track;
  std::optional<Whereabouts> where;  // none: found by its track alone
  friend bool operator==(const Item&, const Item&) = default;
};

struct Place {
  geo::Position position;
  Length radius;
};

struct Question {
  std::set<domain::TrackId> tracks;  // none: any track
  std::optional<Place> place;        // none: anywhere
  Instant from;                      // what happened lies between these two
  Instant to;
  Duration lookback = std::chrono::hours(72);  // before `from`; what was released earlier is not asked for
  Speed speed_max = Speed::knots(60);
};

// What one recipient had been given of one track.
struct Contribution {
  RecipientId recipient;
  domain::TrackId track;
  std::uint64_t releases = 0;  // that could have contributed
  std::uint64_t first_entry = 0;
  std::uint64_t last_entry = 0;
  Instant first_released_at;
  Instant last_released_at;
  Item newest;          // of those that could
  Length spread;        // how far from where it was expected the vessel may have been at the time, by `newest`
  Speed speed_needed;   // to get to the place from there; 0 without a place or when it was within reach of the error
  bool likely = false;  // no faster than it was known to go, or than 15 knots
  friend bool operator==(const Contribution&, const Contribution&) = default;
};

// Whether the item could have contributed: the definition above, that every index must equal.
bool could_contribute(const Question& question, const Item& item);
// What `newest` says: spread, speed needed, likely.
void judge(const Question& question, Contribution& contribution);
// The most specific first: likely before unlikely, then the smaller spread, then the later release, then by number.
void rank(std::vector<Contribution>& contributions);

}  // namespace fairlead::trace
