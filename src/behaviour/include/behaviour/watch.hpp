// SPDX-License-Identifier: Apache-2.0
// Tracks to findings: follows the vessels of one view and says when one behaves in a way that is worth a look.
//
// 1. The same calls in the same order give the same changes and the same saved bytes; so does a copy, and a Watch that
//    was saved and restored in between.
// 2. Ids of tracks and observations are names: any other names, given consistently, change nothing but themselves.
// 3. One situation is one finding. It changes, ends and may begin again under its number; it never vanishes: a report
//    that comes late is explained in its reasons.
// 4. Memory is bounded by WatchLimits; what is dropped for room is what was quiet longest.
// 5. What a Watch says depends on what it was told and on nothing else: no clock, no chance, nothing of other views.
//
// Threads: one owner, not shared. Time: `at` of the sightings is the behaviour's time; advance() is our clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/result.hpp"
#include "behaviour/changes.hpp"
#include "behaviour/rules.hpp"
#include "behaviour/sighting.hpp"
#include "behaviour/surroundings.hpp"
#include "domain/detection.hpp"
#include "wire/bytes.hpp"

namespace fairlead::behaviour {

struct WatchLimits {
  std::size_t vessels_max = 200'000;
  std::size_t findings_max = 50'000;             // open and recently ended together
  std::size_t pairs_max = 100'000;               // of slow vessels close together
  std::size_t cells_max = 200'000;               // of the memory of what was heard where
  Duration ended_kept = std::chrono::hours(24);  // how long a late report may still explain an ended finding
};

struct World;

class Watch {
 public:
  explicit Watch(Rules rules = {}, std::shared_ptr<const Surroundings> surroundings = nullptr, WatchLimits limits = {});
  ~Watch();
  Watch(const Watch& other);
  Watch& operator=(const Watch& other);
  Watch(Watch&&) noexcept;
  Watch& operator=(Watch&&) noexcept;

  // One observation that became part of a track, in the order in which the engine took them. May come late or out of
  // order.
  void absorb(const Sighting& sighting, FindingChanges& changes);
  // A sensor looked somewhere, and what it saw came before or comes with its own sightings.
  void scanned(const domain::Scan& scan);
  // The same vessel has another id from now on.
  void moved(domain::TrackId from, domain::TrackId to, FindingChanges& changes);
  // Two tracks turned out to be one vessel: `from` is no more.
  void joined(domain::TrackId from, domain::TrackId into, FindingChanges& changes);
  // The tracker holds it no more. A vessel with an identity is remembered for as long as its silence matters.
  void closed(domain::TrackId track, FindingChanges& changes);
  // Our clock; an earlier `now` than before is ignored. Costs nothing when nothing is due.
  void advance(Instant now, FindingChanges& changes);

  // Thresholds for what comes; what is open stays open until it ends.
  void set_rules(Rules rules);
  const Rules& rules() const;
  std::size_t vessels() const;
  std::size_t open_findings() const;

  // Everything that later answers depend on, but for rules, limits and surroundings; equal states give equal bytes.
  void save(wire::ByteWriter& out) const;
  // What save() wrote. Ill-formed bytes are refused as `corrupt`.
  static Result<Watch> restore(wire::ByteReader& in, Rules rules = {},
                               std::shared_ptr<const Surroundings> surroundings = nullptr, WatchLimits limits = {});

 private:
  explicit Watch(std::unique_ptr<World> world);
  std::unique_ptr<World> world_;
};

}  // namespace fairlead::behaviour
