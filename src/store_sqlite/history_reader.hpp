// SPDX-License-Identifier: Apache-2.0
// The history as readers see it: day files and what waits for them, as one.
//
// Order matters: first what waits is copied, then a snapshot of the day file is taken. A position that moves in between
// is in both, and the file's `applied_slot` tells so.
// Threads: any number at once.
#pragma once

#include <filesystem>

#include "day_reader.hpp"
#include "engine/store.hpp"
#include "guarded.hpp"
#include "waiting.hpp"

namespace fairlead::store_sqlite {

class HistoryReader final : public engine::History {
 public:
  HistoryReader(std::filesystem::path folder, const Guarded<Waiting>& waiting)
      : waiting_(waiting), pool_(std::move(folder)) {}

  Result<Points> of_track(domain::TrackId track, Instant from, Instant to, std::size_t limit) override;
  Result<std::vector<HistoryPoint>> at(Instant when, Duration reach) override;
  Result<std::optional<engine::TimeSpan>> span() override;

  void forget(Day day) { pool_.forget(day); }

 private:
  const Guarded<Waiting>& waiting_;
  DayReaderPool pool_;
};

}  // namespace fairlead::store_sqlite
