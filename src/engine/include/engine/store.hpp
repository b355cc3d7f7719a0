// SPDX-License-Identifier: Apache-2.0
// The ports to durable memory: the journal of slots, the engine's state, and the position history. SQLite, PostgreSQL
// and a memory store implement them; one contract suite (testing/store_contract.hpp) holds them equal.
//
// 1. append() returns only when the slots are durable; afterwards no crash loses them. All of the slots, or none.
// 2. Slots are consecutive; a gap or repetition is refused with `conflict`.
// 3. The journal alone suffices to rebuild state and history after the last checkpoint.
// 4. A slot's ledger entries commit in the transaction of its event: no release without its record, and no record of a
//    release that was never decided.
// Threads: Store is called by the writer thread only. History may be called by any thread at the same time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "fusion/tracker.hpp"
#include "ledger/store.hpp"
#include "units/instant.hpp"

namespace fairlead::engine {

using fusion::HistoryPoint;

// What a slot adds to one log.
struct LogWrites {
  std::string log;  // its name: `home`, or an agency such as `XAA/coast_guard`
  ledger::Writes writes;
};

// One slot as the store keeps it.
struct SlotRecord {
  std::uint64_t slot = 0;             // 1, 2, 3, …
  Instant closed_at;                  // by our clock
  std::string event;                  // canonical bytes of the event
  std::vector<HistoryPoint> history;  // positions that the event added, derived from it
  std::vector<LogWrites> logs = {};   // in order; they commit together with the event, or not at all
};

// The engine's whole state after a slot.
struct Checkpoint {
  std::uint64_t slot = 0;
  std::string state;
};

struct StoredSlot {
  std::uint64_t slot = 0;
  Instant closed_at;
  std::string_view event;  // valid during the visit only
};

// What a `retire` removed.
struct Retired {
  std::uint64_t slots = 0;
  std::uint64_t days = 0;
  std::uint64_t bytes = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  // The newest durable slot; 0 when there is none.
  virtual Result<std::uint64_t> newest_slot() = 0;
  virtual Result<std::optional<Checkpoint>> newest_checkpoint() = 0;
  // Visits the slots after `after`, oldest first; stops at the first error, its own or the visitor's.
  virtual Result<void> replay(std::uint64_t after, const std::function<Result<void>(const StoredSlot&)>& visit) = 0;

  // Errors: `full` when the device has no room (nothing was written; the same call may be tried again), `io`.
  virtual Result<void> append(std::span<const SlotRecord> slots) = 0;
  // During recovery: the history of a slot that is in the journal already. Ignored where it had reached the disk.
  virtual Result<void> remember(std::uint64_t slot, std::span<const HistoryPoint> history) = 0;
  // Makes the history so far and the engine's state durable; recovery begins after `checkpoint.slot`, which is the
  // newest slot appended.
  virtual Result<void> checkpoint(const Checkpoint& checkpoint) = 0;
  // Applies retention by age and by size. Never removes a slot after the newest checkpoint, and nothing of a log.
  virtual Result<Retired> retire(Instant now) = 0;

  // The names of the logs that have been written to, ascending.
  virtual Result<std::vector<std::string>> logs() = 0;
  // A reader of one log, for any thread, valid as long as the store; it sees what append() has acknowledged. A log that
  // was never written to has no checkpoint and no tile (`not_found`).
  virtual Result<std::unique_ptr<ledger::LogReader>> log(std::string_view name) = 0;
  // Deletes the bodies of the entries from `first` to `last`, inclusive. Erasing twice is no error.
  virtual Result<void> erase_bodies(std::string_view log, std::uint64_t first, std::uint64_t last) = 0;
};

struct TimeSpan {
  Instant from;
  Instant to;
};

class History {
 public:
  virtual ~History() = default;

  // The positions of one track with from <= at <= to, oldest first. When there are more than `limit`, the newest
  // `limit` of them; `truncated` says so.
  struct Points {
    std::vector<HistoryPoint> points;
    bool truncated = false;
  };
  virtual Result<Points> of_track(domain::TrackId track, Instant from, Instant to, std::size_t limit) = 0;
  // For each track its last position at or before `when`, if not older than `reach`; in order of track id.
  virtual Result<std::vector<HistoryPoint>> at(Instant when, Duration reach) = 0;
  // From the first to the last position kept; nothing when there is none.
  virtual Result<std::optional<TimeSpan>> span() = 0;
};

}  // namespace fairlead::engine
