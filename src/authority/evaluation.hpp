// SPDX-License-Identifier: Apache-2.0
// One evaluation of one action in one zone: what the rules see, and where they put what they find. The rules themselves
// stand in coast.cpp, visit.cpp, pursuit_rules.cpp, consent.cpp, force.cpp, sharing.cpp and looking.cpp.
//
// Threads: one owner; lives for one call.
#pragma once

#include "authority/engine.hpp"
#include "citation_table.hpp"
#include "rule_table.hpp"

namespace fairlead::authority {

// Which limit on who may act a basis falls under (G2).
enum class Gate : std::uint8_t { none, piracy, visit, pursuit, drugs, migrants, weapons, consent, pollution };

struct Path {
  RuleRef rule;
  Grade grade = Grade::closed;
  CitationSet cites;
  MissingSet missing;
  PointSet points;
};

class Evaluation {
 public:
  Evaluation(const Facts& facts, const PartyTable& parties, State acting, const ZoneReading& zone);

  // Everything but the readings of disputed waters and the sentences.
  Answer answer(Action action);

 private:
  // A set of citations in the making.
  class Cites {
   public:
    explicit Cites(const Evaluation& evaluation, State against) : evaluation_(evaluation), against_(against) {}
    // src(article, A, B) of the reference, section 3.
    Cites& src(ArticleRef article);
    Cites& src_if(bool wanted, ArticleRef article) { return wanted ? src(article) : *this; }
    // Left out before the day from which it can be cited.
    Cites& cite(Citation citation);
    Cites& cite_if(bool wanted, Citation citation) { return wanted ? cite(citation) : *this; }
    Cites& add(const CitationSet& other) {
      set_.add(other);
      return *this;
    }
    operator const CitationSet&() const { return set_; }  // NOLINT(google-explicit-constructor): it is one

   private:
    const Evaluation& evaluation_;
    State against_;
    CitationSet set_;
  };

  // ---- what is known ----
  bool party(State state, Treaty treaty) const;
  bool both_party(Treaty treaty) const { return flag_.given() && party(acting_, treaty) && party(flag_, treaty); }
  bool seaward() const;
  bool own_waters() const;
  bool foreign_waters() const;
  bool zone_is(ZoneKind kind) const { return zone_.kind == kind; }
  bool own_zone(ZoneKind kind) const { return zone_.kind == kind && zone_.state == acting_; }
  bool economic() const { return zone_is(ZoneKind::eez) || zone_is(ZoneKind::contiguous_zone); }
  bool suspected(SuspicionKind kind) const { return facts_.suspicion.kind == kind; }
  bool reasonable() const;
  bool own_flag() const;
  bool established_stateless() const;
  bool immune() const;
  bool aircraft() const;
  const Consent* last_consent(ConsentGiver by, State from) const;
  static bool in_force(const Consent* consent);
  static bool covers(const Consent* consent, Action action);

  // ---- finding ----
  Cites cites() const { return Cites(*this, flag_); }
  Cites cites_against(State state) const { return Cites(*this, state); }
  void add(RuleRef rule, Grade grade, const CitationSet& cites, MissingSet missing = {}, PointSet points = {},
           Gate gate = Gate::none);
  CitationSet closing() const;
  Answer combine(Action action);
  Answer verdict(Action action, RuleRef rule, Outcome outcome, const CitationSet& cites, MissingSet missing = {},
                 PointSet points = {}) const;
  CitationSet gate_cites(Gate gate) const;

  // ---- the rules ----
  std::optional<Answer> zone_gate(Action action) const;
  std::optional<Answer> power_gates(Action action) const;
  Answer power(Action action);
  Answer pursue();
  void flag_rules();
  void coast_rules(Action action);
  void territorial_sea_rules();
  void contiguous_zone_rules(Action action);
  void economic_zone_rules(Action action);
  void piracy_rules(Action action);
  void visit_rules(Action action);
  void stateless_rules(Action action);
  void pursuit_rules(const PursuitFacts& pursuit);
  void coastal_consent_rule(Action action);
  void security_council_rule(Action action);
  void flag_consent_rules(Action action);
  void open_consent_rules(Action action, const Consent* record, Gate gate, const Cites& base, bool cra, bool sua);
  void master_consent_rule(Action action);
  void naval_warfare_rules(Action action);
  Answer lesser_force(Action action);
  Answer life_threat(Action action) const;
  Answer lethal_force() const;
  Answer in_conflict() const;
  CitationSet right_to_life(State of) const;
  Answer share() const;
  Answer share_for_strike(State sender, const CitationSet& base) const;
  Answer share_with_controls(State sender, const CitationSet& base) const;
  Answer look(Action action) const;
  Answer rescue() const;
  void overlay(Answer& answer) const;
  void notes(Answer& answer) const;
  void lethal_notes(Answer& answer) const;

  const Facts& facts_;
  const PartyTable& parties_;
  State acting_;
  ZoneReading zone_;
  State flag_;  // the State that is answered to: confirmed, claimed or named; none where there is none
  std::vector<Path> paths_;
};

// Two to four plain sentences.
std::vector<std::string> reason_of(const Facts& facts, const Answer& answer, const PartyTable& parties);
// What a coastal or flag State is called in a sentence.
std::string zone_text(const ZoneReading& zone);

}  // namespace fairlead::authority
