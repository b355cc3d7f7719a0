// SPDX-License-Identifier: Apache-2.0
// R-OBS and A: looking, asking, helping. What is never blocked, and where a coastal State must be asked first.
#include "evaluation.hpp"

namespace fairlead::authority {

Answer Evaluation::look(Action action) const {
  // A station ashore stands in its own State, wherever the vessel is.
  ZoneReading home;
  home.kind = ZoneKind::land;
  home.state = acting_;
  const ZoneReading& place = facts_.asset.position                           ? *facts_.asset.position
                             : facts_.asset.kind == AssetKind::shore_station ? home
                                                                             : zone_;
  const Evaluation there(facts_, parties_, acting_, place);
  Cites asking = cites().cite_if(action != Action::observe, cite("CIL:right-of-approach"));
  if (there.own_waters()) {
    return verdict(action, rule("R-OBS-1"), Outcome::permitted, asking.src(article("2(1)")));
  }
  if (!there.foreign_waters()) {
    if (there.economic() && place.state.given()) {
      asking.add(cites_against(place.state).src(article("58(1)")));
    } else if (there.economic()) {
      asking.add(cites_against(State::unnamed()).src(article("58(1)")));
    }
    return verdict(action, rule("R-OBS-1"), Outcome::permitted, asking.src(article("87(1)")));
  }
  Cites found = cites_against(place.state.given() ? place.state : State::unnamed())
                    .src(article("2"))
                    .src(aircraft() ? article("17") : article("19(2)(c)"));
  const Consent* record = last_consent(ConsentGiver::coastal_state, place.state);
  const Consent* council = last_consent(ConsentGiver::unsc, {});
  if (covers(record, action)) {
    return verdict(action, rule("R-OBS-2"), Outcome::permitted, found.cite(cite("CIL:consent")));
  }
  if (covers(council, action)) {
    return verdict(action, rule("R-UNSC"), Outcome::permitted, found.cite(cite("UNCHARTER:ChVII")));
  }
  if (in_force(record)) {
    return verdict(action, rule("R-OBS-2"), Outcome::conditional, found, {Missing::CONSENT_SCOPE_EXTENSION});
  }
  if (record != nullptr && (record->status == ConsentStatus::denied || record->status == ConsentStatus::withdrawn)) {
    return verdict(action, rule("R-OBS-2"), Outcome::prohibited, found);
  }
  return verdict(action, rule("R-OBS-2"), Outcome::conditional, found, {Missing::COASTAL_STATE_CONSENT});
}

Answer Evaluation::rescue() const {
  constexpr Action kRescue = Action::render_assistance;
  const bool abroad = foreign_waters();
  const State coast = zone_.state.given() ? zone_.state : State::unnamed();
  Cites duty = abroad ? cites_against(coast) : cites();
  duty.src(article("98(1)"));
  if (facts_.persons_in_danger != Tri::yes) {
    return verdict(kRescue, rule("A-4"), Outcome::conditional, duty, {Missing::DISTRESS_ESTABLISHED});
  }
  if (!abroad) return verdict(kRescue, rule("A-1"), Outcome::permitted, duty);
  if (facts_.asset.in_innocent_passage == Tri::yes && !aircraft()) {
    return verdict(kRescue, rule("A-2"), Outcome::permitted, duty.src(article("18(2)")));
  }
  const Consent* record = last_consent(ConsentGiver::coastal_state, zone_.state);
  if (covers(record, kRescue)) {
    return verdict(kRescue, rule("A-3"), Outcome::permitted, duty.cite(cite("CIL:consent")));
  }
  if (covers(last_consent(ConsentGiver::unsc, {}), kRescue)) {
    return verdict(kRescue, rule("R-UNSC"), Outcome::permitted, duty.cite(cite("UNCHARTER:ChVII")));
  }
  if (facts_.location_known == Tri::yes) {
    return verdict(kRescue, rule("A-3"), Outcome::contested, duty, {}, {point(8)});
  }
  duty.src(article("2(1)"));
  if (in_force(record)) {
    return verdict(kRescue, rule("A-4"), Outcome::conditional, duty, {Missing::CONSENT_SCOPE_EXTENSION});
  }
  if (record != nullptr && (record->status == ConsentStatus::denied || record->status == ConsentStatus::withdrawn)) {
    return verdict(kRescue, rule("A-4"), Outcome::prohibited, duty);
  }
  return verdict(kRescue, rule("A-4"), Outcome::conditional, duty, {Missing::COASTAL_STATE_CONSENT});
}

}  // namespace fairlead::authority
