// SPDX-License-Identifier: Apache-2.0
#include "day_reader.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "day_writer.hpp"

namespace fairlead::store_sqlite {
namespace {

constexpr std::size_t kIdleMax = 16;

domain::TrackId track_in(const Statement& row, int column) { return domain::TrackId(row.unsigned_number(column)); }

}  // namespace

Result<std::unique_ptr<DayReader>> DayReader::open(const std::filesystem::path& folder, Day day) {
  std::unique_ptr<DayReader> reader(new DayReader(day));
  FL_TRY(reader->connection_, Connection::open(day_file(folder, day), Access::read));
  Connection& connection = *reader->connection_;
  FL_CHECK(require_day_format(connection));
  FL_CHECK(connection.execute("PRAGMA cache_size=-8192"));
  FL_TRY(reader->day_row_, connection.prepare("SELECT applied_slot,t_first,t_last FROM day"));
  FL_TRY(reader->chunks_of_track_,
         connection.prepare("SELECT id,t_last,points FROM chunks INDEXED BY chunks_by_track "
                            "WHERE track=? AND t_last>=? AND t_first<=? ORDER BY t_last DESC"));
  FL_TRY(reader->tail_of_track_,
         connection.prepare("SELECT points FROM tails WHERE track=? AND t_last>=? AND t_first<=?"));
  FL_TRY(reader->chunks_at_, connection.prepare("SELECT track,id,t_last FROM chunks INDEXED BY chunks_by_track "
                                                "WHERE t_first<=? AND t_last>=? ORDER BY track"));
  FL_TRY(reader->tails_at_, connection.prepare("SELECT track,t_last,points FROM tails WHERE t_first<=? AND t_last>=?"));
  FL_TRY(reader->chunk_, connection.prepare("SELECT points FROM chunks WHERE id=?"));
  return reader;
}

Result<DayReader::Summary> DayReader::begin() {
  FL_TRY(Snapshot snapshot, Snapshot::begin(*connection_));
  snapshot_.emplace(std::move(snapshot));
  Summary summary;
  auto row = day_row_.step();
  if (row && *row) {
    summary.applied_slot = day_row_.unsigned_number(0);
    summary.times =
        engine::TimeSpan{Instant::from_unix_ms(day_row_.number(1)), Instant::from_unix_ms(day_row_.number(2))};
  }
  day_row_.reset();
  if (!row) {
    end();
    return Failure(row.error());
  }
  return summary;
}

void DayReader::end() {
  for (Statement* const statement : {&chunks_of_track_, &tail_of_track_, &chunks_at_, &tails_at_, &chunk_}) {
    statement->reset();
  }
  snapshot_.reset();
}

Failure DayReader::damaged(domain::TrackId track) const {
  return fail(ErrorCode::corrupt,
              fmt::format("`{}`: the positions of track {} are damaged; run `fairlead db check` and restore the file "
                          "from a backup",
                          connection_->path(), domain::to_text(track)));
}

Result<void> DayReader::of_track(domain::TrackId track, Instant from, Instant to, std::size_t enough,
                                 std::vector<RankedPoint>& points) {
  const std::size_t before = points.size();
  const auto take = [&](std::uint64_t rank) {
    for (const HistoryPoint& point : decoded_) {
      if (point.at >= from && point.at <= to) points.push_back({point, rank});
    }
  };
  tail_of_track_.bind(1, track.number()).bind(2, from.unix_ms()).bind(3, to.unix_ms());
  FL_TRY(const bool tail, tail_of_track_.step());
  if (tail) {
    decoded_.clear();
    const auto join = [&](std::string_view chunk) { return coder_.decode(chunk, track, decoded_); };
    if (!for_each_chunk(tail_of_track_.bytes(0), join)) return damaged(track);
    take(kTailRank);
  }
  chunks_of_track_.bind(1, track.number()).bind(2, from.unix_ms()).bind(3, to.unix_ms());
  while (true) {
    FL_TRY(const bool some, chunks_of_track_.step());
    if (!some) break;
    if (points.size() - before >= enough && enough > 0) {
      // The chunk cannot help when it ends before the oldest of the newest `enough`.
      times_.clear();
      for (std::size_t i = before; i < points.size(); ++i) times_.push_back(points[i].point.at.unix_ms());
      const auto cut = times_.begin() + static_cast<std::ptrdiff_t>(enough - 1);
      std::nth_element(times_.begin(), cut, times_.end(), std::greater<>());
      if (chunks_of_track_.number(1) < *cut) break;
    }
    decoded_.clear();
    if (!coder_.decode(chunks_of_track_.bytes(2), track, decoded_)) return damaged(track);
    take(chunks_of_track_.unsigned_number(0));
  }
  return {};
}

Result<void> DayReader::consider(domain::TrackId track, std::vector<Candidate>& chunks, Instant from, Instant when,
                                 LastPoints& last) {
  // The latest moment that a chunk can answer with.
  const auto newest = [&](const Candidate& c) { return std::min(c.t_last, when.unix_ms()); };
  std::ranges::sort(chunks, [&](const Candidate& a, const Candidate& b) {
    return newest(a) != newest(b) ? newest(a) > newest(b) : a.id > b.id;
  });
  const auto known = last.find(track);
  if (known != last.end() && newest(chunks.front()) < known->second.at.unix_ms()) return {};
  std::optional<HistoryPoint> best;
  std::int64_t best_id = 0;
  for (const Candidate& candidate : chunks) {
    if (best && newest(candidate) < best->at.unix_ms()) break;
    FL_TRY(const bool some, chunk_.bind(1, candidate.id).step());
    std::optional<HistoryPoint> point;
    const bool whole = !some || coder_.decode_last(chunk_.bytes(0), track, when, point);
    chunk_.reset();
    if (!whole) return damaged(track);
    if (!point || point->at < from) continue;
    // Among equals the one that arrived last, which is in the later chunk.
    if (best && (point->at < best->at || (point->at == best->at && candidate.id < best_id))) continue;
    best = point;
    best_id = candidate.id;
  }
  if (best && (known == last.end() || best->at >= known->second.at)) last.insert_or_assign(track, *best);
  return {};
}

Result<void> DayReader::last_points(Instant from, Instant when, LastPoints& last) {
  std::vector<Candidate> chunks;
  domain::TrackId track;
  chunks_at_.bind(1, when.unix_ms()).bind(2, from.unix_ms());
  while (true) {
    FL_TRY(const bool some, chunks_at_.step());
    if (!chunks.empty() && (!some || track_in(chunks_at_, 0) != track)) {
      FL_CHECK(consider(track, chunks, from, when, last));
      chunks.clear();
    }
    if (!some) break;
    track = track_in(chunks_at_, 0);
    chunks.push_back({chunks_at_.number(1), chunks_at_.number(2)});
  }
  // Tails arrived after the full chunks of their track, and win among equals.
  tails_at_.bind(1, when.unix_ms()).bind(2, from.unix_ms());
  while (true) {
    FL_TRY(const bool some, tails_at_.step());
    if (!some) break;
    track = track_in(tails_at_, 0);
    const auto known = last.find(track);
    const std::int64_t newest = std::min(tails_at_.number(1), when.unix_ms());
    if (known != last.end() && newest < known->second.at.unix_ms()) continue;
    std::optional<HistoryPoint> best;
    const auto look = [&](std::string_view chunk) {
      std::optional<HistoryPoint> point;
      if (!coder_.decode_last(chunk, track, when, point)) return false;
      if (point && point->at >= from && (!best || point->at >= best->at)) best = point;
      return true;
    };
    if (!for_each_chunk(tails_at_.bytes(2), look)) return damaged(track);
    if (best && (known == last.end() || best->at >= known->second.at)) last.insert_or_assign(track, *best);
  }
  return {};
}

Result<void> DayReaderPool::with(Day day,
                                 const std::function<Result<void>(DayReader&, const DayReader::Summary&)>& use) {
  std::unique_ptr<DayReader> reader;
  const std::uint64_t forgotten = idle_.change([&](Idle& idle) {
    const auto found = std::ranges::find_if(idle.readers, [&](const auto& r) { return r->day() == day; });
    if (found != idle.readers.end()) {
      reader = std::move(*found);
      idle.readers.erase(found);
    }
    return idle.forgotten;
  });
  if (reader == nullptr) {
    auto opened = DayReader::open(folder_, day);
    std::error_code error;
    if (!opened && !std::filesystem::exists(day_file(folder_, day), error)) return {};
    if (!opened) return Failure(opened.error());
    reader = std::move(*opened);
  }
  FL_TRY(const DayReader::Summary summary, reader->begin());
  auto used = use(*reader, summary);
  reader->end();
  if (!used) return used;
  idle_.change([&](Idle& idle) {
    // After a forget() this one may look at a removed file, so it is not kept.
    if (idle.forgotten != forgotten) return;
    if (idle.readers.size() >= kIdleMax) std::swap(reader, idle.readers.front());
    if (idle.readers.size() < kIdleMax) idle.readers.push_back(std::move(reader));
  });
  return {};
}

void DayReaderPool::forget(Day day) {
  std::vector<std::unique_ptr<DayReader>> gone;
  idle_.change([&](Idle& idle) {
    ++idle.forgotten;
    for (auto& reader : idle.readers) {
      if (reader->day() == day) gone.push_back(std::move(reader));
    }
    std::erase(idle.readers, nullptr);
  });
}

}  // namespace fairlead::store_sqlite
