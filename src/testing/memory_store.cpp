// SPDX-License-Identifier: Apache-2.0
#include "testing/memory_store.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

namespace fairlead::testing {
namespace {

using engine::HistoryPoint;

constexpr std::uint64_t kPointBytes = 16;  // about what a stored position takes

}  // namespace

Result<std::uint64_t> MemoryStore::newest_slot() { return newest_; }

Result<std::optional<engine::Checkpoint>> MemoryStore::newest_checkpoint() { return checkpoint_; }

Result<void> MemoryStore::replay(std::uint64_t after,
                                 const std::function<Result<void>(const engine::StoredSlot&)>& visit) {
  for (auto slot = slots_.upper_bound(after); slot != slots_.end(); ++slot) {
    FL_CHECK(visit({slot->first, slot->second.closed_at, slot->second.event}));
  }
  return {};
}

Result<void> MemoryStore::append(std::span<const engine::SlotRecord> slots) {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    bytes += slots[i].event.size();
    if (slots[i].slot == newest_ + i + 1) continue;
    return fail(ErrorCode::conflict,
                fmt::format("slot {} does not follow slot {}; append them in order", slots[i].slot, newest_ + i));
  }
  if (journal_bytes_ + bytes > limits_.room_bytes) return fail(ErrorCode::full, "no room in memory; set more room");
  FL_CHECK(check_logs(slots));
  for (const engine::SlotRecord& record : slots) {
    slots_[record.slot] = {record.closed_at, record.event};
    newest_ = remembered_ = record.slot;
    insert(record.slot, record.closed_at, record.history);
    for (const engine::LogWrites& writes : record.logs) apply(writes);
  }
  journal_bytes_ += bytes;
  return {};
}

Result<void> MemoryStore::remember(std::uint64_t slot, std::span<const HistoryPoint> history) {
  const auto found = slots_.find(slot);
  if (found == slots_.end()) return fail(ErrorCode::not_found, fmt::format("slot {} is not in the journal", slot));
  if (slot <= remembered_) return {};
  remembered_ = slot;
  insert(slot, found->second.closed_at, history);
  return {};
}

Result<void> MemoryStore::checkpoint(const engine::Checkpoint& checkpoint) {
  if (checkpoint.slot != newest_) {
    return fail(ErrorCode::conflict,
                fmt::format("a checkpoint after slot {} does not fit; the newest is {}", checkpoint.slot, newest_));
  }
  checkpoint_ = checkpoint;
  return {};
}

Result<engine::Retired> MemoryStore::retire(Instant now) {
  engine::Retired retired;
  const std::uint64_t last = checkpoint_ ? checkpoint_->slot : 0;
  while (!slots_.empty() && slots_.begin()->first <= last) {
    const Slot& oldest = slots_.begin()->second;
    if (oldest.closed_at >= now - limits_.journal_age && journal_bytes_ <= limits_.journal_bytes) break;
    journal_bytes_ -= oldest.event.size();
    retired.bytes += oldest.event.size();
    ++retired.slots;
    slots_.erase(slots_.begin());
  }

  const std::lock_guard lock(mutex_);
  struct Day {
    Instant received = Instant::from_unix_ms(std::numeric_limits<std::int64_t>::min());
    std::uint64_t bytes = 0;
  };
  std::map<std::int64_t, Day> days;
  std::uint64_t total = 0;
  for (const auto& [track, points] : tracks_) {
    for (const KeptPoint& kept : points) {
      Day& day = days[utc_day(kept.point.at)];
      day.received = std::max(day.received, kept.received);
      day.bytes += kPointBytes;
      total += kPointBytes;
    }
  }
  const Instant oldest = now - limits_.history_age;
  std::set<std::int64_t> gone;
  for (const auto& [number, day] : days) {
    if (number == days.rbegin()->first) break;
    const bool old = Instant::from_unix_seconds((number + 1) * 86'400) <= oldest && day.received < oldest;
    if (!old && total <= limits_.history_bytes) continue;
    total -= day.bytes;
    retired.bytes += day.bytes;
    ++retired.days;
    gone.insert(number);
  }
  for (auto& [track, points] : tracks_) {
    std::erase_if(points, [&](const KeptPoint& kept) { return gone.contains(utc_day(kept.point.at)); });
  }
  std::erase_if(tracks_, [](const auto& entry) { return entry.second.empty(); });
  return retired;
}

void MemoryStore::insert(std::uint64_t slot, Instant closed_at, std::span<const HistoryPoint> history) {
  const std::lock_guard lock(mutex_);
  for (const HistoryPoint& point : history) {
    TrackPoints& points = tracks_[point.track];
    const auto after = std::upper_bound(points.begin(), points.end(), point.at,
                                        [](Instant at, const KeptPoint& kept) { return at < kept.point.at; });
    points.insert(after, {point, slot, closed_at});
  }
}

Result<engine::History::Points> MemoryStore::of_track(domain::TrackId track, Instant from, Instant to,
                                                      std::size_t limit) {
  const std::lock_guard lock(mutex_);
  Points result;
  const auto found = tracks_.find(track);
  if (found == tracks_.end()) return result;
  for (const KeptPoint& kept : found->second) {
    if (kept.point.at >= from && kept.point.at <= to) result.points.push_back(kept.point);
  }
  if (result.points.size() > limit) {
    result.truncated = true;
    result.points.erase(result.points.begin(), result.points.end() - static_cast<std::ptrdiff_t>(limit));
  }
  return result;
}

Result<std::vector<HistoryPoint>> MemoryStore::at(Instant when, Duration reach) {
  const std::lock_guard lock(mutex_);
  std::vector<HistoryPoint> result;
  for (const auto& [track, points] : tracks_) {
    const auto after = std::upper_bound(points.begin(), points.end(), when,
                                        [](Instant at, const KeptPoint& kept) { return at < kept.point.at; });
    if (after == points.begin()) continue;
    const HistoryPoint& last = std::prev(after)->point;
    if (last.at >= when - reach) result.push_back(last);
  }
  return result;
}

Result<std::optional<engine::TimeSpan>> MemoryStore::span() {
  const std::lock_guard lock(mutex_);
  std::optional<engine::TimeSpan> span;
  for (const auto& [track, points] : tracks_) {
    if (!span) span = engine::TimeSpan{points.front().point.at, points.front().point.at};
    span->from = std::min(span->from, points.front().point.at);
    span->to = std::max(span->to, points.back().point.at);
  }
  return span;
}

void MemoryStore::crash() {
  const std::uint64_t durable = checkpoint_ ? checkpoint_->slot : 0;
  const std::lock_guard lock(mutex_);
  for (auto& [track, points] : tracks_) {
    std::erase_if(points, [&](const KeptPoint& kept) { return kept.slot > durable; });
  }
  std::erase_if(tracks_, [](const auto& entry) { return entry.second.empty(); });
  remembered_ = durable;
}

}  // namespace fairlead::testing
