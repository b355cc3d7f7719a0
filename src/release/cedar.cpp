// SPDX-License-Identifier: Apache-2.0
#include "release/cedar.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::release {
namespace {

using std::string_view;

std::string quoted(string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}
template <class List>
std::string list(const List& texts) {
  std::string out = "[";
  for (const auto& text : texts) out += (out.size() > 1 ? "," : "") + quoted(text);
  return out + "]";
}
template <class E>
std::string list(Set<E> set) {
  std::vector<string_view> found;
  for (const E value : members(set)) found.push_back(name(value));
  return list(found);
}

// What must hold of the desk for the agency, with the moments written in.
std::string assurance_of(const Evaluator& e, const ClauseName& n, const std::string& id) {
  const auto given = e.desk().assurances.find({e.agencies()[n.agency], n.agreement->id, id});
  const auto wanted = std::ranges::find(n.agreement->assurances, id, &RequiredAssurance::id);
  if (given == e.desk().assurances.end() || given->second.breached || wanted == n.agreement->assurances.end())
    return "false";
  return fmt::format("context.now < {}", std::min(given->second.until, wanted->expires_at).unix_ms());
}

std::string stops_of(const Evaluator& e, string_view agency) {
  std::string out = "(false";
  for (const auto& [epoch, stop] : e.desk().stops.open()) {
    if (!stop.cell.covers_agency(agency)) continue;
    out += " || (true";
    if (stop.cell.purpose) out += fmt::format(" && context.purpose == \"{}\"", name(*stop.cell.purpose));
    if (stop.cell.type) out += fmt::format(" && context.type == \"{}\"", name(*stop.cell.type));
    if (stop.cell.area) out += fmt::format(" && context.perhaps.contains(\"stop/{}\")", epoch);
    out += ")";
  }
  return out + ")";
}

std::string consent_of(const Evaluator& e, string_view agency, Instant now) {
  std::string out = "(context.originated && (false";
  for (const Purpose purpose : members(Set<Purpose>::all())) {
    std::set<std::string> consenting = e.desk().home;
    for (const Consent& c : e.desk().consents) {
      if (c.agency == agency && c.purposes.has(purpose) && now < c.until) consenting.insert(c.originator);
    }
    if (!consenting.empty()) {
      out += fmt::format(" || (context.purpose == \"{}\" && {}.containsAll(context.originators))", name(purpose),
                         list(consenting));
    }
  }
  return out + "))";
}

std::string conditions(const Evaluator& e, const ClauseName& n) {
  const Clause& c = *n.clause;
  const Agreement& a = *n.agreement;
  const string_view agency = e.agencies()[n.agency];
  const bool denies = c.effect == Effect::deny;
  std::string out = fmt::format(
      "{}.contains(context.purpose) && {}.contains(context.type)\n  && context.now >= {} && context.now < {}",
      list(c.purposes), list(c.types), a.valid_from.unix_ms(), a.valid_until.unix_ms());
  if (!c.everywhere) {
    std::vector<std::string> areas;
    for (const std::string& area : c.areas) areas.push_back(a.id + "/" + area);
    out += fmt::format("\n  && context.{}.containsAny({})", denies ? "perhaps" : "inside", list(areas));
  }
  if (denies) return out + fmt::format("\n  && context.level >= {}", static_cast<int>(c.level));
  out += fmt::format("\n  && context.level <= {} && {}.containsAll(context.caveats)", static_cast<int>(c.level),
                     list(c.caveats));
  if (!c.personal_data) out += " && !context.personal";
  std::vector<string_view> able;
  const auto cannot = e.desk().cannot.find(std::string(agency));
  for (const Channel& channel : e.channels()) {
    const auto can = cannot == e.desk().cannot.end() ? channel.can : channel.can - cannot->second;
    if (can.includes(c.obligations)) able.push_back(channel.name);
  }
  out += fmt::format("\n  && {}.contains(context.channel)", list(able));
  const auto held = e.desk().assessments.find(a.id);
  const bool own = held == e.desk().assessments.end();
  const Assessment& assessment = own ? a.assessment : held->second.assessment;
  const bool good = (own || !held->second.withdrawn) && assessment.risk <= a.assessment.risk;
  out += good ? fmt::format("\n  && context.now < {}", assessment.expires_at.unix_ms()) : std::string("\n  && false");
  for (const std::string& id : c.assurances) out += "\n  && " + assurance_of(e, n, id);
  if (c.effect == Effect::permit && !c.survives_stop) out += "\n  && !" + stops_of(e, agency);
  return out;
}

std::string actions(Set<Act> acts) {
  std::string out = "[";
  for (const Act act : members(acts)) out += fmt::format("{}Action::\"{}\"", out.size() > 1 ? ", " : "", name(act));
  return out + "]";
}

}  // namespace

std::string to_cedar(const Evaluator& e, Instant now) {
  std::string out = fmt::format("// Fairlead agreements {} as Cedar policies, consents as of {}.\n",
                                hex(e.agreements_digest()).substr(0, 16), to_rfc3339(now));
  std::vector<string_view> carriers;
  for (const Channel& channel : e.channels()) {
    if (channel.carries_label) carriers.push_back(channel.name);
  }
  out += fmt::format(
      "forbid (principal, action, resource) unless {{ context.labelled && context.now < context.expires\n"
      "  && context.uses.contains(context.purpose)\n  && ({}.contains(context.channel) || context.open) }};\n",
      list(carriers));
  for (const std::string& agency : e.agencies()) {
    const std::string consent = consent_of(e, agency, now);
    out += fmt::format(
        "forbid (principal == Agency::{0}, action, resource) unless {{\n"
        "  (context.releasable.contains({0}) || context.releasable.contains({1}))\n"
        "  && (!context.orcon || {2}) }};\n",
        quoted(agency), quoted(state_of(agency)), consent);
    out += fmt::format(
        "forbid (principal == Agency::{}, action == Action::\"forward\", resource) unless {{\n"
        "  context.onward == \"free\" || (context.onward == \"with_consent\" && {}) }};\n",
        quoted(agency), consent);
  }
  for (std::uint32_t i = 0; i < e.clause_numbers(); ++i) {
    const ClauseName n = e.clause(i);
    if (n.clause == nullptr || n.clause->acts.empty()) continue;
    out += fmt::format("@id(\"{}#{} {}\")\n{} (principal == Agency::{}, action in {}, resource) when {{\n  {} }};\n",
                       n.agreement->id, n.clause->id, e.agencies()[n.agency],
                       n.clause->effect == Effect::permit ? "permit" : "forbid", quoted(e.agencies()[n.agency]),
                       actions(n.clause->acts), conditions(e, n));
  }
  return out;
}

std::string cedar_request(const Evaluator& e, const Request& r, Instant now) {
  const Marking marking = r.marking.value_or(Marking{});
  const domain::Label& label = marking.label;
  std::set<std::string> caveats = label.caveats;
  // What others made asks for their consent where their onward rule does; where it says none, nobody can give it.
  const bool of_others =
      std::ranges::any_of(label.originators, [&](const std::string& who) { return !e.desk().home.contains(who); });
  const bool marked = caveats.erase(std::string(kOrcon)) != 0;
  const bool orcon = marked || (of_others && marking.onward != Onward::free);
  const bool for_nobody = of_others && marking.onward == Onward::none;
  std::vector<std::string> inside, perhaps;
  for (const Agreement& agreement : e.agreements()) {
    for (const Area& area : agreement.areas) {
      const Inside in = area.inside(r.position, r.zones_possible);
      if (in == Inside::yes) inside.push_back(agreement.id + "/" + area.name);
      if (in != Inside::no) perhaps.push_back(agreement.id + "/" + area.name);
    }
  }
  for (const auto& [epoch, stop] : e.desk().stops.open()) {
    if (stop.cell.area && stop.cell.area->inside(r.position, r.zones_possible) != Inside::no)
      perhaps.push_back(fmt::format("stop/{}", epoch));
  }
  const bool open = label.level == domain::Level::unclassified && label.caveats.empty() && !label.personal_data &&
                    marking.onward == Onward::free;
  // Cedar's numbers end at 2^63; no label is an expiry that has passed.
  const std::int64_t expires = !r.marking         ? 0
                               : label.expires_at ? label.expires_at->unix_ms()
                                                  : std::numeric_limits<std::int64_t>::max() / 4096;
  const bool allow = decide(e, r, now).released();
  return fmt::format(
      R"({{"principal":{},"action":{},"context":{{"purpose":{},"type":{},"channel":{},"labelled":{},"level":{},"caveats":{},)"
      R"("orcon":{},"personal":{},"open":{},"releasable":{},"uses":{},"originators":{},"originated":{},"onward":"{}",)"
      R"("expires":{},"now":{},"inside":{},"perhaps":{}}},"allow":{}}})",
      quoted(r.recipient), quoted(r.act), quoted(r.purpose), quoted(r.type), quoted(r.channel), r.marking.has_value(),
      static_cast<int>(label.level), list(caveats), orcon, label.personal_data, open, list(label.releasable_to),
      list(label.purposes), list(label.originators), !label.originators.empty() && !for_nobody, name(marking.onward),
      expires, now.unix_ms(), list(inside), list(perhaps), allow);
}

std::uint64_t RandomRequests::number(std::uint64_t below) {
  // splitmix64
  std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return (z ^ (z >> 31)) % below;
}

Instant RandomRequests::moment() {
  const auto& all = evaluator_.agreements();
  if (all.empty()) return Instant::from_civil(2026, 1, 1);
  const Agreement& a = all[number(all.size())];
  // Mostly inside; sometimes at an edge, before or after.
  switch (number(12)) {
    case 0:
      return a.valid_from - Duration(1);
    case 1:
      return a.valid_until;
    case 2:
      return a.assessment.expires_at;
    default: {
      const auto span =
          static_cast<std::uint64_t>((std::min(a.valid_until, a.assessment.expires_at) - a.valid_from).count());
      return a.valid_from + Duration(span == 0 || span > (1ULL << 62) ? 0 : static_cast<std::int64_t>(number(span)));
    }
  }
}

Request RandomRequests::next() {
  const auto pick = [&](const auto& list) { return std::string(list[number(list.size())]); };
  const auto chance = [&](std::uint64_t one_in) { return number(one_in) == 0; };
  Request r;
  const auto agencies = evaluator_.agencies();
  r.recipient = agencies.empty() || chance(20) ? std::string("ZZZ/nobody") : pick(agencies);
  r.purpose = pick(words<Purpose>());
  r.type = chance(2) ? pick(words<ObjectType>()) : std::string(chance(2) ? "ais" : "track");
  r.act = pick(words<Act>());
  r.channel = evaluator_.channels()[number(evaluator_.channels().size())].name;
  r.observed_at = Instant::from_civil(2026, 6, 1);
  // Near the corners of known areas, or anywhere, or nowhere.
  std::vector<const Area*> areas;
  for (const Agreement& a : evaluator_.agreements()) {
    for (const Area& area : a.areas) areas.push_back(&area);
  }
  if (!chance(5)) {
    geo::Position base =
        *geo::Position::from_units(static_cast<std::int32_t>(number(2 * geo::kLatitudeMax)) - geo::kLatitudeMax,
                                   static_cast<std::int32_t>(number(2 * geo::kLongitudeMax)) - geo::kLongitudeMax);
    if (!areas.empty() && !chance(4)) {
      const Area& area = *areas[number(areas.size())];
      if (!area.polygon.empty()) {
        const auto a = area.polygon[number(area.polygon.size())];
        const auto b = area.polygon[number(area.polygon.size())];
        base = *geo::Position::from_units((a.latitude_units() + b.latitude_units()) / 2,
                                          (a.longitude_units() + b.longitude_units()) / 2);
      }
    }
    r.position = base;
  }
  if (!chance(3)) {
    r.zones_possible.add(static_cast<ZoneKind>(number(kCount<ZoneKind>)));
    if (chance(3)) r.zones_possible.add(static_cast<ZoneKind>(number(kCount<ZoneKind>)));
  }
  if (chance(30)) return r;
  Marking m;
  m.label.policy = "HOME";
  m.label.level = static_cast<domain::Level>(chance(2) ? number(2) : number(kLevels));
  if (!chance(6)) m.label.releasable_to.insert(chance(2) ? r.recipient : r.recipient.substr(0, 3));
  if (chance(6)) m.label.releasable_to.insert("QQQ");
  if (!chance(6)) m.label.purposes.insert(r.purpose);
  if (chance(4)) m.label.purposes.insert(pick(words<Purpose>()));
  std::vector<std::string> caveats{"NOBODY-KNOWS", std::string(kOrcon)};
  for (const Agreement& a : evaluator_.agreements()) {
    for (const Clause& c : a.clauses) caveats.insert(caveats.end(), c.caveats.begin(), c.caveats.end());
  }
  while (chance(3)) m.label.caveats.insert(pick(caveats));
  std::vector<std::string> originators{"elsewhere"};
  originators.insert(originators.end(), evaluator_.desk().home.begin(), evaluator_.desk().home.end());
  for (const Consent& c : evaluator_.desk().consents) originators.push_back(c.originator);
  while (!chance(3)) m.label.originators.insert(pick(originators));
  m.label.personal_data = chance(6);
  if (chance(8)) m.label.expires_at = moment();
  if (chance(4)) m.onward = static_cast<Onward>(number(kCount<Onward>));
  r.marking = std::move(m);
  if (!chance(3)) aim(r);
  return r;
}

void RandomRequests::aim(Request& r) {
  if (evaluator_.clause_numbers() == 0) return;
  const ClauseName n = evaluator_.clause(static_cast<std::uint32_t>(number(evaluator_.clause_numbers())));
  const auto& all = evaluator_.agreements();
  const Agreement& agreement = n.agreement != nullptr ? *n.agreement : all[number(all.size())];
  if (agreement.clauses.empty() || agreement.parties.empty()) return;
  const Clause& c = n.clause != nullptr ? *n.clause : agreement.clauses[number(agreement.clauses.size())];
  const auto one_of = [&](auto set) {
    const auto values = members(set);
    return values.empty() ? std::string() : std::string(name(values[number(values.size())]));
  };
  const auto put = [&](std::string& word, std::string wanted) {
    if (!wanted.empty() && number(10) != 0) word = std::move(wanted);
  };
  put(r.recipient, agreement.parties[number(agreement.parties.size())]);
  put(r.purpose, one_of(c.purposes));
  put(r.type, one_of(c.types));
  put(r.act, one_of(c.acts));
  if (number(4) != 0) r.channel = evaluator_.channels().front().name;
  if (number(2) == 0) {
    for (const Area& area : agreement.areas) r.zones_possible = r.zones_possible | area.zones;
  }
  domain::Label& label = r.marking->label;
  if (number(8) != 0) label.releasable_to.insert(r.recipient);
  if (number(8) != 0) label.purposes.insert(r.purpose);
  if (number(4) != 0) label.level = std::min(label.level, c.level);
  if (number(3) != 0) label.caveats.clear();
  if (number(3) == 0) label.caveats.insert(c.caveats.begin(), c.caveats.end());
  if (number(3) != 0) label.personal_data = false;
}

}  // namespace fairlead::release
