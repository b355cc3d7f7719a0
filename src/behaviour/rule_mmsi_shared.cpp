// SPDX-License-Identifier: Apache-2.0
// mmsi_shared: two vessels transmit with one MMSI at the same time.
//
// Definition: reports of one MMSI alternate `alternations_min` times within `within` between places at least
// `distance_min` apart, each change implying more than `speed_min`. Numbers that devices leave the factory with are
// none, nor is a station with a wrong clock, whose positions lie on the way that the ship came.
// Source: segments as in GFW gpsdio-segment; the alternation is own. Kept apart from impossible_jump, where the old
// place falls silent.
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::mmsi_shared);

// What one ship would have to do. Within a minute there is no speed worth telling.
std::string one_ship(const Fix& before, const Fix& here) {
  if (here.at - before.at < std::chrono::minutes(1)) return "one ship cannot be at both within a minute";
  return fmt::format("one ship would have to make {}", words::knots(knots_between(before, here, Duration{0})));
}

}  // namespace

void mmsi_shared(const Moment& m, Instant heard_before) {
  World& w = m.w;
  Vessel& v = m.v;
  const MmsiShared& t = w.rules.mmsi_shared;
  if (!v.mmsi || is_placeholder(*v.mmsi)) return;
  if (v.open[kRule] != 0 && v.alternated_at && m.s.at - *v.alternated_at > std::chrono::hours(2)) {
    w.end_for(v, Rule::mmsi_shared, *v.alternated_at,
              fmt::format("only one of them heard since {}", words::when(*v.alternated_at)));
  }
  if (m.s.flags.has(domain::TrackFlag::time_disputed)) return;
  const auto known = w.by_mmsi.find(v.mmsi->number());
  if (known == w.by_mmsi.end() || known->second.size() < 2) return;
  for (const Ordinal o : known->second) {
    Vessel* u = o == v.ordinal ? nullptr : w.vessel(o);
    if (u == nullptr || !u->heard || u->heard->at <= heard_before || m.s.at < u->heard->at) continue;
    if (m.s.at - u->heard->at > t.within) continue;
    const Length apart = geo::distance(u->heard->position, *m.s.position);
    const Fix here{m.s.at, *m.s.position, -1, -1, m.s.evidence};
    if (apart < t.distance_min || knots_between(*u->heard, here, std::chrono::seconds(30)) < t.speed_min.in_knots())
      continue;
    if (lies_on_trail(*u, *m.s.position) || lies_on_trail(v, u->heard->position)) continue;
    if (v.alternates_with != o || !v.alternated_at || m.s.at - *v.alternated_at > t.within) v.alternations = 0;
    v.alternates_with = o;
    ++v.alternations;
    v.alternated_at = m.s.at;
    const std::uint32_t sum = v.alternations + (u->alternates_with == v.ordinal ? u->alternations : 0);
    if (static_cast<double>(sum) < t.alternations_min || v.open[kRule] != 0) continue;
    if (!w.terms(Rule::mmsi_shared).in_force(m.s.at) || w.is_quiet(v, Rule::mmsi_shared)) continue;
    Vessel& first = v.ordinal < u->ordinal ? v : *u;
    Vessel& second = v.ordinal < u->ordinal ? *u : v;
    std::uint64_t number = first.open[kRule] != 0 ? first.open[kRule] : second.open[kRule];
    if (number != 0 && w.book.is_open(number)) {
      w.book.include(number, v, m.s.at);
    } else {
      number =
          w.open({.rule = Rule::mmsi_shared,
                  .vessels = {&first, &second},
                  .begins_at = second.first_at,
                  .at = m.s.at,
                  .position = second.coarse.empty() ? *m.s.position : second.coarse.front().position,
                  .reasons = {fmt::format("MMSI {:09} is heard from two places {} apart, {} times in turn within {}",
                                          v.mmsi->number(), words::length(apart), sum, words::minutes(t.within)),
                              one_ship(*u->heard, here)},
                  .evidence = {u->heard->evidence, m.s.evidence},
                  .subject = {},
                  .priority = std::nullopt,
                  .again_within = std::chrono::hours(24)});
    }
    first.open[kRule] = second.open[kRule] = number;
    for (Vessel* x : {&first, &second}) {
      x->leap.reset();
      w.end_for(*x, Rule::impossible_jump, m.s.at, "two vessels with one number: told further as that");
    }
  }
}

}  // namespace fairlead::behaviour
