// SPDX-License-Identifier: Apache-2.0
// rendezvous: vessels lie close together at sea.
//
// Definition: two vessels at median speeds below `speed_max` within `close_distance` for `close_duration` (Skylight's
// standard rendezvous), or within `distance` for `duration` (encounter of Global Fishing Watch, Miller et al. 2018), at
// least `port_min` from any port or anchorage. Further vessels that join belong to the same finding, and meetings less
// than `merge_within` apart are one.
// Beyond the sources: a radar echo beside a ship must have come from elsewhere (`apart_min`), or it is the ship itself;
// two fishing vessels, or small contacts that never moved fast, are no rendezvous; nor is a crowd of slow vessels.
// Sensors cannot tell two hulls side by side apart for long: where a vessel lies is averaged over `kSettle`, and when
// its track is lost at the meeting, or as it slows down to come to it, a contact that turns up in its place stands for
// it. Time is never cut at midnight.
#include <algorithm>

#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::rendezvous);
constexpr Duration kStep = std::chrono::minutes(1);
constexpr Duration kFastMemory = std::chrono::hours(6);
constexpr Duration kSettle = std::chrono::minutes(5);
constexpr Duration kUnseen = std::chrono::seconds(90);  // then its track may be lost

std::optional<double> knots_of(const Vessel& v) {
  // What does not tell its speed, for it has no AIS or its AIS is off.
  if (v.kind == domain::TrackKind::contact || !v.speed) {
    // Over six minutes the noise of a radar looks like one knot, over two like three.
    if (const auto net = net_motion(v, std::chrono::minutes(6), std::chrono::minutes(15))) return net->knots();
    if (const auto net = net_motion(v, std::chrono::minutes(2), std::chrono::minutes(15))) return net->knots();
  }
  if (v.speed) return v.speed->in_knots();
  if (const auto net = net_motion(v, std::chrono::minutes(5), std::chrono::minutes(15))) return net->knots();
  return std::nullopt;
}

bool tells_itself(const Vessel& v, Instant at) { return v.heard_at && at - *v.heard_at < kSettle; }

// Where it lies, as well as can be told.
geo::Position lies_at(const Vessel& v, Instant at) {
  if (tells_itself(v, at)) return predicted(*v.now, at);
  geo::LocalOffset mean{};
  int count = 1;  // with the newest itself
  for (const Fix& f : v.fine) {
    if (f.at >= v.now->at || v.now->at - f.at > kSettle) continue;
    const geo::LocalOffset o = geo::local_offset(v.now->position, f.position);
    mean.east_m += o.east_m;
    mean.north_m += o.north_m;
    ++count;
  }
  mean.east_m /= count;
  mean.north_m /= count;
  return geo::from_local_offset(v.now->position, mean);
}

bool may_meet(const World& w, const Vessel& v) {
  const Rendezvous& t = w.rules.rendezvous;
  if (!is_ship_like(v) || w.is_quiet(v, Rule::rendezvous, Exclusion::fishing)) return false;
  if (v.place.to_coast && *v.place.to_coast < t.coast_min) return false;
  if (v.place.on_land.value_or(false)) return false;
  if (v.place.to_port && *v.place.to_port < t.port_min) return false;
  if (const auto* near = w.places->at(v.now->position)) {
    for (const std::uint32_t i : near->spots) {
      const Spot& spot = w.rules.spots[i];
      if (spot.kind != SpotKind::landing_place && geo::quick_distance(spot.position, v.now->position) < t.port_min) {
        return false;
      }
    }
  }
  const std::optional<double> knots = knots_of(v);
  return knots && *knots < 3 * t.speed_max.in_knots();  // medians are judged below
}

std::pair<Ordinal, Ordinal> key(Ordinal a, Ordinal b) { return {std::min(a, b), std::max(a, b)}; }

void unlink(World& w, Ordinal a, Ordinal b) {
  if (Vessel* v = w.vessel(a)) std::erase(v->partners, b);
  if (Vessel* v = w.vessel(b)) std::erase(v->partners, a);
}

// The pair is over; the finding ends when no other pair belongs to it.
void part(World& w, Ordinal a, Ordinal b, Instant at, const std::string& why) {
  const auto found = w.pairs.find(key(a, b));
  if (found == w.pairs.end()) return;
  const std::uint64_t number = found->second.finding;
  w.pairs.erase(found);
  unlink(w, a, b);
  if (number == 0) return;
  const Situation* s = w.book.find(number);
  bool others = false;
  std::vector<Ordinal> members = s != nullptr ? s->vessels : std::vector<Ordinal>{a, b};
  for (const Ordinal member : members) {
    Vessel* v = w.vessel(member);
    if (v == nullptr) continue;
    bool still = false;
    for (const Ordinal partner : v->partners) {
      const auto pair = w.pairs.find(key(member, partner));
      still = still || (pair != w.pairs.end() && pair->second.finding == number);
    }
    if (!still && v->open[kRule] == number) v->open[kRule] = 0;
    others = others || still;
  }
  if (!others) w.book.end(number, at, why);
}

bool is_slow_median(std::uint32_t slow, std::uint32_t samples) { return 2 * slow > samples; }

// Whether the two were seen further apart before they met.
bool came_from_apart(const Vessel& a, const Vessel& b, Instant met, Length apart_min) {
  for (int minutes = 5; minutes <= 90; minutes += 5) {
    const Instant then = met - std::chrono::minutes(minutes);
    const auto pa = position_at(a, then, std::chrono::minutes(6));
    const auto pb = position_at(b, then, std::chrono::minutes(6));
    if (!pa || !pb) continue;
    if (geo::quick_distance(*pa, *pb) >= apart_min) return true;
  }
  return false;
}

// A fast contact that slows beside a ship is often lost by its track, and turns up there as a new one: which fast
// contact `v` may have been, by when and where the one was lost and the other began.
const Vessel* was_before(const World& w, const Vessel& v) {
  if (v.mmsi || v.fast_at || v.coarse.empty()) return nullptr;
  const Fix& began = v.coarse.front();
  for (const auto& [ordinal, lost] : w.vessels) {
    if (!lost.fast_at || lost.mmsi || ordinal == v.ordinal || !lost.now) continue;
    const Duration between = began.at - lost.now->at;
    if (between > kSettle || between < -kUnseen || lost.now->at - *lost.fast_at > kSettle) continue;
    const Speed speed = std::max(lost.speed.value_or(Speed{}), w.rules.go_fast.speed_min);
    const double seconds = std::max(0.0, static_cast<double>(between.count()) / 1000);
    const double reach_m = w.rules.rendezvous.distance.in_metres() + speed.in_metres_per_second() * seconds;
    if (geo::quick_distance(lost.now->position, began.position).in_metres() <= reach_m) return &lost;
  }
  return nullptr;
}

bool was_fast(const Vessel& v, Instant met) { return v.fast_at && met - *v.fast_at < kFastMemory; }

bool is_worth_a_look(const World& w, const Vessel& a, const Vessel& b, const Pair& pair) {
  const Terms& terms = w.terms(Rule::rendezvous);
  const bool ca = !a.mmsi;
  const bool cb = !b.mmsi;
  const bool quiet_fishing = terms.is_quiet(Exclusion::fishing);
  if (quiet_fishing && is_fishing(a) && is_fishing(b)) return false;
  if ((ca || cb) && !pair.from_apart) return false;
  if (quiet_fishing) {
    const bool fishing_or_unknown_a = ca || is_fishing(a);
    const bool fishing_or_unknown_b = cb || is_fishing(b);
    // Any two small craft on a fishing ground look like this; one of them must have come fast.
    if (fishing_or_unknown_a && fishing_or_unknown_b && (ca || cb)) {
      if (!was_fast(a, pair.near.since) && !was_fast(b, pair.near.since)) return false;
    }
  }
  return true;
}

// What was lost there, and may lie there no more, is no crowd.
bool is_crowded(const World& w, geo::Position where, Instant at) {
  if (!w.terms(Rule::rendezvous).is_quiet(Exclusion::crowd)) return false;
  double count = 0;
  for (const Ordinal o : w.slow.around(where, w.rules.rendezvous.crowd_within)) {
    const auto v = w.vessels.find(o);
    if (v == w.vessels.end() || !v->second.now || at - v->second.now->at > kSettle) continue;
    if (geo::quick_distance(v->second.now->position, where) <= w.rules.rendezvous.crowd_within) ++count;
  }
  return count > w.rules.rendezvous.crowd_max;
}

std::vector<std::string> reasons(const World& w, const Vessel& a, const Vessel& b, const Pair& pair, bool is_close) {
  const Rendezvous& t = w.rules.rendezvous;
  std::vector<std::string> all;
  const Streak& streak = is_close ? pair.close : pair.near;
  all.push_back(fmt::format("{} and {} lie within {} of each other for {}: at least {} within {}", words::who(a),
                            words::who(b), words::length(pair.metres_min), words::minutes(streak.length()),
                            words::minutes(is_close ? t.close_duration : t.duration),
                            words::length(is_close ? t.close_distance : t.distance)));
  all.push_back(fmt::format("median speeds below {}, in {} samples", words::knots(t.speed_max),
                            is_close ? pair.close_samples : pair.samples));
  for (const Vessel* v : {&a, &b}) {
    if (!v->mmsi) all.emplace_back("one of them has no AIS: a dark rendezvous");
    if (was_fast(*v, streak.since)) {
      all.push_back(fmt::format("{} moved as a go-fast does until {}", words::who(*v), words::when(*v->fast_at)));
    }
  }
  return all;
}

void judge(World& w, Vessel& v, Vessel& u, Pair& pair, Instant at, domain::ObservationId evidence) {
  const Rendezvous& t = w.rules.rendezvous;
  const bool is_close = pair.close.length() >= t.close_duration &&
                        is_slow_median(pair.close_slow_a, pair.close_samples) &&
                        is_slow_median(pair.close_slow_b, pair.close_samples);
  const bool is_long = pair.near.length() >= t.duration && is_slow_median(pair.slow_a, pair.samples) &&
                       is_slow_median(pair.slow_b, pair.samples);
  if (!is_close && !is_long) return;
  Vessel& first = v.ordinal < u.ordinal ? v : u;
  Vessel& second = v.ordinal < u.ordinal ? u : v;
  if (pair.finding != 0) {
    const Situation* s = w.book.find(pair.finding);
    if (s != nullptr && s->vessels.size() == 2) {
      w.renew(pair.finding, at, std::chrono::minutes(30), reasons(w, first, second, pair, is_close), evidence);
    }
    return;
  }
  if (!w.terms(Rule::rendezvous).in_force(at)) return;
  if (!is_worth_a_look(w, first, second, pair) || is_crowded(w, v.now->position, at)) return;
  const std::uint64_t known = first.open[kRule] != 0 ? first.open[kRule] : second.open[kRule];
  if (known != 0 && w.book.is_open(known)) {
    for (const Vessel* member : {&first, &second}) {
      const Situation* s = w.book.find(known);
      if (s == nullptr || std::ranges::find(s->vessels, member->ordinal) != s->vessels.end()) continue;
      w.book.include(known, *member, at);
      w.book.note(known, at, fmt::format("{} joined them", words::who(*member)));
    }
    pair.finding = known;
  } else {
    const Streak& streak = is_close ? pair.close : pair.near;
    pair.finding = w.open({.rule = Rule::rendezvous,
                           .vessels = {&first, &second},
                           .begins_at = streak.since,
                           .at = at,
                           .position = streak.begin,
                           .reasons = reasons(w, first, second, pair, is_close),
                           .evidence = {streak.first, first.now->evidence, second.now->evidence},
                           .subject = {},
                           .priority = std::nullopt,
                           .again_within = t.merge_within});
  }
  first.open[kRule] = second.open[kRule] = pair.finding;
}

// Whoever was seen now: the vessel, or what stands for it.
struct Seen {
  Vessel& vessel;
  const Vessel& as;
};

void sample(World& w, Seen one, Seen two, double metres, Instant at, domain::ObservationId evidence) {
  Vessel& v = one.vessel;
  Vessel& u = two.vessel;
  const Rendezvous& t = w.rules.rendezvous;
  const auto pair_key = key(v.ordinal, u.ordinal);
  auto found = w.pairs.find(pair_key);
  if (found == w.pairs.end()) {
    if (w.pairs.size() >= w.limits.pairs_max) return;
    found = w.pairs.emplace(pair_key, Pair{}).first;
    found->second.metres_min = metres;
    v.partners.insert(std::ranges::lower_bound(v.partners, u.ordinal), u.ordinal);
    u.partners.insert(std::ranges::lower_bound(u.partners, v.ordinal), v.ordinal);
  }
  Pair& pair = found->second;
  const bool a_is_v = v.ordinal < u.ordinal;
  const auto slow = [&](const Vessel& x) { return knots_of(x).value_or(99) < t.speed_max.in_knots(); };
  const bool slow_a = slow(a_is_v ? one.as : two.as);
  const bool slow_b = slow(a_is_v ? two.as : one.as);
  pair.metres_min = std::min(pair.metres_min, metres);
  pair.near.yes(at, v.now->position, evidence, t.break_max);
  if (pair.near.count == 1) {
    pair.slow_a = pair.slow_b = pair.samples = 0;
    pair.from_apart = came_from_apart(v, u, at, t.apart_min);
    for (Vessel* x : {&v, &u}) {
      if (pair.from_apart || at - x->first_at > 2 * kSettle) continue;
      const Vessel* before = was_before(w, *x);
      if (before == nullptr) continue;
      x->fast_at = before->fast_at;
      pair.from_apart = true;
    }
  }
  ++pair.samples;
  pair.slow_a += slow_a ? 1 : 0;
  pair.slow_b += slow_b ? 1 : 0;
  if (metres <= t.close_distance.in_metres()) {
    pair.close.yes(at, v.now->position, evidence, t.break_max);
    if (pair.close.count == 1) pair.close_slow_a = pair.close_slow_b = pair.close_samples = 0;
    ++pair.close_samples;
    pair.close_slow_a += slow_a ? 1 : 0;
    pair.close_slow_b += slow_b ? 1 : 0;
  } else {
    pair.close.no(at, t.break_max);
  }
  judge(w, v, u, pair, at, evidence);
}

// Whether `x` may be the vessel `lost` under another track.
bool stands_for(const Vessel& x, const Vessel& lost, Instant at) {
  return !x.mmsi && x.ordinal != lost.ordinal && lost.now && !tells_itself(lost, at) && at - lost.now->at > kUnseen &&
         x.first_at >= lost.now->at - kSettle;
}

// A meeting whose vessels lost their tracks goes on while contacts lie in their places.
void hold_places(World& w, Vessel& x, const std::vector<Ordinal>& around, Instant at, domain::ObservationId evidence) {
  const Rendezvous& t = w.rules.rendezvous;
  const geo::Position here = lies_at(x, at);
  for (const Ordinal o : around) {
    Vessel* lost = w.vessel(o);
    if (lost == nullptr || !stands_for(x, *lost, at)) continue;
    if (geo::quick_distance(here, lost->now->position) > t.distance) continue;
    const std::vector<Ordinal> partners = lost->partners;
    for (const Ordinal p : partners) {
      const auto pair = w.pairs.find(key(o, p));
      Vessel* other = w.vessel(p);
      if (p == x.ordinal || other == nullptr || !other->now || pair == w.pairs.end() || !pair->second.near.on) continue;
      if (at - pair->second.near.last > t.break_max) continue;
      const Vessel* there = at - other->now->at <= kUnseen ? other : nullptr;
      for (const Ordinal q : around) {
        if (there != nullptr) break;
        const Vessel* y = w.vessel(q);
        if (y == nullptr || q == x.ordinal || q == o || !y->now || at - y->now->at > kUnseen) continue;
        if (stands_for(*y, *other, at)) there = y;
      }
      if (there == nullptr) continue;
      const double metres = geo::quick_distance(here, lies_at(*there, at)).in_metres();
      if (metres <= t.distance.in_metres()) sample(w, {*lost, x}, {*other, *there}, metres, at, evidence);
    }
  }
}

}  // namespace

bool is_meeting(const World& w, const Vessel& v, Instant at) {
  return std::ranges::any_of(v.partners, [&](Ordinal other) {
    const auto pair = w.pairs.find(key(v.ordinal, other));
    return pair != w.pairs.end() && pair->second.near.on && pair->second.from_apart &&
           at - pair->second.near.last <= w.rules.rendezvous.break_max;
  });
}

void rendezvous(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const Rendezvous& t = w.rules.rendezvous;
  const bool may = may_meet(w, v);
  if (may) {
    w.slow.put(v.ordinal, v.now->position);
  } else if (v.in_slow) {
    w.slow.erase(v.ordinal);
  }
  v.in_slow = may;
  if (!may && v.partners.empty()) return;
  if (v.met_at && m.s.at - *v.met_at < kStep) return;
  v.met_at = m.s.at;
  std::vector<Ordinal> sampled;
  if (may) {
    const geo::Position here = lies_at(v, m.s.at);
    const std::vector<Ordinal> around = w.slow.around(here, t.distance);
    for (const Ordinal other : around) {
      if (other == v.ordinal) continue;
      Vessel* u = w.vessel(other);
      if (u == nullptr || !u->now || !u->held || m.s.at - u->now->at > t.break_max) continue;
      const double metres = geo::quick_distance(here, lies_at(*u, m.s.at)).in_metres();
      if (metres > t.distance.in_metres()) continue;
      sampled.push_back(other);
      sample(w, {v, v}, {*u, *u}, metres, m.s.at, m.s.evidence);
    }
    if (!v.mmsi) hold_places(w, v, around, m.s.at, m.s.evidence);
  }
  const std::vector<Ordinal> partners = v.partners;
  for (const Ordinal other : partners) {
    if (std::ranges::find(sampled, other) != sampled.end()) continue;
    const auto pair = w.pairs.find(key(v.ordinal, other));
    if (pair == w.pairs.end() || m.s.at - pair->second.near.last < t.break_max) continue;
    part(w, v.ordinal, other, pair->second.near.last,
         fmt::format("they parted after {}", words::minutes(pair->second.near.length())));
  }
}

void rendezvous_lost(World& w, Vessel& v, Instant at, const char* why) {
  const std::vector<Ordinal> partners = v.partners;
  for (const Ordinal other : partners) part(w, v.ordinal, other, at, why);
  if (v.in_slow) w.slow.erase(v.ordinal);
  v.in_slow = false;
  v.open[kRule] = 0;
}

}  // namespace fairlead::behaviour
