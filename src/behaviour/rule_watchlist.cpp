// SPDX-License-Identifier: Apache-2.0
// watchlist: a vessel that somebody asked to look out for is heard.
//
// Definition: MMSI, IMO number, call sign and name as claimed, as far as the entry gives them, all equal the entry's;
// case and blanks at the ends do not count. The reasons say which claims fit, strongest first: a name alone is weak.
// Source: the operator's list.
#include "base/text.hpp"
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::watchlist);

bool same(std::string_view a, std::string_view b) { return to_upper(trim(a)) == to_upper(trim(b)); }

bool fits(const WatchEntry& e, const Vessel& v) {
  if (e.mmsi && v.mmsi != e.mmsi) return false;
  if (e.imo && v.claims.imo != e.imo) return false;
  if (!e.call_sign.empty() && !same(e.call_sign, v.claims.call_sign.view())) return false;
  if (!e.ship_name.empty() && !same(e.ship_name, v.claims.name.view())) return false;
  return e.mmsi || e.imo || !e.call_sign.empty() || !e.ship_name.empty();
}

}  // namespace

void watchlist(World& w, Vessel& v, const Sighting& s) {
  if (v.open[kRule] != 0 || w.rules.watch_entries.empty() || !v.mmsi) return;
  // Only what was just learned can fit anew.
  if (s.claims == nullptr && v.reports > 1) return;
  if (!w.terms(Rule::watchlist).in_force(s.at) || w.is_quiet(v, Rule::watchlist)) return;
  for (std::size_t i = 0; i < w.rules.watch_entries.size(); ++i) {
    const WatchEntry& e = w.rules.watch_entries[i];
    if (!fits(e, v)) continue;
    std::string by;
    const auto add = [&](const std::string& text) { by += (by.empty() ? "" : ", ") + text; };
    if (e.imo) add(fmt::format("IMO {}", *e.imo));
    if (e.mmsi) add(fmt::format("MMSI {:09}", e.mmsi->number()));
    if (!e.call_sign.empty()) add(fmt::format("call sign {}", e.call_sign));
    if (!e.ship_name.empty()) add(fmt::format("name {}", e.ship_name));
    std::vector<std::string> reasons{fmt::format("{} is on the watch list by {}", words::who(v), by)};
    if (!e.note.empty()) reasons.push_back(fmt::format("listed because: {}", e.note));
    if (!e.imo && !e.mmsi) reasons.emplace_back("by name or call sign alone: others may have the same");
    v.watch_entry = static_cast<std::uint32_t>(i + 1);
    w.open_for(v, {.rule = Rule::watchlist,
                   .vessels = {&v},
                   .begins_at = s.at,
                   .at = s.at,
                   .position = s.position ? s.position
                               : v.now    ? std::optional(v.now->position)
                                          : std::nullopt,
                   .reasons = std::move(reasons),
                   .evidence = {s.evidence},
                   .subject = {},
                   .priority = std::nullopt,
                   .again_within = std::chrono::hours(24)});
    return;
  }
}

void watchlist_silent(World& w, Vessel& v, Instant now) {
  if (v.open[kRule] == 0 || now - v.newest_at < w.rules.watchlist.silence_end) return;
  w.end_for(v, Rule::watchlist, v.newest_at, fmt::format("not heard since {}", words::when(v.newest_at)));
}

}  // namespace fairlead::behaviour
