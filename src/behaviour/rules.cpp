// SPDX-License-Identifier: Apache-2.0
#include "behaviour/rules.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "members.hpp"
#include "shapes.hpp"
#include "values.hpp"

namespace fairlead::behaviour {
namespace {

constexpr std::array<std::string_view, kRules> kRuleNames{
    "distress",        "gone_dark",       "dark_contact",   "rendezvous",      "loitering",
    "go_fast",         "stop_and_drift",  "landing_course", "on_land",         "impossible_jump",
    "offset_spoofing", "circle_spoofing", "mmsi_shared",    "identity_change", "identity_conflict",
    "zone_change",     "lane_deviation",  "near_cable",     "watchlist",       "area"};
constexpr std::array<std::string_view, kExclusions> kExclusionNames{"harbour", "anchored", "own_unit", "fishing",
                                                                    "service", "gear",     "crowd"};
constexpr std::array<std::string_view, 7> kTermNames{"enabled", "priority",   "quiet",   "version",
                                                     "owner",   "valid_from", "valid_to"};

template <class Names>
std::optional<std::size_t> index_of(const Names& names, std::string_view name) {
  const auto at = std::ranges::find(names, name);
  if (at == names.end()) return std::nullopt;
  return static_cast<std::size_t>(at - names.begin());
}

std::string hint(std::string_view word, std::span<const std::string_view> candidates) {
  const auto near = nearest_word(word, candidates);
  return near ? fmt::format("; did you mean `{}`?", *near) : std::string();
}

Failure wrong(std::string message) { return fail(ErrorCode::invalid_argument, std::move(message)); }

Result<void> set_term(Terms& t, std::string_view path, std::string_view member, std::string_view value) {
  if (member == "enabled") {
    FL_TRY(t.enabled, values::read_bool(path, value));
  } else if (member == "priority") {
    const auto p = domain::priority(value);
    if (!p) return wrong(fmt::format("`{}` is `{}`: caution, warning, alarm or emergency", path, value));
    t.priority = *p;
  } else if (member == "quiet") {
    std::set<Exclusion> quiet;
    for (const std::string& word : values::words(value)) {
      const auto e = exclusion(word);
      if (!e)
        return wrong(fmt::format("`{}` names `{}`, which is no situation{}", path, word, hint(word, kExclusionNames)));
      quiet.insert(*e);
    }
    t.quiet = std::move(quiet);
  } else if (member == "version") {
    const auto n = parse_number<std::uint32_t>(trim(value));
    if (!n) return wrong(fmt::format("`{}` is `{}`: a whole number", path, value));
    t.version = *n;
  } else if (member == "owner") {
    t.owner = trim(value);
  } else {
    std::optional<Instant>& date = member == "valid_from" ? t.valid_from : t.valid_to;
    if (trim(value).empty()) {
      date.reset();
      return {};
    }
    auto instant = parse_rfc3339(trim(value));
    if (!instant) return wrong(fmt::format("`{}` is `{}`: a time such as 2026-01-31T12:00:00Z", path, value));
    date = *instant;
  }
  return {};
}

template <class List>
Result<void> check_names(const List& list, std::string_view kind) {
  std::set<std::string> seen;
  for (const auto& item : list) {
    if (item.name.empty()) return wrong(fmt::format("one of the {} has no name", kind));
    if (!seen.insert(item.name).second) return wrong(fmt::format("`{}` stands twice among the {}", item.name, kind));
  }
  return {};
}

Result<void> check_places(const Rules& rules) {
  FL_CHECK(check_names(rules.areas, "areas"));
  FL_CHECK(check_names(rules.lines, "lines"));
  FL_CHECK(check_names(rules.spots, "places"));
  for (const Area& a : rules.areas) {
    if (const auto fault = ring_fault(a.ring)) return wrong(fmt::format("area `{}` {}", a.name, *fault));
    if (a.stay_min.count() < 0) return wrong(fmt::format("area `{}`: `stay_min` is negative", a.name));
    if (a.speed_min && a.speed_max && *a.speed_min > *a.speed_max) {
      return wrong(fmt::format("area `{}`: `speed_min` is above `speed_max`", a.name));
    }
    if (a.valid_from && a.valid_to && *a.valid_from >= *a.valid_to) {
      return wrong(fmt::format("area `{}`: `valid_from` is not before `valid_to`", a.name));
    }
  }
  for (const Line& l : rules.lines) {
    if (l.points.size() < 2) return wrong(fmt::format("line `{}` has {} points: at least 2", l.name, l.points.size()));
    const double half = l.half_width.in_metres();
    if (!(half >= 50 && half <= 50'000))
      return wrong(fmt::format("line `{}`: `half_width` is {:.0f} m: 50 m to 50000 m", l.name, half));
  }
  for (const Spot& s : rules.spots) {
    const double radius = s.radius.in_metres();
    if (!(radius >= 10 && radius <= 100'000))
      return wrong(fmt::format("place `{}`: `radius` is {:.0f} m: 10 m to 100000 m", s.name, radius));
  }
  for (const WatchEntry& e : rules.watch_entries) {
    if (!e.mmsi && !e.imo && e.call_sign.empty() && e.ship_name.empty()) {
      return wrong("an entry of the watch list names no MMSI, IMO number, call sign or name");
    }
    if (e.imo && !domain::imo_number_is_valid(*e.imo)) {
      return wrong(fmt::format("the watch list names IMO {}, whose check digit is wrong", *e.imo));
    }
  }
  return {};
}

}  // namespace

std::string_view name(Rule rule) { return kRuleNames[static_cast<std::size_t>(rule)]; }
std::optional<Rule> rule(std::string_view word) {
  const auto i = index_of(kRuleNames, word);
  if (!i) return std::nullopt;
  return static_cast<Rule>(*i);
}
std::string_view name(Exclusion exclusion) { return kExclusionNames[static_cast<std::size_t>(exclusion)]; }
std::optional<Exclusion> exclusion(std::string_view word) {
  const auto i = index_of(kExclusionNames, word);
  if (!i) return std::nullopt;
  return static_cast<Exclusion>(*i);
}
std::string_view name(LineKind kind) {
  constexpr std::array<std::string_view, 3> kNames{"lane", "cable", "pipeline"};
  return kNames[static_cast<std::size_t>(kind)];
}
std::string_view name(SpotKind kind) {
  constexpr std::array<std::string_view, 3> kNames{"landing place", "port", "anchorage"};
  return kNames[static_cast<std::size_t>(kind)];
}

Rules::Rules() {
  using enum domain::Priority;
  using enum Exclusion;
  const auto give = [&](Rule rule, domain::Priority priority, std::set<Exclusion> quiet) {
    of(rule).priority = priority;
    of(rule).quiet = std::move(quiet);
  };
  give(Rule::distress, emergency, {});
  give(Rule::gone_dark, warning, {harbour, anchored, own_unit, fishing, service, gear});
  give(Rule::dark_contact, warning, {harbour, own_unit, fishing});
  give(Rule::rendezvous, warning, {harbour, anchored, own_unit, fishing, service, gear, crowd});
  give(Rule::loitering, caution, {harbour, anchored, own_unit, fishing, service, gear});
  give(Rule::go_fast, alarm, {harbour, own_unit, fishing});
  give(Rule::stop_and_drift, caution, {harbour, anchored, own_unit, fishing, service, gear});
  give(Rule::landing_course, alarm, {harbour, own_unit, fishing});
  give(Rule::on_land, caution, {harbour, own_unit, gear});
  give(Rule::impossible_jump, caution, {own_unit, gear});
  give(Rule::offset_spoofing, warning, {own_unit, gear});
  give(Rule::circle_spoofing, warning, {harbour, own_unit, fishing, service, gear});
  give(Rule::mmsi_shared, caution, {own_unit, gear});
  give(Rule::identity_change, warning, {own_unit, gear, harbour, fishing});
  give(Rule::identity_conflict, caution, {own_unit});
  give(Rule::zone_change, caution, {own_unit});
  give(Rule::lane_deviation, caution, {harbour, anchored, own_unit, fishing, service});
  give(Rule::near_cable, warning, {harbour, own_unit, fishing, service, gear});
  give(Rule::watchlist, warning, {});
  give(Rule::area, warning, {own_unit, gear});
}

Result<void> check(const Rules& rules) {
  for (std::size_t i = 0; i < kRules; ++i) {
    const auto which = static_cast<Rule>(i);
    const Terms& t = rules.of(which);
    if (t.valid_from && t.valid_to && *t.valid_from >= *t.valid_to) {
      return wrong(fmt::format("`{}.valid_from` is not before `{}.valid_to`", name(which), name(which)));
    }
    if (t.owner.empty())
      return wrong(fmt::format("`{}.owner` is empty: every rule has somebody who answers for it", name(which)));
    std::optional<std::string> fault;
    each_member(rules, which,
                [&](std::string_view member, const auto& value, double least, double greatest, std::string_view) {
                  if (fault) return;
                  if (const auto what = values::fault(value, least, greatest)) {
                    fault = fmt::format("`{}.{}` is {}: {}", name(which), member, values::print(value), *what);
                  }
                });
    if (fault) return wrong(*fault);
  }
  if (rules.rendezvous.distance < rules.rendezvous.close_distance) {
    return wrong("`rendezvous.distance` is below `rendezvous.close_distance`");
  }
  if (rules.go_fast.speed_max <= rules.go_fast.speed_min)
    return wrong("`go_fast.speed_max` is not above `go_fast.speed_min`");
  if (rules.stop_and_drift.drift_max <= rules.stop_and_drift.drift_min) {
    return wrong("`stop_and_drift.drift_max` is not above `stop_and_drift.drift_min`");
  }
  if (rules.circle_spoofing.radius_max <= rules.circle_spoofing.radius_min) {
    return wrong("`circle_spoofing.radius_max` is not above `circle_spoofing.radius_min`");
  }
  if (rules.again_within.count() < 0) return wrong("`again_within` is negative");
  if (!(rules.harbour_within.in_metres() >= 0)) return wrong("`harbour_within` is negative");
  return check_places(rules);
}

Result<void> set(Rules& rules, std::string_view rule_name, std::string_view member, std::string_view value) {
  const auto which = rule(rule_name);
  if (!which) return wrong(fmt::format("`{}` is no rule{}", rule_name, hint(rule_name, kRuleNames)));
  const std::string path = fmt::format("{}.{}", rule_name, member);
  if (index_of(kTermNames, member)) return set_term(rules.of(*which), path, member, value);
  std::vector<std::string_view> names(kTermNames.begin(), kTermNames.end());
  std::optional<Result<void>> done;
  each_member(rules, *which, [&](std::string_view known, auto& place, double least, double greatest, std::string_view) {
    names.push_back(known);
    if (known != member) return;
    auto read = values::read(path, value, place);
    if (!read) {
      done = Failure(read.error());
      return;
    }
    if (const auto what = values::fault(*read, least, greatest)) {
      done = wrong(fmt::format("`{}` is {}: {}", path, values::print(*read), *what));
      return;
    }
    place = *std::move(read);
    done = Result<void>{};
  });
  if (done) return *done;
  return wrong(fmt::format("`{}` is no member of rule `{}`{}", member, rule_name, hint(member, names)));
}

}  // namespace fairlead::behaviour
