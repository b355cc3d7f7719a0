// SPDX-License-Identifier: Apache-2.0
// offset_spoofing: several ships jump from one place to another one at about the same time.
//
// Definition: within `within`, `ships_min` vessels made impossible jumps that began within `source_radius` of each
// other and ended within `target_radius` of each other. Their single jumps are told further as this one finding.
// Source: SeaSpoofFinder (arXiv 2602.16257): jumps of single ships first, then only those that share source and target.
#include <algorithm>

#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::offset_spoofing);

}  // namespace

void offset_spoofing(World& w, const Jumped& jump) {
  const OffsetSpoofing& t = w.rules.offset_spoofing;
  if (!w.terms(Rule::offset_spoofing).in_force(jump.at)) return;
  std::vector<Vessel*> members;
  std::vector<domain::ObservationId> evidence;
  std::uint64_t known = 0;
  Instant first = jump.at;
  for (const Jumped& other : w.jumps) {
    const Duration apart = other.at > jump.at ? other.at - jump.at : jump.at - other.at;
    if (apart > t.within || geo::distance(other.from, jump.from) > t.source_radius ||
        geo::distance(other.to, jump.to) > t.target_radius) {
      continue;
    }
    Vessel* v = w.vessel(other.vessel);
    if (v == nullptr || w.is_quiet(*v, Rule::offset_spoofing)) continue;
    if (std::ranges::find(members, v) != members.end()) continue;
    // Two ships under one number, or one track followed by another, are one ship here.
    const auto same = [&](const Vessel* u) { return u->mmsi && v->mmsi && *u->mmsi == *v->mmsi; };
    if (std::ranges::any_of(members, same)) continue;
    members.push_back(v);
    first = std::min(first, other.at);
    if (v->now) evidence.push_back(v->now->evidence);
    if (v->open[kRule] != 0 && w.book.is_open(v->open[kRule])) known = v->open[kRule];
  }
  if (static_cast<double>(members.size()) < t.ships_min) return;
  if (known != 0) {
    for (Vessel* v : members) {
      if (v->open[kRule] == known) continue;
      v->open[kRule] = known;
      w.book.include(known, *v, jump.at);
      w.book.note(known, jump.at, fmt::format("{} ships by now", members.size()));
      w.end_for(*v, Rule::impossible_jump, jump.at, "told further as offset spoofing of several ships");
    }
    return;
  }
  std::ranges::sort(members, {}, [](const Vessel* v) { return v->ordinal; });
  std::vector<std::string> reasons;
  reasons.push_back(
      fmt::format("{} ships jumped from within {} of one place to within {} of another, {} away: at least {:.0f}",
                  members.size(), words::length(t.source_radius), words::length(t.target_radius),
                  words::length(geo::distance(jump.from, jump.to)), t.ships_min));
  for (std::size_t i = 0; i < members.size() && i < 5; ++i) reasons.push_back(words::who(*members[i]));
  const std::uint64_t number = w.open({.rule = Rule::offset_spoofing,
                                       .vessels = members,
                                       .begins_at = first,
                                       .at = jump.at,
                                       .position = jump.from,
                                       .reasons = std::move(reasons),
                                       .evidence = std::move(evidence),
                                       .subject = {},
                                       .priority = std::nullopt,
                                       .again_within = std::nullopt});
  for (Vessel* v : members) {
    v->open[kRule] = number;
    w.end_for(*v, Rule::impossible_jump, jump.at, "told further as offset spoofing of several ships");
  }
}

}  // namespace fairlead::behaviour
