// SPDX-License-Identifier: Apache-2.0
#include "step_law.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "authority/facts_json.hpp"
#include "base/text.hpp"
#include "engine/zone_facts.hpp"
#include "law.hpp"

namespace fairlead::engine {
namespace {

// An object of the facts; members that are empty are unknown, and left out.
class Members {
 public:
  Members& raw(std::string_view name, std::string_view json) {
    if (json.empty() || json == "{}" || json == "[]") return *this;
    if (out_.size() > 1) out_ += ',';
    append_json_string(out_, name);
    out_ += ':';
    out_ += json;
    return *this;
  }
  Members& word(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    std::string quoted;
    append_json_string(quoted, value);
    return raw(name, quoted);
  }
  Members& state(std::string_view name, const authority::State& value) {
    return value.given() && value.is_listed() ? word(name, value.code()) : *this;
  }
  std::string take() { return out_ + '}'; }

 private:
  std::string out_ = "{";
};

std::string_view suspicion_of(desk::CaseKind kind) {
  switch (kind) {
    case desk::CaseKind::drug_interdiction:
      return "drug_trafficking";
    case desk::CaseKind::fisheries:
      return "illegal_fishing";
    case desk::CaseKind::migrant_smuggling:
      return "migrant_smuggling";
    case desk::CaseKind::piracy:
      return "piracy";
    case desk::CaseKind::pollution:
      return "pollution";
    case desk::CaseKind::search_and_rescue:
    case desk::CaseKind::other:
      break;
  }
  return {};
}

std::string consent_of(const desk::FlagConsent& consent, const std::string& flag) {
  using enum desk::ConsentState;
  if (consent.state == not_needed || consent.state == not_asked) return {};
  const std::string_view status = consent.state == asked       ? "requested"
                                  : consent.state == no_answer ? "no_response"
                                                               : desk::name(consent.state);
  std::string scope = "[";
  for (const std::string& act : consent.scope) {
    if (!authority::word_from<authority::Action>(act)) continue;
    if (scope.size() > 1) scope += ',';
    append_json_string(scope, act);
  }
  scope += ']';
  const auto from = authority::State::from_code(consent.flag_state.empty() ? flag : consent.flag_state);
  Members one;
  one.word("by", "flag_state").state("from", from.value_or(authority::State()));
  if (consent.regime) one.word("basis", desk::name(*consent.regime));
  return '[' + one.word("status", status).raw("scope", scope).take() + ']';
}

// Whose act it is: the State of the units that did it, where they are of one that is listed; else our own.
authority::State acting_state(const desk::StepBody& body, const LawNow& law) {
  authority::State found;
  for (const desk::Unit& unit : body.units) {
    const authority::State one = unit.agency.empty() ? authority::State() : state_of_agency(unit.agency);
    if (one.given() && one.is_listed() && !found.given()) found = one;
  }
  return found.given() ? found : authority::State::from_code(law.state).value_or(authority::State());
}

}  // namespace

domain::Authority answer_to(const authority::Facts& facts, const authority::Answer& answer) {
  domain::Authority one;
  one.action = authority::word_of(answer.action);
  one.state = facts.acting_state.code();
  one.outcome = *domain::authority_outcome(authority::word_of(answer.outcome));
  for (const authority::Citation cite : answer.because.list()) one.cites.emplace_back(cite.id());
  answer.missing.each([&](authority::Missing code) { one.missing.emplace_back(authority::word_of(code)); });
  answer.contested.each([&](authority::Point at) { one.contested.emplace_back(authority::contested_point(at).id); });
  one.explanation = answer.reason;
  return one;
}

desk::LawRecord record_of(const authority::Answer& answer, std::string facts_json) {
  desk::LawRecord record;
  for (const authority::TraceStep& one : answer.trace) {
    const std::string_view rule = one.rule.rule().id;
    if (one.grade == authority::Grade::closed || std::ranges::find(record.rules, rule) != record.rules.end()) continue;
    record.rules.emplace_back(rule);
  }
  if (!facts_json.empty()) record.facts_sha256 = sha256(facts_json);
  record.facts = std::move(facts_json);
  return record;
}

void attach_law(desk::RecordStep& step, const desk::Book& book, const LawNow& law, const zones::Atlas* atlas,
                Instant now) {
  const desk::Case* in_case = book.cases().now(step.in_case);
  const auto action = authority::word_from<authority::Action>(desk::act_of(step.body.kind));
  const authority::State acting = acting_state(step.body, law);
  if (in_case == nullptr || !action || !acting.given()) return;
  const authority::Day day = authority::Day::from_unix_ms(step.body.began_at.value_or(now).unix_ms());

  const std::string& flag = in_case->body.vessel.flag;
  const auto flag_state = authority::State::from_code(flag).value_or(authority::State());
  Members nationality;
  if (flag_state.given() && flag_state.is_listed()) nationality.word("status", "claimed").state("flag", flag_state);
  const auto track = domain::parse_track_id(in_case->body.vessel.track);
  const PursuitRecord* pursuit = track ? law.pursuit_of(*track) : nullptr;

  Members facts;
  facts.word("as_of", day.text()).state("acting_state", acting);
  if (atlas != nullptr && step.body.position) {
    facts.raw("zone", zone_facts(atlas->at(*step.body.position), acting.code()).json);
  }
  facts.raw("vessel", Members().raw("nationality", nationality.take()).take());
  facts.raw("suspicion", Members().word("kind", suspicion_of(in_case->body.kind)).take());
  if (step.body.consent) facts.raw("consents", consent_of(*step.body.consent, flag));
  if (pursuit != nullptr && pursuit->pursuer == acting.code()) {
    facts.raw("pursuit", authority::to_json(pursuit->machine.facts()));
  }
  std::string text = facts.take();
  const auto read = authority::facts_from_json(text, day);
  if (!read) return;  // contradicting facts have no answer; the form says what it says
  const authority::Answer answer = authority::evaluate(*read, *action);
  step.authority = answer_to(*read, answer);
  step.law = record_of(answer, std::move(text));
}

}  // namespace fairlead::engine
