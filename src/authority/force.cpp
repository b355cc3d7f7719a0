// SPDX-License-Identifier: Apache-2.0
// F: the assessment of force that somebody declared or reported. Nothing here proposes force.
#include "evaluation.hpp"

namespace fairlead::authority {

CitationSet Evaluation::right_to_life(State of) const {
  return cites()
      .cite(cite("CIL:right-to-life"))
      .cite(cite("BPUFF1990:9"))
      .cite_if(party(of, Treaty::ICCPR), cite("ICCPR:6"))
      .cite_if(party(of, Treaty::ECHR), cite("ECHR:2"));
}

// F-2: the authority to board, then the ladder.
Answer Evaluation::lesser_force(Action action) {
  const ForceFacts& f = facts_.force;
  const auto us_overlay = [&](Answer answer) {
    if (facts_.domestic_overlay == Overlay::US) answer.because.add(cites().cite(cite("US:14USC526")));
    return answer;
  };
  if (facts_.imminent_to_life == Tri::yes) return us_overlay(life_threat(action));

  auto found =
      cites().cite(cite("CIL:force-necessary-reasonable")).cite(cite("CASE:SaigaNo2")).cite(cite("BPUFF1990:4"));
  // A waiver of immunity that lets the State board does not let it use force.
  const Consent* waiver = last_consent(ConsentGiver::flag_state, flag_);
  if (immune() && covers(waiver, Action::board) && !covers(waiver, action) && !waiver->use_force) {
    const ArticleRef of = !seaward()                                                   ? article("32")
                          : facts_.vessel.kind == VesselKind::government_noncommercial ? article("96")
                                                                                       : article("95");
    return us_overlay(verdict(action, rule("G1"), Outcome::prohibited,
                              cites().src(of).src_if(economic(), article("58(2)")).add(closing())));
  }
  const bool disabling = action == Action::force_disabling;
  const bool deadly = disabling && f.risk_to_life == RiskToLife::high;
  Answer board = power(Action::board);
  if (deadly) found.add(right_to_life(acting_));
  if (f.proportionate == Tri::no || deadly) {
    Answer refused = verdict(action, rule("F-2"), Outcome::prohibited, found.add(board.because));
    return us_overlay(std::move(refused));
  }
  Answer answer = std::move(board);
  answer.action = action;
  answer.because.add(found);
  if (answer.outcome == Outcome::prohibited || answer.outcome == Outcome::contested) {
    answer.trace.push_back({rule("F-2"), Grade::note, found, {}, {}});
    return us_overlay(std::move(answer));
  }
  MissingSet missing;
  if (f.signals_given != Tri::yes) missing.add(Missing::STOP_SIGNAL);
  if (action != Action::force_warning) {
    if (f.less_extreme_means_available != Tri::no) missing.add(Missing::NECESSITY);
    if (f.proportionate != Tri::yes) missing.add(Missing::PROPORTIONALITY);
  }
  if (disabling) {
    if (f.warning_given != Warning::yes && f.warning_given != Warning::unsafe) missing.add(Missing::WARNING);
    if (!f.risk_to_life) missing.add(Missing::LIFE_PROTECTION);
  }
  answer.missing.add(missing);
  answer.outcome = answer.missing.empty() ? Outcome::permitted : Outcome::conditional;
  answer.trace.insert(answer.trace.begin(),
                      {rule("F-2"), missing.empty() ? Grade::satisfied : Grade::curable, found, missing, {}});
  return us_overlay(std::move(answer));
}

// F-1, for lethal force and for lesser force under an imminent threat.
Answer Evaluation::life_threat(Action action) const {
  const ForceFacts& f = facts_.force;
  const bool lethal = action == Action::force_lethal;
  auto found = cites()
                   .cite(cite("CIL:force-necessary-reasonable"))
                   .cite(cite("CASE:SaigaNo2"))
                   .cite(cite("BPUFF1990:4"))
                   .add(right_to_life(acting_))
                   .cite_if(foreign_waters(), cite("UNCHARTER:2(4)"));
  if (facts_.imminent_to_life != Tri::yes || f.proportionate == Tri::no ||
      (lethal && f.less_extreme_means_available == Tri::yes)) {
    return verdict(action, rule("F-1"), Outcome::prohibited, found);
  }
  if (f.less_extreme_means_available != Tri::no) {
    return verdict(action, rule("F-1"), Outcome::conditional, found, {Missing::NECESSITY});
  }
  return verdict(action, rule("F-1"), Outcome::permitted, found);
}

// F-0: in a real armed conflict the law of armed conflict comes first.
Answer Evaluation::in_conflict() const {
  const ConflictFacts& c = facts_.armed_conflict;
  const bool niac = c.status == ConflictStatus::niac;
  auto found = cites()
                   .cite(cite("CIL:IHL-distinction"))
                   .cite(cite("CIL:IHL-precautions"))
                   .cite(niac ? cite("GC:CA3") : cite("AP1:51"));
  const bool lawful_target = c.target_status == TargetStatus::fighter_member || c.target_status == TargetStatus::dph ||
                             c.target_status == TargetStatus::military_objective;
  const Tri proportionate = facts_.force.proportionate;
  if (!lawful_target || proportionate == Tri::no) {
    // Whoever is no lawful target may still be stopped from killing, as anywhere (F-1).
    if (c.target_status != TargetStatus::hors_de_combat && facts_.imminent_to_life == Tri::yes) {
      Answer defence = life_threat(Action::force_lethal);
      if (defence.outcome == Outcome::permitted) return defence;
    }
    return verdict(Action::force_lethal, rule("F-0"), Outcome::prohibited, found.add(right_to_life(acting_)));
  }
  if (c.precautions != Tri::yes || proportionate != Tri::yes) {
    return verdict(Action::force_lethal, rule("F-0"), Outcome::conditional, found, {Missing::IHL_PRECAUTIONS});
  }
  return verdict(Action::force_lethal, rule("F-0"), Outcome::permitted, found);
}

Answer Evaluation::lethal_force() const {
  const ConflictFacts& c = facts_.armed_conflict;
  const bool real =
      (c.status == ConflictStatus::iac || c.status == ConflictStatus::niac) && c.acting_state_party != Tri::no;
  Answer answer = real ? in_conflict() : life_threat(Action::force_lethal);
  // F-3: labels are shown and change nothing.
  Cites labels = cites();
  if (answer.outcome == Outcome::prohibited && !facts_.designations.empty()) {
    labels.cite(cite("RULE:designation-no-status"));
  }
  if (c.status == ConflictStatus::asserted_only) labels.cite(cite("CASE:Tadic"));
  const CitationSet& found = labels;
  if (!found.empty() || c.status == ConflictStatus::asserted_only) {
    answer.because.add(found);
    answer.trace.push_back({rule("F-3"), Grade::note, found, {}, {}});
  }
  if (facts_.domestic_overlay == Overlay::US) answer.because.add(cites().cite(cite("US:14USC526")));
  return answer;
}

}  // namespace fairlead::authority
