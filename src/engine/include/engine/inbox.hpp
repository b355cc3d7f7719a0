// SPDX-License-Identifier: Apache-2.0
// The way into the engine: a bounded box of observation batches that sources fill and the engine empties once a slot.
//
// 1. It never holds more than `observations_max` observations; scans count as observations and are not dropped.
// 2. A live source cannot wait: when the box is full, repeats of one vessel are dropped first (older positions that a
//    newer one in the box replaces), then the newest arrivals; both are counted for the source.
// 3. A source that can wait (a file, standard input) is refused without loss and tries again; what was taken from it is
//    never dropped for another.
// Threads: any may offer; one takes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "domain/observation.hpp"

namespace fairlead::engine {

class Inbox {
 public:
  // `patient_max`: how much may lie inside when a source that can wait puts in more. Little is enough to keep the
  // engine busy, and what lies in the box has to be worked off before the end.
  explicit Inbox(std::size_t observations_max) : Inbox(observations_max, observations_max) {}
  Inbox(std::size_t observations_max, std::size_t patient_max);

  // For live sources. Takes what it can; returns how many observations were dropped, of this batch or of earlier ones.
  std::size_t offer(domain::ObservationBatch&& batch);

  // For sources that can wait. False when there is no room: the batch is untouched; try again, or wait_for_room().
  // A batch larger than the whole box is taken when the box is empty.
  [[nodiscard]] bool try_offer(domain::ObservationBatch& batch);
  // True when half of what patient sources may fill is free (or became so within `patience`).
  bool wait_for_room(std::chrono::milliseconds patience);

  // Everything inside, in order of arrival.
  std::vector<domain::ObservationBatch> take_all();
  // Waits until there are at least `observations` inside, somebody calls wake(), the patience ends, or the box is
  // closed.
  void wait_for(std::size_t observations, std::chrono::milliseconds patience);
  // Ends the wait that is on, or the next one.
  void wake();

  // After close() nothing enters: offers are counted as dropped.
  void close();

  std::size_t size() const;
  std::size_t capacity() const { return observations_max_; }
  // Observations dropped since the start, by source.
  std::map<domain::SourceId, std::uint64_t> dropped() const;

 private:
  struct Held {
    domain::ObservationBatch batch;
    bool may_be_dropped = false;
  };
  std::size_t drop_repeats();
  void count_dropped(domain::SourceId source, std::size_t count);

  const std::size_t observations_max_;
  const std::size_t patient_max_;
  mutable std::mutex mutex_;
  std::condition_variable some_;
  std::condition_variable room_;
  std::vector<Held> held_;
  std::size_t size_ = 0;
  bool closed_ = false;
  bool woken_ = false;
  std::map<domain::SourceId, std::uint64_t> dropped_;
};

}  // namespace fairlead::engine
