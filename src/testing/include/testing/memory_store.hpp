// SPDX-License-Identifier: Apache-2.0
// A store in memory, with a "disk" that outlives it: what was not durable is gone after crash(), as it would be after a
// kill. Plain enough to be the model that other stores are compared with.
//
// Threads: as engine::Store and engine::History say.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store.hpp"

namespace fairlead::testing {

struct MemoryStoreLimits {
  Duration journal_age = std::chrono::days(7);
  std::uint64_t journal_bytes = std::uint64_t{1} << 40;
  Duration history_age = std::chrono::days(90);
  std::uint64_t history_bytes = std::uint64_t{1} << 40;
  // Appending fails with `full` where it would take the journal beyond this.
  std::uint64_t room_bytes = std::uint64_t{1} << 40;
};

class MemoryStore final : public engine::Store, public engine::History {
 public:
  explicit MemoryStore(MemoryStoreLimits limits = {}) : limits_(limits) {}

  Result<std::uint64_t> newest_slot() override;
  Result<std::optional<engine::Checkpoint>> newest_checkpoint() override;
  Result<void> replay(std::uint64_t after,
                      const std::function<Result<void>(const engine::StoredSlot&)>& visit) override;
  Result<void> append(std::span<const engine::SlotRecord> slots) override;
  Result<void> remember(std::uint64_t slot, std::span<const engine::HistoryPoint> history) override;
  Result<void> checkpoint(const engine::Checkpoint& checkpoint) override;
  Result<engine::Retired> retire(Instant now) override;

  Result<std::vector<std::string>> logs() override;
  Result<std::unique_ptr<ledger::LogReader>> log(std::string_view name) override;
  Result<void> erase_bodies(std::string_view log, std::uint64_t first, std::uint64_t last) override;

  Result<Points> of_track(domain::TrackId track, Instant from, Instant to, std::size_t limit) override;
  Result<std::vector<engine::HistoryPoint>> at(Instant when, Duration reach) override;
  Result<std::optional<engine::TimeSpan>> span() override;

  engine::History& history() { return *this; }

  // Forgets what was not durable, as a killed process would.
  void crash();
  // From now on there is room for so many bytes of journal.
  void set_room(std::uint64_t bytes) { limits_.room_bytes = bytes; }

 private:
  struct Slot {
    Instant closed_at;
    std::string event;
  };
  struct KeptPoint {
    engine::HistoryPoint point;
    std::uint64_t slot;
    Instant received;
  };
  struct Log {
    std::map<ledger::TileId, ledger::TileWrite> tiles;  // in their widest form
    std::map<std::uint64_t, std::string> bodies;
    std::uint64_t entries = 0;  // whose bodies were written
    std::optional<std::string> checkpoint;
  };
  class Reader;
  // Whether what the slots add to the logs fits behind what those have.
  Result<void> check_logs(std::span<const engine::SlotRecord> slots) const;
  void apply(const engine::LogWrites& writes);

  // In order of time; among equals in order of arrival.
  using TrackPoints = std::vector<KeptPoint>;
  void insert(std::uint64_t slot, Instant closed_at, std::span<const engine::HistoryPoint> history);

  MemoryStoreLimits limits_;
  std::map<std::uint64_t, Slot> slots_;
  std::uint64_t journal_bytes_ = 0;
  std::uint64_t newest_ = 0;
  std::optional<engine::Checkpoint> checkpoint_;
  std::uint64_t remembered_ = 0;  // the newest slot whose history is here

  mutable std::mutex mutex_;  // guards what readers see
  std::map<domain::TrackId, TrackPoints> tracks_;
  std::map<std::string, Log, std::less<>> logs_;
};

}  // namespace fairlead::testing
