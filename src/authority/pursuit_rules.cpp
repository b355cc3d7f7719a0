// SPDX-License-Identifier: Apache-2.0
// R-HP: hot pursuit as a basis. The conditions are cumulative: one that fails closes it (Saiga No. 2). The live state
// machine over a track stands in pursuit.cpp and fills the facts that are judged here.
#include <algorithm>

#include "evaluation.hpp"

namespace fairlead::authority {
namespace {

bool is_economic_law(SuspicionKind law) {
  return law == SuspicionKind::illegal_fishing || law == SuspicionKind::pollution ||
         law == SuspicionKind::safety_zone_violation || law == SuspicionKind::eez_other;
}

bool is_contiguous_law(SuspicionKind law) {
  return law == SuspicionKind::drug_trafficking || law == SuspicionKind::customs_other ||
         law == SuspicionKind::fiscal || law == SuspicionKind::migrant_smuggling || law == SuspicionKind::sanitary;
}

// Worst finding so far, with the rule that made it.
struct Conditions {
  bool closed = false;
  RuleRef closed_by;
  MissingSet missing;
  RuleRef missing_by;
  PointSet points;
  RuleRef disputed_by;

  void close(RuleRef by) {
    if (!closed) closed_by = by;
    closed = true;
  }
  void lack(Missing code, RuleRef by) {
    if (missing.empty()) missing_by = by;
    missing.add(code);
  }
  void dispute(Point at, RuleRef by) {
    if (points.empty()) disputed_by = by;
    points.add(at);
  }
};

}  // namespace

void Evaluation::pursuit_rules(const PursuitFacts& p) {
  const State coast = p.start_zone_state.given() ? p.start_zone_state : acting_;
  const ZoneKind start = p.start_zone;
  const bool outside_now = p.vessel_still_in_start_zone != Tri::yes;
  Conditions found;

  // HP-1, HP-9
  const bool relayed =
      std::any_of(p.relay_states.begin(), p.relay_states.end(), [&](State s) { return s != acting_; }) ||
      (!p.relay_states.empty() && coast != acting_);
  if (coast != acting_ && !relayed) found.close(rule("R-HP-1"));
  if (relayed || p.handover == Handover::other_state) found.dispute(point(3), rule("R-HP-9"));

  // HP-2
  if (start == ZoneKind::high_seas) found.close(rule("R-HP-2"));
  if (p.mothership_team != Tri::yes) {
    if (p.vessel_in_zone_at_start == Tri::no) found.close(rule("R-HP-2"));
    if (p.vessel_in_zone_at_start == Tri::unknown) found.lack(Missing::POSITION_ESTABLISHED, rule("R-HP-2"));
  }

  // HP-3
  bool economic_start = start == ZoneKind::eez || start == ZoneKind::continental_shelf;
  if (start == ZoneKind::unknown || start == ZoneKind::out_of_model) {
    found.lack(Missing::POSITION_ESTABLISHED, rule("R-HP-2"));
  } else if (economic_start || start == ZoneKind::contiguous_zone) {
    if (!p.law) {
      found.lack(Missing::REASONABLE_GROUNDS, rule("R-HP-3"));
    } else if (start == ZoneKind::contiguous_zone && is_contiguous_law(*p.law)) {
      // the closed list of article 33
    } else if (is_economic_law(*p.law)) {
      economic_start = true;
    } else {
      found.close(rule("R-HP-3"));
    }
  } else if (p.law == SuspicionKind::none) {
    found.close(rule("R-HP-3"));
  }
  if (p.good_reason == Tri::no) found.close(rule("R-HP-3"));
  if (p.good_reason == Tri::unknown) found.lack(Missing::REASONABLE_GROUNDS, rule("R-HP-3"));

  // HP-4
  if (p.position_verified != Tri::yes) found.lack(Missing::POSITION_ESTABLISHED, rule("R-HP-4"));

  // HP-5
  const bool seen_or_heard = p.signal == Signal::visual || p.signal == Signal::auditory;
  if (!p.signal) {
    found.lack(Missing::STOP_SIGNAL, rule("R-HP-5"));
  } else if (!outside_now) {
    if (!seen_or_heard || p.signal_in_range != Tri::yes) found.lack(Missing::STOP_SIGNAL, rule("R-HP-5"));
  } else if (p.signal == Signal::none || p.signal_in_range == Tri::no || p.signal_before_exit == Tri::no) {
    found.close(rule("R-HP-5"));
  } else if (p.signal == Signal::radio) {
    found.dispute(point(2), rule("R-HP-5"));
  } else if (p.signal_in_range == Tri::unknown) {
    found.lack(Missing::STOP_SIGNAL, rule("R-HP-5"));
  }

  // HP-6
  if (outside_now) {
    if (p.interrupted == Tri::yes) found.close(rule("R-HP-6"));
    if (p.interrupted == Tri::unknown) found.lack(Missing::CONTINUITY, rule("R-HP-6"));
  }

  // HP-7
  const bool entered =
      (p.entered_ts_of.given() && p.entered_ts_of != coast) || (foreign_waters() && zone_.state != coast);
  if (entered) found.close(rule("R-HP-7"));

  // HP-8
  if (p.aircraft_sighting_only == Tri::yes) found.close(rule("R-HP-8"));
  if (p.handover) {
    if (p.handover_continuous == Tri::no) found.close(rule("R-HP-8"));
    if (p.handover_continuous == Tri::unknown) found.lack(Missing::CONTINUITY, rule("R-HP-8"));
  }
  const bool by_air = aircraft() || p.handover == Handover::aircraft_to_ship || p.aircraft_sighting_only == Tri::yes;

  const auto sources = cites()
                           .src(article("111(1)"))
                           .src(article("111(4)"))
                           .src_if(economic_start, article("111(2)"))
                           .src_if(entered, article("111(3)"))
                           .src_if(relayed || p.handover == Handover::other_state, article("111(5)"))
                           .src_if(by_air, article("111(6)"));
  if (found.closed) return add(found.closed_by, Grade::closed, sources, {}, {}, Gate::pursuit);
  if (!found.missing.empty()) {
    return add(found.missing_by, Grade::curable, sources, found.missing, {}, Gate::pursuit);
  }
  if (!found.points.empty()) {
    return add(found.disputed_by, Grade::disputed, sources, {}, found.points, Gate::pursuit);
  }
  add(rule("R-HP-3"), Grade::satisfied, sources, {}, {}, Gate::pursuit);
}

}  // namespace fairlead::authority
