// SPDX-License-Identifier: Apache-2.0
// Writes one day file: full chunks are only ever appended, and each track has one tail, small
// chunks that grow into a full one.
//
// Threads: the writer only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "chunk.hpp"
#include "folder.hpp"
#include "sqlite.hpp"
#include "waiting.hpp"

namespace fairlead::store_sqlite {

class DayWriter {
 public:
  // Makes the file when it is missing; a file under its final name always has its tables.
  static Result<std::unique_ptr<DayWriter>> open(const std::filesystem::path& folder, Day day);
  // Folds the write-ahead log into the file.
  ~DayWriter();

  std::uint64_t applied_slot() const { return applied_; }
  // All of the points and the new applied slot, in one transaction.
  Result<void> write(const WaitingDay& points, std::uint64_t applied_slot);

 private:
  explicit DayWriter(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  Result<void> prepare();
  Result<void> extend(domain::TrackId track, const WaitingTrack& waiting);

  std::unique_ptr<Connection> connection_;
  Statement read_tail_;
  Statement write_tail_;
  Statement remove_tail_;
  Statement append_chunk_;
  Statement update_day_;
  ChunkCoder coder_;
  std::vector<HistoryPoint> points_;
  std::string tail_;
  std::uint64_t applied_ = 0;
};

// Reads the number of the last slot that a day file contains; 0 when there is no file.
Result<std::uint64_t> applied_slot_of(const std::filesystem::path& folder, Day day);
// When we last received something for the day, by our clock.
Result<Instant> received_of(const std::filesystem::path& folder, Day day);
// Refuses a day file whose format is not this program's.
Result<void> require_day_format(Connection& connection);

}  // namespace fairlead::store_sqlite
