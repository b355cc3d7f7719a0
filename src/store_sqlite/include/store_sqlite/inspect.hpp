// SPDX-License-Identifier: Apache-2.0
// Looks at a data folder without changing it: what `fairlead db check` and `fairlead db stats` print. Both also work
// while a server runs on the folder, and on what a killed one left behind.
//
// Threads: free functions, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store.hpp"

namespace fairlead::store_sqlite {

struct DayStats {
  std::string day;  // 20261122
  std::uint64_t bytes = 0;
  std::uint64_t points = 0;
  std::uint64_t tracks = 0;
  std::uint64_t chunks = 0;
  std::uint64_t applied_slot = 0;
};

struct LogStats {
  std::string name;
  std::uint64_t entries = 0;  // whose bodies were written
  std::uint64_t erased = 0;   // of them
  // That the newest checkpoint covers; nothing when there is no checkpoint or it cannot be read.
  std::optional<std::uint64_t> checkpoint_size;
  std::uint64_t tiles = 0;
  std::uint64_t tile_bytes = 0;
  std::uint64_t body_bytes = 0;    // as they were written
  std::uint64_t stored_bytes = 0;  // as they lie in the file
};

struct StoreStats {
  std::uint32_t version = 0;
  std::uint64_t journal_bytes = 0;  // fairlead.db with its write-ahead log: slots, checkpoint and logs
  std::uint64_t slots = 0;
  std::uint64_t oldest_slot = 0;  // 0 when there is none
  std::uint64_t newest_slot = 0;
  std::optional<engine::TimeSpan> slot_times;
  std::uint64_t event_bytes = 0;   // of all slots, as the engine wrote them
  std::uint64_t stored_bytes = 0;  // of all slots, as they lie in the journal
  std::uint64_t checkpoint_slot = 0;
  std::uint64_t checkpoint_bytes = 0;
  std::vector<LogStats> logs;  // by name, ascending
  std::vector<DayStats> days;  // oldest first
  std::uint64_t history_bytes = 0;
  std::uint64_t points = 0;
  std::optional<engine::TimeSpan> history_times;
};

Result<StoreStats> stats(const std::filesystem::path& folder);

// A ledger log of a data folder, also of one that a running centre has open: what is committed, read only.
Result<std::unique_ptr<ledger::LogReader>> open_log(const std::filesystem::path& folder, std::string_view name);

struct CheckReport {
  std::vector<std::string> problems;  // one line each; empty is clean
  std::uint64_t problems_total = 0;   // more than are listed when there are very many
  std::uint64_t slots = 0;
  std::uint64_t days = 0;
  std::uint64_t chunks = 0;
  std::uint64_t points = 0;
  std::uint64_t logs = 0;
  std::uint64_t tiles = 0;
  std::uint64_t bodies = 0;  // readable
  std::uint64_t bodies_erased = 0;
};

// Reads every byte: the integrity of each file, checksum and order of each slot, the checkpoint, each chunk of
// positions against its row, each tile and body of the logs, and that no entry that a log's newest checkpoint covers is
// missing. Whether a log is what its signature says is the question of ledger::verify. `progress` is told the share
// done, 0 to 1.
Result<CheckReport> check(const std::filesystem::path& folder, const std::function<void(double)>& progress = {});

}  // namespace fairlead::store_sqlite
