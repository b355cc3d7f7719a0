// SPDX-License-Identifier: Apache-2.0
// The history's writing side: keeps new positions waiting, moves them to the day files, removes old days.
//
// Threads: the writer only, except waiting(), which readers look at.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>

#include "day_writer.hpp"
#include "engine/store.hpp"
#include "guarded.hpp"
#include "store_sqlite/database.hpp"
#include "waiting.hpp"

namespace fairlead::store_sqlite {

class HistoryWriter {
 public:
  static Result<std::unique_ptr<HistoryWriter>> open(const std::filesystem::path& folder, const StoreLimits& limits);

  const Guarded<Waiting>& waiting() const { return waiting_; }

  // Before new positions come: writes what waits when that is too much. `applied_slot` is the newest slot that waits.
  Result<void> make_room(std::uint64_t applied_slot);
  void add(std::uint64_t slot, Instant closed_at, std::span<const HistoryPoint> points);
  // As add(), without the days that contain the slot already.
  Result<void> recover(std::uint64_t slot, Instant closed_at, std::span<const HistoryPoint> points);
  // Moves everything to the day files; afterwards they contain all slots up to `applied_slot`. May be called again when
  // it failed: what has been moved is not moved twice.
  Result<void> flush(std::uint64_t applied_slot);

  // Removes days; `gone` is told each before its file goes.
  Result<void> retire(Instant now, const std::function<void(Day)>& gone, engine::Retired& retired);

 private:
  HistoryWriter(const std::filesystem::path& folder, const StoreLimits& limits) : folder_(folder), limits_(limits) {}
  Result<std::uint64_t> applied_slot(Day day);
  Result<DayWriter*> writer_of(Day day);
  void remove(Day day, const std::function<void(Day)>& gone, engine::Retired& retired);

  std::filesystem::path folder_;
  StoreLimits limits_;
  Guarded<Waiting> waiting_;
  std::map<Day, std::uint64_t> applied_;               // of the days that recovery has asked for
  std::map<Day, std::unique_ptr<DayWriter>> writers_;  // the newest few days in use
};

}  // namespace fairlead::store_sqlite
