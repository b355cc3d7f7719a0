// SPDX-License-Identifier: Apache-2.0
#include "store_sqlite/inspect.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "chunk.hpp"
#include "day_writer.hpp"
#include "folder.hpp"
#include "journal.hpp"
#include "log_check.hpp"
#include "log_reader.hpp"
#include "migrations.hpp"
#include "packing.hpp"
#include "sqlite.hpp"

namespace fairlead::store_sqlite {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kProblemsMax = 100;

Result<std::unique_ptr<Connection>> open_journal(const fs::path& folder) {
  const fs::path file = journal_file(folder);
  std::error_code error;
  if (!fs::exists(file, error)) {
    return fail(ErrorCode::not_found,
                fmt::format("`{}` has no `fairlead.db`; name the data folder with `--data`", folder.string()));
  }
  FL_TRY(auto connection, Connection::open(file, Access::read));
  FL_CHECK(require_current(*connection));
  return connection;
}

// Tells how much of the folder has been read.
class Meter {
 public:
  Meter(std::uint64_t total, const std::function<void(double)>& told)
      : total_(std::max<std::uint64_t>(total, 1)), told_(told) {}
  void add(std::uint64_t bytes) {
    done_ += bytes;
    if (told_ && (done_ - said_) * 200 >= total_) say();
  }
  void finish() {
    done_ = total_;
    if (told_) say();
  }

 private:
  void say() {
    said_ = done_;
    told_(std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_)));
  }
  std::uint64_t total_;
  const std::function<void(double)>& told_;
  std::uint64_t done_ = 0;
  std::uint64_t said_ = 0;
};

class Checker {
 public:
  Checker(const fs::path& folder, Meter& meter) : folder_(folder), meter_(meter) {}

  Result<void> journal();
  void day(Day day);
  void against_journal();
  CheckReport take() { return std::move(report_); }

 private:
  template <class... Words>
  void problem(fmt::format_string<Words...> text, Words&&... words) {
    ++report_.problems_total;
    if (report_.problems.size() < kProblemsMax) {
      report_.problems.push_back(fmt::format(text, std::forward<Words>(words)...));
    }
  }
  Result<void> integrity(Connection& connection);
  Result<void> slots(Connection& connection);
  Result<void> checkpoint(Connection& connection);
  Result<void> logs(Connection& connection);
  Result<void> day_rows(Day day);
  Result<void> chunks(Connection& connection, Day day, bool tails, std::uint64_t& points, engine::TimeSpan& times);

  fs::path folder_;
  Meter& meter_;
  Packer packer_;
  ChunkCoder coder_;
  CheckReport report_;
  std::uint64_t newest_slot_ = 0;
  std::uint64_t checkpoint_slot_ = 0;
  std::vector<std::pair<std::string, std::uint64_t>> applied_;
};

Result<void> Checker::integrity(Connection& connection) {
  FL_TRY(Statement row, connection.prepare("PRAGMA integrity_check(20)"));
  while (true) {
    FL_TRY(const bool some, row.step());
    if (!some) return {};
    std::string said(row.bytes(0));
    std::ranges::replace(said, '\n', ' ');
    if (said != "ok") problem("`{}`: {}", connection.path(), said);
  }
}

Result<void> Checker::slots(Connection& connection) {
  FL_TRY(Statement row, connection.prepare("SELECT slot,closed_at,crc,size,event FROM slots ORDER BY slot"));
  std::string event;
  std::uint64_t before = 0;
  while (true) {
    FL_TRY(const bool some, row.step());
    if (!some) break;
    const std::uint64_t slot = row.unsigned_number(0);
    if (report_.slots == 0 && slot > checkpoint_slot_ + 1) {
      problem("`{}`: slots {} to {} are missing", connection.path(), checkpoint_slot_ + 1, slot - 1);
    } else if (report_.slots != 0 && slot != before + 1) {
      problem("`{}`: slots {} to {} are missing", connection.path(), before + 1, slot - 1);
    }
    before = slot;
    const std::string_view stored = row.bytes(4);
    const std::uint64_t size = row.unsigned_number(3);
    if (slot_checksum(slot, row.number(1), size, stored) != row.unsigned_number(2)) {
      problem("`{}`: slot {} does not have its checksum", connection.path(), slot);
    } else if (!packer_.unpack(stored, size, event)) {
      problem("`{}`: slot {} cannot be unpacked", connection.path(), slot);
    }
    ++report_.slots;
    meter_.add(stored.size());
  }
  newest_slot_ = std::max(before, checkpoint_slot_);
  if (report_.slots != 0 && before < checkpoint_slot_) {
    problem("`{}`: the journal ends with slot {}, before its checkpoint {}", connection.path(), before,
            checkpoint_slot_);
  }
  return {};
}

Result<void> Checker::checkpoint(Connection& connection) {
  FL_TRY(Statement row, connection.prepare("SELECT slot,crc,size,state FROM checkpoint"));
  FL_TRY(const bool some, row.step());
  if (!some) return {};
  checkpoint_slot_ = row.unsigned_number(0);
  const std::string_view stored = row.bytes(3);
  const std::uint64_t size = row.unsigned_number(2);
  std::string state;
  if (slot_checksum(checkpoint_slot_, 0, size, stored) != row.unsigned_number(1)) {
    problem("`{}`: the checkpoint after slot {} does not have its checksum", connection.path(), checkpoint_slot_);
  } else if (!packer_.unpack(stored, size, state)) {
    problem("`{}`: the checkpoint after slot {} cannot be unpacked", connection.path(), checkpoint_slot_);
  }
  meter_.add(stored.size());
  return {};
}

Result<void> Checker::logs(Connection& connection) {
  FL_TRY(const LogCheck found, check_logs(connection, [&](std::uint64_t bytes) { meter_.add(bytes); }));
  for (const std::string& what : found.problems) problem("`{}`: {}", connection.path(), what);
  report_.logs = found.logs;
  report_.tiles = found.tiles;
  report_.bodies = found.bodies;
  report_.bodies_erased = found.erased;
  return {};
}

Result<void> Checker::journal() {
  FL_TRY(const auto connection, open_journal(folder_));
  const auto read = [&]() -> Result<void> {
    FL_TRY(const Snapshot snapshot, Snapshot::begin(*connection));
    FL_CHECK(integrity(*connection));
    FL_CHECK(checkpoint(*connection));
    FL_CHECK(slots(*connection));
    return logs(*connection);
  };
  // A file too damaged to be read is a finding, not a failure of the check.
  if (const auto done = read(); !done) problem("{}", done.error().message);
  return {};
}

Result<void> Checker::chunks(Connection& connection, Day day, bool tails, std::uint64_t& points,
                             engine::TimeSpan& times) {
  FL_TRY(Statement row, connection.prepare(tails ? "SELECT track,t_first,t_last,count,points FROM tails"
                                                 : "SELECT track,t_first,t_last,count,points FROM chunks ORDER BY id"));
  std::vector<HistoryPoint> decoded;
  while (true) {
    FL_TRY(const bool some, row.step());
    if (!some) return {};
    ++report_.chunks;
    const domain::TrackId track(row.unsigned_number(0));
    const std::string_view bytes = row.bytes(4);
    meter_.add(bytes.size());
    decoded.clear();
    const std::string where = fmt::format("`{}`: a chunk of track {}", connection.path(), domain::to_text(track));
    const auto take = [&](std::string_view chunk) {
      return ChunkCoder::intact(chunk) && coder_.decode(chunk, track, decoded);
    };
    if (!(tails ? for_each_chunk(bytes, take) : take(bytes)) || decoded.empty()) {
      problem("{} is damaged", where);
      continue;
    }
    // A tail is in order of arrival.
    std::ranges::stable_sort(decoded, {}, &HistoryPoint::at);
    if (decoded.size() != row.unsigned_number(3) || decoded.front().at.unix_ms() != row.number(1) ||
        decoded.back().at.unix_ms() != row.number(2)) {
      problem("{} does not have the count and times of its row", where);
    }
    if (day_of(decoded.front().at) != day || day_of(decoded.back().at) != day) {
      problem("{} has positions of another day", where);
    }
    points += decoded.size();
    times.from = std::min(times.from, decoded.front().at);
    times.to = std::max(times.to, decoded.back().at);
  }
}

Result<void> Checker::day_rows(Day day) {
  FL_TRY(const auto connection, Connection::open(day_file(folder_, day), Access::read));
  FL_CHECK(require_day_format(*connection));
  FL_TRY(const Snapshot snapshot, Snapshot::begin(*connection));
  FL_CHECK(integrity(*connection));
  std::uint64_t points = 0;
  engine::TimeSpan times{Instant::from_unix_ms(INT64_MAX), Instant::from_unix_ms(INT64_MIN)};
  FL_CHECK(chunks(*connection, day, false, points, times));
  FL_CHECK(chunks(*connection, day, true, points, times));
  report_.points += points;
  FL_TRY(Statement row, connection->prepare("SELECT applied_slot,points,t_first,t_last FROM day"));
  FL_TRY(const bool some, row.step());
  if (!some) {
    // Made, but killed before its first positions: sound.
    if (points != 0) problem("`{}`: has positions, but no row of its day", connection->path());
    return {};
  }
  applied_.emplace_back(connection->path(), row.unsigned_number(0));
  if (row.unsigned_number(1) != points) {
    problem("`{}`: has {} positions, {} were written", connection->path(), points, row.unsigned_number(1));
  } else if (points != 0 && (row.number(2) != times.from.unix_ms() || row.number(3) != times.to.unix_ms())) {
    problem("`{}`: its first or last position is missing", connection->path());
  }
  return {};
}

void Checker::day(Day day) {
  std::error_code error;
  if (!fs::exists(day_file(folder_, day), error)) return;  // retention was faster
  ++report_.days;
  if (const auto done = day_rows(day); !done) problem("{}", done.error().message);
}

void Checker::against_journal() {
  for (const auto& [path, slot] : applied_) {
    if (slot > newest_slot_) problem("`{}`: contains slot {}, the journal ends with {}", path, slot, newest_slot_);
  }
}

Result<DayStats> day_stats(const fs::path& folder, Day day, StoreStats& total) {
  const fs::path file = day_file(folder, day);
  FL_TRY(const auto connection, Connection::open(file, Access::read));
  FL_CHECK(require_day_format(*connection));
  FL_TRY(const Snapshot snapshot, Snapshot::begin(*connection));
  DayStats stats;
  stats.day = name_of(day);
  stats.bytes = size_on_disk(file);
  FL_TRY(Statement row, connection->prepare("SELECT applied_slot,points,t_first,t_last FROM day"));
  FL_TRY(const bool some, row.step());
  if (some) {
    stats.applied_slot = row.unsigned_number(0);
    stats.points = row.unsigned_number(1);
    const engine::TimeSpan times{Instant::from_unix_ms(row.number(2)), Instant::from_unix_ms(row.number(3))};
    if (!total.history_times) total.history_times = times;
    total.history_times->from = std::min(total.history_times->from, times.from);
    total.history_times->to = std::max(total.history_times->to, times.to);
  }
  FL_TRY(const std::int64_t chunks,
         connection->number("SELECT (SELECT count(*) FROM chunks)+(SELECT count(*) FROM tails)"));
  FL_TRY(const std::int64_t tracks,
         connection->number("SELECT count(*) FROM (SELECT track FROM chunks UNION SELECT track FROM tails)"));
  stats.chunks = static_cast<std::uint64_t>(chunks);
  stats.tracks = static_cast<std::uint64_t>(tracks);
  return stats;
}

}  // namespace

namespace {

// With the connections that it asks on.
class OwnLog final : public ledger::LogReader {
 public:
  OwnLog(fs::path file, std::string_view name) : pool_(std::move(file)), log_(pool_, name) {}
  Result<std::string> checkpoint() const override { return log_.checkpoint(); }
  Result<std::string> tile(ledger::TileId tile, unsigned width) const override { return log_.tile(tile, width); }
  Result<std::vector<std::optional<std::string>>> bodies(std::uint64_t first, unsigned count) const override {
    return log_.bodies(first, count);
  }

 private:
  LogReaderPool pool_;
  store_sqlite::LogReader log_;
};

}  // namespace

Result<std::unique_ptr<ledger::LogReader>> open_log(const fs::path& folder, std::string_view name) {
  FL_TRY([[maybe_unused]] const auto there, open_journal(folder));
  return std::unique_ptr<ledger::LogReader>(std::make_unique<OwnLog>(journal_file(folder), name));
}

Result<StoreStats> stats(const fs::path& folder) {
  FL_TRY(const auto connection, open_journal(folder));
  FL_TRY(const Snapshot snapshot, Snapshot::begin(*connection));
  StoreStats stats;
  FL_TRY(const std::int64_t version, connection->number("PRAGMA user_version"));
  stats.version = static_cast<std::uint32_t>(version);
  stats.journal_bytes = size_on_disk(journal_file(folder));
  FL_TRY(Statement row, connection->prepare("SELECT count(*),min(slot),max(slot),min(closed_at),max(closed_at),"
                                            "sum(size),sum(length(event)) FROM slots"));
  FL_TRY(const bool some, row.step());
  if (some && row.number(0) != 0) {
    stats.slots = row.unsigned_number(0);
    stats.oldest_slot = row.unsigned_number(1);
    stats.newest_slot = row.unsigned_number(2);
    stats.slot_times = engine::TimeSpan{Instant::from_unix_ms(row.number(3)), Instant::from_unix_ms(row.number(4))};
    stats.event_bytes = row.unsigned_number(5);
    stats.stored_bytes = row.unsigned_number(6);
  }
  FL_TRY(Statement checkpoint, connection->prepare("SELECT slot,length(state) FROM checkpoint"));
  FL_TRY(const bool saved, checkpoint.step());
  if (saved) {
    stats.checkpoint_slot = checkpoint.unsigned_number(0);
    stats.checkpoint_bytes = checkpoint.unsigned_number(1);
    stats.newest_slot = std::max(stats.newest_slot, stats.checkpoint_slot);
  }
  FL_TRY(stats.logs, log_stats(*connection));
  FL_TRY(const std::vector<Day> days, days_in(folder));
  for (const Day day : days) {
    auto of_day = day_stats(folder, day, stats);
    std::error_code error;
    if (!of_day && !fs::exists(day_file(folder, day), error)) continue;
    if (!of_day) return Failure(of_day.error());
    stats.history_bytes += of_day->bytes;
    stats.points += of_day->points;
    stats.days.push_back(std::move(*of_day));
  }
  return stats;
}

Result<CheckReport> check(const fs::path& folder, const std::function<void(double)>& progress) {
  FL_TRY(const std::vector<Day> days, days_in(folder));
  std::uint64_t total = size_on_disk(journal_file(folder));
  for (const Day day : days) total += size_on_disk(day_file(folder, day));
  Meter meter(total, progress);
  Checker checker(folder, meter);
  // Days before the journal: a running server only ever makes the journal longer than what a day contains.
  FL_CHECK(open_journal(folder));
  for (const Day day : days) checker.day(day);
  FL_CHECK(checker.journal());
  checker.against_journal();
  meter.finish();
  return checker.take();
}

}  // namespace fairlead::store_sqlite
