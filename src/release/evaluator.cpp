// SPDX-License-Identifier: Apache-2.0
// Compiles agreements and desk into tables.
#include "release/evaluator.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "rank.hpp"
#include "tables.hpp"

namespace fairlead::release {
namespace {

// Grows whenever the same inputs could be decided differently.
constexpr std::string_view kRules = "fairlead release 1";

void place_clauses(Tables& t) {
  for (std::size_t a = 0; a < t.agencies.size(); ++a) {
    std::vector<ClauseName> own;
    for (const Agreement& agreement : t.agreements) {
      if (!std::ranges::binary_search(agreement.parties, t.agencies[a])) continue;
      for (const Clause& clause : agreement.clauses) own.push_back({&agreement, &clause, static_cast<std::uint8_t>(a)});
    }
    std::ranges::sort(own, {}, [](const ClauseName& n) { return rank_of(*n.agreement, *n.clause); });
    t.spans.push_back({static_cast<std::uint32_t>(t.words), static_cast<std::uint32_t>((own.size() + 63) / 64)});
    t.names.insert(t.names.end(), own.begin(), own.end());
    t.words += t.spans.back().words;
    t.names.resize(t.words * 64);
  }
}

void compile_clause(Tables& t, std::size_t bit) {
  const ClauseName& name = t.names[bit];
  const Clause& c = *name.clause;
  const bool denies = c.effect == Effect::deny;
  set_bit(c.effect == Effect::permit ? t.permit : c.effect == Effect::refer ? t.refer : t.deny, bit);
  if (c.survives_stop) set_bit(t.survives, bit);
  for (std::size_t p = 0; p < kCount<Purpose>; ++p) {
    if (!c.purposes.has(static_cast<Purpose>(p))) set_bit(t.purpose_fail[p], bit);
  }
  for (std::size_t k = 0; k < kCount<ObjectType>; ++k) {
    if (!c.types.has(static_cast<ObjectType>(k))) set_bit(t.type_fail[k], bit);
  }
  for (std::size_t k = 0; k < kCount<Act>; ++k) {
    if (!c.acts.has(static_cast<Act>(k))) set_bit(t.act_fail[k], bit);
  }
  for (std::size_t level = 0; level < kLevels; ++level) {
    const auto ceiling = static_cast<std::size_t>(c.level);
    if (denies ? level < ceiling : level > ceiling) set_bit(t.level_fail[level], bit);
  }
  if (!c.everywhere) set_bit(t.area_limited, bit);
  if (denies) return;
  if (!c.personal_data) set_bit(t.personal_fail, bit);
  for (auto& [caveat, fail] : t.caveat_fail) {
    if (!std::ranges::binary_search(c.caveats, caveat)) set_bit(fail, bit);
  }
  set_bit(t.caveat_fail_other, bit);
  const auto cannot = t.desk.cannot.find(t.agencies[name.agency]);
  for (std::size_t k = 0; k < t.channels.size(); ++k) {
    const Set<Obligation> can = cannot == t.desk.cannot.end() ? t.channels[k].can : t.channels[k].can - cannot->second;
    if (!can.includes(c.obligations)) set_bit(t.obligation_fail[k], bit);
  }
}

void compile_areas(Tables& t) {
  std::map<std::pair<const Agreement*, std::string_view>, std::size_t> known;
  for (std::size_t bit = 0; bit < t.names.size(); ++bit) {
    const auto& [agreement, clause, agency] = t.names[bit];
    if (clause == nullptr) continue;
    for (const std::string& name : clause->areas) {
      const auto area = std::ranges::find(agreement->areas, name, &Area::name);
      if (area == agreement->areas.end()) continue;  // matches nowhere
      const auto [place, fresh] = known.try_emplace({agreement, name}, t.areas.size());
      if (fresh) t.areas.push_back({AreaTest(*area), Words(t.words)});
      set_bit(t.areas[place->second].clauses, bit);
    }
  }
}

void compile_stops(Tables& t) {
  for (const auto& [epoch, stop] : t.desk.stops.open()) {
    const auto purposes = static_cast<std::uint8_t>(stop.cell.purpose ? Set<Purpose>::of({*stop.cell.purpose}).bits
                                                                      : Set<Purpose>::all().bits);
    const Set<ObjectType> types = stop.cell.type ? Set<ObjectType>::of({*stop.cell.type}) : Set<ObjectType>::all();
    std::uint64_t agencies = 0;
    for (std::size_t a = 0; a < t.agencies.size(); ++a) {
      if (stop.cell.covers_agency(t.agencies[a])) agencies |= std::uint64_t{1} << a;
    }
    if (stop.cell.area) {
      t.area_stops.push_back({AreaTest(*stop.cell.area), agencies, purposes, types});
      continue;
    }
    for (const ObjectType type : members(types)) {
      for (std::size_t a = 0; a < t.agencies.size(); ++a) {
        auto& shut = t.stopped[static_cast<std::size_t>(type)][a];
        if ((agencies >> a & 1U) != 0) shut = static_cast<std::uint8_t>(shut | purposes);
      }
    }
  }
}

void compile(Tables& t) {
  place_clauses(t);
  const Words none(t.words);
  for (auto* rows :
       {&t.permit, &t.refer, &t.deny, &t.survives, &t.area_limited, &t.personal_fail, &t.caveat_fail_other}) {
    *rows = none;
  }
  t.purpose_fail.fill(none);
  t.type_fail.fill(none);
  t.act_fail.fill(none);
  t.level_fail.fill(none);
  t.obligation_fail.assign(t.channels.size(), none);
  for (const ClauseName& name : t.names) {
    if (name.clause == nullptr) continue;
    for (const std::string& caveat : name.clause->caveats) t.caveat_fail.emplace(caveat, none);
  }
  // Consent of the originators decides on it, not a clause.
  t.caveat_fail.erase(std::string(kOrcon));
  for (std::size_t bit = 0; bit < t.names.size(); ++bit) {
    if (t.names[bit].clause != nullptr) compile_clause(t, bit);
  }
  compile_areas(t);
  compile_stops(t);
}

Digest digest_of_rules() {
  Hasher hasher;
  hasher.add(kRules);
  const auto add = [&](std::span<const std::string_view> list) {
    for (const std::string_view word : list) {
      hasher.add("\n");
      hasher.add(word);
    }
  };
  add(words<Purpose>());
  add(words<ObjectType>());
  add(words<Act>());
  add(words<Field>());
  add(words<Part>());
  add(words<Obligation>());
  add(words<ZoneKind>());
  return hasher.finish();
}

}  // namespace

std::vector<Channel> default_channels() {
  const Set<Obligation> all = Set<Obligation>::all();
  const Set<Obligation> paper = all - Set<Obligation>::of({Obligation::delete_on_recall, Obligation::acknowledge});
  return {{"stream", all, true}, {"pull", all, true}, {"report", paper, true}, {"webhook", all, true},
          {"screen", all, true}, {"nmea", {}, false}, {"csv", {}, false}};
}

Result<Evaluator> Evaluator::build(std::vector<Agreement> agreements, DeskState desk, std::vector<Channel> channels) {
  auto t = std::make_shared<Tables>();
  t->agreements = std::move(agreements);
  t->desk = std::move(desk);
  t->channels = std::move(channels);
  if (t->channels.size() > kChannelsMax) {
    return fail(ErrorCode::unsupported, fmt::format("more than {} channels", kChannelsMax));
  }
  std::ranges::sort(t->agreements, {}, &Agreement::id);
  const auto same = std::ranges::adjacent_find(t->agreements, {}, &Agreement::id);
  if (same != t->agreements.end()) {
    return fail(ErrorCode::conflict,
                fmt::format("two agreements have the id `{}`; only one version can be in force", same->id));
  }
  std::set<std::string> agencies;
  for (const Agreement& agreement : t->agreements) agencies.insert(agreement.parties.begin(), agreement.parties.end());
  if (agencies.size() > kAgenciesMax) {
    return fail(ErrorCode::unsupported, fmt::format("more than {} agencies in all agreements", kAgenciesMax));
  }
  t->agencies.assign(agencies.begin(), agencies.end());
  compile(*t);
  t->digest = digest(t->agreements);
  Evaluator evaluator;
  evaluator.tables_ = std::move(t);
  return evaluator;
}

Moment Evaluator::at(Instant now) const {
  const Tables& t = *tables_;
  Moment m;
  m.tables_ = tables_;
  m.now_ = now;
  m.time_fail_.assign(t.words, 0);
  m.assessment_fail_ = m.assurance_fail_ = m.time_fail_;
  const auto ends = [&](Instant change) {
    if (change > now && (!m.good_until_ || change < *m.good_until_)) m.good_until_ = change;
  };
  for (const Consent& consent : t.desk.consents) ends(consent.until);
  for (std::size_t bit = 0; bit < t.names.size(); ++bit) {
    const auto& [agreement, clause, agency] = t.names[bit];
    if (clause == nullptr) continue;
    ends(agreement->valid_from);
    ends(agreement->valid_until);
    if (now < agreement->valid_from || now >= agreement->valid_until) set_bit(m.time_fail_, bit);
    if (clause->effect == Effect::deny) continue;
    const auto held = t.desk.assessments.find(agreement->id);
    const Assessment& assessment = held == t.desk.assessments.end() ? agreement->assessment : held->second.assessment;
    ends(assessment.expires_at);
    const bool withdrawn = held != t.desk.assessments.end() && held->second.withdrawn;
    if (withdrawn || now >= assessment.expires_at || assessment.risk > agreement->assessment.risk) {
      set_bit(m.assessment_fail_, bit);
    }
    for (const std::string& id : clause->assurances) {
      const auto given = t.desk.assurances.find({t.agencies[agency], agreement->id, id});
      const auto wanted = std::ranges::find(agreement->assurances, id, &RequiredAssurance::id);
      bool holds = given != t.desk.assurances.end() && wanted != agreement->assurances.end() && !given->second.breached;
      if (holds) {
        ends(given->second.until);
        ends(wanted->expires_at);
        holds = now < given->second.until && now < wanted->expires_at;
      }
      if (!holds) set_bit(m.assurance_fail_, bit);
    }
  }
  return m;
}

std::optional<std::uint8_t> Evaluator::agency(std::string_view id) const {
  const auto& all = tables_->agencies;
  const auto found = std::ranges::lower_bound(all, id);
  if (found == all.end() || *found != id) return std::nullopt;
  return static_cast<std::uint8_t>(found - all.begin());
}
std::optional<std::uint8_t> Evaluator::channel(std::string_view name) const {
  const auto& all = tables_->channels;
  const auto found = std::ranges::find(all, name, &Channel::name);
  if (found == all.end()) return std::nullopt;
  return static_cast<std::uint8_t>(found - all.begin());
}
std::span<const std::string> Evaluator::agencies() const { return tables_->agencies; }
std::span<const Channel> Evaluator::channels() const { return tables_->channels; }
const std::vector<Agreement>& Evaluator::agreements() const { return tables_->agreements; }
const DeskState& Evaluator::desk() const { return tables_->desk; }
ClauseName Evaluator::clause(std::uint32_t number) const {
  return number < tables_->names.size() ? tables_->names[number] : ClauseName{};
}
std::uint32_t Evaluator::clause_numbers() const { return static_cast<std::uint32_t>(tables_->names.size()); }
bool Evaluator::position_matters() const { return !tables_->areas.empty() || !tables_->area_stops.empty(); }

std::size_t Evaluator::clauses() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(tables_->names, [](const ClauseName& n) { return n.clause != nullptr; }));
}
Digest Evaluator::agreements_digest() const { return tables_->digest; }

Digest Evaluator::engine_digest() {
  static const Digest kDigest = digest_of_rules();
  return kDigest;
}

}  // namespace fairlead::release
