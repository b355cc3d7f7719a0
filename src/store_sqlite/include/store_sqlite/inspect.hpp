// SPDX-License-Identifier: Apache-2.0
// Looks at a data folder without changing it: what `fairlead db check` and `fairlead db stats` print. Both also work
// while a server runs on the folder, and on what a killed one left behind.
//
// Threads: free functions, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
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

struct StoreStats {
  std::uint32_t version = 0;
  std::uint64_t journal_bytes = 0;  // fairlead.db with its write-ahead log
  std::uint64_t slots = 0;
  std::uint64_t oldest_slot = 0;  // 0 when there is none
  std::uint64_t newest_slot = 0;
  std::optional<engine::TimeSpan> slot_times;
  std::uint64_t event_bytes = 0;   // of all slots, as the engine wrote them
  std::uint64_t stored_bytes = 0;  // of all slots, as they lie in the journal
  std::uint64_t checkpoint_slot = 0;
  std::uint64_t checkpoint_bytes = 0;
  std::vector<DayStats> days;  // oldest first
  std::uint64_t history_bytes = 0;
  std::uint64_t points = 0;
  std::optional<engine::TimeSpan> history_times;
};

Result<StoreStats> stats(const std::filesystem::path& folder);

struct CheckReport {
  std::vector<std::string> problems;  // one line each; empty is clean
  std::uint64_t problems_total = 0;   // more than are listed when there are very many
  std::uint64_t slots = 0;
  std::uint64_t days = 0;
  std::uint64_t chunks = 0;
  std::uint64_t points = 0;
};

// Reads every byte: the integrity of each file, checksum and order of each slot, the checkpoint, each chunk of
// positions against its row. `progress` is told the share done, 0 to 1.
Result<CheckReport> check(const std::filesystem::path& folder, const std::function<void(double)>& progress = {});

}  // namespace fairlead::store_sqlite
