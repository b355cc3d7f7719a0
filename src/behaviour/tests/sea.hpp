// SPDX-License-Identifier: Apache-2.0
// Scenarios for a Watch: boats with a way through time, the reports that they give, and what was found.
//
// Units: kilometres east and north of 15 N 70 W, knots, durations since the start. A way is a list of legs; a boat
// reports every `step` while it lives and is not silent.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "behaviour/watch.hpp"
#include "geo/geodesic.hpp"

namespace fairlead::behaviour::sea {

using namespace std::chrono_literals;
using domain::SensorKind;
using domain::TrackId;
using domain::TrackKind;

inline const geo::Position kOrigin = *geo::Position::from_degrees(15, -70);
inline const Instant kNoon = Instant::from_civil(2026, 5, 4, 11, 0);
inline const Instant kLate = Instant::from_civil(2026, 5, 4, 22, 40);  // midnight falls into every scenario

inline geo::Position place(double east_km, double north_km = 0) {
  return geo::from_local_offset(kOrigin, {east_km * 1000, north_km * 1000});
}

struct Leg {
  Duration from;
  double knots = 0;
  double course = 0;
};

struct Boat {
  std::uint64_t id = 0;
  TrackKind kind = TrackKind::ship;
  SensorKind sensor = SensorKind::ais;
  std::uint32_t mmsi = 0;
  double east_km = 0, north_km = 0;
  std::vector<Leg> legs{{0s, 0, 0}};
  Duration begins = 0s, ends = 24h;
  Duration step = 10s;
  std::vector<std::pair<Duration, Duration>> silent;
  std::optional<std::uint8_t> nav_status = 0;
  std::optional<double> heading;  // else the course
  std::optional<double> says_course;
  domain::StaticClaims claims;
  Duration claims_every = 6min;
  bool tells = false;  // claims
  Duration lag = 0s;   // between observation and receipt
  std::optional<Length> length;
  std::string seen_as;
  Length sigma = Length::metres(10);
};

inline geo::Position where(const Boat& b, Duration t) {
  double east = b.east_km * 1000;
  double north = b.north_km * 1000;
  for (std::size_t i = 0; i < b.legs.size(); ++i) {
    const Duration from = b.legs[i].from;
    const Duration to = i + 1 < b.legs.size() ? std::min(b.legs[i + 1].from, t) : t;
    if (to <= from) continue;
    const double metres = b.legs[i].knots * 1852.0 / 3.6e6 * static_cast<double>((to - from).count());
    east += metres * std::sin(b.legs[i].course * 0.017453292519943295);
    north += metres * std::cos(b.legs[i].course * 0.017453292519943295);
  }
  return place(east / 1000, north / 1000);
}

inline const Leg& leg_at(const Boat& b, Duration t) {
  const Leg* leg = &b.legs.front();
  for (const Leg& l : b.legs) {
    if (l.from <= t) leg = &l;
  }
  return *leg;
}

// A sighting that owns what it points to.
struct Report {
  Sighting s;
  std::shared_ptr<domain::StaticClaims> claims;
  std::shared_ptr<std::string> seen_as;
};

inline std::vector<Report> reports_of(const Boat& b, Instant start, Duration until) {
  std::vector<Report> all;
  Duration told = -24h;
  for (Duration t = b.begins; t <= std::min(until, b.ends); t += b.step) {
    if (std::ranges::any_of(b.silent, [&](const auto& gap) { return t > gap.first && t < gap.second; })) continue;
    Report r;
    Sighting& s = r.s;
    s.track = TrackId(b.id);
    s.sensor = b.sensor;
    s.kind = b.kind;
    s.at = start + t;
    s.received_at = s.at + b.lag;
    s.position = where(b, t);
    s.sigma = b.sigma;
    const Leg& leg = leg_at(b, t);
    s.speed = Speed::knots(leg.knots);
    s.course = Course::degrees(b.says_course.value_or(leg.course));
    if (b.sensor == SensorKind::ais) {
      s.heading = Heading::degrees(b.heading.value_or(leg.course));
      s.nav_status = b.nav_status;
    }
    if (b.mmsi != 0) s.mmsi = domain::Mmsi::from_number(b.mmsi);
    s.length = b.length;
    if (b.tells && t - told >= b.claims_every) {
      told = t;
      r.claims = std::make_shared<domain::StaticClaims>(b.claims);
      s.claims = r.claims.get();
    }
    if (!b.seen_as.empty()) {
      r.seen_as = std::make_shared<std::string>(b.seen_as);
      s.seen_as = *r.seen_as;
    }
    all.push_back(std::move(r));
  }
  return all;
}

inline std::vector<Report> reports_of(const std::vector<Boat>& boats, Instant start, Duration until) {
  std::vector<Report> all;
  for (const Boat& b : boats) {
    for (Report& r : reports_of(b, start, until)) all.push_back(std::move(r));
  }
  std::ranges::stable_sort(all, {}, [](const Report& r) { return r.s.received_at; });
  for (std::size_t i = 0; i < all.size(); ++i) all[i].s.evidence = domain::ObservationId(i + 1);
  return all;
}

class Sea {
 public:
  explicit Sea(Rules rules = {}, std::shared_ptr<const Surroundings> surroundings = nullptr)
      : watch(std::move(rules), std::move(surroundings)) {}

  void take(const Report& r) {
    if (now + 30s < r.s.received_at) advance(r.s.received_at);
    watch.absorb(r.s, changes);
  }
  void advance(Instant to) {
    now = to;
    watch.advance(now, changes);
  }
  // The boats' reports from `start`, and our clock along with them.
  Sea& play(const std::vector<Boat>& boats, Instant start, Duration until) {
    now = start;
    for (const Report& r : reports_of(boats, start, until)) take(r);
    advance(start + until);
    return *this;
  }

  // As they stand now, by number.
  std::map<std::uint64_t, domain::Finding> findings() const {
    std::map<std::uint64_t, domain::Finding> all;
    for (const FindingChange& c : changes) all[c.number] = c.finding;
    return all;
  }
  std::vector<domain::Finding> of(Rule rule) const {
    std::vector<domain::Finding> some;
    for (const auto& [number, f] : findings()) {
      if (f.rule == name(rule)) some.push_back(f);
    }
    return some;
  }
  // Names of the rules that spoke, each once, and all reasons: for messages of failing tests.
  std::string told() const {
    std::string text;
    for (const auto& [number, f] : findings()) {
      text += f.rule + ":";
      for (const std::string& reason : f.reasons) text += " " + reason + ";";
      text += "\n";
    }
    return text;
  }

  Watch watch;
  FindingChanges changes;
  Instant now;
};

// Ships that sail around the place, heard all the time: the proof that AIS is heard there.
inline std::vector<Boat> traffic(double east_km = 0, double north_km = 0, std::uint64_t first_id = 900) {
  std::vector<Boat> ships;
  for (std::uint32_t i = 0; i < 5; ++i) {
    Boat b;
    b.id = first_id + i;
    b.mmsi = 538'005'100 + static_cast<std::uint32_t>(first_id) + i;
    b.east_km = east_km - 8 + 4.0 * i;
    b.north_km = north_km + (i % 2 == 0 ? 5.0 : -5.0);
    for (int k = 0; k < 12; ++k) b.legs.push_back({30min * k, 10, k % 2 == 0 ? 90.0 : 270.0});
    b.legs.erase(b.legs.begin());
    b.step = 60s;
    ships.push_back(b);
  }
  return ships;
}

inline std::vector<Boat> operator+(std::vector<Boat> a, const std::vector<Boat>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

inline Boat ship(std::uint64_t id, double knots = 12, double course = 90) {
  Boat b;
  b.id = id;
  b.mmsi = 257'123'000 + static_cast<std::uint32_t>(id) * 7;
  b.legs = {{0s, knots, course}};
  return b;
}

inline Boat radar_contact(std::uint64_t id, double knots, double course = 90) {
  Boat b;
  b.id = id;
  b.kind = TrackKind::contact;
  b.sensor = SensorKind::radar;
  b.legs = {{0s, knots, course}};
  return b;
}

}  // namespace fairlead::behaviour::sea
