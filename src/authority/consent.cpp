// SPDX-License-Identifier: Apache-2.0
// R-CON: the flag State's consent, treaty by treaty, and the master's.
#include "evaluation.hpp"

namespace fairlead::authority {

void Evaluation::flag_consent_rules(Action action) {
  if (!flag_.given() || flag_ == acting_ || !seaward()) return;
  const SuspicionFacts& s = facts_.suspicion;
  const bool drugs = s.kind == SuspicionKind::drug_trafficking;
  const bool migrants = s.kind == SuspicionKind::migrant_smuggling;
  const bool weapons = s.kind == SuspicionKind::terrorism_sua || s.kind == SuspicionKind::wmd_transport;
  const Consent* record = last_consent(ConsentGiver::flag_state, flag_);

  auto base = cites().src(article("92(1)")).src_if(economic(), article("58(2)")).src_if(drugs, article("108"));
  Gate gate = Gate::consent;
  if (drugs && both_party(Treaty::VIENNA1988)) {
    base.cite(cite("VIENNA1988:17(3)")).cite(cite("VIENNA1988:17(4)"));
    gate = Gate::drugs;
  } else if (migrants && both_party(Treaty::SMP2000)) {
    base.cite(cite("SMP2000:8(2)"));
    gate = Gate::migrants;
  } else if (weapons && both_party(Treaty::SUA2005)) {
    base.cite(cite("SUA2005:8bis(5)"));
    gate = Gate::weapons;
  } else {
    base.cite(cite("CIL:flag-state-consent"));
  }
  if (drugs && record != nullptr && record->basis == ConsentBasis::coe1995 && both_party(Treaty::COE1995)) {
    base.cite(cite("COE1995:7"));
  }
  const bool cra = drugs && reasonable() && both_party(Treaty::CRA2003);
  const bool sua = weapons && reasonable() && both_party(Treaty::SUA2005);

  if (record != nullptr && (record->status == ConsentStatus::denied || record->status == ConsentStatus::withdrawn)) {
    return add(rule("R-CON-5"), Grade::closed, base);
  }
  if (!in_force(record)) return open_consent_rules(action, record, gate, base, cra, sua);

  const bool arrest_under_echr = action == Action::arrest_persons && party(acting_, Treaty::ECHR);
  auto found = base;
  found.cite_if(arrest_under_echr, cite("ECHR:5(1)"));
  MissingSet missing;
  RuleRef found_by = rule("R-CON-1");
  const auto lack = [&](Missing code, RuleRef by) {
    if (missing.empty()) found_by = by;
    missing.add(code);
  };
  if (!record->scope.has(action)) {
    lack(Missing::CONSENT_SCOPE_EXTENSION, rule("R-CON-2"));
    found.cite_if(arrest_under_echr, cite("CASE:Medvedyev"));
  }
  if (record->conditions_met == Tri::no) {
    lack(Missing::CONSENT_CONDITIONS, rule("R-CON-3"));
    found.cite_if(gate == Gate::drugs, cite("VIENNA1988:17(6)"));
  }
  const bool evidence_rule = record->basis == ConsentBasis::vienna17 || record->basis == ConsentBasis::smp8;
  if (evidence_rule && is_enforcement(action) && record->scope.has(action) && s.grounds != Grounds::evidence_on_board) {
    lack(Missing::EVIDENCE_OF_INVOLVEMENT, rule("R-CON-4"));
  }
  add(found_by, missing.empty() ? Grade::satisfied : Grade::curable, found, missing, {}, gate);
  // A narrow consent does not take away an authority that the flag State has declared in advance.
  const bool standing =
      (cra && facts_.cra16 == TreatyOption::standing) || (sua && facts_.sua8bis5 == TreatyOption::standing);
  if (!missing.empty() && standing && is_look(action)) open_consent_rules(action, nullptr, gate, base, cra, sua);
}

// CON-6 to CON-8: nothing granted, nothing refused.
void Evaluation::open_consent_rules(Action action, const Consent* record, Gate gate, const Cites& base, bool cra,
                                    bool sua) {
  const TreatyOption option = cra ? facts_.cra16 : sua ? facts_.sua8bis5 : TreatyOption::unknown;
  auto found = base;
  found.cite_if(cra, cite("CRA2003:16")).cite_if(sua, cite("SUA2005:8bis(5)"));

  // A question under another treaty starts no clock; one whose basis is not recorded is under the one that both are in.
  const bool silent =
      record != nullptr && (!record->basis || record->basis == (cra ? ConsentBasis::cra2003 : ConsentBasis::sua8bis)) &&
      (record->status == ConsentStatus::no_response || (cra && record->status == ConsentStatus::cannot_confirm));
  const bool deemed_running = option == TreatyOption::four_hours && silent;
  const bool waited = deemed_running && record->hours_elapsed && *record->hours_elapsed >= 4;
  const bool authority = option == TreatyOption::standing || waited;
  if ((cra || sua) && is_look(action)) {
    if (authority) return add(rule("R-CON-6"), Grade::satisfied, found, {}, {}, gate);
    if (deemed_running) {
      return add(rule("R-CON-6"), Grade::curable, found, {Missing::WAIT_FOUR_HOURS}, {}, gate);
    }
  }
  if (authority && is_enforcement(action)) {
    return add(rule("R-CON-7"), Grade::curable, found, {Missing::FLAG_STATE_DISPOSITION}, {}, gate);
  }
  if (facts_.suspicion.kind == SuspicionKind::none) return add(rule("R-CON-8"), Grade::closed, found);
  MissingSet missing{Missing::FLAG_STATE_CONSENT};
  if (facts_.vessel.nationality.status == NationalityStatus::claimed) missing.add(Missing::NATIONALITY_CONFIRMATION);
  if (!reasonable()) missing.add(Missing::REASONABLE_GROUNDS);
  add(rule("R-CON-8"), Grade::curable, found, missing, {}, gate);
}

void Evaluation::master_consent_rule(Action action) {
  if (!is_look(action) || !seaward() || own_flag()) return;
  const Consent* record = last_consent(ConsentGiver::master, {});
  if (!in_force(record) || (!record->scope.empty() && !record->scope.has(action))) return;
  add(rule("R-CON-9"), Grade::disputed, cites().cite(cite("CIL:master-consent")).src(article("92(1)")), {}, {point(5)},
      Gate::consent);
}

}  // namespace fairlead::authority
