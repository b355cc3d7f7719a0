// SPDX-License-Identifier: Apache-2.0
// Turns observations into tracks: up to 64 pictures, each of the observations it is given and nothing else.
//
// 1. The same calls in the same order give the same tracks, changes and snapshot bytes.
// 2. Track ids count from 1 in order of opening and copying, and are never used again, also after a restore.
// 3. What happens under one identity does not depend on what happens under another, except through `tracks_max`.
// 4. A position that a vessel cannot have reached never moves its track and never enters its history.
// 5. What a view holds, in the order of opening, depends on what was shared with it, on advance() and on nothing else:
//    it is equal to what a tracker holds that got only that. Ids are outside of this: they count over all views, so
//    whoever shows a view to others gives its tracks names of its own.
//
// Threads: one owner, not shared. Time: arrives with the observations and with advance(), never from a clock.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "base/result.hpp"
#include "domain/observation.hpp"
#include "domain/track.hpp"
#include "fusion/track_changes.hpp"
#include "fusion/tracker_limits.hpp"
#include "fusion/views.hpp"
#include "units/instant.hpp"
#include "wire/bytes.hpp"

namespace fairlead::fusion {

class ContactViews;
class Picture;
struct Estimate;

class Tracker {
 public:
  explicit Tracker(const TrackerLimits& limits = {});
  ~Tracker();
  Tracker(Tracker&&) noexcept;
  Tracker& operator=(Tracker&&) noexcept;

  // Extends or opens tracks and adds what changed. Observations may come late or out of order: one that is older than
  // the newest of its track goes to the history and leaves the state alone.
  // Home alone sees it, whole.
  void absorb(const domain::Observation& observation, TrackChanges& changes);
  // Each view sees it in the form of its share, or not at all; the masks of the shares are disjoint. `received` serves
  // for association by identity and for recognising a transmission heard again. Whatever reaches a track of a view
  // comes from the form, which may say less: a coarser position then carries a larger `position_sigma`.
  void absorb(const domain::Observation& received, std::span<const Share> shares, TrackChanges& changes);
  // A look of a sensor is over, its plots came before: these views know that it looked, and where. Contacts are told
  // apart and followed over looks; the plots of views that are not told of it must not name it (Detection::scan is 0).
  void absorb(const domain::Scan& scan, ViewMask views, TrackChanges& changes);
  // Applies the age policy at `now`, on our clock; an earlier `now` than before is ignored. Costs nothing when nothing
  // is due.
  void advance(Instant now, TrackChanges& changes);
  // These views hold nothing any more: they are gone, or begin anew.
  void forget(ViewMask views, TrackChanges& changes);

  // Of any view. Valid until the next absorb(), advance(), forget() or move.
  const domain::Track* find(domain::TrackId id) const;
  // The views that hold the track; none when there is no such track.
  ViewMask views_of(domain::TrackId id) const;
  // Orders the tracks of one view by their opening, whatever copies were made since; 0 when there is no such track.
  std::uint64_t opened(domain::TrackId id) const;
  // Home's track of the vessel that this track of some view is of: it itself, what it was copied from or to, or the
  // only one under its identity. Nothing where that cannot be told. For home's eyes: it says what home knows.
  std::optional<domain::TrackId> home_of(domain::TrackId id) const;
  // How many tracks the view with the lowest bit of `view` holds.
  std::size_t size(ViewMask view = kHomeView) const;
  // Calls visit(const domain::Track&) for each track of home in the order of opening, which is that of ids.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for_each_in(kHomeView, [&](const domain::Track& track, ViewMask) { visit(track); });
  }
  // Calls visit(const domain::Track&, ViewMask) for each track that one of `views` holds, in the order of opening, with
  // all views that hold it.
  template <class Visit>
  void for_each_in(ViewMask views, Visit&& visit) const {
    using Visitor = std::remove_reference_t<Visit>;
    visit_all(
        views,
        [](void* context, const domain::Track& track, ViewMask seen_by) {
          (*static_cast<Visitor*>(context))(track, seen_by);
        },
        const_cast<void*>(static_cast<const void*>(std::addressof(visit))));
  }

  // Everything that later answers depend on; equal states give equal bytes.
  void save(wire::ByteWriter& out) const;
  // What save() wrote, under limits that may differ. Ill-formed bytes are refused as `corrupt`.
  static Result<Tracker> restore(wire::ByteReader& in, const TrackerLimits& limits = {});

 private:
  explicit Tracker(std::unique_ptr<Picture> picture);
  void visit_all(ViewMask views, void (*visit)(void*, const domain::Track&, ViewMask), void* context) const;
  void show(TrackChanges& changes);
  std::unique_ptr<Picture> picture_;
  std::unique_ptr<ContactViews> contacts_;
  std::vector<Estimate> estimates_;  // kept for its memory
};

}  // namespace fairlead::fusion
