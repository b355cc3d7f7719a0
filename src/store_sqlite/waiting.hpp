// SPDX-License-Identifier: Apache-2.0
// Positions that are in the journal but not yet in a day file. Each carries its slot: a reader that also looks at a day
// file drops those that the file's `applied_slot` covers.
//
// Threads: inside a Guarded.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "engine/store.hpp"
#include "folder.hpp"

namespace fairlead::store_sqlite {

struct WaitingPoint {
  std::uint64_t slot = 0;
  engine::HistoryPoint point;
};

struct WaitingTrack {
  std::vector<WaitingPoint> points;  // in order of arrival
  bool in_order = true;              // of time, too
};

struct WaitingDay {
  std::unordered_map<domain::TrackId, WaitingTrack> tracks;
  Instant first;
  Instant last;
  Instant received;  // by our clock, the newest
  std::size_t points = 0;
};

struct Waiting {
  std::map<Day, WaitingDay> days;
  std::set<Day> stored;  // days that have a file
  std::size_t points = 0;

  void add(std::uint64_t slot, Instant closed_at, Day day, const engine::HistoryPoint& point) {
    WaitingDay& of_day = days[day];
    if (of_day.points == 0) {
      of_day.first = of_day.last = point.at;
      of_day.received = closed_at;
    }
    if (point.at < of_day.first) of_day.first = point.at;
    if (point.at > of_day.last) of_day.last = point.at;
    if (closed_at > of_day.received) of_day.received = closed_at;
    WaitingTrack& track = of_day.tracks[point.track];
    if (!track.points.empty() && point.at < track.points.back().point.at) track.in_order = false;
    track.points.push_back({slot, point});
    ++of_day.points;
    ++points;
  }
};

}  // namespace fairlead::store_sqlite
