// SPDX-License-Identifier: Apache-2.0
#include "world.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::behaviour {
namespace {

constexpr double kKnots = 1943.844492440605;  // metres per millisecond

}  // namespace

std::uint64_t World::open(Draft draft) {
  Situation s;
  s.rule = draft.rule;
  s.version = terms(draft.rule).version;
  s.priority = draft.priority.value_or(terms(draft.rule).priority);
  for (const Vessel* v : draft.vessels) {
    s.vessels.push_back(v->ordinal);
    s.tracks.push_back(v->track);
  }
  s.subject = std::move(draft.subject);
  s.position = draft.position;
  s.begins_at = draft.begins_at;
  s.reasons = std::move(draft.reasons);
  for (const domain::ObservationId id : draft.evidence) {
    if (std::ranges::find(s.evidence, id) == s.evidence.end()) s.evidence.push_back(id);
  }
  s.told_at = draft.at;
  return book.open(std::move(s), draft.again_within.value_or(rules.again_within));
}

std::uint64_t World::open_for(Vessel& v, Draft draft) {
  const Rule rule = draft.rule;
  if (draft.vessels.empty()) draft.vessels = {&v};
  const std::uint64_t number = open(std::move(draft));
  v.open[static_cast<std::size_t>(rule)] = number;
  return number;
}

void World::end_for(Vessel& v, Rule rule, Instant at, std::string why) {
  std::uint64_t& number = v.open[static_cast<std::size_t>(rule)];
  if (number == 0) return;
  book.end(number, at, std::move(why));
  number = 0;
}

bool World::renew(std::uint64_t number, Instant at, Duration often, std::vector<std::string> reasons,
                  std::optional<domain::ObservationId> evidence) {
  Situation* s = book.find(number);
  if (s == nullptr || at - s->told_at < often) return false;
  s->reasons = std::move(reasons);
  if (evidence) book.add_evidence(number, *evidence);
  book.touch(number, at);
  return true;
}

bool World::is_quiet(const Vessel& v, Rule rule, std::optional<Exclusion> but) const {
  const Terms& t = terms(rule);
  if (t.quiet.empty()) return false;
  const auto holds = [&](Exclusion e) { return e != but && t.is_quiet(e); };
  return (v.near_port && holds(Exclusion::harbour)) ||
         (v.mmsi && rules.own_units.contains(*v.mmsi) && holds(Exclusion::own_unit)) ||
         (is_anchored(v) && holds(Exclusion::anchored)) || (is_service(v) && holds(Exclusion::service)) ||
         (holds(Exclusion::fishing) && is_fishing(v)) || (holds(Exclusion::gear) && is_gear(v));
}

void World::forget(Vessel& v) {
  by_track.erase(v.track);
  slow.erase(v.ordinal);
  heard.erase(v.ordinal);
  const auto leave = [&](auto& index, std::uint32_t key) {
    const auto at = index.find(key);
    if (at == index.end()) return;
    std::erase(at->second, v.ordinal);
    if (at->second.empty()) index.erase(at);
  };
  if (v.mmsi) leave(by_mmsi, v.mmsi->number());
  if (v.claims.imo) leave(by_imo, *v.claims.imo);
  if (v.silence_due) due.erase({*v.silence_due, v.ordinal});
  vessels.erase(v.ordinal);
}

void World::index() {
  by_track.clear();
  by_mmsi.clear();
  by_imo.clear();
  slow.clear();
  heard.clear();
  for (auto& [ordinal, v] : vessels) {
    if (v.held) by_track.emplace(v.track, ordinal);
    if (v.mmsi) by_mmsi[v.mmsi->number()].push_back(ordinal);
    if (v.claims.imo) by_imo[*v.claims.imo].push_back(ordinal);
    if (v.heard) heard.put(ordinal, v.heard->position);
    if (v.in_slow && v.now) slow.put(ordinal, v.now->position);
  }
}

void World::sweep() {
  constexpr Duration kStep = std::chrono::minutes(10);
  if (now - swept_at < kStep) return;
  swept_at = now;
  reception.sweep(now.unix_ms() / Vessel::kBin.count(), limits.cells_max);
  book.sweep(now - limits.ended_kept, limits.findings_max);
  const Instant jumps_before = now - rules.offset_spoofing.within;
  std::erase_if(jumps, [&](const Jumped& j) { return j.at < jumps_before; });
  std::erase_if(rings, [&](const Ring& r) { return r.at < now - std::chrono::hours(6); });
  constexpr std::size_t kListMax = 10'000;
  if (jumps.size() > kListMax) jumps.erase(jumps.begin(), jumps.end() - kListMax);
  if (rings.size() > kListMax) rings.erase(rings.begin(), rings.end() - kListMax);
  std::set<Ordinal> over;
  for (auto& [ordinal, v] : vessels) {
    distress_silent(*this, v, now);
    watchlist_silent(*this, v, now);
    dark_contact_silent(*this, v, now);
    if (!v.held && now - v.newest_at > rules.gone_dark.forgotten_after) over.insert(ordinal);
  }
  if (vessels.size() - over.size() > limits.vessels_max) {
    std::vector<std::pair<std::pair<bool, Instant>, Ordinal>> quietest;
    for (const auto& [ordinal, v] : vessels) quietest.push_back({{v.held, v.newest_at}, ordinal});
    std::ranges::sort(quietest);
    for (const auto& [age, ordinal] : quietest) {
      if (vessels.size() - over.size() <= limits.vessels_max) break;
      over.insert(ordinal);
    }
  }
  for (const Ordinal ordinal : over) {
    Vessel& v = vessels.at(ordinal);
    rendezvous_lost(*this, v, v.newest_at, "one of them is no longer followed");
    for (std::size_t r = 0; r < kRules; ++r) {
      end_for(v, static_cast<Rule>(r), v.newest_at, "not heard of again within the time that it is remembered");
    }
    for (const auto& [area, number] : v.area_findings) book.end(number, v.newest_at, "no longer followed");
    forget(v);
  }
}

bool is_fishing(const Vessel& v) {
  constexpr std::uint8_t kFishingType = 30;
  constexpr std::uint8_t kFishingStatus = 7;
  if (v.claims.ship_type == kFishingType || v.nav_status == kFishingStatus) return true;
  const std::string word = to_lower(v.seen_as.view());
  return word.find("fish") != std::string::npos || word.find("trawl") != std::string::npos;
}

bool is_service(const Vessel& v) {
  if (v.kind == domain::TrackKind::sar_aircraft || v.kind == domain::TrackKind::own_ship) return true;
  if (!v.claims.ship_type) return false;
  const unsigned t = *v.claims.ship_type;
  // ITU-R M.1371 table 53: towing, dredging, diving; pilot, rescue, tug, tender, anti-pollution, law, medical.
  return (t >= 31 && t <= 34) || (t >= 50 && t <= 55) || t == 58;
}

bool is_anchored(const Vessel& v) { return v.nav_status == 1 || v.nav_status == 5 || v.nav_status == 6; }

bool is_gear(const Vessel& v) {
  if (v.kind == domain::TrackKind::aid_to_navigation) return true;
  if (v.mmsi) {
    using enum domain::MmsiKind;
    const domain::MmsiKind kind = v.mmsi->kind();
    if (kind == aid_to_navigation || kind == other) return true;
  }
  // Buoys of nets say how full their battery is: `NET12-87%`, `BUOY 12.4V`.
  const std::string name = to_lower(v.claims.name.view());
  if (name.empty()) return false;
  for (std::size_t i = 1; i < name.size(); ++i) {
    const bool after_digit = std::isdigit(static_cast<unsigned char>(name[i - 1])) != 0;
    const bool last = i + 1 == name.size();
    if (after_digit && (name[i] == '%' || (name[i] == 'v' && last))) return true;
  }
  return name.find("buoy") != std::string::npos || name.starts_with("net mark") || name.starts_with("fishnet") ||
         name.starts_with("fish net") || name.starts_with("netsonde");
}

bool is_placeholder(domain::Mmsi mmsi) {
  if (mmsi.kind() != domain::MmsiKind::ship || mmsi.flag().empty()) return true;
  const std::string digits = fmt::format("{:09}", mmsi.number());
  const bool rising = digits.substr(1) == "23456789" || digits.substr(1) == "12345678" || digits == "234567890";
  const bool same = digits.find_first_not_of(digits[3], 3) == std::string::npos;  // 257000000, 222222222
  return rising || same;
}

bool lies_on_trail(const Vessel& v, geo::Position position) {
  constexpr double kNear = 600;
  std::vector<geo::Position> trail;
  for (const Fix& f : v.coarse) trail.push_back(f.position);
  for (const Fix& f : v.fine) {
    if (v.coarse.empty() || f.at > v.coarse.back().at) trail.push_back(f.position);
  }
  if (trail.size() < 2) return false;
  return beside(trail, position).distance.in_metres() < kNear;
}

bool is_ship_like(const Vessel& v) {
  using enum domain::TrackKind;
  return v.kind == ship || v.kind == class_b || v.kind == small_craft || v.kind == contact;
}

std::optional<Length> length_of(const Vessel& v) {
  if (v.claims.dimensions && v.claims.dimensions->length() > 0) {
    return Length::metres(static_cast<double>(v.claims.dimensions->length()));
  }
  return v.length_seen;
}

double knots_between(const Fix& a, const Fix& b, Duration slack) {
  const Length apart = geo::distance(a.position, b.position);
  const Duration span = (b.at > a.at ? b.at - a.at : a.at - b.at) + slack;
  if (span.count() <= 0) return apart.in_metres() > 0 ? 1e9 : 0;
  return Speed::metres_per_second(apart.in_metres() * 1000.0 / static_cast<double>(span.count())).in_knots();
}

geo::Position predicted(const Fix& from, Instant at) {
  if (from.deci_knots <= 0 || from.deci_degrees < 0 || at <= from.at) return from.position;
  const Duration span = std::min<Duration>(at - from.at, std::chrono::hours(2));
  const double metres = from.deci_knots / 10.0 * 0.5144444444444445 * static_cast<double>(span.count()) / 1000.0;
  return geo::destination(from.position, Bearing::degrees(from.deci_degrees / 10.0), Length::metres(metres));
}

std::optional<Net> net_motion(const Vessel& v, Duration span, Duration gap_max) {
  if (!v.now) return std::nullopt;
  constexpr Duration kPiece = std::chrono::minutes(1);
  Net net;
  geo::Position last = v.now->position;
  Instant last_at = v.now->at;
  geo::Position piece = last;
  Instant piece_at = last_at;
  const auto walk = [&](const std::vector<Fix>& ring) -> bool {
    for (auto it = ring.rbegin(); it != ring.rend(); ++it) {
      if (it->at >= last_at) continue;
      if (last_at - it->at > gap_max) return true;
      net.path_metres += geo::quick_distance(it->position, last).in_metres();
      last = it->position;
      last_at = it->at;
      net.span = v.now->at - it->at;
      if (const Duration length = piece_at - it->at; length >= kPiece) {
        const double knots =
            geo::quick_distance(it->position, piece).in_metres() / static_cast<double>(length.count()) * kKnots;
        net.slowest_knots = std::min(net.slowest_knots, knots);
        net.fastest_knots = std::max(net.fastest_knots, knots);
        piece = it->position;
        piece_at = it->at;
      }
      if (net.span >= span) return true;
    }
    return false;
  };
  if (!walk(v.fine)) walk(v.coarse);
  if (net.span < span) return std::nullopt;
  net.metres = geo::quick_distance(last, v.now->position).in_metres();
  return net;
}

std::optional<geo::Position> position_at(const Vessel& v, Instant at, Duration apart_max) {
  const Fix* best = nullptr;
  Duration best_apart = apart_max;
  const auto look = [&](const Fix& f) {
    const Duration apart = f.at > at ? f.at - at : at - f.at;
    if (apart <= best_apart) {
      best_apart = apart;
      best = &f;
    }
  };
  for (const Fix& f : v.coarse) look(f);
  for (const Fix& f : v.fine) look(f);
  if (best == nullptr) return std::nullopt;
  return best->position;
}

}  // namespace fairlead::behaviour
