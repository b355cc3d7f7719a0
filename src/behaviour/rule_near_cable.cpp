// SPDX-License-Identifier: Apache-2.0
// near_cable: a vessel stays slow above a cable or a pipeline.
//
// Definition: within `distance` of a named cable or pipeline below `speed_max` for `duration_min`. Crossing it at speed
// is traffic. A ship at anchor there is a finding too, so `anchored` is no quiet situation of this rule.
// Source: own; protected strips along cables are commonly a quarter to one nautical mile wide.
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::near_cable);

}  // namespace

void near_cable(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const NearCable& t = w.rules.near_cable;
  const PlaceIndex::Near* near = w.places->at(*m.s.position);
  if ((near == nullptr || near->lines.empty()) && !v.by_cable.on) return;
  if (!is_ship_like(v)) return;
  const Line* best = nullptr;
  Length distance = t.distance;
  std::uint32_t best_index = 0;
  std::optional<double> knots = v.speed ? std::optional(v.speed->in_knots()) : std::nullopt;
  if (!v.mmsi || !knots) {
    if (const auto net = net_motion(v, std::chrono::minutes(3), std::chrono::minutes(15))) knots = net->knots();
  }
  if (near != nullptr && knots && *knots <= t.speed_max.in_knots()) {
    for (const std::uint32_t i : near->lines) {
      const Line& line = w.rules.lines[i];
      if (line.kind == LineKind::lane) continue;
      const Length apart = beside(line.points, *m.s.position).distance;
      if (apart > distance) continue;
      best = &line;
      distance = apart;
      best_index = i;
    }
  }
  if (best == nullptr) {
    const bool was_on = v.by_cable.on;
    const Instant last = v.by_cable.last;
    v.by_cable.no(m.s.at, t.tolerance);
    if (was_on && !v.by_cable.on) w.end_for(v, Rule::near_cable, last, "moved on");
    return;
  }
  v.cable = best_index;
  v.by_cable.yes(m.s.at, *m.s.position, m.s.evidence, std::chrono::minutes(30));
  if (v.open[kRule] != 0 || v.by_cable.length() < t.duration_min) return;
  if (!w.terms(Rule::near_cable).in_force(m.s.at) || w.is_quiet(v, Rule::near_cable)) return;
  std::vector<std::string> reasons;
  reasons.push_back(fmt::format("{} is {} from the {} `{}`, at most {}", words::who(v), words::length(distance),
                                name(best->kind), best->name, words::length(t.distance)));
  reasons.push_back(fmt::format("below {} for {}, at least {}", words::knots(t.speed_max),
                                words::minutes(v.by_cable.length()), words::minutes(t.duration_min)));
  if (is_anchored(v)) reasons.emplace_back("it says that it is at anchor, moored or aground");
  w.open_for(v, {.rule = Rule::near_cable,
                 .vessels = {&v},
                 .begins_at = v.by_cable.since,
                 .at = m.s.at,
                 .position = v.by_cable.begin,
                 .reasons = std::move(reasons),
                 .evidence = {v.by_cable.first, m.s.evidence},
                 .subject = best->name,
                 .priority = std::nullopt,
                 .again_within = std::nullopt});
}

}  // namespace fairlead::behaviour
