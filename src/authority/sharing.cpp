// SPDX-License-Identifier: Apache-2.0
// H: whether information may be shared, in the order of the reference.
#include <algorithm>

#include "evaluation.hpp"

namespace fairlead::authority {

Answer Evaluation::share() const {
  const SharingFacts& s = facts_.sharing;
  constexpr Action kShare = Action::share_intelligence;
  const State sender = s.sender.given() ? s.sender : acting_;
  if (s.purpose == SharingPurpose::search_and_rescue) {
    const Evaluation by_sender(facts_, parties_, sender, zone_);
    return verdict(kShare, rule("H-0"), Outcome::permitted, Cites(by_sender, State{}).src(article("98")));
  }
  const bool gb = sender == State::from_code("GB");
  Cites base = cites().cite(cite("ARSIWA:16"));
  if (s.policy_layer == PolicyLayer::osja) {
    const bool guidance = gb && facts_.as_of >= Day(2011, 12, 15);
    base.cite(guidance ? cite("UK:OSJA2017") : cite("POLICY:OSJA-LIKE"));
  }
  const bool remote = s.contribution == Contribution::remote;
  if (s.peremptory_breach == Tri::yes && !remote) {
    return verdict(kShare, rule("H-2b"), Outcome::prohibited, base.cite(cite("ARSIWA:41(2)")));
  }
  if (s.purpose == SharingPurpose::lethal_strike) return share_for_strike(sender, base);
  if (s.pattern_of_wrongful_use == Tri::yes && s.assurances == Assurances::refused) {
    return verdict(kShare, rule("H-3"), Outcome::prohibited, base);
  }
  const bool known = s.knowledge == Knowledge::actual || s.knowledge == Knowledge::wilful_blindness;
  if (known && s.recipient_use == RecipientUse::wrongful && !remote && s.wrongful_if_by_sender != Tri::no) {
    return verdict(kShare, rule("H-2"), Outcome::prohibited, base);
  }
  return share_with_controls(sender, base);
}

// H-1: the strike is assessed as if the recipient asked for it on the same facts.
Answer Evaluation::share_for_strike(State sender, const CitationSet& base) const {
  const SharingFacts& s = facts_.sharing;
  constexpr Action kShare = Action::share_intelligence;
  const State recipient = s.recipient.given() ? s.recipient : State::unnamed();
  const Answer strike = Evaluation(facts_, parties_, recipient, zone_).lethal_force();

  enum class Use { lawful, unassessed, contested, wrongful };
  Use use = strike.outcome == Outcome::prohibited  ? Use::wrongful
            : strike.outcome == Outcome::permitted ? Use::lawful
            : strike.outcome == Outcome::contested ? Use::contested
                                                   : Use::unassessed;
  if (s.recipient_use == RecipientUse::wrongful) use = Use::wrongful;
  if (s.recipient_use == RecipientUse::contested) use = std::max(use, Use::contested);

  Cites found = cites().add(base);
  const bool asserted = facts_.armed_conflict.status == ConflictStatus::asserted_only;
  found.cite_if(asserted, cite("CASE:Tadic"));
  const auto finish = [&](Answer answer) {
    if (asserted) answer.trace.push_back({rule("F-3"), Grade::note, cites().cite(cite("CASE:Tadic")), {}, {}});
    lethal_notes(answer);
    return answer;
  };
  if (use == Use::wrongful) {
    found.add(right_to_life(sender)).cite_if(!facts_.designations.empty(), cite("RULE:designation-no-status"));
    if (s.contribution == Contribution::remote) {
      return finish(verdict(kShare, rule("H-1"), Outcome::conditional, found, {Missing::MINISTERIAL_APPROVAL}));
    }
    return finish(verdict(kShare, rule("H-1"), Outcome::prohibited, found));
  }
  if (use == Use::contested) {
    return finish(verdict(kShare, rule("H-1"), Outcome::contested, found, {}, {point(12)}));
  }
  MissingSet missing;
  if (use == Use::unassessed) missing.add(Missing::RISK_ASSESSMENT);
  if (s.approval != Approval::minister) missing.add(Missing::MINISTERIAL_APPROVAL);
  const ConflictStatus conflict = facts_.armed_conflict.status;
  if (conflict == ConflictStatus::iac || conflict == ConflictStatus::niac) {
    found.cite(cite("CIL:IHL-distinction"));
    if (s.ihl_assurances != Tri::yes) missing.add(Missing::CREDIBLE_ASSURANCES);
  }
  return finish(
      verdict(kShare, rule("H-1"), missing.empty() ? Outcome::permitted : Outcome::conditional, found, missing));
}

// H-5, H-6, purpose, H-7, H-4: what is still missing before something may be shared.
Answer Evaluation::share_with_controls(State sender, const CitationSet& base) const {
  const SharingFacts& s = facts_.sharing;
  constexpr Action kShare = Action::share_intelligence;
  const bool minister = s.approval == Approval::minister;
  const bool specific = s.assurances == Assurances::specific_credible;
  Cites found = cites().add(base);
  MissingSet missing;
  std::vector<TraceStep> steps;
  const auto step = [&](RuleRef by, MissingSet codes, const CitationSet& sources) {
    missing.add(codes);
    found.add(sources);
    steps.push_back({by, codes.empty() ? Grade::satisfied : Grade::curable, sources, codes, {}});
  };
  const auto done = [&](Answer answer) {
    answer.trace.insert(answer.trace.end(), steps.begin(), steps.end());
    return answer;
  };

  if (s.detention_context == Tri::yes) {
    Cites sources = cites().cite_if(sender == State::from_code("GB"), cite("UK:PRINCIPLES2019"));
    if (s.mistreatment_risk == MistreatmentRisk::known) {
      found.add(sources).cite(cite("CIL:prohibition-torture"));
      return done(verdict(kShare, rule("H-5"), Outcome::prohibited, found));
    }
    MissingSet codes;
    if (!s.mistreatment_risk) codes.add(Missing::RISK_ASSESSMENT);
    if (s.mistreatment_risk == MistreatmentRisk::real_risk) {
      sources.cite(cite("CIL:prohibition-torture"));
      if (!specific) codes.add(Missing::CREDIBLE_ASSURANCES);
      if (!minister) codes.add(Missing::MINISTERIAL_APPROVAL);
    }
    step(rule("H-5"), codes, sources);
  }
  if (s.death_penalty_risk == Tri::yes) {
    MissingSet codes;
    if (s.death_penalty_assurance != Tri::yes) codes.add(Missing::DEATH_PENALTY_ASSURANCE);
    step(rule("H-6"), codes, cites().cite_if(party(sender, Treaty::ECHR), cite("ECHR-P13:1")));
  }
  if (s.purpose == SharingPurpose::unspecified) step(rule("H-P"), {Missing::PURPOSE_STATED}, {});

  const bool pattern = s.pattern_of_wrongful_use == Tri::yes;
  RuleRef decided = rule("H-4");
  if (s.policy_layer == PolicyLayer::none) {
    decided = rule("H-7");
    const bool open_knowledge = !s.knowledge || s.knowledge == Knowledge::constructive;
    if (pattern && open_knowledge && !specific) {
      return done(verdict(kShare, decided, Outcome::contested, found, {}, {point(9)}));
    }
  } else {
    MissingSet codes;
    if (pattern) {
      if (s.purpose_limitation != Tri::yes) codes.add(Missing::PURPOSE_LIMITATION);
      if (!specific) codes.add(Missing::CREDIBLE_ASSURANCES);
      if (s.verification != Tri::yes) codes.add(Missing::VERIFICATION);
      if (s.onward_sharing != OnwardSharing::controlled) codes.add(Missing::ONWARD_CONTROL);
    }
    if (s.pattern_of_wrongful_use != Tri::no && !s.risk_after_mitigation) codes.add(Missing::RISK_ASSESSMENT);
    if (s.risk_after_mitigation == Risk::serious && !minister) codes.add(Missing::MINISTERIAL_APPROVAL);
    if (s.risk_after_mitigation == Risk::medium && !minister && s.approval != Approval::senior_official) {
      codes.add(Missing::SENIOR_APPROVAL);
    }
    step(decided, codes, {});
  }
  if (!missing.empty()) {
    for (const TraceStep& found_step : steps) {
      if (!found_step.missing.empty()) decided = found_step.rule;
    }
  }
  return done(verdict(kShare, decided, missing.empty() ? Outcome::permitted : Outcome::conditional, found, missing));
}

}  // namespace fairlead::authority
