// SPDX-License-Identifier: Apache-2.0
// Journal, engine state and position history in one data folder: the embedded store. `docs/reference/formats/store.md`
// is the page of the files.
//
// 1. What append() acknowledged survives a crash at any instruction: one transaction a call, WAL, synchronous=FULL.
// 2. Journal before history: positions wait in memory (bounded) until a checkpoint writes them to day files.
// 3. Each day file knows the last slot it contains, so no crash and no reader sees a position twice or not at all.
// 4. One process a folder, held by a lock on `fairlead.lock`.
// 5. What a slot adds to the ledger's logs is in the slot's transaction. Bodies that are erased are gone from the
// files. Threads: as engine::Store says; history() and the readers that log() gave may be used by any number of threads
// meanwhile. log() itself may be called by any thread, erase_bodies() by the writer only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store.hpp"

namespace fairlead::store_sqlite {

struct StoreLimits {
  // Slots are removed when they are older or the journal is larger, but never those after the newest checkpoint.
  Duration journal_age = std::chrono::days(7);
  std::uint64_t journal_bytes = 10ULL << 30;
  // Whole UTC days are removed when both the day and our last receipt for it lie further back (a recording of an old
  // day is kept as long as one of today), or when all days together are larger: the oldest first. The newest day stays.
  Duration history_age = std::chrono::days(90);
  std::uint64_t history_bytes = 50ULL << 30;
  // Positions that wait in memory (about 100 bytes each); at this many they go to the day files without a checkpoint.
  std::size_t waiting_points_max = 500'000;
};

class SqliteStore final : public engine::Store {
 public:
  // Opens the folder, or makes it (0700, files 0600). Errors: `conflict` when another process has it open,
  // `newer_version`, `corrupt`, `io`, `full`.
  static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& folder, StoreLimits limits = {});
  // Closes the files. Positions that no checkpoint covered are rebuilt from the journal next time.
  ~SqliteStore() override;

  Result<std::uint64_t> newest_slot() override;
  Result<std::optional<engine::Checkpoint>> newest_checkpoint() override;
  // Slots that retention removed are not visited; any other gap is `corrupt`.
  Result<void> replay(std::uint64_t after,
                      const std::function<Result<void>(const engine::StoredSlot&)>& visit) override;
  Result<void> append(std::span<const engine::SlotRecord> slots) override;
  Result<void> remember(std::uint64_t slot, std::span<const engine::HistoryPoint> history) override;
  Result<void> checkpoint(const engine::Checkpoint& checkpoint) override;
  Result<engine::Retired> retire(Instant now) override;

  Result<std::vector<std::string>> logs() override;
  Result<std::unique_ptr<ledger::LogReader>> log(std::string_view name) override;
  // A reader in the middle of a long look (`fairlead db check`) delays only the emptying of the write-ahead log: it is
  // tried again at each checkpoint().
  Result<void> erase_bodies(std::string_view log, std::uint64_t first, std::uint64_t last) override;

  // Valid as long as the store.
  engine::History& history();

 private:
  struct State;
  explicit SqliteStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fairlead::store_sqlite
