// SPDX-License-Identifier: Apache-2.0
// on_land: an AIS position far inland, where no ship goes.
//
// Definition: `reports_min` AIS positions over `duration_min` on land and at least `inland_min` from the coast, while
// no more than `others_max` other vessels report from land within 5 km: where others sail there is a river, a lake or a
// harbour that the coast data do not have.
// Source: Bergman (SkyTruth): false tracks are often on land; the numbers are own.
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::on_land);

}  // namespace

void on_land(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const OnLand& t = w.rules.on_land;
  if (!m.ais || (v.kind != domain::TrackKind::ship && v.kind != domain::TrackKind::class_b)) return;
  const bool inland = v.place.on_land.value_or(false) && v.place.to_coast && *v.place.to_coast >= t.inland_min;
  if (!inland) {
    if (v.inland.on) w.end_for(v, Rule::on_land, m.s.at, "its position is at sea again");
    v.inland = {};
    return;
  }
  v.inland.yes(m.s.at, *m.s.position, m.s.evidence, std::chrono::hours(1));
  if (v.open[kRule] != 0 || v.inland.count < t.reports_min || v.inland.length() < t.duration_min) return;
  if (!w.terms(Rule::on_land).in_force(m.s.at) || w.is_quiet(v, Rule::on_land)) return;
  constexpr double kNeighbourhood = 5000;
  double others = 0;
  for (const Ordinal o : w.heard.around(*m.s.position, Length::metres(kNeighbourhood))) {
    const auto u = w.vessels.find(o);
    if (o == v.ordinal || u == w.vessels.end() || !u->second.place.on_land.value_or(false)) continue;
    if (u->second.heard && geo::quick_distance(u->second.heard->position, *m.s.position).in_metres() <= kNeighbourhood)
      ++others;
  }
  if (others > t.others_max) return;
  w.open_for(
      v, {.rule = Rule::on_land,
          .vessels = {&v},
          .begins_at = v.inland.since,
          .at = m.s.at,
          .position = v.inland.begin,
          .reasons = {fmt::format("{} reports {} positions over {} from land, {} from the coast: at least {}",
                                  words::who(v), v.inland.count, words::minutes(v.inland.length()),
                                  words::length(*v.place.to_coast), words::length(t.inland_min)),
                      fmt::format("{:.0f} other vessels report from land near it: a waterway would have more", others)},
          .evidence = {v.inland.first, m.s.evidence},
          .subject = {},
          .priority = std::nullopt,
          .again_within = std::nullopt});
}

}  // namespace fairlead::behaviour
