// SPDX-License-Identifier: Apache-2.0
// R-FLAG and R-COAST: what a State may do with its own ships and in its own zones; R-COAST-F and R-UNSC.
#include "evaluation.hpp"

namespace fairlead::authority {
namespace {

// Customs, fiscal, immigration and sanitary law: the closed list of the contiguous zone.
bool is_cfis(SuspicionKind kind) {
  return kind == SuspicionKind::drug_trafficking || kind == SuspicionKind::customs_other ||
         kind == SuspicionKind::fiscal || kind == SuspicionKind::migrant_smuggling || kind == SuspicionKind::sanitary;
}

bool is_breach_of_passage(SuspicionKind kind) {
  return kind == SuspicionKind::customs_other || kind == SuspicionKind::fiscal || kind == SuspicionKind::sanitary ||
         kind == SuspicionKind::migrant_smuggling || kind == SuspicionKind::illegal_fishing ||
         kind == SuspicionKind::pollution;
}

}  // namespace

void Evaluation::flag_rules() {
  if (!own_flag() || foreign_waters()) return;
  add(rule("R-FLAG-1"), Grade::satisfied, cites().src(article("92(1)")).src(article("94")));
}

void Evaluation::coast_rules(Action action) {
  if (own_zone(ZoneKind::internal_waters) || own_zone(ZoneKind::land)) {
    add(rule("R-COAST-IW"), Grade::satisfied, cites().src(article("2(1)")));
  }
  if (own_zone(ZoneKind::territorial_sea) || own_zone(ZoneKind::archipelagic_waters)) territorial_sea_rules();
  if (own_zone(ZoneKind::contiguous_zone)) contiguous_zone_rules(action);
  if (own_zone(ZoneKind::contiguous_zone) || own_zone(ZoneKind::eez)) economic_zone_rules(action);
}

void Evaluation::territorial_sea_rules() {
  const SuspicionFacts& s = facts_.suspicion;
  if (own_flag()) return add(rule("R-COAST-TS-own"), Grade::satisfied, cites().src(article("2(1)")));
  if (established_stateless()) {
    return add(rule("R-COAST-TS-4"), Grade::satisfied, cites().src(article("2(1)")).src(article("17")));
  }
  if (s.kind == SuspicionKind::none) {
    return add(rule("R-COAST-TS-5"), Grade::closed, cites().src(article("17")).src(article("24(1)")));
  }
  if (s.left_internal_waters == Tri::yes) {
    return add(rule("R-COAST-TS-2"), Grade::satisfied, cites().src(article("27(2)")));
  }
  if (!s.kind) {  // nothing is known of what is suspected
    return add(rule("R-COAST-TS-5"), Grade::curable, cites().src(article("17")).src(article("24(1)")),
               {Missing::REASONABLE_GROUNDS});
  }
  if (s.kind == SuspicionKind::drug_trafficking) {
    const auto found = cites().src(article("27(1)(d)")).src(article("2(1)"));
    if (reasonable()) return add(rule("R-COAST-TS-1"), Grade::satisfied, found);
    return add(rule("R-COAST-TS-1"), Grade::curable, found, {Missing::REASONABLE_GROUNDS});
  }
  if (is_breach_of_passage(*s.kind)) {
    const auto found = cites().src(article("19(2)")).src(article("25(1)")).src(article("27(1)(a)"));
    if (s.coastal_law_breached == Tri::yes) return add(rule("R-COAST-TS-3"), Grade::satisfied, found);
    if (s.coastal_law_breached == Tri::no) return add(rule("R-COAST-TS-3"), Grade::closed, found);
    return add(rule("R-COAST-TS-3"), Grade::curable, found, {Missing::COASTAL_LAW_BREACH});
  }
  const bool here = s.offence_zone == ZoneKind::territorial_sea || s.offence_zone == ZoneKind::internal_waters ||
                    s.offence_zone == ZoneKind::archipelagic_waters;
  if (here && (!s.offence_state.given() || s.offence_state == acting_)) {
    return add(rule("R-COAST-TS-7"), Grade::satisfied, cites().src(article("27(1)")));
  }
  if (s.offence_zone == ZoneKind::unknown) {
    return add(rule("R-COAST-TS-7"), Grade::curable, cites().src(article("27(1)")).src(article("27(5)")),
               {Missing::OFFENCE_PLACE});
  }
  add(rule("R-COAST-TS-6"), Grade::closed, cites().src(article("27(5)")));
}

void Evaluation::contiguous_zone_rules(Action action) {
  const SuspicionFacts& s = facts_.suspicion;
  if (s.kind == SuspicionKind::none) return;
  const MissingSet grounds = reasonable() ? MissingSet{} : MissingSet{Missing::REASONABLE_GROUNDS};
  if (!s.kind) {
    return add(rule("R-COAST-CZ-6"), Grade::curable, cites().src(article("33(1)")),
               {Missing::REASONABLE_GROUNDS, Missing::TERRITORIAL_LINK});
  }
  if (!is_cfis(*s.kind)) {
    return add(rule("R-COAST-CZ-4"), Grade::closed,
               cites().src(article("33(1)")).cite(cite("CASE:NicaraguaColombia2022")));
  }
  const bool ashore = s.offence_zone == ZoneKind::land || s.offence_zone == ZoneKind::internal_waters ||
                      s.offence_zone == ZoneKind::territorial_sea;
  if (ashore && s.offence_state == acting_) {
    return add(rule("R-COAST-CZ-2"), grounds.empty() ? Grade::satisfied : Grade::curable,
               cites().src(article("33(1)(b)")), grounds);
  }
  if (s.direction == Direction::inbound && is_look(action)) {
    return add(rule("R-COAST-CZ-1"), grounds.empty() ? Grade::satisfied : Grade::curable,
               cites().src(article("33(1)(a)")), grounds);
  }
  if (s.direction == Direction::inbound) {
    if (!grounds.empty()) {
      return add(rule("R-COAST-CZ-3"), Grade::curable, cites().src(article("33(1)(a)")), grounds);
    }
    return add(rule("R-COAST-CZ-3"), Grade::disputed, cites().src(article("33(1)(a)")), {}, {point(4)});
  }
  // An offence ashore whose State is not named may still be the acting State's.
  const bool place_open = s.offence_zone == ZoneKind::unknown || (ashore && !s.offence_state.given());
  if (s.direction == Direction::unknown || (s.direction == Direction::outbound && place_open)) {
    return add(rule("R-COAST-CZ-6"), Grade::curable, cites().src(article("33(1)")), {Missing::TERRITORIAL_LINK});
  }
  add(rule("R-COAST-CZ-5"), Grade::closed, cites().src(article("33(1)")).src(article("58(2)")));
}

void Evaluation::economic_zone_rules(Action action) {
  const SuspicionFacts& s = facts_.suspicion;
  if (s.kind == SuspicionKind::illegal_fishing) {
    if (is_look(action)) return add(rule("R-COAST-EEZ-1"), Grade::satisfied, cites().src(article("73(1)")));
    const auto found = cites().src(article("73(1)")).src(article("73(2)")).src(article("73(3)")).src(article("73(4)"));
    if (reasonable()) return add(rule("R-COAST-EEZ-1"), Grade::satisfied, found);
    return add(rule("R-COAST-EEZ-1"), Grade::curable, found, {Missing::REASONABLE_GROUNDS});
  }
  if (s.kind == SuspicionKind::pollution) {
    const auto found = cites().src(article("220")).src(article("224"));
    const bool enough = s.pollution_level == PollutionLevel::major_damage ||
                        (s.pollution_level == PollutionLevel::substantial_discharge && is_look(action));
    if (enough) return add(rule("R-COAST-EEZ-2"), Grade::satisfied, found, {}, {}, Gate::pollution);
    return add(rule("R-COAST-EEZ-2"), Grade::curable, found, {Missing::POLLUTION_THRESHOLD}, {}, Gate::pollution);
  }
  if (s.kind == SuspicionKind::safety_zone_violation) {
    if (s.within_safety_zone == Tri::yes) {
      return add(rule("R-COAST-EEZ-3"), Grade::satisfied, cites().src(article("60(4)")));
    }
    if (s.within_safety_zone == Tri::no) {
      return add(rule("R-COAST-EEZ-3"), Grade::closed, cites().src(article("60(4)")).src(article("60(5)")));
    }
    return add(rule("R-COAST-EEZ-3"), Grade::curable, cites().src(article("60(4)")), {Missing::POSITION_ESTABLISHED});
  }
  if (zone_is(ZoneKind::eez)) {
    add(rule("R-COAST-EEZ-4"), Grade::closed, cites().src(article("56(1)")).src(article("58(2)")));
  }
}

// In another State's waters its consent decides; a shiprider agreement is a standing consent.
void Evaluation::coastal_consent_rule(Action action) {
  if (!foreign_waters()) return;
  const State coast = zone_.state.given() ? zone_.state : State::unnamed();
  auto found = cites_against(coast).src(article("2(1)")).cite(cite("CIL:consent"));
  const Consent* record = last_consent(ConsentGiver::coastal_state, zone_.state);
  if (in_force(record)) {
    MissingSet missing;
    if (!record->scope.has(action)) missing.add(Missing::CONSENT_SCOPE_EXTENSION);
    if (record->conditions_met == Tri::no) missing.add(Missing::CONSENT_CONDITIONS);
    return add(rule("R-COAST-F"), missing.empty() ? Grade::satisfied : Grade::curable, found, missing);
  }
  const bool refused =
      record != nullptr && (record->status == ConsentStatus::denied || record->status == ConsentStatus::withdrawn);
  const bool nothing_to_ask = record == nullptr && facts_.suspicion.kind == SuspicionKind::none;
  if (refused || nothing_to_ask) return add(rule("R-COAST-F"), Grade::closed, found);
  add(rule("R-COAST-F"), Grade::curable, found, {Missing::COASTAL_STATE_CONSENT});
}

void Evaluation::security_council_rule(Action action) {
  if (!covers(last_consent(ConsentGiver::unsc, {}), action)) return;
  add(rule("R-UNSC"), Grade::satisfied, cites().cite(cite("UNCHARTER:ChVII")));
}

}  // namespace fairlead::authority
