// SPDX-License-Identifier: Apache-2.0
// impossible_jump: AIS positions move further than a ship can, and stay there.
//
// Definition: two successive positions of one MMSI imply more than `speed_min` and lie `distance_min` apart, the new
// place is confirmed by `reports_min` reports over two minutes that fit each other, and the old one falls silent for
// `silence_min`. A single bad position, a clock that is disputed, a number that belongs to nobody, and a position that
// lies on the way that the vessel came are none.
// Source: AISdb (50 kn), OpenCPN (0.1 degree); the confirmation is own, because one flipped bit is no behaviour.
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::impossible_jump);
constexpr Duration kSettle = std::chrono::minutes(2);

Fix fix_of(const Sighting& s) {
  Fix f;
  f.at = s.at;
  f.position = s.position.value();
  f.evidence = s.evidence;
  return f;
}

bool is_impossible(const ImpossibleJump& t, const Fix& from, const Fix& to) {
  return geo::distance(from.position, to.position) >= t.distance_min &&
         knots_between(from, to, t.clock_slack) > t.speed_min.in_knots();
}

void believe(World& w, Vessel& v, const Sighting& s) {
  Leap& leap = *v.leap;
  leap.believed = true;
  const Instant at = s.at;
  Jumped jumped{v.ordinal, leap.to.at, leap.from.position, leap.to.position, 0};
  if (w.terms(Rule::impossible_jump).in_force(at) && !w.is_quiet(v, Rule::impossible_jump)) {
    const Length apart = geo::distance(leap.from.position, leap.to.position);
    const double knots = knots_between(leap.from, leap.to, w.rules.impossible_jump.clock_slack);
    std::vector<Vessel*> vessels{&v};
    Vessel* sibling = leap.sibling == 0 ? nullptr : w.vessel(leap.sibling);
    if (sibling != nullptr) vessels.push_back(sibling);
    if (v.open[kRule] != 0) {
      w.book.note(v.open[kRule], at,
                  fmt::format("jumped again at {}, {} away", words::when(leap.to.at), words::length(apart)));
    } else {
      w.open_for(v, {.rule = Rule::impossible_jump,
                     .vessels = vessels,
                     .begins_at = leap.from.at,
                     .at = at,
                     .position = leap.from.position,
                     .reasons = {fmt::format("{} moved {} in {}: {} at least, more than {}", words::who(v),
                                             words::length(apart), words::minutes(leap.to.at - leap.from.at),
                                             words::knots(knots), words::knots(w.rules.impossible_jump.speed_min)),
                                 fmt::format("{} reports over {} confirm the new place, and the old one is silent",
                                             leap.reports, words::minutes(at - leap.to.at))},
                     .evidence = {leap.from.evidence, leap.to.evidence, s.evidence},
                     .subject = {},
                     .priority = std::nullopt,
                     .again_within = std::nullopt});
    }
    jumped.finding = v.open[kRule];
  }
  w.jumps.push_back(jumped);
  offset_spoofing(w, jumped);
}

// The first position of a vessel whose number another one had.
void begin_from_sibling(World& w, Vessel& v, const Sighting& s) {
  const auto known = w.by_mmsi.find(v.mmsi->number());
  if (known == w.by_mmsi.end()) return;
  const Vessel* best = nullptr;
  for (const Ordinal o : known->second) {
    const Vessel* u = o == v.ordinal ? nullptr : w.vessel(o);
    if (u == nullptr || !u->heard || u->heard->at > s.at) continue;
    if (s.at - u->heard->at > w.rules.impossible_jump.look_back) continue;
    if (best == nullptr || u->heard->at > best->heard->at) best = u;
  }
  if (best == nullptr || !is_impossible(w.rules.impossible_jump, *best->heard, fix_of(s))) return;
  if (lies_on_trail(*best, *s.position)) return;
  v.leap = Leap{*best->heard, fix_of(s), best->ordinal, 1, false};
}

}  // namespace

bool jump(World& w, Vessel& v, const Sighting& s) {
  const ImpossibleJump& t = w.rules.impossible_jump;
  if (!v.mmsi || is_placeholder(*v.mmsi) || s.flags.has(domain::TrackFlag::time_disputed)) return true;
  if (v.kind != domain::TrackKind::ship && v.kind != domain::TrackKind::class_b) return true;
  const Fix here = fix_of(s);
  if (!v.heard) {
    begin_from_sibling(w, v, s);
    return true;
  }
  if (v.leap && v.leap->sibling != 0 && !v.leap->believed) {
    Leap& leap = *v.leap;
    const Vessel* sibling = w.vessel(leap.sibling);
    if (sibling == nullptr || !sibling->heard || sibling->heard->at > leap.to.at + t.clock_slack) {
      v.leap.reset();  // the other one goes on: two vessels with one number, or it was the other's jump
      return true;
    }
    if (is_impossible(t, *v.heard, here)) leap = Leap{leap.from, here, leap.sibling, 0, false};
    ++leap.reports;
    if (leap.reports >= t.reports_min && s.at - leap.to.at >= std::max(kSettle, t.silence_min)) believe(w, v, s);
    return true;
  }
  if (v.leap && !v.leap->believed) {
    Leap& leap = *v.leap;
    const double from_old = geo::distance(leap.from.position, here.position).in_metres();
    const double from_new = geo::distance(leap.to.position, here.position).in_metres();
    if (from_old < from_new && !is_impossible(t, leap.from, here)) {
      v.leap.reset();  // back where it was: a bad position, no behaviour
      return true;
    }
    if (is_impossible(t, leap.to, here)) {
      leap = Leap{leap.from, here, 0, 1, false};
      return false;
    }
    ++leap.reports;
    if (leap.reports < t.reports_min || s.at - leap.to.at < kSettle) return false;
    believe(w, v, s);
    v.fine.clear();
    v.coarse.clear();
    v.now.reset();
    v.under_way = v.drift = v.slow_hours = v.fast = v.landing = v.in_lane = v.off_lane = v.by_cable = {};
    return true;
  }
  if (!is_impossible(t, *v.heard, here) || lies_on_trail(v, here.position)) return true;
  v.leap = Leap{*v.heard, here, 0, 1, false};
  return false;
}

}  // namespace fairlead::behaviour
