// SPDX-License-Identifier: Apache-2.0
// identity_conflict: what a merchant ship claims about itself cannot all be true.
//
// Definition: a class A cargo ship, tanker or passenger ship of `length_min` or more tells, `reports_min` times, (a) an
// IMO number whose check digit is wrong (resolution A.1117(30)), (b) an MMSI whose country digits belong to no State
// (ITU-R M.585-9), or (c) an IMO number that another vessel with another MMSI claims within the same hour.
// Source: the standards named. Smaller craft are left out: there wrong numbers are carelessness and not a behaviour.
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::identity_conflict);

bool is_merchant(const World& w, const Vessel& v) {
  if (v.kind != domain::TrackKind::ship || !v.claims.ship_type) return false;
  if (*v.claims.ship_type < 60 || *v.claims.ship_type > 89) return false;
  return v.claims.dimensions &&
         Length::metres(static_cast<double>(v.claims.dimensions->length())) >= w.rules.identity_conflict.length_min;
}

}  // namespace

void identity_conflict(World& w, Vessel& v, const Sighting& s) {
  if (v.open[kRule] != 0 || !v.mmsi || !is_merchant(w, v)) return;
  if (v.claims_count < w.rules.identity_conflict.reports_min) return;
  if (!w.terms(Rule::identity_conflict).in_force(s.at) || w.is_quiet(v, Rule::identity_conflict)) return;
  std::vector<std::string> reasons;
  std::vector<Vessel*> vessels{&v};
  if (v.claims.imo && !domain::imo_number_is_valid(*v.claims.imo)) {
    reasons.push_back(fmt::format("{} claims IMO {}, whose check digit is wrong", words::who(v), *v.claims.imo));
  }
  if (v.mmsi->kind() == domain::MmsiKind::ship && v.mmsi->flag().empty()) {
    reasons.push_back(
        fmt::format("the country digits {} of its MMSI belong to no State", v.mmsi->number() / 1'000'000));
  }
  if (v.claims.imo && domain::imo_number_is_valid(*v.claims.imo)) {
    const auto same = w.by_imo.find(*v.claims.imo);
    if (same != w.by_imo.end()) {
      for (const Ordinal o : same->second) {
        Vessel* u = o == v.ordinal ? nullptr : w.vessel(o);
        if (u == nullptr || !u->mmsi || *u->mmsi == *v.mmsi || u->claims_count < w.rules.identity_conflict.reports_min)
          continue;
        if (!u->heard || !v.heard || s.at - u->heard->at > std::chrono::hours(1)) continue;
        const Length apart = geo::distance(u->heard->position, v.heard->position);
        if (apart.in_nautical_miles() < 1) continue;  // a ship changing its number, or heard twice
        reasons.push_back(fmt::format("{} and {}, {} apart, both claim IMO {}", words::who(v), words::who(*u),
                                      words::length(apart), *v.claims.imo));
        vessels.push_back(u);
        break;
      }
    }
  }
  if (reasons.empty()) return;
  if (vessels.size() > 1 && vessels[1]->open[kRule] != 0 && w.book.is_open(vessels[1]->open[kRule])) {
    v.open[kRule] = vessels[1]->open[kRule];
    w.book.include(v.open[kRule], v, s.at);
    return;
  }
  const std::uint64_t number = w.open_for(v, {.rule = Rule::identity_conflict,
                                              .vessels = vessels,
                                              .begins_at = s.at,
                                              .at = s.at,
                                              .position = v.now ? std::optional(v.now->position) : std::nullopt,
                                              .reasons = std::move(reasons),
                                              .evidence = {s.evidence},
                                              .subject = {},
                                              .priority = std::nullopt,
                                              .again_within = std::chrono::hours(24)});
  for (Vessel* u : vessels) u->open[kRule] = number;
}

}  // namespace fairlead::behaviour
