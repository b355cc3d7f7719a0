// SPDX-License-Identifier: Apache-2.0
#include "history_writer.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace fairlead::store_sqlite {
namespace {

// Yesterday and today are written all the time, others rarely.
constexpr std::size_t kOpenWritersMax = 3;
constexpr std::size_t kAppliedMax = 4'096;

}  // namespace

Result<std::unique_ptr<HistoryWriter>> HistoryWriter::open(const std::filesystem::path& folder,
                                                           const StoreLimits& limits) {
  sweep(folder);
  FL_TRY(const std::vector<Day> days, days_in(folder));
  std::unique_ptr<HistoryWriter> writer(new HistoryWriter(folder, limits));
  writer->waiting_.change([&](Waiting& waiting) { waiting.stored.insert(days.begin(), days.end()); });
  // A newer format is refused at the start, not in the middle of a day.
  if (!days.empty()) FL_CHECK(applied_slot_of(folder, days.back()));
  return writer;
}

Result<void> HistoryWriter::make_room(std::uint64_t applied_slot) {
  if (waiting_.as_owner().points < limits_.waiting_points_max) return {};
  return flush(applied_slot);
}

void HistoryWriter::add(std::uint64_t slot, Instant closed_at, std::span<const HistoryPoint> points) {
  waiting_.change([&](Waiting& waiting) {
    for (const HistoryPoint& point : points) waiting.add(slot, closed_at, day_of(point.at), point);
  });
}

Result<void> HistoryWriter::recover(std::uint64_t slot, Instant closed_at, std::span<const HistoryPoint> points) {
  for (const HistoryPoint& point : points) FL_CHECK(applied_slot(day_of(point.at)));
  waiting_.change([&](Waiting& waiting) {
    for (const HistoryPoint& point : points) {
      const Day day = day_of(point.at);
      if (slot > applied_.at(day)) waiting.add(slot, closed_at, day, point);
    }
  });
  if (applied_.size() > kAppliedMax) applied_.clear();
  return {};
}

Result<std::uint64_t> HistoryWriter::applied_slot(Day day) {
  if (const auto known = applied_.find(day); known != applied_.end()) return known->second;
  FL_TRY(const std::uint64_t slot, applied_slot_of(folder_, day));
  applied_[day] = slot;
  return slot;
}

Result<DayWriter*> HistoryWriter::writer_of(Day day) {
  if (const auto open = writers_.find(day); open != writers_.end()) return open->second.get();
  if (writers_.size() >= kOpenWritersMax) writers_.erase(writers_.begin());
  FL_TRY(auto writer, DayWriter::open(folder_, day));
  return (writers_[day] = std::move(writer)).get();
}

Result<void> HistoryWriter::flush(std::uint64_t applied_slot) {
  while (!waiting_.as_owner().days.empty()) {
    const auto& [day, points] = *waiting_.as_owner().days.begin();
    FL_TRY(DayWriter* const writer, writer_of(day));
    FL_CHECK(writer->write(points, applied_slot));
    applied_[day] = applied_slot;
    // Readers from now on find the points in the file; those that looked before know by `applied_slot` not to count
    // them twice. The memory is freed outside the lock.
    const auto moved = waiting_.change([day = day](Waiting& waiting) {
      auto node = waiting.days.extract(day);
      waiting.points -= node.mapped().points;
      waiting.stored.insert(day);
      return node;
    });
  }
  return {};
}

Result<void> HistoryWriter::retire(Instant now, const std::function<void(Day)>& gone, engine::Retired& retired) {
  const std::set<Day> days = waiting_.as_owner().stored;
  if (days.empty()) return {};
  std::map<Day, std::uint64_t> sizes;
  std::uint64_t total = 0;
  for (const Day day : days) total += sizes[day] = size_on_disk(day_file(folder_, day));
  const Instant oldest = now - limits_.history_age;
  for (const Day day : days) {
    if (day == *days.rbegin()) break;
    bool old = first_moment(day + 1) <= oldest;
    if (old) {
      // What cannot be read is not removed for its age: `fairlead db check` will tell of it.
      const auto received = received_of(folder_, day);
      old = received && *received < oldest;
    }
    if (!old && total <= limits_.history_bytes) continue;
    total -= sizes[day];
    remove(day, gone, retired);
  }
  return {};
}

void HistoryWriter::remove(Day day, const std::function<void(Day)>& gone, engine::Retired& retired) {
  waiting_.change([day](Waiting& waiting) {
    waiting.stored.erase(day);
    // What waits for this day stays: it is new.
    return 0;
  });
  writers_.erase(day);
  applied_.erase(day);
  gone(day);
  retired.bytes += remove_database(day_file(folder_, day));
  ++retired.days;
}

}  // namespace fairlead::store_sqlite
