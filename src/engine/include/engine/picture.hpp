// SPDX-License-Identifier: Apache-2.0
// The picture of one view at one slot: immutable, cheap to copy, shared by all readers. A new picture shares every
// block of tracks that did not change with the one before.
//
// Whoever follows the picture remembers the slot it last saw and asks what changed since; nothing is queued for it, so
// a slow reader costs no memory and simply gets larger steps.
// Threads: immutable once built; any thread may read.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "domain/track.hpp"
#include "engine/coverage_now.hpp"
#include "fusion/tracker.hpp"

namespace fairlead::engine {

struct PictureEntry {
  domain::Track track;
  std::uint64_t changed_in = 0;    // slot of the last change of any kind
  std::uint64_t described_in = 0;  // slot of the last change of more than position and motion
};

class Picture {
 public:
  using Entry = PictureEntry;

  std::uint64_t slot() const { return slot_; }
  Instant closed_at() const { return closed_at_; }        // by our clock
  Instant picture_time() const { return picture_time_; }  // the moment the picture shows; differs when replaying
  std::size_t size() const { return size_; }
  // What was looked at lately; absent where nobody says.
  const std::shared_ptr<const CoverageNow>& coverage() const { return coverage_; }

  const Entry* find(domain::TrackId id) const;

  // Calls visit(const Entry&) for every track in order of id; a visit that returns false ends it.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const auto& [number, block] : blocks_) {
      for (const auto& entry : block->entries) {
        if (entry && !visit(*entry)) return;
      }
    }
  }
  // The same for the tracks that changed after `slot`.
  template <class Visit>
  void for_each_changed_since(std::uint64_t slot, Visit visit) const {
    for (const auto& [number, block] : blocks_) {
      if (block->changed_in <= slot) continue;
      for (const auto& entry : block->entries) {
        if (entry && entry->changed_in > slot && !visit(*entry)) return;
      }
    }
  }
  // The tracks closed after `slot`, oldest first; nothing when that is no longer known, then start anew.
  std::optional<std::vector<domain::TrackId>> closed_since(std::uint64_t slot) const;

  // The picture after the changes of the next slot.
  static std::shared_ptr<const Picture> next(const Picture& before, std::uint64_t slot, Instant closed_at,
                                             Instant picture_time, const fusion::Tracker& tracker,
                                             const fusion::TrackChanges& changes,
                                             std::shared_ptr<const CoverageNow> coverage = nullptr);
  // A picture of all tracks, as after a restart: every track counts as changed in `slot`.
  static std::shared_ptr<const Picture> whole(std::uint64_t slot, Instant closed_at, Instant picture_time,
                                              const fusion::Tracker& tracker,
                                              std::shared_ptr<const CoverageNow> coverage = nullptr);

 private:
  static constexpr std::uint64_t kBlockSize = 16;
  struct Block {
    std::uint64_t changed_in = 0;
    std::array<std::optional<Entry>, kBlockSize> entries;
  };
  struct Closed {
    std::uint64_t slot;
    domain::TrackId id;
  };

  std::uint64_t slot_ = 0;
  Instant closed_at_;
  Instant picture_time_;
  std::size_t size_ = 0;
  std::map<std::uint64_t, std::shared_ptr<const Block>> blocks_;
  std::deque<Closed> closed_;
  std::shared_ptr<const CoverageNow> coverage_;
  std::uint64_t closed_known_since_ = 0;  // closings after this slot are all in closed_
};

}  // namespace fairlead::engine
