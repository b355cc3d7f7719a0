// SPDX-License-Identifier: Apache-2.0
// Incident: something that is reported to have happened. It holds claims, it does not hold facts. Claims are never
// overwritten, merged or averaged; a summary is computed, names its method, and opens into its claims.
//
//   claim: active → corrected (by a new claim) | retracted | duplicate; a mistaken mark is taken back by `reinstate`
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "desk/ids.hpp"
#include "desk/vessel.hpp"
#include "domain/label.hpp"

namespace fairlead::desk {

enum class IncidentKind : std::uint8_t {
  reported_strike,
  boarding,
  seizure,
  rescue,
  piracy_attack,
  armed_robbery,
  collision,
  body_recovered,
  other,
};
template <>
inline constexpr auto kWords<IncidentKind> =
    std::array{"reported_strike"sv, "boarding"sv,  "seizure"sv,        "rescue"sv, "piracy_attack"sv,
               "armed_robbery"sv,   "collision"sv, "body_recovered"sv, "other"sv};

enum class EventStatus : std::uint8_t { declared, likely, single_source_claim, contested };
template <>
inline constexpr auto kWords<EventStatus> =
    std::array{"declared"sv, "likely"sv, "single_source_claim"sv, "contested"sv};

enum class Grade : std::uint8_t { unassessed, admitted, corroborated, single_source, contested, discounted };
template <>
inline constexpr auto kWords<Grade> =
    std::array{"unassessed"sv, "admitted"sv, "corroborated"sv, "single_source"sv, "contested"sv, "discounted"sv};
// The rule that a grade stands for.
std::string_view meaning(Grade grade);

struct Occurred {
  std::optional<Instant> earliest;
  std::optional<Instant> latest;
  std::string local;                           // as reported, with its zone
  std::optional<std::uint8_t> time_precision;  // 1 to 3
  friend bool operator==(const Occurred&, const Occurred&) = default;
};

struct Place {
  std::string reported;
  std::string sea_area;
  std::string eez;
  std::optional<geo::Position> point;
  std::optional<std::uint32_t> uncertainty_m;
  std::optional<std::uint8_t> geo_precision;  // 1 to 3
  std::string located_by;                     // how, and by whom
  friend bool operator==(const Place&, const Place&) = default;
};

struct VesselLink {
  Vessel vessel;  // unnamed is a value
  Confidence confidence = Confidence::low;
  std::string reason;
  friend bool operator==(const VesselLink&, const VesselLink&) = default;
};

// One release that could have fed an incident, as the ledger knows it.
struct Covered {
  std::string release;  // r-…
  std::string agency;
  std::string purpose;
  std::string object;  // L-…, T-…
  std::optional<Instant> at;
  std::string conditions;
  friend bool operator==(const Covered&, const Covered&) = default;
};

struct IncidentBody {
  IncidentKind kind = IncidentKind::other;
  std::string title;
  Occurred occurred;
  Place place;
  std::vector<VesselLink> vessels;
  std::string actor;  // who is said to have acted: an agency or a State, or words
  std::vector<std::string> about;
  domain::Label handling;
  friend bool operator==(const IncidentBody&, const IncidentBody&) = default;
};

struct Assessed {
  Grade grade = Grade::unassessed;
  EventStatus event_status = EventStatus::single_source_claim;
  std::string rule;  // by which text
  std::string dissent;
  std::string by;
  std::optional<Instant> at;
  friend bool operator==(const Assessed&, const Assessed&) = default;
};

struct Incident {
  IncidentId id;
  IncidentBody body;
  Assessed assessed;
  std::uint32_t claims = 0;
  std::string opened_by;
  Instant opened_at;
  Instant reviewed_at;
  friend bool operator==(const Incident&, const Incident&) = default;
};

enum class SourceType : std::uint8_t {
  official,
  party,
  survivor,
  family,
  media,
  ngo,
  partner_state,
  own_sensor,
  social_post,
  other,
};
template <>
inline constexpr auto kWords<SourceType> =
    std::array{"official"sv, "party"sv,         "survivor"sv,   "family"sv,      "media"sv,
               "ngo"sv,      "partner_state"sv, "own_sensor"sv, "social_post"sv, "other"sv};

enum class SourceScale : std::uint8_t { local, national, international };
template <>
inline constexpr auto kWords<SourceScale> = std::array{"local"sv, "national"sv, "international"sv};

// Of the source (A completely reliable … F cannot be judged) and of the statement (1 confirmed … 6 cannot be judged):
// kept apart, since the source is not the statement.
enum class Reliability : std::uint8_t { a, b, c, d, e, f };
template <>
inline constexpr auto kWords<Reliability> = std::array{"A"sv, "B"sv, "C"sv, "D"sv, "E"sv, "F"sv};

enum class ActorClaim : std::uint8_t { suspected, self_declared, alleged, denied };
template <>
inline constexpr auto kWords<ActorClaim> = std::array{"suspected"sv, "self_declared"sv, "alleged"sv, "denied"sv};

struct Described {
  std::string described_as;
  std::optional<std::uint32_t> n;
  std::string sex;
  std::string age_band;
  friend bool operator==(const Described&, const Described&) = default;
};

// Only what this source says.
struct Says {
  Count killed;
  Count injured;
  Count missing;
  Count survivors;
  Count detained;
  std::vector<Described> persons;
  std::string actor;
  ActorClaim actor_claim = ActorClaim::suspected;
  std::string place;
  std::string time;
  std::string vessel;
  std::string cause;
  std::string legal_basis;
  friend bool operator==(const Says&, const Says&) = default;
};

enum class ClaimStatus : std::uint8_t { active, corrected, retracted, duplicate };
template <>
inline constexpr auto kWords<ClaimStatus> = std::array{"active"sv, "corrected"sv, "retracted"sv, "duplicate"sv};

struct ClaimBody {
  std::string source;
  SourceType source_type = SourceType::other;
  std::optional<SourceScale> source_scale;
  std::optional<Reliability> reliability;
  std::optional<std::uint8_t> credibility;  // 1 to 6
  std::string independence_group;           // empty: stands alone
  std::optional<Instant> published_at;
  std::optional<Instant> captured_at;
  std::string url;
  std::string original_text;
  std::string language;
  std::string translation;
  std::string translated_by;
  std::vector<EvidenceId> evidence;
  Says says;
  friend bool operator==(const ClaimBody&, const ClaimBody&) = default;
};

struct Claim {
  IncidentId incident;
  ClaimId id;
  ClaimBody body;
  ClaimStatus status = ClaimStatus::active;
  std::optional<ClaimId> corrects;
  std::optional<ClaimId> corrected_by;
  std::optional<ClaimId> duplicate_of;
  std::string status_by;
  std::string status_because;
  std::string added_by;
  Instant added_at;
  friend bool operator==(const Claim&, const Claim&) = default;
};

// The lowest active minimum and the highest active maximum, and which claims set them.
struct Band {
  std::optional<std::uint32_t> min;
  std::optional<std::uint32_t> max;
  std::vector<ClaimId> min_by;
  std::vector<ClaimId> max_by;
  std::vector<ClaimId> open_ended;   // "at least": no highest number
  std::uint32_t without_number = 0;  // claims that speak of it in words only
  bool conflict = false;             // no number fits all claims
  friend bool operator==(const Band&, const Band&) = default;
};

struct Summary {
  Band killed, injured, missing, survivors, detained;
  std::uint32_t active = 0;
  std::uint32_t independent_groups = 0;
  std::uint32_t graded = 0;  // active claims with both grades
  bool conflict = false;     // of numbers, or of who acted
  friend bool operator==(const Summary&, const Summary&) = default;
};
inline constexpr std::string_view kSummaryMethod =
    "lowest minimum and highest maximum over active claims; claims of one independence group count as one source";
// Needs: all claims of one incident.
Summary summarise(std::span<const Claim* const> claims);

// Killed over several incidents; missing is never added to killed.
struct Total {
  std::uint64_t min = 0;
  std::uint64_t max = 0;
  std::uint32_t incidents = 0;
  std::uint32_t without_number = 0;
  std::uint32_t open_ended = 0;
};
Total total_killed(std::span<const Summary> summaries);

}  // namespace fairlead::desk
