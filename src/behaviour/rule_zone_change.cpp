// SPDX-License-Identifier: Apache-2.0
// zone_change: a vessel worth a look enters or leaves a maritime zone.
//
// Definition: the likeliest zone of a position, at `confidence_min` or more, differs from the settled one for `settle`;
// entering one of `zones` opens the finding, leaving it ends it. Told of a vessel on the watch list or with another
// finding of `warning` or above, unless `everyone`: a crossing by itself is traffic.
// Source: the zones are those of the atlas (UNCLOS Parts II to VII); the settling is own, so that a track along a limit
// does not enter and leave with every position.
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::zone_change);

bool is_of_interest(const World& w, const Vessel& v) {
  for (std::size_t r = 0; r < kRules; ++r) {
    if (r == kRule || v.open[r] == 0) continue;
    const Situation* s = w.book.find(v.open[r]);
    if (s != nullptr && s->priority >= domain::Priority::warning) return true;
  }
  return false;
}

std::string zone_words(std::string_view zone, std::string_view state) {
  std::string text(zone);
  for (char& c : text) {
    if (c == '_') c = ' ';
  }
  return state.empty() ? text : fmt::format("{} of {}", text, state);
}

}  // namespace

void zone_change(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const ZoneChange& t = w.rules.zone_change;
  if (v.place.zone.empty() || v.place.zone_confidence < t.confidence_min || !is_ship_like(v)) return;
  if (v.place.zone == v.zone && v.place.state == v.zone_state) {
    v.zone_change = {};
    return;
  }
  if (v.place.zone != v.zone_next || v.place.state != v.zone_next_state) v.zone_change = {};
  v.zone_next = v.place.zone;
  v.zone_next_state = v.place.state;
  v.zone_change.yes(m.s.at, *m.s.position, m.s.evidence, std::chrono::hours(6));
  const bool first = v.zone.empty();
  if (!first && v.zone_change.length() < t.settle) return;
  const std::string from = zone_words(v.zone.view(), v.zone_state.view());
  const Streak entry = v.zone_change;
  v.zone = v.zone_next;
  v.zone_state = v.zone_next_state;
  v.zone_change = {};
  const std::string into = zone_words(v.zone.view(), v.zone_state.view());
  w.end_for(v, Rule::zone_change, entry.since, fmt::format("left for {} at {}", into, words::when(entry.since)));
  if (first || !t.zones.contains(v.zone.str()) || !w.terms(Rule::zone_change).in_force(m.s.at)) return;
  if (w.is_quiet(v, Rule::zone_change) || (!t.everyone && !is_of_interest(w, v))) return;
  w.open_for(v, {.rule = Rule::zone_change,
                 .vessels = {&v},
                 .begins_at = entry.since,
                 .at = m.s.at,
                 .position = entry.begin,
                 .reasons = {fmt::format("{} entered {} from {}", words::who(v), into, from),
                             fmt::format("{:.0f} % sure of the zone, for {}", v.place.zone_confidence * 100,
                                         words::minutes(m.s.at - entry.since))},
                 .evidence = {entry.first, m.s.evidence},
                 .subject = into,
                 .priority = std::nullopt,
                 .again_within = std::nullopt});
}

}  // namespace fairlead::behaviour
