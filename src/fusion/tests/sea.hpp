// SPDX-License-Identifier: Apache-2.0
// Scenarios for the tracker: reports made by hand, and charts.
//
// A chart draws one MMSI. A row is a place, so many kilometres east of the start; a column is a moment, `step` after
// the one before; an `o` is a report. sail() gives the chart back with each report replaced by the number of the track
// whose history it entered, or `-` where it entered none. Units: kilometres east of 10 degrees east on 60 degrees
// north; times since kStart.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "fusion/tracker.hpp"
#include "geo/geodesic.hpp"

namespace fairlead::fusion::sea {

using namespace std::chrono_literals;
using domain::Observation;
using domain::TrackFlag;
using domain::TrackId;
using domain::TrackKind;
using domain::TrackState;

inline const Instant kStart = Instant::from_civil(2026, 5, 4, 23, 58);  // soon after is midnight
inline const geo::Position kOrigin = *geo::Position::from_degrees(60, 10);
inline constexpr std::uint32_t kMmsi = 257'000'123;

inline geo::Position place(double east_km, double north_km = 0) {
  const geo::Position east = geo::destination(kOrigin, Bearing::degrees(90), Length::kilometres(east_km));
  return geo::destination(east, Bearing::degrees(0), Length::kilometres(north_km));
}

inline Observation heard(Duration when, std::uint32_t mmsi = kMmsi) {
  Observation o;
  o.source = domain::SourceId(1);
  o.kind = TrackKind::ship;
  o.mmsi = domain::Mmsi::from_number(mmsi);
  o.received_at = kStart + when;
  o.observed_at = kStart + when;
  return o;
}

inline Observation report(Duration when, geo::Position position, std::uint32_t mmsi = kMmsi) {
  Observation o = heard(when, mmsi);
  o.position = position;
  o.position_sigma = Length::metres(10);
  return o;
}

inline Observation moving(Duration when, geo::Position position, double knots, double course,
                          std::uint32_t mmsi = kMmsi) {
  Observation o = report(when, position, mmsi);
  o.speed = Speed::knots(knots);
  o.course = Course::degrees(course);
  return o;
}

inline Observation named(Duration when, std::string_view name, std::string_view call_sign = {},
                         std::uint32_t mmsi = kMmsi) {
  Observation o = heard(when, mmsi);
  o.claims.emplace();
  o.claims->name = name;
  o.claims->call_sign = call_sign;
  return o;
}

// A vessel on a straight course, one report every `step`.
inline std::vector<Observation> voyage(Duration from, Duration to, Duration step, double knots,
                                       std::uint32_t mmsi = kMmsi) {
  std::vector<Observation> reports;
  for (Duration t = from; t <= to; t += step) {
    const double km = knots * 1.852 * static_cast<double>((t - from).count()) / 3.6e6;
    reports.push_back(moving(t, place(km), knots, 90, mmsi));
  }
  return reports;
}

inline TrackChanges absorb(Tracker& tracker, const std::vector<Observation>& observations) {
  TrackChanges changes;
  for (const Observation& o : observations) tracker.absorb(o, changes);
  return changes;
}

inline std::vector<domain::Track> tracks(const Tracker& tracker) {
  std::vector<domain::Track> all;
  tracker.for_each([&](const domain::Track& track) { all.push_back(track); });
  return all;
}

inline std::string bytes_of(const Tracker& tracker) {
  wire::ByteWriter out;
  tracker.save(out);
  return out.take();
}

inline std::string sail(Tracker& tracker, const std::string& chart, Duration step = 10s) {
  std::istringstream lines(chart);
  std::vector<std::string> rows;
  for (std::string line; std::getline(lines, line);) rows.push_back(line);
  struct Mark {
    std::size_t row, column;
    geo::Position position;
  };
  std::multimap<Instant, Mark> marks;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::size_t bar = rows[row].find('|');
    if (bar == std::string::npos) continue;
    const geo::Position position = place(std::stod(rows[row]));
    for (std::size_t column = bar + 1; column < rows[row].size(); ++column) {
      if (rows[row][column] != 'o') continue;
      const Duration when = step * static_cast<std::int64_t>(column - bar - 1);
      marks.emplace(kStart + when, Mark{row, column, position});
      rows[row][column] = '-';
    }
  }
  TrackChanges changes;
  for (const auto& [at, mark] : marks) tracker.absorb(report(at - kStart, mark.position), changes);
  for (const HistoryPoint& point : changes.history) {
    for (const auto& [at, mark] : marks) {
      if (at != point.at || mark.position != point.position) continue;
      rows[mark.row][mark.column] = static_cast<char>('0' + point.track.number() % 10);
    }
  }
  std::string answer;
  for (const std::string& row : rows) answer += row + "\n";
  answer.pop_back();
  return answer;
}

}  // namespace fairlead::fusion::sea
