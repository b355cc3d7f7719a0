// SPDX-License-Identifier: Apache-2.0
// Section 11 of the reference: whether an agreement may be put in force or taken up again, and what is missing.
#include <algorithm>

#include <fmt/format.h>

#include "authority/facts_json.hpp"
#include "authority/rules.hpp"
#include "law.hpp"

namespace fairlead::engine {
namespace {

using authority::SharingFacts;
using authority::Tri;

authority::Risk risk_of(release::Risk risk) {
  switch (risk) {
    case release::Risk::low:
      return authority::Risk::low;
    case release::Risk::medium:
      return authority::Risk::medium;
    case release::Risk::high:
      break;
  }
  return authority::Risk::serious;
}

// The ranks of a centre: a release officer is an official, a legal adviser a senior one. That a minister approved is
// told by a person.
authority::Approval approval_of(release::Rank rank) {
  return rank == release::Rank::legal_adviser ? authority::Approval::senior_official : authority::Approval::official;
}

void put(Tri& to, Tri from) {
  if (from != Tri::unknown) to = from;
}
template <class T>
void put(std::optional<T>& to, const std::optional<T>& from) {
  if (from) to = from;
}

// What a person stands for goes before what was filled in.
void overlay(SharingFacts& to, const SharingFacts& from) {
  if (from.purpose != authority::SharingPurpose::unspecified) to.purpose = from.purpose;
  put(to.recipient_use, from.recipient_use);
  put(to.pattern_of_wrongful_use, from.pattern_of_wrongful_use);
  put(to.knowledge, from.knowledge);
  put(to.contribution, from.contribution);
  put(to.wrongful_if_by_sender, from.wrongful_if_by_sender);
  put(to.peremptory_breach, from.peremptory_breach);
  put(to.purpose_limitation, from.purpose_limitation);
  put(to.assurances, from.assurances);
  put(to.verification, from.verification);
  put(to.onward_sharing, from.onward_sharing);
  put(to.risk_after_mitigation, from.risk_after_mitigation);
  if (from.approval != authority::Approval::none) to.approval = from.approval;
  put(to.ihl_assurances, from.ihl_assurances);
  put(to.detention_context, from.detention_context);
  put(to.mistreatment_risk, from.mistreatment_risk);
  put(to.death_penalty_risk, from.death_penalty_risk);
  put(to.death_penalty_assurance, from.death_penalty_assurance);
  if (from.policy_layer != authority::PolicyLayer::osja) to.policy_layer = from.policy_layer;
}

// What the agreement is for: rescue only where it is for nothing else.
authority::SharingPurpose purpose_of(const release::Agreement& agreement) {
  release::Set<release::Purpose> purposes;
  for (const release::Clause& clause : agreement.clauses) {
    if (clause.effect != release::Effect::deny) purposes = purposes | clause.purposes;
  }
  if (purposes.has(release::Purpose::law_enforcement_interdiction) || purposes.has(release::Purpose::fisheries)) {
    return authority::SharingPurpose::le_interdiction;
  }
  if (purposes.has(release::Purpose::prosecution)) return authority::SharingPurpose::prosecution;
  const auto rescue = release::Set<release::Purpose>::of({release::Purpose::search_and_rescue});
  if (purposes == rescue) return authority::SharingPurpose::search_and_rescue;
  return authority::SharingPurpose::general_awareness;
}

bool every_permit(const release::Agreement& agreement, const auto& holds) {
  bool any = false;
  for (const release::Clause& clause : agreement.clauses) {
    if (clause.effect == release::Effect::deny) continue;
    any = true;
    if (!holds(clause)) return false;
  }
  return any;
}

}  // namespace

SharingQuestion sharing_question(const LawNow& law, const HeldAgreement& held, const release::DeskState& desk,
                                 std::string_view agency, Instant now) {
  SharingQuestion question;
  authority::Facts& facts = question.facts;
  SharingFacts& s = facts.sharing;
  const auto because = [&](std::string_view fact, std::string_view from) {
    question.sources.push_back(fmt::format("{}: {}", fact, from));
  };
  const release::Agreement& agreement = held.agreement;
  facts.as_of = authority::Day::from_unix_ms(now.unix_ms());
  facts.acting_state = authority::State::from_code(law.state).value_or(authority::State::unnamed());
  s.sender = facts.acting_state;
  s.recipient = state_of_agency(agency);
  s.purpose = purpose_of(agreement);
  because(fmt::format("purpose {}", authority::word_of(s.purpose)),
          fmt::format("clauses of {} version {}", agreement.id, agreement.version));

  if (every_permit(agreement, [](const auto& c) { return !c.purposes.empty(); })) {
    s.purpose_limitation = Tri::yes;
    because("purpose_limitation yes", "each clause is for named purposes");
  }
  if (every_permit(agreement, [](const auto& c) { return c.obligations.has(release::Obligation::report_use); })) {
    s.verification = Tri::yes;
    because("verification yes", "each clause obliges the partner to report its use");
  }
  const bool controlled = every_permit(agreement, [](const auto& c) {
    return c.onward != release::Onward::free || c.obligations.has(release::Obligation::no_onward);
  });
  s.onward_sharing = controlled ? authority::OnwardSharing::controlled : authority::OnwardSharing::uncontrolled;
  because(controlled ? "onward_sharing controlled" : "onward_sharing uncontrolled", "onward rules of the clauses");

  // Assurances: all that the agreement asks for, held and unbroken, are specific and credible.
  std::size_t in_force = 0, breached = 0;
  for (const release::RequiredAssurance& required : agreement.assurances) {
    const auto given = desk.assurances.find({std::string(agency), agreement.id, required.id});
    if (given == desk.assurances.end()) continue;
    if (given->second.breached) ++breached;
    const bool holds = !given->second.breached && now < given->second.until && now < required.expires_at;
    in_force += holds ? 1U : 0U;
  }
  const std::size_t asked = agreement.assurances.size();
  s.assurances = asked > 0 && in_force == asked && breached == 0 ? authority::Assurances::specific_credible
                 : in_force > 0                                  ? authority::Assurances::general
                                                                 : authority::Assurances::none;
  because(fmt::format("assurances {}", authority::word_of(*s.assurances)),
          fmt::format("{} of {} assurances that the agreement asks for are in force, {} breached", in_force, asked,
                      breached));

  const auto renewed = desk.assessments.find(agreement.id);
  const bool withdrawn = renewed != desk.assessments.end() && renewed->second.withdrawn;
  const release::Assessment& assessment =
      renewed == desk.assessments.end() ? agreement.assessment : renewed->second.assessment;
  if (!withdrawn && now < assessment.expires_at) {
    s.risk_after_mitigation = risk_of(assessment.risk);
    s.approval = approval_of(assessment.approver);
    because(fmt::format("risk_after_mitigation {}, approval {}", authority::word_of(*s.risk_after_mitigation),
                        authority::word_of(s.approval)),
            fmt::format("assessment {} by {}", assessment.scheme, release::name(assessment.approver)));
  } else {
    because("risk_after_mitigation unknown", withdrawn ? "the assessment was withdrawn" : "the assessment has expired");
  }

  // Uses: what the partner declared it will do decides; what was reported of it is a pattern, or none.
  std::size_t established = 0, reported = 0;
  const ReportedUse* declared = nullptr;
  if (law.uses) {
    for (const ReportedUse& use : *law.uses) {
      if (use.agency != agency || use.use() != authority::RecipientUse::wrongful) continue;
      if (use.status == "established") ++established;
      if (use.status == "reported") ++reported;
      if (use.status == "declared" && declared == nullptr) declared = &use;
    }
  }
  if (established > 0 || reported > 1) {
    s.pattern_of_wrongful_use = Tri::yes;
    s.knowledge = authority::Knowledge::constructive;
    because("pattern_of_wrongful_use yes, knowledge constructive",
            fmt::format("{} wrongful uses are established, {} reported", established, reported));
  } else if (reported == 1) {
    because("pattern_of_wrongful_use unknown", "one wrongful use is reported and not established");
  }
  if (declared != nullptr) {
    s.recipient_use = authority::RecipientUse::wrongful;
    s.knowledge = authority::Knowledge::actual;
    // What serves rescue alone is never held up.
    const bool is_rescue = s.purpose == authority::SharingPurpose::search_and_rescue;
    if (declared->act == "force_lethal" && !is_rescue) s.purpose = authority::SharingPurpose::lethal_strike;
    because(fmt::format("recipient_use wrongful, knowledge actual, act {}", declared->act),
            fmt::format("use {} was declared by the partner", declared->number));
    // A strike is judged on the facts that were declared with it.
    if (!declared->facts.empty()) {
      std::string text = declared->facts;
      const auto brace = text.find('{');
      const bool is_empty = text.find('"') == std::string::npos;
      if (brace != std::string::npos) {
        text.insert(brace + 1,
                    fmt::format("\"acting_state\":\"{}\"{}", facts.acting_state.code(), is_empty ? "" : ","));
        if (auto read = authority::facts_from_json(text, facts.as_of)) {
          read->sharing = s;
          read->acting_state = facts.acting_state;
          facts = std::move(*read);
          question.declared = std::move(text);
        }
      }
    }
  }
  if (law.facts) {
    for (const HeldSharingFacts& given : *law.facts) {
      if (given.agency != agency) continue;
      const auto read =
          authority::facts_from_json(R"({"acting_state":"XX","sharing":)" + given.facts + '}', facts.as_of);
      if (!read) continue;  // checked when it was given
      overlay(facts.sharing, read->sharing);
      because("facts of a person", fmt::format("{} by {}: {}", given.facts, given.by, given.reason));
    }
  }
  return question;
}

Result<void> Law::check_party(const HeldAgreement& held, const Governance& governance, std::string_view agency,
                              Instant now) const {
  const auto law = publish(0, now);
  const SharingQuestion question = sharing_question(*law, held, governance.desk(), agency, now);
  const authority::Answer answer = authority::evaluate(question.facts, authority::Action::share_intelligence);
  if (answer.outcome != authority::Outcome::prohibited) return {};
  std::string text = fmt::format("sharing with `{}` under `{}` is prohibited", agency, held.agreement.id);
  for (const authority::TraceStep& step : answer.trace) {
    if (step.grade != authority::Grade::closed) continue;
    text += fmt::format(" ({})", step.rule.rule().id);
    break;
  }
  text += ':';
  for (const std::string& sentence : answer.reason) text += ' ' + sentence;
  return fail(ErrorCode::conflict, std::move(text));
}

Result<void> Law::check(const Command& command, const Governance& governance, Instant now, Records& records) const {
  if (state_.empty()) return {};  // whose duties they would be is not known
  Result<void> lawful{};
  std::string subject;
  if (const auto* adopt = std::get_if<AdoptAgreement>(&command.request)) {
    const HeldAgreement* held = governance.agreement(adopt->agreement, adopt->version);
    if (held == nullptr) return {};  // the answer says so
    for (const std::string& agency : held->agreement.parties) {
      if (lawful = check_party(*held, governance, agency, now); !lawful) {
        subject = agency;
        break;
      }
    }
  } else if (const auto* resume = std::get_if<AgreeToResume>(&command.request)) {
    const auto stop = governance.desk().stops.open().find(resume->epoch);
    if (stop == governance.desk().stops.open().end()) return {};
    for (const HeldAgreement* held : governance.in_force(now)) {
      for (const std::string& agency : held->agreement.parties) {
        if (!stop->second.cell.covers_agency(agency)) continue;
        if (lawful = check_party(*held, governance, agency, now); !lawful) {
          subject = agency;
          break;
        }
      }
      if (!lawful) break;
    }
  }
  // Only of somebody who might have done it otherwise.
  const bool may =
      command.by
          .check(std::holds_alternative<AdoptAgreement>(command.request) ? accounts::Permission::adopt_agreement
                                                                         : accounts::Permission::approve_resume,
                 now)
          .has_value();
  if (!lawful && may) {
    records.add(
        ledger::LawNote{"facts", subject, "refused", command.by.account(), lawful.error().message, {"ARSIWA:16"}});
  }
  return may ? lawful : Result<void>{};
}

}  // namespace fairlead::engine
