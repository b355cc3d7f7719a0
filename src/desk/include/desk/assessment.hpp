// SPDX-License-Identifier: Apache-2.0
// Assessment: our own written judgement of the risk that a partner's use would be unlawful, in the four stages of the
// Overseas Security and Justice Assistance guidance; written by one person, approved by another of sufficient rank, and
// at an end some day. Error report: what went out and should not have, told to the overseer.
//
//   assessment: draft → in force → expired | withdrawn        error report: filed → acknowledged
// Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/ids.hpp"
#include "desk/words.hpp"
#include "units/instant.hpp"

namespace fairlead::desk {

enum class Scheme : std::uint8_t { osja, principles, other };
template <>
inline constexpr auto kWords<Scheme> = std::array{"OSJA"sv, "Principles"sv, "other"sv};

enum class Risk : std::uint8_t { low, medium, serious };
template <>
inline constexpr auto kWords<Risk> = std::array{"low"sv, "medium"sv, "serious"sv};

enum class ApproverRank : std::uint8_t { official, senior_official, minister };
template <>
inline constexpr auto kWords<ApproverRank> = std::array{"official"sv, "senior_official"sv, "minister"sv};
// The lowest rank that may approve this risk.
ApproverRank rank_needed(Risk risk);

enum class Conclusion : std::uint8_t { proceed, proceed_with_conditions, refuse };
template <>
inline constexpr auto kWords<Conclusion> = std::array{"proceed"sv, "proceed_with_conditions"sv, "refuse"sv};

enum class AssessmentState : std::uint8_t { draft, in_force, expired, withdrawn };
template <>
inline constexpr auto kWords<AssessmentState> = std::array{"draft"sv, "in_force"sv, "expired"sv, "withdrawn"sv};

struct Mitigation {
  std::string measure;
  std::string who;
  std::string verified_how;
  friend bool operator==(const Mitigation&, const Mitigation&) = default;
};

struct AssessmentBody {
  std::string agreement;
  std::string agency;
  Scheme scheme = Scheme::osja;
  std::string situation;                // stage 1: the situation in the country
  std::string risks;                    // stage 2: human rights and the law of armed conflict, of this assistance
  std::vector<Mitigation> mitigations;  // stage 3
  std::string judgement;                // stage 4: is there a serious risk of contributing to a violation?
  Risk risk_before = Risk::serious;
  Risk risk_after = Risk::serious;
  Conclusion conclusion = Conclusion::refuse;
  std::optional<Instant> review_at;
  Instant expires_at;
  friend bool operator==(const AssessmentBody&, const AssessmentBody&) = default;
};

struct Assessment {
  AssessmentId id;
  AssessmentState state = AssessmentState::draft;
  AssessmentBody body;
  std::string written_by;
  Instant written_at;
  std::string approver;  // whose name stands under it
  std::optional<ApproverRank> approver_rank;
  std::string approved_by;  // the account that recorded it
  std::optional<Instant> approved_at;
  std::string document;  // reference of the signed paper
  std::string ended_because;
  friend bool operator==(const Assessment&, const Assessment&) = default;
};

enum class ErrorReportState : std::uint8_t { filed, acknowledged };
template <>
inline constexpr auto kWords<ErrorReportState> = std::array{"filed"sv, "acknowledged"sv};

struct ErrorReportBody {
  std::vector<std::string> releases;
  std::vector<std::string> about;  // cases, incidents, agreements
  std::string what;                // happened
  std::string basis;               // outside which it was
  std::string cause;
  std::string consequences;
  std::string done;  // to put it right
  std::optional<Instant> discovered_at;
  std::string discovered_by;
  std::vector<std::string> ledger_entries;
  friend bool operator==(const ErrorReportBody&, const ErrorReportBody&) = default;
};

struct ErrorReport {
  ErrorReportId id;
  ErrorReportState state = ErrorReportState::filed;
  ErrorReportBody body;
  std::string filed_by;
  Instant filed_at;
  std::string acknowledged_by;
  std::optional<Instant> acknowledged_at;
  std::string answer;
  friend bool operator==(const ErrorReport&, const ErrorReport&) = default;
};

}  // namespace fairlead::desk
