// SPDX-License-Identifier: Apache-2.0
// What is known about a situation, as the engine is told it. Everything that is not said is unknown.
//
// Threads: plain values.
#pragma once

#include <bitset>
#include <string>
#include <vector>

#include "authority/vocabulary.hpp"

namespace fairlead::authority {

struct ZoneReading {
  ZoneKind kind = ZoneKind::unknown;
  State state;           // the coastal State
  std::string out_word;  // the word that was given for a kind outside the model
  friend bool operator==(const ZoneReading&, const ZoneReading&) = default;
};

struct AssetFacts {
  std::optional<AssetKind> kind;
  Tri marked = Tri::unknown;
  Tri authorized = Tri::unknown;
  std::optional<ZoneReading> position;
  Tri in_innocent_passage = Tri::unknown;
};

struct NationalityFacts {
  NationalityStatus status = NationalityStatus::unknown;
  State flag;
  std::vector<State> flags;
  Tri suspect_stateless = Tri::unknown;
  State suspect_true_flag;
};

struct VesselFacts {
  VesselKind kind = VesselKind::unknown;
  Tri immune = Tri::unknown;
  NationalityFacts nationality;
};

struct ZoneFacts {
  ZoneReading here;
  Tri disputed = Tri::unknown;
  std::vector<ZoneReading> alternatives;
  std::optional<double> distance_nm;
  std::optional<double> claim_nm;
};

struct SuspicionFacts {
  std::optional<SuspicionKind> kind;
  std::optional<Grounds> grounds;
  Direction direction = Direction::unknown;
  ZoneKind offence_zone = ZoneKind::unknown;
  State offence_state;
  Tri left_internal_waters = Tri::unknown;
  Tri coastal_law_breached = Tri::unknown;
  Tri nexus_to_acting_state = Tri::unknown;
  std::optional<PrivateEnds> private_ends;
  Tri two_ships = Tri::unknown;
  Tri broadcast_jurisdiction = Tri::unknown;
  std::optional<PollutionLevel> pollution_level;
  Tri within_safety_zone = Tri::unknown;
};

struct Consent {
  ConsentGiver by = ConsentGiver::flag_state;
  State from;
  std::optional<ConsentBasis> basis;
  ConsentStatus status = ConsentStatus::requested;
  WordSet<Action> scope;
  bool use_force = false;
  bool prosecute = false;
  std::optional<double> hours_elapsed;
  Tri conditions_met = Tri::unknown;
};

struct TreatyOverride {
  Treaty treaty = Treaty::UNCLOS;
  State state;
  bool party = false;
};

struct PursuitFacts {
  ZoneKind start_zone = ZoneKind::unknown;
  State start_zone_state;  // the acting State if not given
  std::optional<SuspicionKind> law;
  Tri vessel_in_zone_at_start = Tri::unknown;
  Tri mothership_team = Tri::unknown;
  Tri position_verified = Tri::unknown;
  Tri good_reason = Tri::unknown;
  std::optional<Signal> signal;
  Tri signal_in_range = Tri::unknown;
  Tri signal_before_exit = Tri::unknown;
  Tri vessel_still_in_start_zone = Tri::unknown;
  Tri interrupted = Tri::unknown;
  State entered_ts_of;
  Tri aircraft_sighting_only = Tri::unknown;
  std::optional<Handover> handover;
  Tri handover_continuous = Tri::unknown;
  std::vector<State> relay_states;
};

struct ForceFacts {
  std::optional<ForcePurpose> purpose;
  Tri signals_given = Tri::unknown;
  std::optional<Warning> warning_given;
  Tri less_extreme_means_available = Tri::unknown;
  Tri proportionate = Tri::unknown;
  std::optional<RiskToLife> risk_to_life;
  std::string directed_at;
};

struct ConflictFacts {
  ConflictStatus status = ConflictStatus::none;
  TargetStatus target_status = TargetStatus::unknown;
  Tri precautions = Tri::unknown;
  Tri acting_state_party = Tri::unknown;
  Tri visit_grounds = Tri::unknown;
};

struct SharingFacts {
  State sender;  // the acting State if not given
  State recipient;
  SharingPurpose purpose = SharingPurpose::unspecified;
  std::optional<RecipientUse> recipient_use;
  Tri pattern_of_wrongful_use = Tri::unknown;
  std::optional<Knowledge> knowledge;
  std::optional<Contribution> contribution;
  Tri wrongful_if_by_sender = Tri::unknown;
  Tri peremptory_breach = Tri::unknown;
  Tri purpose_limitation = Tri::unknown;
  std::optional<Assurances> assurances;
  Tri verification = Tri::unknown;
  std::optional<OnwardSharing> onward_sharing;
  std::optional<Risk> risk_after_mitigation;
  Approval approval = Approval::none;
  Tri ihl_assurances = Tri::unknown;
  Tri detention_context = Tri::unknown;
  std::optional<MistreatmentRisk> mistreatment_risk;
  Tri death_penalty_risk = Tri::unknown;
  Tri death_penalty_assurance = Tri::unknown;
  PolicyLayer policy_layer = PolicyLayer::osja;
};

struct Facts {
  Day as_of;  // must be given to the engine; readers of files put today's date
  State acting_state;
  AssetFacts asset;
  VesselFacts vessel;
  ZoneFacts zone;
  SuspicionFacts suspicion;
  Tri state_officials_immune = Tri::unknown;
  Tri documents_checked = Tri::unknown;
  Tri suspicion_remains = Tri::unknown;
  std::vector<Consent> consents;  // oldest first
  TreatyOption cra16 = TreatyOption::unknown;
  TreatyOption sua8bis5 = TreatyOption::unknown;
  std::vector<TreatyOverride> treaty_overrides;
  std::optional<PursuitFacts> pursuit;
  ForceFacts force;
  Tri imminent_to_life = Tri::unknown;
  ConflictFacts armed_conflict;
  std::vector<std::string> designations;
  Tri persons_in_danger = Tri::unknown;
  Tri location_known = Tri::unknown;
  SharingFacts sharing;
  std::optional<Overlay> domestic_overlay;
  Tri domestic_authority = Tri::unknown;
};

}  // namespace fairlead::authority
