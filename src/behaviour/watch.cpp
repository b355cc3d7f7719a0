// SPDX-License-Identifier: Apache-2.0
#include "behaviour/watch.hpp"

#include <algorithm>
#include <cmath>

#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr std::uint8_t kVersion = 1;

std::int64_t bin_of(Instant at) {
  const std::int64_t step = Vessel::kBin.count();
  const std::int64_t ms = at.unix_ms();
  return ms >= 0 ? ms / step : -((step - 1 - ms) / step);
}

Vessel& vessel_for(World& w, const Sighting& s) {
  if (Vessel* known = w.vessel_of(s.track)) return *known;
  // One that was dropped for its silence and speaks again is the same one.
  if (s.mmsi) {
    const auto same = w.by_mmsi.find(s.mmsi->number());
    if (same != w.by_mmsi.end()) {
      Vessel* best = nullptr;
      for (const Ordinal o : same->second) {
        Vessel* u = w.vessel(o);
        if (u != nullptr && !u->held && (best == nullptr || u->newest_at > best->newest_at)) best = u;
      }
      if (best != nullptr) {
        w.book.rename(best->track, s.track, best->ordinal);
        best->track = s.track;
        best->held = true;
        w.by_track.emplace(s.track, best->ordinal);
        return *best;
      }
    }
  }
  const Ordinal ordinal = w.next_ordinal++;
  Vessel& v = w.vessels.emplace_hint(w.vessels.end(), ordinal, Vessel{})->second;
  v.ordinal = ordinal;
  v.track = s.track;
  v.kind = s.kind;
  v.first_at = v.newest_at = s.at;
  w.by_track.emplace(s.track, ordinal);
  return v;
}

void know_identity(World& w, Vessel& v, const Sighting& s) {
  v.kind = s.kind;
  if (s.length) v.length_seen = s.length;
  if (!s.seen_as.empty()) v.seen_as = s.seen_as;
  if (s.mmsi && v.mmsi != s.mmsi) {
    const std::optional<domain::Mmsi> before = v.mmsi;
    if (before) {
      auto& list = w.by_mmsi[before->number()];
      std::erase(list, v.ordinal);
      if (list.empty()) w.by_mmsi.erase(before->number());
    }
    v.mmsi = s.mmsi;
    auto& list = w.by_mmsi[s.mmsi->number()];
    list.insert(std::ranges::lower_bound(list, v.ordinal), v.ordinal);
    if (before) identity_change_number(w, v, s, *before);
  }
  if (s.claims == nullptr) return;
  const std::optional<std::uint32_t> imo = v.claims.imo;
  domain::merge(v.claims, *s.claims);
  ++v.claims_count;
  if (v.claims.imo != imo) {
    if (imo) {
      auto& list = w.by_imo[*imo];
      std::erase(list, v.ordinal);
      if (list.empty()) w.by_imo.erase(*imo);
    }
    auto& list = w.by_imo[*v.claims.imo];
    list.insert(std::ranges::lower_bound(list, v.ordinal), v.ordinal);
  }
  identity_change_claims(w, v, s);
  identity_conflict(w, v, s);
}

Fix fix_of(const Sighting& s) {
  Fix f;
  f.at = s.at;
  f.position = *s.position;
  if (s.speed)
    f.deci_knots = static_cast<std::int32_t>(std::lround(std::clamp(s.speed->in_knots(), 0.0, 10'000.0) * 10));
  if (s.course) f.deci_degrees = static_cast<std::int32_t>(std::lround(s.course->in_degrees() * 10)) % 3600;
  f.evidence = s.evidence;
  return f;
}

void count_heard(World& w, Vessel& v, const Fix& fix) {
  const std::int64_t bin = bin_of(fix.at);
  const std::uint32_t cell = cell_of(fix.position, Reception::kUnits);
  const bool class_a = v.kind == domain::TrackKind::ship;
  const bool counts = class_a || v.kind == domain::TrackKind::class_b;
  if (counts && (v.reports == 0 || bin > v.heard_bin || (bin == v.heard_bin && cell != v.heard_cell))) {
    w.reception.heard(fix.position, bin, class_a);
  }
  if (v.reports == 0 || bin - v.heard_bin >= static_cast<std::int64_t>(v.heard_counts.size())) {
    v.heard_counts.fill(0);
  } else {
    for (std::int64_t i = v.heard_bin; i < bin; ++i) {
      std::shift_right(v.heard_counts.begin(), v.heard_counts.end(), 1);
      v.heard_counts[0] = 0;
    }
  }
  v.heard_bin = bin;
  v.heard_cell = cell;
  ++v.heard_counts[0];
  ++v.reports;
}

void know_place(World& w, Vessel& v, const Fix& fix) {
  constexpr double kMoved = 500;
  constexpr Duration kStale = std::chrono::minutes(30);
  const bool fresh =
      v.place_at && geo::quick_distance(v.place_of, fix.position).in_metres() < kMoved && fix.at - *v.place_at < kStale;
  if (fresh) return;
  v.place_at = fix.at;
  v.place_of = fix.position;
  v.place = w.surroundings ? w.surroundings->at(fix.position) : Place{};
  v.near_port = v.place.to_port && *v.place.to_port <= w.rules.harbour_within;
  if (const auto* near = w.places->at(fix.position)) {
    for (const std::uint32_t i : near->spots) {
      const Spot& spot = w.rules.spots[i];
      if (spot.kind == SpotKind::landing_place) continue;
      const Length reach = std::max(spot.radius, w.rules.harbour_within);
      v.near_port = v.near_port || geo::quick_distance(spot.position, fix.position) <= reach;
    }
  }
}

void push(std::vector<Fix>& ring, std::size_t size, Duration step, const Fix& fix) {
  // A second's jitter of reports ten seconds apart must not make the step eleven.
  constexpr Duration kJitter = std::chrono::milliseconds(1500);
  if (!ring.empty() && fix.at - ring.back().at < step - kJitter) return;
  if (ring.size() >= size) ring.erase(ring.begin());
  ring.push_back(fix);
}

void know_motion(World& w, Vessel& v, const Sighting& s, const Fix& fix) {
  v.now = fix;
  v.speed = s.speed;
  v.course = s.course;
  if (s.heading || s.sensor == domain::SensorKind::ais) v.heading = s.heading;
  if (s.sensor == domain::SensorKind::ais) v.nav_status = s.nav_status;
  push(v.fine, Vessel::kFine, Vessel::kFineStep, fix);
  push(v.coarse, Vessel::kCoarse, Vessel::kCoarseStep, fix);
  const StopAndDrift& t = w.rules.stop_and_drift;
  if (s.speed && *s.speed >= t.under_way_min) {
    v.under_way.yes(s.at, *s.position, s.evidence, std::chrono::minutes(10));
    if (v.under_way.length() >= t.under_way_for) v.under_way_at = s.at;
  } else {
    v.under_way.no(s.at, std::chrono::minutes(2));
  }
}

void take_in(World& w, Vessel& v, const Sighting& s) {
  const bool ais = s.sensor == domain::SensorKind::ais;
  const Fix fix = fix_of(s);
  const std::optional<Fix> before = v.now;
  const std::optional<Fix> heard_before = v.heard;
  if (ais) {
    if (v.heard_at && s.at <= *v.heard_at) {
      gone_dark_late(w, v, s);
      return;
    }
    if (!jump(w, v, s)) return;
    count_heard(w, v, fix);
    v.heard_at = s.at;
    v.heard = fix;
    v.seen_since_heard = 0;
    w.heard.put(v.ordinal, fix.position);
    gone_dark_heard(w, v, s, heard_before);
  } else {
    if (v.seen_at && s.at <= *v.seen_at) return;
    v.seen_at = s.at;
    if (!v.seen_first_at) v.seen_first_at = s.at;
    ++v.seen;
    ++v.seen_since_heard;
  }
  if (v.now && s.at <= v.now->at) return;
  know_place(w, v, fix);
  know_motion(w, v, s, fix);
  const Moment m{w, v, s, ais, before};
  if (ais) mmsi_shared(m, heard_before ? heard_before->at : s.at);
  gone_dark_seen(m);
  go_fast(m);
  dark_contact(m);
  rendezvous(m);
  loitering(m);
  stop_and_drift(m);
  landing_course(m);
  on_land(m);
  circle_spoofing(m);
  identity_change_track(m);
  lane_deviation(m);
  near_cable(m);
  area_rules(m);
  zone_change(m);
}

void let_go(World& w, Vessel& v, Instant at, const std::string& why, bool keep_silence) {
  rendezvous_lost(w, v, at, "one of them is no longer followed");
  for (std::size_t r = 0; r < kRules; ++r) {
    const auto which = static_cast<Rule>(r);
    if (keep_silence && (which == Rule::gone_dark || which == Rule::watchlist || which == Rule::distress)) continue;
    if (which == Rule::area || v.open[r] == 0) continue;
    // What several vessels have in common goes on with the others.
    bool shared = false;
    if (const Situation* s = w.book.find(v.open[r])) {
      for (const Ordinal o : s->vessels) {
        const Vessel* u = o == v.ordinal ? nullptr : w.vessel(o);
        shared = shared || (u != nullptr && u->held && u->open[r] == v.open[r]);
      }
    }
    if (shared) {
      v.open[r] = 0;
    } else {
      w.end_for(v, which, at, why);
    }
  }
  for (const auto& [area, number] : v.area_findings) w.book.end(number, at, why);
  v.area_findings.clear();
  v.in_areas.clear();
  v.open[static_cast<std::size_t>(Rule::area)] = 0;
}

}  // namespace

Watch::Watch(Rules rules, std::shared_ptr<const Surroundings> surroundings, WatchLimits limits)
    : world_(std::make_unique<World>(std::move(rules), std::move(surroundings), limits)) {}
Watch::Watch(std::unique_ptr<World> world) : world_(std::move(world)) {}
Watch::~Watch() = default;
Watch::Watch(const Watch& other) : world_(std::make_unique<World>(*other.world_)) {}
Watch& Watch::operator=(const Watch& other) {
  if (this != &other) world_ = std::make_unique<World>(*other.world_);
  return *this;
}
Watch::Watch(Watch&&) noexcept = default;
Watch& Watch::operator=(Watch&&) noexcept = default;

void Watch::absorb(const Sighting& s, FindingChanges& changes) {
  World& w = *world_;
  w.now = w.began ? std::max(w.now, s.received_at) : s.received_at;
  w.began = true;
  Vessel& v = vessel_for(w, s);
  know_identity(w, v, s);
  distress_seen(w, v, s);
  if (s.position && (is_ship_like(v) || v.kind == domain::TrackKind::own_ship)) {
    take_in(w, v, s);
  } else if (s.position && (!v.now || s.at > v.now->at)) {
    v.now = fix_of(s);
  }
  watchlist(w, v, s);
  v.newest_at = std::max(v.newest_at, s.at);
  w.book.flush(changes);
}

void Watch::scanned(const domain::Scan& scan) {
  constexpr std::size_t kSensorsMax = 256;
  World& w = *world_;
  const bool all_round = scan.coverage.bearing_to_degrees - scan.coverage.bearing_from_degrees >= 360;
  if (!scan.coverage.centre || !all_round) return;
  const Look look{scan.at, scan.coverage.centre, scan.coverage.range_max, scan.detection_far};
  const auto known = w.looks.find(scan.source);
  if (known != w.looks.end()) {
    if (scan.at >= known->second.at) known->second = look;
  } else if (w.looks.size() < kSensorsMax) {
    w.looks.emplace(scan.source, look);
  }
}

void Watch::moved(domain::TrackId from, domain::TrackId to, FindingChanges& changes) {
  World& w = *world_;
  Vessel* v = w.vessel_of(from);
  if (v == nullptr || from == to) return;
  if (w.vessel_of(to) != nullptr) {
    joined(from, to, changes);
    return;
  }
  w.by_track.erase(from);
  w.by_track.emplace(to, v->ordinal);
  v->track = to;
  w.book.rename(from, to, v->ordinal);
  w.book.flush(changes);
}

void Watch::joined(domain::TrackId from, domain::TrackId into, FindingChanges& changes) {
  World& w = *world_;
  Vessel* old = w.vessel_of(from);
  Vessel* v = w.vessel_of(into);
  if (old == nullptr || old == v) return;
  if (v == nullptr) {
    moved(from, into, changes);
    return;
  }
  rendezvous_lost(w, *old, old->newest_at, "two tracks turned out to be one vessel");
  for (std::size_t r = 0; r < kRules; ++r) {
    const std::uint64_t number = old->open[r];
    if (number == 0 || static_cast<Rule>(r) == Rule::area) continue;
    if (v->open[r] == 0) {
      v->open[r] = number;
      w.book.note(number, w.now, "two tracks turned out to be one vessel");
    } else if (v->open[r] != number) {
      w.book.end(number, w.now, "two tracks turned out to be one vessel, whose finding goes on under another number");
    }
  }
  for (const auto& [area, number] : old->area_findings)
    w.book.end(number, w.now, "two tracks turned out to be one vessel");
  if (!v->mmsi && old->mmsi) {
    v->mmsi = old->mmsi;
    auto& list = w.by_mmsi[v->mmsi->number()];
    list.insert(std::ranges::lower_bound(list, v->ordinal), v->ordinal);
  }
  if (old->heard_at && (!v->heard_at || *v->heard_at < *old->heard_at)) {
    v->heard_at = old->heard_at;
    v->heard = old->heard;
    v->heard_bin = old->heard_bin;
    v->heard_cell = old->heard_cell;
    v->heard_counts = old->heard_counts;
    v->reports += old->reports;
    w.heard.put(v->ordinal, v->heard->position);
  }
  if (old->fast_at && (!v->fast_at || *v->fast_at < *old->fast_at)) v->fast_at = old->fast_at;
  w.book.replace(old->ordinal, v->ordinal, v->track);
  std::erase_if(w.jumps, [&](const Jumped& j) { return j.vessel == old->ordinal; });
  w.forget(*old);
  w.book.flush(changes);
}

void Watch::closed(domain::TrackId track, FindingChanges& changes) {
  World& w = *world_;
  Vessel* v = w.vessel_of(track);
  if (v == nullptr) return;
  const bool remembered =
      v->mmsi && v->heard && (v->kind == domain::TrackKind::ship || v->kind == domain::TrackKind::class_b);
  const bool distress = v->open[static_cast<std::size_t>(Rule::distress)] != 0;
  let_go(w, *v, v->newest_at, "no longer followed", remembered || distress);
  if (remembered || distress) {
    w.by_track.erase(track);
    v->held = false;
    v->fine.clear();
    v->fine.shrink_to_fit();
    v->coarse.clear();
    v->coarse.shrink_to_fit();
  } else {
    w.forget(*v);
  }
  w.book.flush(changes);
}

void Watch::advance(Instant now, FindingChanges& changes) {
  World& w = *world_;
  w.now = w.began ? std::max(w.now, now) : now;
  w.began = true;
  while (!w.due.empty() && w.due.begin()->first <= w.now) {
    const Ordinal ordinal = w.due.begin()->second;
    w.due.erase(w.due.begin());
    if (Vessel* v = w.vessel(ordinal)) gone_dark_due(w, *v, w.now);
  }
  w.sweep();
  w.book.flush(changes);
}

void Watch::set_rules(Rules rules) {
  World& w = *world_;
  w.rules = std::move(rules);
  w.places = std::make_shared<const PlaceIndex>(w.rules);
  // What counted places by their number begins anew.
  for (auto& [ordinal, v] : w.vessels) {
    v.landing = v.in_lane = v.off_lane = v.by_cable = {};
    v.landing_spot = v.lane = v.cable = v.watch_entry = 0;
    v.place_at.reset();
  }
}

const Rules& Watch::rules() const { return world_->rules; }
std::size_t Watch::vessels() const { return world_->vessels.size(); }
std::size_t Watch::open_findings() const { return world_->book.open_count(); }

void Watch::save(wire::ByteWriter& out) const {
  out.u8(kVersion);
  Out archive(out);
  world_->archive(archive);
}

Result<Watch> Watch::restore(wire::ByteReader& in, Rules rules, std::shared_ptr<const Surroundings> surroundings,
                             WatchLimits limits) {
  if (in.u8() != kVersion) return fail(ErrorCode::newer_version, "state of findings: written by a newer version");
  auto world = std::make_unique<World>(std::move(rules), std::move(surroundings), limits);
  In archive(in);
  world->archive(archive);
  if (!in.ok() || !world->book.index()) return fail(ErrorCode::corrupt, "state of findings: ill-formed");
  for (const auto& [ordinal, v] : world->vessels) {
    constexpr std::int64_t kBinMax = 1'000'000'000;
    if (v.fine.size() > Vessel::kFine || v.coarse.size() > Vessel::kCoarse || v.heard_bin > kBinMax ||
        v.heard_bin < -kBinMax || v.ordinal != ordinal || ordinal >= world->next_ordinal ||
        v.landing_spot > world->rules.spots.size() || v.lane > world->rules.lines.size()) {
      return fail(ErrorCode::corrupt, "state of findings: ill-formed");
    }
  }
  world->index();
  return Watch(std::move(world));
}

}  // namespace fairlead::behaviour
