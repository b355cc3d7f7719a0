// SPDX-License-Identifier: Apache-2.0
// Reads one day file, and keeps readers for reuse.
//
// Threads: a DayReader belongs to one thread at a time; the pool hands them out to any.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "chunk.hpp"
#include "folder.hpp"
#include "guarded.hpp"
#include "sqlite.hpp"

namespace fairlead::store_sqlite {

// A position with its place in the order of arrival within one track and day.
struct RankedPoint {
  HistoryPoint point;
  std::uint64_t rank = 0;
};
inline constexpr std::uint64_t kTailRank = 1ULL << 40;
inline constexpr std::uint64_t kWaitingRank = kTailRank + 1;

// For each track the best position so far.
using LastPoints = std::unordered_map<domain::TrackId, HistoryPoint>;

class DayReader {
 public:
  static Result<std::unique_ptr<DayReader>> open(const std::filesystem::path& folder, Day day);

  Day day() const { return day_; }

  // begin() … end(): everything between sees one moment of the file.
  struct Summary {
    std::uint64_t applied_slot = 0;
    std::optional<engine::TimeSpan> times;
  };
  Result<Summary> begin();
  void end();

  // Appends at least the newest `enough` positions of the track between the two moments; all of them when there are
  // fewer. Their order is open.
  Result<void> of_track(domain::TrackId track, Instant from, Instant to, std::size_t enough,
                        std::vector<RankedPoint>& points);
  // Brings `last` up to what this day knows at `when`, looking back to `from`.
  Result<void> last_points(Instant from, Instant when, LastPoints& last);

 private:
  struct Candidate {
    std::int64_t id;
    std::int64_t t_last;
  };
  explicit DayReader(Day day) : day_(day) {}
  Failure damaged(domain::TrackId track) const;
  Result<void> consider(domain::TrackId track, std::vector<Candidate>& chunks, Instant from, Instant when,
                        LastPoints& last);

  Day day_;
  std::unique_ptr<Connection> connection_;
  Statement day_row_;
  Statement chunks_of_track_;
  Statement tail_of_track_;
  Statement chunks_at_;
  Statement tails_at_;
  Statement chunk_;
  std::optional<Snapshot> snapshot_;
  ChunkCoder coder_;
  std::vector<HistoryPoint> decoded_;
  std::vector<std::int64_t> times_;
};

class DayReaderPool {
 public:
  explicit DayReaderPool(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Calls `use` with a reader in the middle of begin() and end(). A day whose file retention has removed meanwhile is
  // skipped without error.
  Result<void> with(Day day, const std::function<Result<void>(DayReader&, const DayReader::Summary&)>& use);
  // The file of this day is about to go.
  void forget(Day day);

 private:
  struct Idle {
    std::vector<std::unique_ptr<DayReader>> readers;
    std::uint64_t forgotten = 0;  // counts forget()
  };
  std::filesystem::path folder_;
  Guarded<Idle> idle_;
};

}  // namespace fairlead::store_sqlite
