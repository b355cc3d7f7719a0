// SPDX-License-Identifier: Apache-2.0
// Turns observations into tracks: one picture, of whatever observations it is given and nothing else.
//
// 1. The same calls in the same order give the same tracks, changes and snapshot bytes.
// 2. Track ids count from 1 in order of opening and are never used again, also after a restore.
// 3. What happens under one identity does not depend on what happens under another, except through `tracks_max`.
// 4. A position that a vessel cannot have reached never moves its track and never enters its history.
//
// Threads: one owner, not shared. Time: arrives with the observations and with advance(), never from a clock.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

#include "base/result.hpp"
#include "domain/observation.hpp"
#include "domain/track.hpp"
#include "fusion/track_changes.hpp"
#include "fusion/tracker_limits.hpp"
#include "units/instant.hpp"
#include "wire/bytes.hpp"

namespace fairlead::fusion {

class Picture;

class Tracker {
 public:
  explicit Tracker(const TrackerLimits& limits = {});
  ~Tracker();
  Tracker(Tracker&&) noexcept;
  Tracker& operator=(Tracker&&) noexcept;

  // Extends or opens tracks and adds what changed. Observations may come late or out of order: one that is older than
  // the newest of its track goes to the history and leaves the state alone.
  void absorb(const domain::Observation& observation, TrackChanges& changes);
  // Applies the age policy at `now`, on our clock; an earlier `now` than before is ignored. Costs nothing when nothing
  // is due.
  void advance(Instant now, TrackChanges& changes);

  // Valid until the next absorb(), advance() or move.
  const domain::Track* find(domain::TrackId id) const;
  std::size_t size() const;
  // Calls visit(const domain::Track&) for each track in the order of ids.
  template <class Visit>
  void for_each(Visit&& visit) const {
    using Visitor = std::remove_reference_t<Visit>;
    visit_all([](void* context, const domain::Track& track) { (*static_cast<Visitor*>(context))(track); },
              const_cast<void*>(static_cast<const void*>(std::addressof(visit))));
  }

  // Everything that later answers depend on; equal states give equal bytes.
  void save(wire::ByteWriter& out) const;
  // What save() wrote, under limits that may differ. Ill-formed bytes are refused as `corrupt`.
  static Result<Tracker> restore(wire::ByteReader& in, const TrackerLimits& limits = {});

 private:
  explicit Tracker(std::unique_ptr<Picture> picture);
  void visit_all(void (*visit)(void*, const domain::Track&), void* context) const;
  std::unique_ptr<Picture> picture_;
};

}  // namespace fairlead::fusion
