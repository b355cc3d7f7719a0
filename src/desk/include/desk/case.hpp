// SPDX-License-Identifier: Apache-2.0
// Case: everything about one matter at sea, step by step, each step a small form: track → intercept → board → search →
// seize → detain → hand over → close. Steps may repeat; a step that rests on another comes after it. A form that was
// wrong is corrected, and what it said before stays in its versions.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "desk/ids.hpp"
#include "desk/law_record.hpp"
#include "desk/use_report.hpp"
#include "desk/vessel.hpp"
#include "domain/finding.hpp"

namespace fairlead::desk {

enum class CaseKind : std::uint8_t {
  drug_interdiction,
  search_and_rescue,
  fisheries,
  migrant_smuggling,
  piracy,
  pollution,
  other,
};
template <>
inline constexpr auto kWords<CaseKind> = std::array{"drug_interdiction"sv,
                                                    "search_and_rescue"sv,
                                                    "fisheries"sv,
                                                    "migrant_smuggling"sv,
                                                    "piracy"sv,
                                                    "pollution"sv,
                                                    "other"sv};

enum class StepKind : std::uint8_t { track, intercept, board, search, seize, detain, assist, hand_over, close };
template <>
inline constexpr auto kWords<StepKind> = std::array{"track"sv,  "intercept"sv, "board"sv,     "search"sv, "seize"sv,
                                                    "detain"sv, "assist"sv,    "hand_over"sv, "close"sv};

enum class CaseState : std::uint8_t { open, closed };
template <>
inline constexpr auto kWords<CaseState> = std::array{"open"sv, "closed"sv};

enum class ConsentState : std::uint8_t {
  not_needed,
  not_asked,
  asked,
  no_answer,
  granted,
  standing,
  cannot_confirm,
  denied,
  withdrawn,
};
template <>
inline constexpr auto kWords<ConsentState> =
    std::array{"not_needed"sv, "not_asked"sv,      "asked"sv,  "no_answer"sv, "granted"sv,
               "standing"sv,   "cannot_confirm"sv, "denied"sv, "withdrawn"sv};

struct FlagConsent {
  ConsentState state = ConsentState::not_asked;
  std::string flag_state;
  std::optional<Regime> regime;
  std::vector<std::string> scope;
  std::optional<Instant> at;
  std::optional<RequestId> request;
  std::string note;
  friend bool operator==(const FlagConsent&, const FlagConsent&) = default;
};

struct Unit {
  std::string name;
  std::string kind;    // cutter, helicopter, boarding team
  std::string agency;  // empty: our own
  friend bool operator==(const Unit&, const Unit&) = default;
};

// One person on board; the reference stays the same from step to step, names stay out of the form.
struct Person {
  std::string reference;  // P1
  std::string described_as;
  std::string sex;
  std::string age_band;
  std::string nationality;
  std::optional<Instant> rights_given_at;
  std::string rights_language;
  std::string rights_note;  // why not, where they were not given
  std::optional<Instant> medical_at;
  std::string medical;
  std::optional<Instant> detained_at;
  std::optional<Instant> released_at;
  std::string handed_to;
  friend bool operator==(const Person&, const Person&) = default;
};

struct Goods {
  std::string reference;  // G1
  std::string kind;
  std::optional<Thousandths> quantity;
  std::string unit;
  bool estimated = false;
  std::string sample;
  std::string seal;
  std::string kept_at;
  std::string handed_to;
  std::string note;
  friend bool operator==(const Goods&, const Goods&) = default;
};

// Written wherever any force was used (Basic Principles on the Use of Force, 22; Saiga No. 2).
struct ForceNote {
  Force used = Force::unknown;
  std::optional<bool> signals_given;
  std::optional<bool> warning_given;
  std::string why_unavoidable;
  std::string why_proportionate;
  std::string means;
  std::string ordered_by;
  std::optional<Instant> at;
  Count injured;
  Count killed;
  std::string care_given;
  std::string reported_to;
  friend bool operator==(const ForceNote&, const ForceNote&) = default;
};

struct StepBody {
  StepKind kind = StepKind::track;
  std::optional<Instant> began_at;
  std::optional<Instant> ended_at;
  std::optional<geo::Position> position;
  std::string basis;  // in words: "Agreement B, article 4"; a person names it
  std::optional<FlagConsent> consent;
  std::vector<Unit> units;
  std::vector<Person> persons;
  std::vector<Goods> goods;
  std::optional<bool> force_used;
  std::optional<ForceNote> force;
  std::vector<EvidenceId> evidence;
  std::string handed_to;  // of a handing over
  std::string outcome;    // of a closing
  std::string remarks;
  friend bool operator==(const StepBody&, const StepBody&) = default;
};

struct Step {
  CaseId in_case;
  StepId id;
  StepBody body;
  std::optional<domain::Authority> authority;  // for the step's act, as it was when the form was filled
  bool outside_basis = false;                  // the law forbids it: an error report is due
  std::string recorded_by;
  Instant recorded_at;
  std::string corrected_because;
  LawRecord law;  // of `authority`
  friend bool operator==(const Step&, const Step&) = default;
};

struct CaseBody {
  CaseKind kind = CaseKind::other;
  std::string title;
  Vessel vessel;  // pinned: every form of the case shows it
  std::string basis;
  std::optional<LeadId> lead;
  std::optional<RequestId> request;
  std::vector<std::string> about;
  friend bool operator==(const CaseBody&, const CaseBody&) = default;
};

struct Case {
  CaseId id;
  CaseState state = CaseState::open;
  CaseBody body;
  std::optional<StepKind> stage;  // the furthest step
  std::uint32_t steps = 0;
  std::string opened_by;
  Instant opened_at;
  std::optional<Instant> closed_at;
  std::string outcome;
  friend bool operator==(const Case&, const Case&) = default;
};

// Which steps a kind of case usually takes, in order, and what its forms ask for beyond what all forms ask.
struct CaseTemplate {
  CaseKind kind;
  std::span<const StepKind> steps;
  std::string_view reminder;
};
const CaseTemplate& template_of(CaseKind kind);
// The step's act in the words of `authority`; empty where the law is not asked (close, hand over).
std::string_view act_of(StepKind kind);

}  // namespace fairlead::desk
