// SPDX-License-Identifier: Apache-2.0
// How an evaluation sees the facts, and how bases become an outcome (section 2 of the reference).
#include "evaluation.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace fairlead::authority {

Evaluation::Evaluation(const Facts& facts, const PartyTable& parties, State acting, const ZoneReading& zone)
    : facts_(facts), parties_(parties), acting_(acting), zone_(zone) {
  const NationalityFacts& nationality = facts.vessel.nationality;
  if (nationality.status == NationalityStatus::confirmed || nationality.status == NationalityStatus::claimed ||
      nationality.status == NationalityStatus::unconfirmed) {
    flag_ = nationality.flag.given() ? nationality.flag : State::unnamed();
  }
}

// ---- citations ----

Evaluation::Cites& Evaluation::Cites::src(ArticleRef article) {
  const Evaluation& e = evaluation_;
  const bool alone = !against_.given() || against_ == e.acting_;
  if (e.party(e.acting_, Treaty::UNCLOS) && (alone || e.party(against_, Treaty::UNCLOS))) {
    set_.add(CitationList::convention(article.index));
    return *this;
  }
  set_.add(CitationList::custom(article.index));
  const std::string_view older = kArticles[article.index].of_1958;
  if (older.empty()) return *this;
  const Treaty treaty = older.starts_with("HSC") ? Treaty::HSC1958 : Treaty::TSC1958;
  if (e.party(e.acting_, treaty) && (alone || e.party(against_, treaty))) {
    set_.add(CitationList::plain(plain_index(older)));
  }
  return *this;
}

Evaluation::Cites& Evaluation::Cites::cite(Citation citation) {
  const int since = kPlainCitations[citation.index() - kArticles.size() * 2].since;
  if (evaluation_.facts_.as_of.number() >= since) set_.add(citation);
  return *this;
}

// ---- what is known ----

bool Evaluation::party(State state, Treaty treaty) const {
  for (std::size_t i = facts_.treaty_overrides.size(); i-- > 0;) {
    const TreatyOverride& given = facts_.treaty_overrides[i];
    if (given.treaty == treaty && given.state == state) return given.party && facts_.as_of >= in_force_since(treaty);
  }
  return parties_.is_party(state, treaty, facts_.as_of);
}

bool Evaluation::seaward() const {
  return zone_is(ZoneKind::contiguous_zone) || zone_is(ZoneKind::eez) || zone_is(ZoneKind::high_seas);
}

static bool state_waters(ZoneKind kind) {
  return kind == ZoneKind::internal_waters || kind == ZoneKind::archipelagic_waters ||
         kind == ZoneKind::territorial_sea || kind == ZoneKind::land;
}

bool Evaluation::own_waters() const { return state_waters(zone_.kind) && zone_.state == acting_; }
bool Evaluation::foreign_waters() const { return state_waters(zone_.kind) && zone_.state != acting_; }

bool Evaluation::reasonable() const {
  return facts_.suspicion.grounds == Grounds::reasonable_grounds ||
         facts_.suspicion.grounds == Grounds::evidence_on_board;
}

bool Evaluation::own_flag() const {
  const NationalityFacts& n = facts_.vessel.nationality;
  return (n.status == NationalityStatus::confirmed || n.status == NationalityStatus::claimed) && n.flag == acting_;
}

bool Evaluation::established_stateless() const {
  const NationalityStatus status = facts_.vessel.nationality.status;
  return status == NationalityStatus::none || status == NationalityStatus::refuted ||
         status == NationalityStatus::multiple;
}

bool Evaluation::immune() const {
  const VesselKind kind = facts_.vessel.kind;
  const bool state_ship =
      kind == VesselKind::warship || kind == VesselKind::government_noncommercial || facts_.vessel.immune == Tri::yes;
  return state_ship && !own_flag();
}

bool Evaluation::aircraft() const {
  const auto kind = facts_.asset.kind;
  return kind == AssetKind::military_aircraft || kind == AssetKind::government_aircraft ||
         kind == AssetKind::uncrewed_aircraft;
}

// The last entry of the same giver wins; a consent of a State that is not asked counts for nothing.
const Consent* Evaluation::last_consent(ConsentGiver by, State from) const {
  const bool any_state = by == ConsentGiver::unsc || by == ConsentGiver::master;
  for (std::size_t i = facts_.consents.size(); i-- > 0;) {
    const Consent& consent = facts_.consents[i];
    if (consent.by == by && (any_state || (from.given() && consent.from == from))) return &consent;
  }
  return nullptr;
}

bool Evaluation::in_force(const Consent* consent) {
  return consent != nullptr &&
         (consent->status == ConsentStatus::granted || consent->status == ConsentStatus::standing);
}

bool Evaluation::covers(const Consent* consent, Action action) {
  return in_force(consent) && consent->scope.has(action);
}

// ---- finding ----

CitationSet Evaluation::gate_cites(Gate gate) const {
  switch (gate) {
    case Gate::piracy:
      return cites().src(article("107"));
    case Gate::pursuit:
      return cites().src(article("111(5)"));
    case Gate::drugs:
      return cites().cite(cite("VIENNA1988:17(10)"));
    case Gate::migrants:
      return cites().cite(cite("SMP2000:9(4)"));
    case Gate::weapons:
      return cites().cite(cite("SUA2005:8bis(10)"));
    case Gate::pollution:
      return cites().src(article("224"));
    case Gate::visit:
    case Gate::consent:
    case Gate::none:
      break;
  }
  return aircraft() ? cites().src(article("110(4)")) : cites().src(article("110(5)"));
}

// Puts a basis on the list, after the gate on who may act (G2).
void Evaluation::add(RuleRef found, Grade grade, const CitationSet& cites, MissingSet missing, PointSet points,
                     Gate gate) {
  Path path{found, grade, cites, missing, points};
  if (gate != Gate::none && grade != Grade::closed) {
    const auto kind = facts_.asset.kind;
    const bool military = kind == AssetKind::warship || kind == AssetKind::military_aircraft;
    const bool uncrewed = kind == AssetKind::uncrewed_surface || kind == AssetKind::uncrewed_aircraft;
    const bool government = kind == AssetKind::government_ship || kind == AssetKind::government_aircraft;
    const bool shown = government && facts_.asset.marked == Tri::yes && facts_.asset.authorized == Tri::yes;
    if (uncrewed && grade != Grade::curable) {
      path.grade = Grade::disputed;
      path.points.add(point(7));
      path.cites.add(gate_cites(gate));
    } else if (!military && !uncrewed && !shown && grade != Grade::disputed) {
      path.grade = Grade::curable;
      path.missing.add(Missing::AUTHORIZED_MARKED_ASSET);
      path.cites.add(gate_cites(gate));
    }
  }
  paths_.push_back(path);
}

CitationSet Evaluation::closing() const {
  if (seaward()) return cites().src(article("92(1)")).src_if(economic(), article("58(2)"));
  if (foreign_waters()) return cites_against(zone_.state.given() ? zone_.state : State::unnamed()).src(article("2(1)"));
  return {};
}

Answer Evaluation::verdict(Action action, RuleRef found, Outcome outcome, const CitationSet& cites, MissingSet missing,
                           PointSet points) const {
  Answer answer;
  answer.action = action;
  answer.outcome = outcome;
  answer.because = cites;
  answer.missing = missing;
  answer.contested = points;
  constexpr std::array<Grade, 4> kGrades = {Grade::satisfied, Grade::curable, Grade::disputed, Grade::closed};
  answer.trace.push_back({found, kGrades[static_cast<std::size_t>(outcome)], cites, missing, points});
  return answer;
}

// Any satisfied: permitted; else any disputed: contested; else the curable one that lacks least: conditional.
Answer Evaluation::combine(Action action) {
  Answer answer;
  answer.action = action;
  answer.trace.reserve(paths_.size() + 1);
  const Path* easiest = nullptr;
  bool satisfied = false, disputed = false;
  for (const Path& path : paths_) {
    satisfied |= path.grade == Grade::satisfied;
    disputed |= path.grade == Grade::disputed;
    if (path.grade == Grade::curable && (easiest == nullptr || path.missing.size() < easiest->missing.size())) {
      easiest = &path;
    }
    answer.trace.push_back({path.rule, path.grade, path.cites, path.missing, path.points});
  }
  const auto take = [&](Grade grade) {
    for (const Path& path : paths_) {
      if (path.grade != grade) continue;
      answer.because.add(path.cites);
      if (grade == Grade::disputed) answer.contested.add(path.points);
    }
  };
  if (satisfied) {
    answer.outcome = Outcome::permitted;
    take(Grade::satisfied);
    return answer;
  }
  if (disputed) {
    answer.outcome = Outcome::contested;
    take(Grade::disputed);
    return answer;
  }
  take(Grade::closed);
  answer.because.add(closing());
  answer.outcome = Outcome::prohibited;
  if (easiest != nullptr) {
    answer.outcome = Outcome::conditional;
    answer.missing = easiest->missing;
    answer.because.add(easiest->cites);
    // The decisive basis stands first.
    const auto index = static_cast<std::ptrdiff_t>(easiest - paths_.data());
    std::rotate(answer.trace.begin(), answer.trace.begin() + index, answer.trace.begin() + index + 1);
  }
  answer.trace.push_back({rule("CLOSING"), Grade::note, closing(), {}, {}});
  return answer;
}

// ---- the order of things ----

std::optional<Answer> Evaluation::zone_gate(Action action) const {
  const bool life = action == Action::force_lethal || facts_.imminent_to_life == Tri::yes;
  const bool force = action == Action::force_warning || action == Action::force_nonlethal ||
                     action == Action::force_disabling || action == Action::force_lethal;
  if (action == Action::share_intelligence || (force && life)) return std::nullopt;
  const ZoneReading& zone = (action == Action::observe || action == Action::hail || action == Action::approach) &&
                                    facts_.asset.position && zone_.kind != ZoneKind::unknown &&
                                    zone_.kind != ZoneKind::out_of_model
                                ? *facts_.asset.position
                                : zone_;
  if (zone.kind == ZoneKind::out_of_model) {
    return verdict(action, rule("Z-3"), Outcome::conditional, cites().cite(cite("RULE:out-of-model")),
                   {Missing::LEGAL_REVIEW});
  }
  if (zone.kind == ZoneKind::unknown && action != Action::render_assistance) {
    return verdict(action, rule("Z-1"), Outcome::conditional, cites().cite(cite("RULE:zone-first")),
                   {Missing::ZONE_DETERMINATION});
  }
  return std::nullopt;
}

Answer Evaluation::answer(Action action) {
  if (auto gated = zone_gate(action)) return *std::move(gated);
  Answer answer = [&] {
    switch (action) {
      case Action::observe:
      case Action::hail:
      case Action::approach:
        return look(action);
      case Action::visit:
      case Action::board:
      case Action::search:
      case Action::detain_vessel:
      case Action::arrest_persons:
      case Action::seize_goods:
        return power(action);
      case Action::pursue:
        return pursue();
      case Action::force_warning:
      case Action::force_nonlethal:
      case Action::force_disabling:
        return lesser_force(action);
      case Action::force_lethal:
        return lethal_force();
      case Action::share_intelligence:
        return share();
      case Action::render_assistance:
        return rescue();
    }
    FL_ASSERT(false);
    return Answer{};
  }();
  notes(answer);
  return answer;
}

// G1, G1b and private craft (G2): what no basis can get round.
std::optional<Answer> Evaluation::power_gates(Action action) const {
  if (facts_.asset.kind == AssetKind::private_ship) {
    return verdict(action, rule("G2"), Outcome::prohibited,
                   cites().src(article("107")).src(article("110(5)")).src(article("111(5)")).add(closing()));
  }
  if (immune() && !covers(last_consent(ConsentGiver::flag_state, flag_), action)) {
    Cites found = cites();
    if (!seaward()) {
      found.src(article("32"));
    } else if (facts_.vessel.kind == VesselKind::government_noncommercial) {
      found.src(article("96")).src_if(economic(), article("58(2)"));
    } else {
      found.src(article("95")).src_if(economic(), article("58(2)"));
    }
    return verdict(action, rule("G1"), Outcome::prohibited, found.add(closing()));
  }
  if (action == Action::arrest_persons && facts_.state_officials_immune == Tri::yes) {
    return verdict(action, rule("G1b"), Outcome::prohibited,
                   cites().cite(cite("CIL:immunity-state-officials")).cite(cite("CASE:EnricaLexie")).add(closing()));
  }
  return std::nullopt;
}

Answer Evaluation::power(Action action) {
  if (auto gated = power_gates(action)) return *std::move(gated);
  paths_.clear();
  paths_.reserve(12);
  flag_rules();
  coast_rules(action);
  piracy_rules(action);
  visit_rules(action);
  if (facts_.pursuit && (seaward() || foreign_waters()) && !own_flag()) pursuit_rules(*facts_.pursuit);
  coastal_consent_rule(action);
  security_council_rule(action);
  flag_consent_rules(action);
  naval_warfare_rules(action);
  master_consent_rule(action);
  Answer found = combine(action);
  overlay(found);
  return found;
}

Answer Evaluation::pursue() {
  if (!facts_.pursuit) {
    Answer found = power(Action::board);
    found.action = Action::pursue;
    found.trace.push_back({rule("R-HP-0"), Grade::note, {}, {}, {}});
    return found;
  }
  if (auto gated = power_gates(Action::pursue)) return *std::move(gated);
  paths_.clear();
  flag_rules();
  if (!own_flag()) pursuit_rules(*facts_.pursuit);
  coastal_consent_rule(Action::pursue);
  security_council_rule(Action::pursue);
  if (covers(last_consent(ConsentGiver::flag_state, flag_), Action::pursue)) flag_consent_rules(Action::pursue);
  return combine(Action::pursue);
}

// ---- notes and overlays ----

void Evaluation::notes(Answer& answer) const {
  if (is_power(answer.action) && answer.outcome == Outcome::permitted) {
    if (facts_.vessel.nationality.status == NationalityStatus::unconfirmed) {
      answer.noted.add(point(13));
      answer.trace.push_back({rule("N-C-13"), Grade::note, {}, {}, {point(13)}});
    }
    for (const TraceStep& step : answer.trace) {
      if (step.rule == rule("R-STATELESS-1") && step.grade == Grade::satisfied) {
        answer.noted.add(point(1));
        answer.trace.push_back({rule("N-C-01"), Grade::note, {}, {}, {point(1)}});
        break;
      }
    }
  }
  if (answer.action == Action::force_lethal) lethal_notes(answer);
  const SharingFacts& s = facts_.sharing;
  if (answer.action == Action::share_intelligence && s.purpose != SharingPurpose::search_and_rescue &&
      s.pattern_of_wrongful_use == Tri::yes && s.knowledge == Knowledge::constructive &&
      answer.outcome != Outcome::contested) {
    answer.noted.add(point(9));
    answer.trace.push_back({rule("N-C-09"), Grade::note, {}, {}, {point(9)}});
  }
}

// For lethal force, and for sharing that serves it.
void Evaluation::lethal_notes(Answer& answer) const {
  const bool own_undisputed = own_waters() && facts_.zone.disputed != Tri::yes;
  const bool rights_cited = answer.because.has(cite("ICCPR:6")) || answer.because.has(cite("ECHR:2"));
  if (answer.outcome == Outcome::prohibited && rights_cited && !own_undisputed) {
    answer.noted.add(point(11));
    answer.trace.push_back({rule("N-C-11"), Grade::note, {}, {}, {point(11)}});
  }
  if (facts_.armed_conflict.status == ConflictStatus::asserted_only) {
    answer.noted.add(point(12));
    answer.trace.push_back({rule("N-C-12"), Grade::note, {}, {}, {point(12)}});
  }
}

// O-GB and O-US: may add sources and conditions, never loosen.
void Evaluation::overlay(Answer& answer) const {
  if (!facts_.domestic_overlay || !seaward()) return;
  const bool drugs = suspected(SuspicionKind::drug_trafficking);
  if (*facts_.domestic_overlay == Overlay::US) {
    const bool stateless =
        established_stateless() || facts_.vessel.nationality.status == NationalityStatus::unconfirmed;
    if (!drugs || !stateless) return;
    const CitationSet found = cites().cite(cite("US:46USC70502"));
    answer.because.add(found);
    answer.trace.push_back({rule("O-US"), Grade::note, found, {}, {}});
    return;
  }
  if (established_stateless()) {
    const CitationSet found = cites().cite(cite("UK:PCA2017:s84"));
    answer.because.add(found);
    answer.trace.push_back({rule("O-GB"), Grade::note, found, {}, {}});
    return;
  }
  if (!drugs || !flag_.given() || flag_ == acting_) return;
  const CitationSet found = cites().cite(cite("UK:CJICA1990:s20"));
  answer.because.add(found);
  MissingSet missing;
  if (facts_.domestic_authority != Tri::yes &&
      (answer.outcome == Outcome::permitted || answer.outcome == Outcome::conditional)) {
    missing.add(Missing::DOMESTIC_AUTHORITY);
    answer.missing.add(missing);
    answer.outcome = Outcome::conditional;
  }
  const TraceStep step{rule("O-GB"), missing.empty() ? Grade::note : Grade::curable, found, missing, {}};
  answer.trace.insert(missing.empty() ? answer.trace.end() : answer.trace.begin(), step);
}

}  // namespace fairlead::authority
