// SPDX-License-Identifier: Apache-2.0
// Clauses that read well and do nothing.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "release/agreement.hpp"

namespace fairlead::release {
namespace {

template <class T>
bool includes(const std::vector<T>& all, const std::vector<T>& some) {
  return std::ranges::includes(all, some);
}

const Area* area_of(const Agreement& agreement, const std::string& name) {
  const auto found = std::ranges::find(agreement.areas, name, &Area::name);
  return found == agreement.areas.end() ? nullptr : &*found;
}

// Every place of `inner` is one of `outer`; areas are compared as they are written.
bool covers_area(const Agreement& outer_of, const Clause& outer, const Agreement& inner_of, const Clause& inner) {
  if (outer.everywhere) return true;
  if (inner.everywhere) return false;
  return std::ranges::all_of(inner.areas, [&](const std::string& name) {
    const Area* wanted = area_of(inner_of, name);
    return wanted != nullptr && std::ranges::any_of(outer.areas, [&](const std::string& other) {
             const Area* have = area_of(outer_of, other);
             if (have == nullptr) return false;
             const bool water = have->polygon.empty() || have->polygon == wanted->polygon;
             const bool zones = have->zones.empty() || (!wanted->zones.empty() && have->zones.includes(wanted->zones));
             return water && zones;
           });
  });
}

bool covers_words(const Clause& outer, const Clause& inner) {
  return outer.purposes.includes(inner.purposes) && outer.types.includes(inner.types) &&
         outer.acts.includes(inner.acts);
}

bool covers_dates(const Agreement& outer, const Agreement& inner) {
  return outer.valid_from <= inner.valid_from && inner.valid_until <= outer.valid_until &&
         includes(outer.parties, inner.parties);
}

// Whatever `inner` permits, `outer` permits at least as freely.
bool covers(const Agreement& a, const Clause& outer, const Agreement& b, const Clause& inner) {
  if (outer.effect != inner.effect || !covers_words(outer, inner) || !covers_area(a, outer, b, inner)) return false;
  if (&a != &b && !covers_dates(a, b)) return false;
  if (outer.effect == Effect::deny) return outer.level <= inner.level;
  // Another agreement stands on its own assessment and assurances.
  if (&a != &b) return false;
  return outer.level >= inner.level && includes(outer.caveats, inner.caveats) &&
         (outer.personal_data || !inner.personal_data) && outer.fields.includes(inner.fields) &&
         outer.grid_m <= inner.grid_m && outer.delay <= inner.delay && inner.obligations.includes(outer.obligations) &&
         includes(inner.assurances, outer.assurances) && outer.tear_line.empty() &&
         (outer.survives_stop || !inner.survives_stop);
}

// Whatever `permit` permits, `deny` forbids.
bool forbids_all(const Agreement& a, const Clause& deny, const Agreement& b, const Clause& permit) {
  return deny.effect == Effect::deny && permit.effect != Effect::deny && covers_words(deny, permit) &&
         deny.level == domain::Level::unclassified && covers_area(a, deny, b, permit) &&
         (&a == &b || covers_dates(a, b));
}

bool may_meet(const Clause& a, const Clause& b) {
  return !(a.purposes & b.purposes).empty() && !(a.types & b.types).empty() && !(a.acts & b.acts).empty();
}

}  // namespace

std::vector<Mistake> warnings(const std::vector<Agreement>& all, Instant now) {
  std::vector<Mistake> found;
  const auto warn = [&](const Agreement& a, const Clause* c, std::string message) {
    found.push_back({a.file, c != nullptr ? c->line : 1, 1, std::move(message)});
  };
  for (const Agreement& a : all) {
    if (now >= a.valid_until)
      warn(a, nullptr, fmt::format("`{}` is no longer valid since {}", a.id, to_rfc3339(a.valid_until)));
    if (now < a.valid_from)
      warn(a, nullptr, fmt::format("`{}` is not valid before {}", a.id, to_rfc3339(a.valid_from)));
    if (now >= a.assessment.expires_at) {
      warn(a, nullptr, fmt::format("the assessment of `{}` has expired: nothing is released under it", a.id));
    } else if (a.assessment.expires_at <= a.valid_from) {
      warn(a, nullptr, fmt::format("the assessment of `{}` expires before the agreement begins", a.id));
    }
    if (a.clauses.empty()) warn(a, nullptr, fmt::format("`{}` has no clause: it permits nothing", a.id));
    for (const Area& area : a.areas) {
      const bool used = std::ranges::any_of(
          a.clauses, [&](const Clause& c) { return std::ranges::find(c.areas, area.name) != c.areas.end(); });
      if (!used) warn(a, nullptr, fmt::format("no clause of `{}` uses the area `{}`", a.id, area.name));
    }
    for (const Clause& c : a.clauses) {
      const auto never = [&](std::string why) {
        warn(a, &c, fmt::format("clause `{}` can never match: {}", c.id, why));
      };
      if (c.purposes.empty()) never("it names no purpose");
      if (c.types.empty()) never("it names no kind of object");
      if (c.acts.empty()) never("it names no act");
      if (!c.everywhere && c.areas.empty()) never("it names no area");
      for (const std::string& id : c.assurances) {
        const auto required = std::ranges::find(a.assurances, id, &RequiredAssurance::id);
        if (required == a.assurances.end()) continue;
        if (required->expires_at <= a.valid_from)
          never(fmt::format("the assurance `{}` expires before the agreement begins", id));
        else if (now >= required->expires_at)
          warn(a, &c, fmt::format("clause `{}` requires the assurance `{}`, which has expired", c.id, id));
      }
      if (c.effect != Effect::deny && c.fields.empty()) warn(a, &c, fmt::format("clause `{}` lets no field out", c.id));
      for (const Agreement& b : all) {
        if (std::ranges::find_first_of(a.parties, b.parties) == a.parties.end()) continue;
        for (const Clause& other : b.clauses) {
          if (&other == &c) continue;
          const std::string where =
              &a == &b ? fmt::format("`{}`", other.id) : fmt::format("`{}` of `{}`", other.id, b.id);
          if (forbids_all(b, other, a, c)) {
            never(fmt::format("clause {} forbids all of it", where));
          } else if (covers(b, other, a, c) &&
                     (!covers(a, c, b, other) || std::tie(b.id, other.id) < std::tie(a.id, c.id))) {
            warn(a, &c, fmt::format("clause `{}` is wholly covered by clause {}", c.id, where));
          } else if (c.effect == Effect::permit && other.effect == Effect::deny && may_meet(c, other)) {
            warn(a, &c, fmt::format("clause `{}` overlaps clause {}, which forbids what they share", c.id, where));
          }
        }
      }
    }
  }
  std::ranges::stable_sort(found, {}, [](const Mistake& m) { return std::tuple(m.file, m.line, m.message); });
  return found;
}

}  // namespace fairlead::release
