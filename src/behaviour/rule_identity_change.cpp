// SPDX-License-Identifier: Apache-2.0
// identity_change: a vessel goes on under another number or name.
//
// Definition: (a) a vessel falls silent, and within `silence_max` another MMSI begins within `distance_max` of where it
// would be, and both claim the same IMO number, call sign or name, or the same dimensions on the same course and at the
// same speed; (b) one track changes its MMSI; (c) one MMSI tells another name, by more than two letters, or another
// valid IMO number, `reports_min` times in a row.
// Source: own, after the segment and identity work of GFW; no thresholds are published.
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.hpp"
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::identity_change);

std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string letters(std::string_view name) {
  std::string kept;
  for (const char c : name) {
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) kept += c;
  }
  return kept;
}

// Another way of writing a name is no other name.
bool is_another_name(std::string_view known, std::string_view next) {
  const std::string a = letters(known);
  const std::string b = letters(next);
  if (a.empty() || b.empty() || a.starts_with(b) || b.starts_with(a)) return false;
  return edits(a, b) > 2;
}

std::optional<std::string> sameness(const Vessel& a, const Vessel& b) {
  if (a.claims.imo && a.claims.imo == b.claims.imo && domain::imo_number_is_valid(*a.claims.imo)) {
    return fmt::format("both claim IMO {}", *a.claims.imo);
  }
  if (!a.claims.call_sign.empty() && a.claims.call_sign == b.claims.call_sign) {
    return fmt::format("both claim the call sign {}", a.claims.call_sign.view());
  }
  if (a.claims.name.size() >= 3 && a.claims.name == b.claims.name)
    return fmt::format("both claim the name {}", a.claims.name.view());
  if (a.claims.dimensions && a.claims.dimensions == b.claims.dimensions && a.claims.dimensions->length() >= 20 &&
      a.heard && b.heard && a.heard->deci_degrees >= 0 && b.heard->deci_degrees >= 0 && a.heard->deci_knots >= 30 &&
      b.heard->deci_knots >= 30) {
    const double turn =
        degrees_between(Course::degrees(a.heard->deci_degrees / 10.0), Course::degrees(b.heard->deci_degrees / 10.0));
    if (turn <= 20 && std::abs(a.heard->deci_knots - b.heard->deci_knots) <= 20) {
      return fmt::format("same dimensions ({} m by {} m), course and speed", a.claims.dimensions->length(),
                         a.claims.dimensions->beam());
    }
  }
  return std::nullopt;
}

void tell(World& w, Vessel& v, const Sighting& s, std::string reason) {
  if (!w.terms(Rule::identity_change).in_force(s.at) || w.is_quiet(v, Rule::identity_change)) return;
  if (v.open[static_cast<std::size_t>(Rule::mmsi_shared)] != 0 || s.flags.has(domain::TrackFlag::mmsi_shared)) return;
  if (v.open[kRule] != 0 && w.book.is_open(v.open[kRule])) {
    w.book.note(v.open[kRule], s.at, std::move(reason));
    w.book.add_evidence(v.open[kRule], s.evidence);
    return;
  }
  w.open_for(v, {.rule = Rule::identity_change,
                 .vessels = {&v},
                 .begins_at = s.at,
                 .at = s.at,
                 .position = v.now ? std::optional(v.now->position) : std::nullopt,
                 .reasons = {std::move(reason)},
                 .evidence = {s.evidence},
                 .subject = {},
                 .priority = std::nullopt,
                 .again_within = std::chrono::hours(24)});
}

}  // namespace

void identity_change_track(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const IdentityChange& t = w.rules.identity_change;
  if (v.identity_checked || !m.ais || !v.mmsi || is_placeholder(*v.mmsi)) return;
  if (v.kind != domain::TrackKind::ship && v.kind != domain::TrackKind::class_b) return;
  if (m.s.at - v.first_at < t.settle || v.reports < t.reports_min || v.coarse.empty()) return;
  v.identity_checked = true;
  if (!w.terms(Rule::identity_change).in_force(m.s.at) || w.is_quiet(v, Rule::identity_change)) return;
  const Fix& first = v.coarse.front();
  constexpr double kSearch = 15'000;  // half an hour at 16 kn; a faster one is not looked for
  for (const Ordinal o : w.heard.around(first.position, Length::metres(kSearch))) {
    Vessel* u = o == v.ordinal ? nullptr : w.vessel(o);
    if (u == nullptr || !u->heard || !u->mmsi || *u->mmsi == *v.mmsi || u->reports < t.reports_min) continue;
    if (u->heard->at > first.at + std::chrono::minutes(1) || first.at - u->heard->at > t.silence_max) continue;
    if (m.s.at - u->heard->at < t.settle || w.is_quiet(*u, Rule::identity_change)) continue;
    const Length apart = geo::distance(predicted(*u->heard, first.at), first.position);
    if (apart > t.distance_max) continue;
    const auto same = sameness(*u, v);
    if (!same) continue;
    w.end_for(*u, Rule::gone_dark, first.at, fmt::format("goes on as MMSI {:09}", v.mmsi->number()));
    w.open_for(v,
               {.rule = Rule::identity_change,
                .vessels = {&v, u},
                .begins_at = u->heard->at,
                .at = m.s.at,
                .position = first.position,
                .reasons = {fmt::format(
                                "MMSI {:09} fell silent at {}, and {} later MMSI {:09} began {} from where it would be",
                                u->mmsi->number(), words::when(u->heard->at),
                                words::minutes(first.at > u->heard->at ? first.at - u->heard->at : Duration{0}),
                                v.mmsi->number(), words::length(apart)),
                            *same},
                .evidence = {u->heard->evidence, first.evidence},
                .subject = {},
                .priority = std::nullopt,
                .again_within = std::nullopt});
    return;
  }
}

void identity_change_number(World& w, Vessel& v, const Sighting& s, domain::Mmsi before) {
  tell(w, v, s,
       fmt::format("the vessel followed as MMSI {:09} transmits as MMSI {:09}", before.number(), v.mmsi->number()));
}

void identity_change_claims(World& w, Vessel& v, const Sighting& s) {
  const IdentityChange& t = w.rules.identity_change;
  if (!v.mmsi || is_placeholder(*v.mmsi) || (v.kind != domain::TrackKind::ship && v.kind != domain::TrackKind::class_b))
    return;
  const auto& name = s.claims->name;
  if (!name.empty()) {
    if (v.name_known.empty()) v.name_known = name;
    if (name == v.name_known) {
      v.name_next_count = 0;
    } else {
      v.name_next_count = name == v.name_next ? v.name_next_count + 1 : 1;
      v.name_next = name;
      if (v.name_next_count >= t.reports_min) {
        if (is_another_name(v.name_known.view(), name.view())) {
          tell(w, v, s,
               fmt::format("MMSI {:09} called itself `{}` and now calls itself `{}`, {} times in a row",
                           v.mmsi->number(), v.name_known.view(), name.view(), v.name_next_count));
        }
        v.name_known = name;
        v.name_next_count = 0;
      }
    }
  }
  if (!s.claims->imo || !domain::imo_number_is_valid(*s.claims->imo)) return;
  if (!v.imo_known) v.imo_known = s.claims->imo;
  if (s.claims->imo == v.imo_known) {
    v.imo_next_count = 0;
    return;
  }
  v.imo_next_count = s.claims->imo == v.imo_next ? v.imo_next_count + 1 : 1;
  v.imo_next = s.claims->imo;
  if (v.imo_next_count < t.reports_min) return;
  tell(w, v, s,
       fmt::format("MMSI {:09} claimed IMO {} and now claims IMO {}, {} times in a row", v.mmsi->number(), *v.imo_known,
                   *v.imo_next, v.imo_next_count));
  v.imo_known = v.imo_next;
  v.imo_next_count = 0;
}

}  // namespace fairlead::behaviour
