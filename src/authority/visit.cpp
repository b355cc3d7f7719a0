// SPDX-License-Identifier: Apache-2.0
// R-PIR, R-VIS and R-STATELESS: piracy, the right of visit, vessels without nationality; R-NAV, visit in war.
#include "evaluation.hpp"

namespace fairlead::authority {

void Evaluation::piracy_rules(Action action) {
  if (!suspected(SuspicionKind::piracy)) return;
  const SuspicionFacts& s = facts_.suspicion;
  if (foreign_waters()) return add(rule("R-PIR-3"), Grade::closed, cites().src(article("101")));
  if (!seaward() || is_look(action)) return;
  if (s.private_ends == PrivateEnds::no || s.two_ships == Tri::no) {
    return add(rule("R-PIR-2"), Grade::closed, cites().src(article("101")), {}, {}, Gate::piracy);
  }
  const auto found =
      cites().src(article("101")).src(article("105")).src(article("107")).src_if(economic(), article("58(2)"));
  MissingSet missing;
  if (!s.private_ends || s.two_ships == Tri::unknown) missing.add(Missing::PIRACY_ELEMENTS);
  if (!reasonable()) missing.add(Missing::REASONABLE_GROUNDS);
  const bool political = s.private_ends == PrivateEnds::disputed_political;
  const RuleRef found_by = political ? rule("R-PIR-4") : rule("R-PIR-1");
  if (!missing.empty()) return add(found_by, Grade::curable, found, missing, {}, Gate::piracy);
  if (political) return add(found_by, Grade::disputed, found, {}, {point(6)}, Gate::piracy);
  add(found_by, Grade::satisfied, found, {}, {}, Gate::piracy);
}

void Evaluation::visit_rules(Action action) {
  if (!seaward() || own_flag() || immune()) return;
  const SuspicionFacts& s = facts_.suspicion;
  const NationalityFacts& n = facts_.vessel.nationality;
  const bool further = action == Action::search;
  const bool look = is_look(action);

  // One ground of article 110: what a visit on it comes to.
  const auto visit_on = [&](ArticleRef ground, Grade grade, MissingSet missing, PointSet points) {
    auto found = cites().src(ground).src_if(economic(), article("58(2)"));
    RuleRef found_by = rule("R-VIS-1");
    if (further) {
      found_by = rule("R-VIS-2");
      found.src(article("110(2)"));
      if (!established_stateless()) {
        if (facts_.suspicion_remains == Tri::no) {
          return add(found_by, Grade::closed, found.src(article("110(3)")), {}, {}, Gate::visit);
        }
        if (facts_.documents_checked != Tri::yes || facts_.suspicion_remains != Tri::yes) {
          missing.add(Missing::DOCUMENTS_CHECK);
        }
      }
    }
    if (!missing.empty()) grade = Grade::curable;
    if (grade == Grade::curable) points = {};
    add(found_by, grade, found, missing, points, Gate::visit);
  };
  const MissingSet grounds = reasonable() ? MissingSet{} : MissingSet{Missing::REASONABLE_GROUNDS};

  if (look && s.kind == SuspicionKind::piracy) {
    // What is known not to be piracy cannot be suspected to be (Arctic Sunrise).
    if (s.private_ends == PrivateEnds::no || s.two_ships == Tri::no) {
      add(rule("R-PIR-2"), Grade::closed, cites().src(article("101")).src(article("110(1)(a)")));
    } else if (s.private_ends == PrivateEnds::disputed_political) {
      visit_on(article("110(1)(a)"), Grade::disputed, grounds, {point(6)});
    } else {
      visit_on(article("110(1)(a)"), Grade::satisfied, grounds, {});
    }
  }
  if (s.kind == SuspicionKind::slave_trade) {
    if (look) {
      visit_on(article("110(1)(b)"), Grade::satisfied, grounds, {});
    } else if (!established_stateless()) {
      add(rule("R-VIS-3"), Grade::closed, cites().src(article("99")).src(article("92(1)")));
    }
  }
  const bool parties = party(acting_, Treaty::UNCLOS) && (!flag_.given() || party(flag_, Treaty::UNCLOS));
  if (s.kind == SuspicionKind::unauthorized_broadcasting && s.broadcast_jurisdiction == Tri::yes && parties) {
    if (look) {
      visit_on(article("110(1)(c)"), Grade::satisfied, grounds, {});
    } else {
      add(rule("R-VIS-3"), grounds.empty() ? Grade::satisfied : Grade::curable,
          cites().src(article("109(4)")).src_if(economic(), article("58(2)")), grounds, {}, Gate::visit);
    }
  }
  const bool suspected_stateless = n.suspect_stateless == Tri::yes && !established_stateless();
  if (look && (established_stateless() || n.status == NationalityStatus::unconfirmed || suspected_stateless)) {
    visit_on(article("110(1)(d)"), Grade::satisfied, {}, {});
    if (n.status == NationalityStatus::multiple) paths_.back().cites.add(cites().src(article("92(2)")));
  }
  const bool suspected_own = n.suspect_true_flag.given() && n.suspect_true_flag == acting_;
  if (look && suspected_own) visit_on(article("110(1)(e)"), Grade::satisfied, {}, {});
  if (!look && suspected_stateless) {
    add(rule("R-VIS-4"), Grade::curable, cites().src(article("110(1)(d)")), {Missing::NATIONALITY_VERIFICATION}, {},
        Gate::visit);
  }
  if (!look && suspected_own) {
    add(rule("R-VIS-4"), Grade::curable, cites().src(article("110(1)(e)")), {Missing::NATIONALITY_VERIFICATION}, {},
        Gate::visit);
  }
  if (n.status == NationalityStatus::unknown && s.kind != SuspicionKind::none) {
    MissingSet missing{Missing::NATIONALITY_INQUIRY};
    if (!s.kind) missing.add(Missing::REASONABLE_GROUNDS);
    add(rule("R-VIS-5"), Grade::curable, cites().src(article("110(1)")).src(article("92(1)")), missing, {},
        Gate::visit);
  }
  stateless_rules(action);
}

void Evaluation::stateless_rules(Action action) {
  const SuspicionFacts& s = facts_.suspicion;
  const NationalityFacts& n = facts_.vessel.nationality;
  if (established_stateless() && s.kind == SuspicionKind::migrant_smuggling && reasonable() &&
      party(acting_, Treaty::SMP2000) && (action == Action::board || action == Action::search)) {
    add(rule("R-VIS-6"), Grade::satisfied, cites().cite(cite("SMP2000:8(7)")), {}, {}, Gate::migrants);
  }
  if (!is_enforcement(action)) return;
  auto found = cites().src(article("110(1)(d)")).src_if(economic(), article("58(2)"));
  if (n.status == NationalityStatus::multiple) found.src(article("92(2)"));
  if (established_stateless()) {
    if (s.kind == SuspicionKind::none) return add(rule("R-STATELESS-3"), Grade::closed, found);
    const bool linked = s.nexus_to_acting_state == Tri::yes;
    if (linked) found.cite(cite("CIL:jurisdiction-nexus"));
    const RuleRef found_by = linked ? rule("R-STATELESS-1") : rule("R-STATELESS-2");
    if (!reasonable()) {
      return add(found_by, Grade::curable, found, {Missing::REASONABLE_GROUNDS}, {}, Gate::visit);
    }
    if (linked) return add(found_by, Grade::satisfied, found, {}, {}, Gate::visit);
    return add(found_by, Grade::disputed, found, {}, {point(1)}, Gate::visit);
  }
  if (n.status == NationalityStatus::unconfirmed && !own_flag() && reasonable()) {
    add(rule("R-STATELESS-4"), Grade::disputed, found, {}, {point(13)}, Gate::visit);
  }
}

void Evaluation::naval_warfare_rules(Action action) {
  const ConflictFacts& conflict = facts_.armed_conflict;
  if (!is_look(action) || foreign_waters() || conflict.acting_state_party != Tri::yes ||
      conflict.visit_grounds != Tri::yes) {
    return;
  }
  const auto found = cites().cite(cite("CIL:belligerent-visit-search"));
  if (conflict.status == ConflictStatus::iac) add(rule("R-NAV-1"), Grade::satisfied, found);
  if (conflict.status == ConflictStatus::niac) add(rule("R-NAV-2"), Grade::disputed, found, {}, {point(14)});
}

}  // namespace fairlead::authority
