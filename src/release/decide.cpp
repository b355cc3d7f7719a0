// SPDX-License-Identifier: Apache-2.0
// The decision itself: all parts for all clauses of the agency at once, as words of bits.
#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "tables.hpp"

namespace fairlead::release {
namespace {

using domain::DecisionOutcome;
using Word = std::uint64_t;

// The parts that differ by clause, in the order of `fails` below.
constexpr std::array kByClause{Part::level,      Part::caveats,   Part::personal_data, Part::purpose,
                               Part::area,       Part::type,      Part::act,           Part::time,
                               Part::assessment, Part::assurance, Part::obligations};
constexpr std::size_t kParts = kByClause.size();
constexpr std::size_t kPurposeRow = 3, kTypeRow = 5, kActRow = 6;

struct Sum {
  Word one;
  Word carry;
};
inline Sum add(Word a, Word b, Word c) { return {a ^ b ^ c, (a & b) | (c & (a ^ b))}; }

// How many of eleven bits are set, for 64 clauses at once: four planes of a binary number.
inline std::array<Word, 4> count(const std::array<Word, kParts>& f) {
  const Sum a = add(f[0], f[1], f[2]);
  const Sum b = add(f[3], f[4], f[5]);
  const Sum c = add(f[6], f[7], f[8]);
  const Sum d = add(f[9], f[10], a.one);
  const Sum e = add(b.one, c.one, d.one);
  const Sum g = add(a.carry, b.carry, c.carry);
  const Sum h = add(d.carry, e.carry, g.one);
  return {e.one, h.one, g.carry ^ h.carry, g.carry & h.carry};
}

struct Rows {
  std::array<const Word*, kParts> fails;
  std::array<Word, kParts> at(std::size_t w) const {
    std::array<Word, kParts> f;
    for (std::size_t k = 0; k < kParts; ++k) f[k] = fails[k][w];
    return f;
  }
};

constexpr std::uint8_t kAllPurposes = static_cast<std::uint8_t>(Set<Purpose>::all().bits);

bool names(const domain::Label& label, std::string_view agency) {
  return label.releasable_to.contains(std::string(agency)) ||
         label.releasable_to.contains(std::string(state_of(agency)));
}

}  // namespace

std::uint64_t Moment::stop_epoch() const { return tables_->desk.stops.epoch(); }

PreparedLabel Moment::prepare(const Marking* marking) const {
  const Tables& t = *tables_;
  PreparedLabel p;
  p.caveat_fail.assign(t.words, 0);
  if (marking == nullptr) return p;
  const domain::Label& label = marking->label;
  p.missing = false;
  p.alive = !label.expires_at || now_ < *label.expires_at;
  p.personal_data = label.personal_data;
  p.level = static_cast<std::uint8_t>(label.level);
  p.open = label.level == domain::Level::unclassified && label.caveats.empty() && !label.personal_data &&
           marking->onward == Onward::free;
  for (const std::string& use : label.purposes) {
    if (const auto purpose = from_word<Purpose>(use)) p.uses.add(*purpose);
  }
  // To release what others made is to hand it on, whatever the act: their onward rule then asks as ORCON does.
  const bool of_others = std::ranges::any_of(
      label.originators, [&](const std::string& originator) { return !t.desk.home.contains(originator); });
  bool orcon = of_others && marking->onward != Onward::free;
  for (const std::string& caveat : label.caveats) {
    if (caveat == kOrcon) {
      orcon = true;
      continue;
    }
    const auto row = t.caveat_fail.find(caveat);
    const Words& fail = row == t.caveat_fail.end() ? t.caveat_fail_other : row->second;
    for (std::size_t w = 0; w < t.words; ++w) p.caveat_fail[w] |= fail[w];
  }
  for (std::size_t a = 0; a < t.agencies.size(); ++a) {
    if (names(label, t.agencies[a])) p.releasable |= Word{1} << a;
    // The purposes for which every originator consents; nobody's object has nobody's consent.
    std::uint8_t consented =
        label.originators.empty() || (of_others && marking->onward == Onward::none) ? std::uint8_t{0} : kAllPurposes;
    for (const std::string& originator : label.originators) {
      if (t.desk.home.contains(originator)) continue;
      std::uint8_t given = 0;
      for (const Consent& consent : t.desk.consents) {
        if (consent.originator == originator && consent.agency == t.agencies[a] && now_ < consent.until) {
          given = static_cast<std::uint8_t>(given | consent.purposes.bits);
        }
      }
      consented &= given;
    }
    p.consented[a] = orcon ? consented : kAllPurposes;
    p.onward_consented[a] = marking->onward == Onward::free           ? kAllPurposes
                            : marking->onward == Onward::with_consent ? consented
                                                                      : std::uint8_t{0};
  }
  for (const auto& [field, own] : marking->fields) {
    Marking of_field;
    of_field.label = own;
    of_field.onward = marking->onward;
    p.fields.push_back({field, prepare(&of_field)});
  }
  return p;
}

PreparedObject Moment::prepare(const PreparedLabel& label, const Facts& facts) const {
  PreparedObject object;
  prepare(object, label, facts);
  return object;
}

void Moment::prepare(PreparedObject& object, const PreparedLabel& label, const Facts& facts) const {
  const Tables& t = *tables_;
  object.label = &label;
  object.type = facts.type;
  object.at = facts.at;
  object.area_fail = t.area_limited;
  for (const auto& [test, clauses] : t.areas) {
    const Inside inside = test.inside(facts.position, facts.zones_possible);
    // A permit needs certainty, a prohibition only the possibility.
    const Word in = inside == Inside::yes ? ~Word{0} : 0;
    const Word maybe = inside != Inside::no ? ~Word{0} : 0;
    for (std::size_t w = 0; w < t.words; ++w) {
      object.area_fail[w] &= ~(clauses[w] & ((t.deny[w] & maybe) | (~t.deny[w] & in)));
    }
  }
  object.stopped = t.stopped[static_cast<std::size_t>(facts.type)];
  for (const Tables::AreaStop& stop : t.area_stops) {
    if (!stop.types.has(facts.type) || stop.test.inside(facts.position, facts.zones_possible) == Inside::no) continue;
    for (Word rest = stop.agencies; rest != 0; rest &= rest - 1) {
      auto& shut = object.stopped[static_cast<std::size_t>(std::countr_zero(rest))];
      shut = static_cast<std::uint8_t>(shut | stop.purposes);
    }
  }
}

Verdict Moment::decide(const PreparedObject& object, Ask ask) const {
  const Tables& t = *tables_;
  const PreparedLabel& label = *object.label;
  FL_ASSERT(ask.agency < t.agencies.size() && ask.channel < t.channels.size());
  const AgencySpan span = t.spans[ask.agency];
  const Word purpose_bit = Word{1} << static_cast<unsigned>(ask.purpose);

  const auto row = [&](const Words& words) { return words.data() + span.first; };
  const Rows rows{{row(t.level_fail[label.level]), row(label.caveat_fail), row(t.personal_fail),
                   row(t.purpose_fail[static_cast<std::size_t>(ask.purpose)]), row(object.area_fail),
                   row(t.type_fail[static_cast<std::size_t>(object.type)]),
                   row(t.act_fail[static_cast<std::size_t>(ask.act)]), row(time_fail_), row(assessment_fail_),
                   row(assurance_fail_), row(t.obligation_fail[ask.channel])}};
  const Word personal = label.personal_data ? ~Word{0} : 0;

  // What fails alike for every clause.
  Set<Part> failed;
  const auto fails = [&](Part part, bool does) {
    failed.bits |= static_cast<std::uint32_t>(does) << static_cast<unsigned>(part);
  };
  const bool stopped = (object.stopped[ask.agency] & purpose_bit) != 0;
  fails(Part::label_missing, label.missing);
  fails(Part::releasable, (label.releasable >> ask.agency & 1U) == 0);
  fails(Part::use, !label.uses.has(ask.purpose));
  fails(Part::life, !label.alive);
  fails(Part::consent, (label.consented[ask.agency] & purpose_bit) == 0);
  fails(Part::onward, ask.act == Act::forward && (label.onward_consented[ask.agency] & purpose_bit) == 0);
  fails(Part::encoder, !t.channels[ask.channel].carries_label && !label.open);
  if (label.missing) failed = Set<Part>::of({Part::label_missing});
  const bool gate = failed.empty();

  // Candidates for each kind of answer: the first word that has one, and the clause with the fewest failed parts.
  std::uint32_t permit_at = kNoClause, survivor_at = kNoClause, refer_at = kNoClause, deny_at = kNoClause;
  std::uint32_t nearest_at = kNoClause;
  unsigned nearest_failed = 32;
  const auto first = [&](std::uint32_t& at, Word bits, std::size_t w) {
    if (at == kNoClause && bits != 0) {
      at = static_cast<std::uint32_t>((span.first + w) * 64 + static_cast<unsigned>(std::countr_zero(bits)));
    }
  };
  for (std::size_t w = 0; w < span.words; ++w) {
    std::array<Word, kParts> f = rows.at(w);
    f[2] &= personal;
    Word any = 0;
    for (const Word part : f) any |= part;
    const Word permits = row(t.permit)[w];
    const Word refers = row(t.refer)[w];
    first(permit_at, permits & ~any, w);
    first(survivor_at, permits & ~any & row(t.survives)[w], w);
    first(refer_at, refers & ~any, w);
    first(deny_at, row(t.deny)[w] & ~any, w);

    // Narrow down to the least count, from its highest plane on. A clause meant for something else comes last.
    const std::array<Word, 4> counted = count(f);
    const std::array<Word, 5> planes{counted[0], counted[1], counted[2], counted[3],
                                     f[kPurposeRow] | f[kTypeRow] | f[kActRow]};
    Word least = permits | refers;
    unsigned number = 0;
    for (unsigned plane = 5; plane-- > 0;) {
      const Word without = least & ~planes[plane];
      const bool has = without != 0;
      least = has ? without : least;
      number += has ? 0 : 1U << plane;
    }
    if (number < nearest_failed && least != 0) {
      nearest_failed = number;
      nearest_at = kNoClause;
      first(nearest_at, least, w);
    }
  }

  Verdict v;
  v.stop_epoch = t.desk.stops.epoch();
  v.due_at = object.at;
  const bool denied = deny_at != kNoClause;
  const bool referred = refer_at != kNoClause;
  const std::uint32_t chosen = stopped ? survivor_at : permit_at;
  if (gate && !denied && !referred && chosen != kNoClause) {
    const Clause& clause = *t.names[chosen].clause;
    v.clause = chosen;
    v.fields = clause.fields;
    v.grid_m = clause.grid_m;
    v.obligations = clause.obligations;
    v.due_at = object.at + clause.delay;
    const std::size_t word = chosen / 64;
    const auto fails_at = [&](const Word* words) { return (words[word] >> (chosen % 64) & 1U) != 0; };
    for (const auto& [field, own] : label.fields) {
      const bool keeps = (own.releasable >> ask.agency & 1U) != 0 && own.uses.has(ask.purpose) && own.alive &&
                         (own.consented[ask.agency] & purpose_bit) != 0 &&
                         (ask.act != Act::forward || (own.onward_consented[ask.agency] & purpose_bit) != 0) &&
                         (own.open || t.channels[ask.channel].carries_label) &&
                         !fails_at(t.level_fail[own.level].data()) && !fails_at(own.caveat_fail.data()) &&
                         !(own.personal_data && fails_at(t.personal_fail.data()));
      if (!keeps) v.fields.remove(field);
    }
    const bool whole =
        v.fields == Set<Field>::all() && v.grid_m == 0 && clause.delay == Duration::zero() && clause.tear_line.empty();
    v.outcome = whole ? DecisionOutcome::permit : DecisionOutcome::permit_reduced;
    return v;
  }

  if (gate && !denied && referred && !stopped) {
    v.clause = refer_at;
    v.outcome = DecisionOutcome::refer;
    return v;
  }
  v.clause = denied ? deny_at : nearest_at;
  if (nearest_at != kNoClause) {
    std::array<Word, kParts> f = rows.at(nearest_at / 64 - span.first);
    f[2] &= personal;
    for (std::size_t k = 0; k < kParts; ++k) fails(kByClause[k], (f[k] >> (nearest_at % 64) & 1U) != 0);
  }
  fails(Part::stop, stopped);
  fails(Part::party, nearest_at == kNoClause);
  fails(Part::prohibition, denied);
  v.failed = failed;
  const bool overt =
      ask.act == Act::pull && v.clause != kNoClause && t.names[v.clause].agreement->reply == ReplyStyle::overt;
  v.outcome = stopped         ? DecisionOutcome::suspended
              : label.missing ? DecisionOutcome::indeterminate
              : overt         ? DecisionOutcome::refuse
                              : DecisionOutcome::withhold;
  return v;
}

std::uint64_t Moment::decide_all(const PreparedObject& object, std::span<const Ask> asks, Verdict* verdicts) const {
  FL_ASSERT(asks.size() <= 64);
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < asks.size(); ++i) {
    const Verdict verdict = decide(object, asks[i]);
    mask |= static_cast<std::uint64_t>(verdict.released()) << i;
    if (verdicts != nullptr) verdicts[i] = verdict;
  }
  return mask;
}

Verdict decide(const Evaluator& evaluator, const Request& request, Instant now) {
  const auto agency = evaluator.agency(request.recipient);
  const auto purpose = from_word<Purpose>(request.purpose);
  const auto type = from_word<ObjectType>(request.type);
  const auto act = from_word<Act>(request.act);
  const auto channel = evaluator.channel(request.channel);
  if (!purpose || !type || !act || !channel || !agency) {
    Verdict v;
    v.stop_epoch = evaluator.desk().stops.epoch();
    v.due_at = request.observed_at;
    const bool words = purpose && type && act && channel;
    if (!words) v.failed.add(Part::word);
    if (!agency) v.failed.add(Part::party);
    if (!request.marking) v.failed.add(Part::label_missing);
    v.outcome = words && request.marking ? DecisionOutcome::withhold : DecisionOutcome::indeterminate;
    return v;
  }
  const Moment moment = evaluator.at(now);
  const PreparedLabel label = moment.prepare(request.marking ? &*request.marking : nullptr);
  const PreparedObject object =
      moment.prepare(label, {*type, request.position, request.zones_possible, request.observed_at});
  return moment.decide(object, {*agency, *purpose, *act, *channel});
}

domain::Decision to_decision(const Evaluator& evaluator, const Verdict& verdict, std::string object,
                             std::string recipient, std::string purpose, Instant now) {
  domain::Decision decision;
  decision.object = std::move(object);
  decision.recipient = std::move(recipient);
  decision.purpose = std::move(purpose);
  decision.outcome = verdict.outcome;
  if (const ClauseName name = evaluator.clause(verdict.clause); name.clause != nullptr) {
    decision.clause = fmt::format("{}@{}#{}", name.agreement->id, name.agreement->version, name.clause->id);
  }
  decision.reasons = verdict.failed.bits;
  for (const Obligation obligation : members(verdict.obligations))
    decision.obligations.emplace_back(release::name(obligation));
  decision.stop_epoch = verdict.stop_epoch;
  decision.decided_at = now;
  return decision;
}

}  // namespace fairlead::release
