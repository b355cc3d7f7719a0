// SPDX-License-Identifier: Apache-2.0
// The eleven invariants of section 16 of the reference, over facts made at random. FAIRLEAD_LAW_CASES sets how many
// (default 400 each; the full run takes 100000).
#include <cstdlib>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "authority/engine.hpp"

namespace fairlead::authority {
namespace {

// A stream of small numbers, so that every field is one draw.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed * 2 + 1) {}
  unsigned below(unsigned limit) {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<unsigned>((state_ * std::uint64_t{0x2545F4914F6CDD1D}) >> 33) % limit;
  }
  template <class Word>
  Word word() {
    return static_cast<Word>(below(static_cast<unsigned>(kWords<Word>.size())));
  }
  template <class Word>
  void maybe(std::optional<Word>& out) {
    if (below(4) != 0) out = word<Word>();
  }
  State state() {
    static constexpr std::string_view kCodes[] = {"US", "GB", "NL", "PA", "VE", "DO", "GT", "CO", "XX", "IT"};
    return *State::from_code(kCodes[below(10)]);
  }
  Tri tri() { return word<Tri>(); }

 private:
  std::uint64_t state_;
};

ZoneReading random_zone(Draw& d) {
  ZoneReading zone;
  zone.kind = static_cast<ZoneKind>(d.below(7));
  if (zone.kind != ZoneKind::high_seas) zone.state = d.state();
  return zone;
}

Facts random_facts(std::uint64_t seed) {
  Draw d(seed);
  Facts f;
  static const Day kDays[] = {Day(1929, 3, 22), Day(1970, 1, 1), Day(1996, 6, 1), Day(2004, 1, 1), Day(2025, 11, 12)};
  f.as_of = kDays[d.below(5)];
  f.acting_state = d.state();
  d.maybe(f.asset.kind);
  f.asset.marked = d.tri();
  f.asset.authorized = d.tri();
  if (d.below(6) == 0) f.asset.position = random_zone(d);
  f.asset.in_innocent_passage = d.tri();
  f.vessel.kind = d.below(3) == 0 ? d.word<VesselKind>() : VesselKind::merchant;
  f.vessel.immune = d.below(8) == 0 ? Tri::yes : Tri::unknown;
  f.vessel.nationality.status = d.word<NationalityStatus>();
  f.vessel.nationality.flag = d.state();
  f.vessel.nationality.suspect_stateless = d.tri();
  if (d.below(4) == 0) f.vessel.nationality.suspect_true_flag = d.state();
  f.zone.here = random_zone(d);
  if (d.below(6) == 0) {
    f.zone.disputed = Tri::yes;
    f.zone.alternatives = {random_zone(d), random_zone(d)};
  }
  SuspicionFacts& s = f.suspicion;
  if (d.below(10) != 0) s.kind = static_cast<SuspicionKind>(d.below(17));
  d.maybe(s.grounds);
  s.direction = d.word<Direction>();
  s.offence_zone = static_cast<ZoneKind>(d.below(8));
  if (d.below(2) == 0) s.offence_state = d.below(2) == 0 ? f.acting_state : d.state();
  for (Tri* t : {&s.left_internal_waters, &s.coastal_law_breached, &s.nexus_to_acting_state, &s.two_ships,
                 &s.broadcast_jurisdiction, &s.within_safety_zone, &f.documents_checked, &f.suspicion_remains,
                 &f.persons_in_danger, &f.location_known, &f.imminent_to_life}) {
    *t = d.tri();
  }
  d.maybe(s.private_ends);
  d.maybe(s.pollution_level);
  for (const ConsentGiver by :
       {ConsentGiver::flag_state, ConsentGiver::coastal_state, ConsentGiver::unsc, ConsentGiver::master}) {
    if (d.below(3) != 0) continue;
    Consent c;
    c.by = by;
    c.from = by == ConsentGiver::flag_state ? f.vessel.nationality.flag : f.zone.here.state;
    d.maybe(c.basis);
    c.status = d.word<ConsentStatus>();
    for (std::size_t i = 0; i < kActions; ++i) {
      if (d.below(2) == 0) c.scope.add(static_cast<Action>(i));
    }
    if (d.below(2) == 0) c.hours_elapsed = d.below(9);
    c.conditions_met = d.tri();
    f.consents.push_back(c);
  }
  f.cra16 = d.word<TreatyOption>();
  f.sua8bis5 = d.word<TreatyOption>();
  if (d.below(3) == 0) {
    PursuitFacts& p = f.pursuit.emplace();
    p.start_zone = static_cast<ZoneKind>(d.below(7));
    if (d.below(2) == 0) p.start_zone_state = d.state();
    d.maybe(p.law);
    for (Tri* t : {&p.vessel_in_zone_at_start, &p.mothership_team, &p.position_verified, &p.good_reason,
                   &p.signal_in_range, &p.signal_before_exit, &p.vessel_still_in_start_zone, &p.interrupted}) {
      *t = d.below(3) == 0 ? d.tri() : (t == &p.interrupted ? Tri::no : Tri::yes);
    }
    d.maybe(p.signal);
  }
  d.maybe(f.force.warning_given);
  f.force.signals_given = d.tri();
  f.force.less_extreme_means_available = d.tri();
  f.force.proportionate = d.tri();
  d.maybe(f.force.risk_to_life);
  f.armed_conflict = {d.word<ConflictStatus>(), d.word<TargetStatus>(), d.tri(), d.tri(), d.tri()};
  if (d.below(2) == 0) f.designations = {"FTO"};
  SharingFacts& h = f.sharing;
  if (d.below(2) == 0) h.sender = d.state();
  h.recipient = d.state();
  h.purpose = d.word<SharingPurpose>();
  d.maybe(h.recipient_use);
  d.maybe(h.knowledge);
  d.maybe(h.contribution);
  d.maybe(h.assurances);
  d.maybe(h.onward_sharing);
  d.maybe(h.risk_after_mitigation);
  d.maybe(h.mistreatment_risk);
  h.approval = d.word<Approval>();
  h.policy_layer = d.word<PolicyLayer>();
  for (Tri* t :
       {&h.pattern_of_wrongful_use, &h.wrongful_if_by_sender, &h.peremptory_breach, &h.purpose_limitation,
        &h.verification, &h.ihl_assurances, &h.detention_context, &h.death_penalty_risk, &h.death_penalty_assurance}) {
    *t = d.tri();
  }
  return f;
}

int case_count() {
  const char* given = std::getenv("FAIRLEAD_LAW_CASES");
  return given == nullptr ? 3000 : std::max(1, std::atoi(given));
}

// Runs `holds(facts, action)` on random facts and a random action.
template <class Holds>
void for_all(Holds holds) {
  const auto base = static_cast<std::uint64_t>(*rc::gen::arbitrary<std::int64_t>());
  for (int i = 0; i < case_count(); ++i) {
    const std::uint64_t seed = base * std::uint64_t{6364136223846793005} + static_cast<std::uint64_t>(i);
    const Facts facts = random_facts(seed);
    const auto action = static_cast<Action>(seed / 7 % kActions);
    if (!holds(facts, action)) RC_FAIL("seed " + std::to_string(seed) + ", action " + std::string(word_of(action)));
  }
}

// RapidCheck draws the base seed and shrinks it; the many cases run inside, so that a full run stays quick.
template <class Holds>
void check(Holds holds) {
  EXPECT_TRUE(rc::check([&] {
    static int runs = 0;
    if (++runs % 100 != 1) return;  // each of the hundred tests RapidCheck makes would repeat all cases
    for_all(holds);
  }));
}

bool same(const Answer& a, const Answer& b) { return a.outcome == b.outcome && a.missing == b.missing; }
bool foreign(const Facts& f) {
  return (f.zone.here.kind == ZoneKind::territorial_sea || f.zone.here.kind == ZoneKind::internal_waters ||
          f.zone.here.kind == ZoneKind::archipelagic_waters) &&
         f.zone.here.state != f.acting_state;
}

TEST(Invariant, lethal_force_is_permitted_only_against_a_threat_to_life_or_in_a_real_conflict) {
  check([](const Facts& f, Action) {
    if (evaluate(f, Action::force_lethal).outcome != Outcome::permitted) return true;
    const ConflictFacts& c = f.armed_conflict;
    const bool target = c.target_status == TargetStatus::fighter_member || c.target_status == TargetStatus::dph ||
                        c.target_status == TargetStatus::military_objective;
    const bool war = (c.status == ConflictStatus::iac || c.status == ConflictStatus::niac) && target &&
                     c.precautions == Tri::yes && f.force.proportionate == Tri::yes;
    return war || (f.imminent_to_life == Tri::yes && f.force.less_extreme_means_available == Tri::no);
  });
}

TEST(Invariant, a_designation_changes_no_outcome) {
  check([](Facts f, Action action) {
    const Answer with = evaluate(f, action);
    f.designations = f.designations.empty() ? std::vector<std::string>{"FTO", "SDGT"} : std::vector<std::string>{};
    return same(with, evaluate(f, action));
  });
}

TEST(Invariant, an_asserted_conflict_is_none) {
  check([](Facts f, Action action) {
    f.armed_conflict.status = ConflictStatus::none;
    const Answer none = evaluate(f, action);
    f.armed_conflict.status = ConflictStatus::asserted_only;
    return same(none, evaluate(f, action));
  });
}

TEST(Invariant, no_power_in_a_foreign_territorial_sea_without_coastal_or_security_council_consent) {
  check([](Facts f, Action action) {
    f.zone.disputed = Tri::unknown;
    if (!is_power(action) || !foreign(f)) return true;
    std::erase_if(f.consents,
                  [](const Consent& c) { return c.by == ConsentGiver::coastal_state || c.by == ConsentGiver::unsc; });
    return evaluate(f, action).outcome != Outcome::permitted;
  });
}

TEST(Invariant, a_state_that_is_not_party_is_never_answered_with_the_convention) {
  check([](const Facts& f, Action action) {
    State who = f.acting_state;
    if (action == Action::share_intelligence && f.sharing.sender.given()) who = f.sharing.sender;
    if (PartyTable::built_in().is_party(who, Treaty::UNCLOS, f.as_of)) return true;
    for (const Citation c : evaluate(f, action).because.list()) {
      if (c.id().starts_with("UNCLOS:")) return false;
    }
    return true;
  });
}

TEST(Invariant, something_is_missing_exactly_when_the_answer_is_conditional) {
  check([](const Facts& f, Action action) {
    const Answer a = evaluate(f, action);
    return a.missing.empty() == (a.outcome != Outcome::conditional);
  });
}

TEST(Invariant, a_contested_answer_names_its_point_and_both_views_in_two_to_four_sentences) {
  check([](const Facts& f, Action action) {
    const Answer a = evaluate(f, action);
    if (a.reason.size() < 2 || a.reason.size() > 4) return false;
    if (a.outcome != Outcome::contested) return true;
    return !a.contested.empty() && a.reason.size() == 4 && !a.reason[2].empty() && !a.reason[3].empty();
  });
}

TEST(Invariant, losing_a_consent_or_grounds_never_opens_a_door) {
  check([](const Facts& f, Action action) {
    if (evaluate(f, action).outcome == Outcome::permitted) return true;
    for (std::size_t i = 0; i < f.consents.size(); ++i) {
      const bool granted =
          f.consents[i].status == ConsentStatus::granted || f.consents[i].status == ConsentStatus::standing;
      if (!granted) continue;
      Facts less = f;
      less.consents.erase(less.consents.begin() + static_cast<std::ptrdiff_t>(i));
      if (evaluate(less, action).outcome == Outcome::permitted) return false;
    }
    Facts weaker = f;
    while (weaker.suspicion.grounds && *weaker.suspicion.grounds != Grounds::none) {
      weaker.suspicion.grounds = static_cast<Grounds>(static_cast<int>(*weaker.suspicion.grounds) - 1);
      if (evaluate(weaker, action).outcome == Outcome::permitted) return false;
    }
    return true;
  });
}

TEST(Invariant, rescue_is_never_blocked) {
  check([](Facts f, Action) {
    f.sharing.purpose = SharingPurpose::search_and_rescue;
    if (evaluate(f, Action::share_intelligence).outcome != Outcome::permitted) return false;
    f.persons_in_danger = Tri::yes;
    f.zone.disputed = Tri::unknown;
    return foreign(f) || evaluate(f, Action::render_assistance).outcome == Outcome::permitted;
  });
}

TEST(Invariant, an_overlay_never_loosens) {
  // From the most to the least open.
  const auto rank = [](Outcome o) { return o == Outcome::contested ? 3 : static_cast<int>(o); };
  check([&](Facts f, Action action) {
    const Answer without = evaluate(f, action);
    for (const Overlay overlay : {Overlay::US, Overlay::GB}) {
      f.domestic_overlay = overlay;
      const Answer with = evaluate(f, action);
      if (rank(with.outcome) < rank(without.outcome)) return false;
      if ((without.outcome == Outcome::contested || without.outcome == Outcome::prohibited) &&
          with.outcome != without.outcome) {
        return false;
      }
    }
    return true;
  });
}

TEST(Invariant, the_same_input_gives_the_same_output_and_every_citation_is_listed) {
  std::set<std::string_view> listed;
  for (const Citation c : all_citations()) listed.insert(c.id());
  check([&](const Facts& f, Action action) {
    const Answer a = evaluate(f, action);
    const Answer b = evaluate(f, action);
    if (answer_as_json(f, a) != answer_as_json(f, b)) return false;
    for (const Citation c : a.because.list()) {
      const auto since = citable_since(c);
      if (!listed.contains(c.id()) || (since && f.as_of < *since)) return false;
    }
    return true;
  });
}

}  // namespace
}  // namespace fairlead::authority
