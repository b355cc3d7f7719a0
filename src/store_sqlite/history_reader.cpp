// SPDX-License-Identifier: Apache-2.0
#include "history_reader.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace fairlead::store_sqlite {
namespace {

// What waits for one day, and whether the day has a file as well.
struct DayParts {
  bool stored = false;
  std::vector<WaitingPoint> waiting;
};
// Newest day first.
using Parts = std::map<Day, DayParts, std::greater<>>;

Instant earlier_by(Instant when, Duration reach) {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  if (reach.count() > 0 && when.unix_ms() < least + reach.count()) return Instant::from_unix_ms(least);
  return when - reach;
}

// Copies what `pick` chooses from each day in the range.
template <class Pick>
Parts copy_parts(const Guarded<Waiting>& waiting, Day from, Day to, Pick pick) {
  return waiting.look([&](const Waiting& now) {
    Parts parts;
    for (auto day = now.stored.lower_bound(from); day != now.stored.end() && *day <= to; ++day) {
      parts[*day].stored = true;
    }
    for (auto day = now.days.lower_bound(from); day != now.days.end() && day->first <= to; ++day) {
      pick(day->second, parts[day->first].waiting);
    }
    return parts;
  });
}

// The last position at or before `when`; among equals the one that arrived last.
const WaitingPoint* last_of(const WaitingTrack& track, Instant from, Instant when) {
  const WaitingPoint* best = nullptr;
  for (auto point = track.points.rbegin(); point != track.points.rend(); ++point) {
    const Instant at = point->point.at;
    if (at <= when && at >= from && (best == nullptr || at > best->point.at)) best = &*point;
    if (track.in_order && at <= when) break;
  }
  return best;
}

}  // namespace

Result<engine::History::Points> HistoryReader::of_track(domain::TrackId track, Instant from, Instant to,
                                                        std::size_t limit) {
  const Parts parts = copy_parts(waiting_, day_of(from), day_of(to), [&](const WaitingDay& day, auto& out) {
    const auto found = day.tracks.find(track);
    if (found == day.tracks.end()) return;
    for (const WaitingPoint& point : found->second.points) {
      if (point.point.at >= from && point.point.at <= to) out.push_back(point);
    }
  });
  std::vector<RankedPoint> points;
  const std::size_t enough = limit == std::numeric_limits<std::size_t>::max() ? limit : limit + 1;
  for (const auto& [day, part] : parts) {
    if (points.size() >= enough) break;
    std::uint64_t applied_slot = 0;
    if (part.stored) {
      FL_CHECK(pool_.with(day, [&](DayReader& reader, const DayReader::Summary& summary) {
        applied_slot = summary.applied_slot;
        return reader.of_track(track, from, to, enough, points);
      }));
    }
    for (const WaitingPoint& point : part.waiting) {
      if (point.slot > applied_slot) points.push_back({point.point, kWaitingRank});
    }
  }
  std::ranges::stable_sort(points, [](const RankedPoint& a, const RankedPoint& b) {
    return a.point.at != b.point.at ? a.point.at < b.point.at : a.rank < b.rank;
  });
  Points result;
  result.truncated = points.size() > limit;
  const std::size_t skipped = result.truncated ? points.size() - limit : 0;
  result.points.reserve(points.size() - skipped);
  for (std::size_t i = skipped; i < points.size(); ++i) result.points.push_back(points[i].point);
  return result;
}

Result<std::vector<HistoryPoint>> HistoryReader::at(Instant when, Duration reach) {
  const Instant from = earlier_by(when, reach);
  const Parts parts = copy_parts(waiting_, day_of(from), day_of(when), [&](const WaitingDay& day, auto& out) {
    for (const auto& [track, points] : day.tracks) {
      if (const WaitingPoint* const point = last_of(points, from, when)) out.push_back(*point);
    }
  });
  LastPoints last;
  for (const auto& [day, part] : parts) {
    std::uint64_t applied_slot = 0;
    if (part.stored) {
      FL_CHECK(pool_.with(day, [&](DayReader& reader, const DayReader::Summary& summary) {
        applied_slot = summary.applied_slot;
        return reader.last_points(from, when, last);
      }));
    }
    for (const WaitingPoint& waiting : part.waiting) {
      // Where the file covers its slot, the file has answered for it.
      if (waiting.slot <= applied_slot) continue;
      const auto [entry, fresh] = last.try_emplace(waiting.point.track, waiting.point);
      if (!fresh && waiting.point.at >= entry->second.at) entry->second = waiting.point;
    }
  }
  std::vector<HistoryPoint> points;
  points.reserve(last.size());
  for (const auto& [track, point] : last) points.push_back(point);
  std::ranges::sort(points, {}, &HistoryPoint::track);
  return points;
}

Result<std::optional<engine::TimeSpan>> HistoryReader::span() {
  std::optional<engine::TimeSpan> span;
  const auto widen = [&](Instant first, Instant last) {
    if (!span) span = engine::TimeSpan{first, last};
    span->from = std::min(span->from, first);
    span->to = std::max(span->to, last);
  };
  const std::vector<Day> stored = waiting_.look([&](const Waiting& waiting) {
    for (const auto& [day, points] : waiting.days) widen(points.first, points.last);
    return std::vector<Day>(waiting.stored.begin(), waiting.stored.end());
  });
  const auto ask = [&](Day day) {
    return pool_.with(day, [&](DayReader&, const DayReader::Summary& summary) -> Result<void> {
      if (summary.times) widen(summary.times->from, summary.times->to);
      return {};
    });
  };
  // The first and the last day decide; another follows only where retention removed one meanwhile.
  if (!stored.empty()) FL_CHECK(ask(stored.front()));
  for (auto day = stored.rbegin(); day != stored.rend(); ++day) {
    FL_CHECK(ask(*day));
    if (span) break;
  }
  return span;
}

}  // namespace fairlead::store_sqlite
