// SPDX-License-Identifier: Apache-2.0
#include "day_writer.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

namespace fairlead::store_sqlite {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kDayFormat = 1;
constexpr std::int64_t kApplicationId = 0x464C'4448;  // FLDH

// `day` has one row. Its times are those of the positions, `received` is our clock's.
constexpr const char* kTables = R"(
  CREATE TABLE day(
    id INTEGER PRIMARY KEY CHECK (id = 1), applied_slot INTEGER NOT NULL, points INTEGER NOT NULL,
    t_first INTEGER NOT NULL, t_last INTEGER NOT NULL, received INTEGER NOT NULL);
  CREATE TABLE chunks(
    id INTEGER PRIMARY KEY, track INTEGER NOT NULL, t_first INTEGER NOT NULL, t_last INTEGER NOT NULL,
    count INTEGER NOT NULL, points BLOB NOT NULL);
  CREATE INDEX chunks_by_track ON chunks(track, t_last, t_first);
  CREATE TABLE tails(
    track INTEGER PRIMARY KEY, t_first INTEGER NOT NULL, t_last INTEGER NOT NULL, count INTEGER NOT NULL,
    points BLOB NOT NULL);)";

// Under another name first, then renamed: whoever sees the day file sees its tables.
Result<void> create(const fs::path& folder, const fs::path& file) {
  const fs::path fresh = fs::path(file) += ".new";
  remove_database(fresh);
  {
    FL_TRY(const auto connection, Connection::open(fresh, Access::create));
    FL_CHECK(connection->execute("PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"));
    FL_TRY(Transaction transaction, Transaction::begin(*connection));
    FL_CHECK(connection->execute(kTables));
    FL_CHECK(connection->execute(fmt::format("PRAGMA application_id={}", kApplicationId)));
    FL_CHECK(connection->execute(fmt::format("PRAGMA user_version={}", kDayFormat)));
    FL_CHECK(transaction.commit());
    FL_CHECK(connection->execute("PRAGMA wal_checkpoint(TRUNCATE)"));
  }
  std::error_code error;
  fs::rename(fresh, file, error);
  if (error) {
    return fail(error == std::errc::no_space_on_device ? ErrorCode::full : ErrorCode::io,
                fmt::format("`{}`: cannot make it: {}; check the folder", file.string(), error.message()));
  }
  return sync_folder(folder);
}

Result<std::int64_t> day_column(const fs::path& folder, Day day, std::string_view column) {
  const fs::path file = day_file(folder, day);
  std::error_code error;
  if (!fs::exists(file, error)) return 0;
  FL_TRY(const auto connection, Connection::open(file, Access::read));
  FL_CHECK(require_day_format(*connection));
  return connection->number(fmt::format("SELECT {} FROM day", column));
}

}  // namespace

Result<void> require_day_format(Connection& connection) {
  FL_TRY(const std::int64_t format, connection.number("PRAGMA user_version"));
  FL_TRY(const std::int64_t application, connection.number("PRAGMA application_id"));
  if (application != kApplicationId || format < 1) {
    return fail(ErrorCode::corrupt,
                fmt::format("`{}`: not a day file of fairlead; move it out of the folder", connection.path()));
  }
  if (format > kDayFormat) {
    return fail(ErrorCode::newer_version,
                fmt::format("`{}`: written by a newer fairlead (format {}, this program knows up to {}); install that "
                            "version again, or name another folder with `--data`",
                            connection.path(), format, kDayFormat));
  }
  return {};
}

Result<std::uint64_t> applied_slot_of(const fs::path& folder, Day day) {
  FL_TRY(const std::int64_t slot, day_column(folder, day, "applied_slot"));
  return static_cast<std::uint64_t>(slot);
}

Result<Instant> received_of(const fs::path& folder, Day day) {
  FL_TRY(const std::int64_t received, day_column(folder, day, "received"));
  return Instant::from_unix_ms(received);
}

Result<std::unique_ptr<DayWriter>> DayWriter::open(const fs::path& folder, Day day) {
  const fs::path file = day_file(folder, day);
  std::error_code error;
  if (!fs::exists(file, error)) FL_CHECK(create(folder, file));
  FL_TRY(auto connection, Connection::open(file, Access::write));
  FL_CHECK(require_day_format(*connection));
  FL_CHECK(
      connection->execute("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=2048;"
                          "PRAGMA journal_size_limit=33554432; PRAGMA secure_delete=OFF;"
                          "PRAGMA cache_size=-32768"));
  std::unique_ptr<DayWriter> writer(new DayWriter(std::move(connection)));
  FL_CHECK(writer->prepare());
  return writer;
}

DayWriter::~DayWriter() {
  // Tidiness only: what fails here stays in the log, where it is just as durable.
  static_cast<void>(connection_->execute("PRAGMA busy_timeout=0; PRAGMA wal_checkpoint(TRUNCATE)"));
}

Result<void> DayWriter::prepare() {
  FL_TRY(read_tail_, connection_->prepare("SELECT count,t_first,t_last,points FROM tails WHERE track=?"));
  FL_TRY(write_tail_,
         connection_->prepare("INSERT OR REPLACE INTO tails(track,t_first,t_last,count,points) VALUES(?,?,?,?,?)"));
  FL_TRY(remove_tail_, connection_->prepare("DELETE FROM tails WHERE track=?"));
  FL_TRY(append_chunk_,
         connection_->prepare("INSERT INTO chunks(track,t_first,t_last,count,points) VALUES(?,?,?,?,?)"));
  FL_TRY(update_day_,
         connection_->prepare("INSERT INTO day(id,applied_slot,points,t_first,t_last,received) VALUES(1,?,?,?,?,?) "
                              "ON CONFLICT(id) DO UPDATE SET applied_slot=max(applied_slot,excluded.applied_slot),"
                              "points=points+excluded.points,t_first=min(t_first,excluded.t_first),"
                              "t_last=max(t_last,excluded.t_last),received=max(received,excluded.received)"));
  FL_TRY(const std::int64_t applied, connection_->number("SELECT applied_slot FROM day"));
  applied_ = static_cast<std::uint64_t>(applied);
  return {};
}

Result<void> DayWriter::extend(domain::TrackId track, const WaitingTrack& waiting) {
  const auto earlier = [](const HistoryPoint& a, const HistoryPoint& b) { return a.at < b.at; };
  // Stable, so that positions of one moment keep their order of arrival.
  const auto put_in_order = [&] {
    if (!std::ranges::is_sorted(points_, earlier)) std::ranges::stable_sort(points_, earlier);
  };
  points_.clear();
  tail_.clear();
  FL_TRY(const bool some, read_tail_.bind(1, track.number()).step());
  std::uint64_t count = some ? read_tail_.unsigned_number(0) : 0;
  std::int64_t first = some ? read_tail_.number(1) : INT64_MAX;
  std::int64_t last = some ? read_tail_.number(2) : INT64_MIN;
  if (some) tail_ = read_tail_.bytes(3);
  read_tail_.reset();

  std::span<const HistoryPoint> rest;
  if (count + waiting.points.size() < kChunkPoints) {
    // The tail stays a tail: what is new joins it as it is.
    for (const WaitingPoint& point : waiting.points) points_.push_back(point.point);
    put_in_order();
    rest = points_;
  } else {
    const auto take = [&](std::string_view chunk) { return coder_.decode(chunk, track, points_); };
    if (!for_each_chunk(tail_, take)) {
      return fail(ErrorCode::corrupt,
                  fmt::format("`{}`: the positions of track {} are damaged; run `fairlead db check` and restore the "
                              "file from a backup",
                              connection_->path(), domain::to_text(track)));
    }
    for (const WaitingPoint& point : waiting.points) points_.push_back(point.point);
    put_in_order();
    for (rest = points_; rest.size() >= kChunkPoints; rest = rest.subspan(kChunkPoints)) {
      const std::span<const HistoryPoint> full = rest.first(kChunkPoints);
      append_chunk_.bind(1, track.number()).bind(2, full.front().at.unix_ms()).bind(3, full.back().at.unix_ms());
      FL_CHECK(append_chunk_.bind(4, std::uint64_t{full.size()}).bind(5, coder_.encode(full)).run());
    }
    if (rest.empty()) return remove_tail_.bind(1, track.number()).run();
    tail_.clear();
    count = 0;
    first = INT64_MAX;
    last = INT64_MIN;
  }
  append_to_tail(tail_, coder_.encode(rest, ChunkCoder::Packing::none));
  first = std::min(first, rest.front().at.unix_ms());
  last = std::max(last, rest.back().at.unix_ms());
  write_tail_.bind(1, track.number()).bind(2, first).bind(3, last).bind(4, count + rest.size());
  return write_tail_.bind(5, tail_).run();
}

Result<void> DayWriter::write(const WaitingDay& points, std::uint64_t applied_slot) {
  std::vector<domain::TrackId> tracks;
  tracks.reserve(points.tracks.size());
  for (const auto& [track, waiting] : points.tracks) tracks.push_back(track);
  std::ranges::sort(tracks);
  FL_TRY(Transaction transaction, Transaction::begin(*connection_));
  for (const domain::TrackId track : tracks) FL_CHECK(extend(track, points.tracks.at(track)));
  update_day_.bind(1, applied_slot).bind(2, std::uint64_t{points.points}).bind(3, points.first.unix_ms());
  FL_CHECK(update_day_.bind(4, points.last.unix_ms()).bind(5, points.received.unix_ms()).run());
  FL_CHECK(transaction.commit());
  applied_ = std::max(applied_, applied_slot);
  return {};
}

}  // namespace fairlead::store_sqlite
