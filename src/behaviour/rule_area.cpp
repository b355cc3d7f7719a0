// SPDX-License-Identifier: Apache-2.0
// area: a vessel does in a named area what the area's own rule forbids or wants to be told of.
//
// Definition: inside the ring for `stay_min`, with every condition that the area gives (speed at least, speed at most,
// without AIS). It ends `leave_after` after the last position inside that fulfils them.
// Source: the operator's areas; each has its own priority, owner and validity.
#include <algorithm>

#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

Streak& streak_of(Vessel& v, const std::string& area) {
  for (auto& [name, streak] : v.in_areas) {
    if (name == area) return streak;
  }
  return v.in_areas.emplace_back(area, Streak{}).second;
}

bool fulfils(const World& w, const Vessel& v, const Area& area, const Moment& m) {
  if (area.only_without_ais && v.heard_at && m.s.at - *v.heard_at < std::chrono::minutes(10)) return false;
  if (!area.also_fishing && is_fishing(v)) return false;
  if (area.valid_from && m.s.at < *area.valid_from) return false;
  if (area.valid_to && m.s.at >= *area.valid_to) return false;
  if (area.speed_min || area.speed_max) {
    std::optional<double> knots = v.speed ? std::optional(v.speed->in_knots()) : std::nullopt;
    if (!v.mmsi || !knots) {
      if (const auto net = net_motion(v, std::chrono::minutes(2), std::chrono::minutes(15))) knots = net->knots();
    }
    if (!knots) return false;
    if (area.speed_min && *knots < area.speed_min->in_knots()) return false;
    if (area.speed_max && *knots > area.speed_max->in_knots()) return false;
  }
  return !w.is_quiet(v, Rule::area) && inside(area.ring, *m.s.position);
}

}  // namespace

void area_rules(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const PlaceIndex::Near* near = w.places->at(*m.s.position);
  if ((near == nullptr || near->areas.empty()) && v.in_areas.empty()) return;
  if (!is_ship_like(v) || !w.terms(Rule::area).enabled) return;
  std::vector<std::string> now;
  if (near != nullptr) {
    for (const std::uint32_t i : near->areas) {
      const Area& area = w.rules.areas[i];
      if (!fulfils(w, v, area, m)) continue;
      now.push_back(area.name);
      Streak& streak = streak_of(v, area.name);
      streak.yes(m.s.at, *m.s.position, m.s.evidence, std::chrono::hours(1));
      const bool told =
          std::ranges::any_of(v.area_findings, [&](const auto& entry) { return entry.first == area.name; });
      if (told || streak.length() < area.stay_min || !w.terms(Rule::area).in_force(m.s.at)) continue;
      std::vector<std::string> reasons{fmt::format("{} is in `{}`", words::who(v), area.name)};
      if (area.stay_min.count() > 0) {
        reasons.push_back(
            fmt::format("for {}, at least {}", words::minutes(streak.length()), words::minutes(area.stay_min)));
      }
      if (area.speed_min) reasons.push_back(fmt::format("at {} or more", words::knots(*area.speed_min)));
      if (area.speed_max) reasons.push_back(fmt::format("at {} or less", words::knots(*area.speed_max)));
      if (area.only_without_ais) reasons.emplace_back("without AIS");
      if (!area.owner.empty()) reasons.push_back(fmt::format("rule of {}", area.owner));
      const std::uint64_t number = w.open({.rule = Rule::area,
                                           .vessels = {&v},
                                           .begins_at = streak.since,
                                           .at = m.s.at,
                                           .position = streak.begin,
                                           .reasons = std::move(reasons),
                                           .evidence = {streak.first, m.s.evidence},
                                           .subject = area.name,
                                           .priority = area.priority,
                                           .again_within = std::nullopt});
      v.area_findings.emplace_back(area.name, number);
      v.open[static_cast<std::size_t>(Rule::area)] = number;
    }
  }
  for (auto& [name, streak] : v.in_areas) {
    if (std::ranges::find(now, name) != now.end()) continue;
    const Instant last = streak.last;
    streak.no(m.s.at, w.rules.area.leave_after);
    if (streak.on) continue;
    for (const auto& [told, number] : v.area_findings) {
      if (told != name) continue;
      w.book.end(number, last, fmt::format("left `{}`", name));
      if (v.open[static_cast<std::size_t>(Rule::area)] == number) v.open[static_cast<std::size_t>(Rule::area)] = 0;
    }
    std::erase_if(v.area_findings, [&](const auto& entry) { return entry.first == name; });
  }
  std::erase_if(v.in_areas, [](const auto& entry) { return !entry.second.on; });
}

}  // namespace fairlead::behaviour
