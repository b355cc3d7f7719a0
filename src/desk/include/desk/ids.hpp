// SPDX-License-Identifier: Apache-2.0
// Numbers that name what is on the desk, one type for each noun, with the text that people see: L-0213, FL-2026-0417.
// A number is never given twice, also when what it named has ended.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/strong_id.hpp"

namespace fairlead::desk {

struct IdStyle {
  std::string_view prefix;
  unsigned digits = 4;  // at least
  bool yearly = false;  // the number is year * kYearly + number in the year
};
inline constexpr std::uint32_t kYearly = 1'000'000;

template <class Id>
inline constexpr IdStyle kIdStyle{};

using LeadId = StrongId<struct LeadTag, std::uint32_t>;
using AskId = StrongId<struct AskTag, std::uint32_t>;
using RequestId = StrongId<struct RequestTag, std::uint32_t>;
using UseReportId = StrongId<struct UseReportTag, std::uint32_t>;
using CaseId = StrongId<struct CaseTag, std::uint32_t>;
using StepId = StrongId<struct StepTag, std::uint32_t>;  // within its case
using IncidentId = StrongId<struct IncidentTag, std::uint32_t>;
using ClaimId = StrongId<struct ClaimTag, std::uint32_t>;  // within its incident
using EvidenceId = StrongId<struct EvidenceTag, std::uint32_t>;
using ListId = StrongId<struct ListTag, std::uint32_t>;
using MatchId = StrongId<struct MatchTag, std::uint32_t>;
using LogLineId = StrongId<struct LogLineTag, std::uint32_t>;
using AssessmentId = StrongId<struct AssessmentTag, std::uint32_t>;
using ErrorReportId = StrongId<struct ErrorReportTag, std::uint32_t>;
using StatementId = StrongId<struct StatementTag, std::uint32_t>;
using ProposalId = StrongId<struct ProposalTag, std::uint32_t>;

template <>
inline constexpr IdStyle kIdStyle<LeadId>{"L-"};
template <>
inline constexpr IdStyle kIdStyle<AskId>{"A-"};
template <>
inline constexpr IdStyle kIdStyle<RequestId>{"Q-"};
template <>
inline constexpr IdStyle kIdStyle<UseReportId>{"U-"};
template <>
inline constexpr IdStyle kIdStyle<CaseId>{"C-"};
template <>
inline constexpr IdStyle kIdStyle<StepId>{"S", 1};
template <>
inline constexpr IdStyle kIdStyle<IncidentId>{"FL-", 4, true};
template <>
inline constexpr IdStyle kIdStyle<ClaimId>{"C", 1};
template <>
inline constexpr IdStyle kIdStyle<EvidenceId>{"E-"};
template <>
inline constexpr IdStyle kIdStyle<ListId>{"D-"};
template <>
inline constexpr IdStyle kIdStyle<MatchId>{"M-"};
template <>
inline constexpr IdStyle kIdStyle<LogLineId>{"N-"};
template <>
inline constexpr IdStyle kIdStyle<AssessmentId>{"AS-"};
template <>
inline constexpr IdStyle kIdStyle<ErrorReportId>{"ER-"};
template <>
inline constexpr IdStyle kIdStyle<StatementId>{"ST-"};
template <>
inline constexpr IdStyle kIdStyle<ProposalId>{"P-"};

std::string id_text(const IdStyle& style, std::uint64_t number);
// Only the text that id_text() makes; 0 is no number.
std::optional<std::uint32_t> parse_id(const IdStyle& style, std::string_view text);

template <class Tag>
std::string to_text(StrongId<Tag, std::uint32_t> id) {
  return id_text(kIdStyle<StrongId<Tag, std::uint32_t>>, id.number());
}
template <class Id>
std::optional<Id> id_from(std::string_view text) {
  const auto number = parse_id(kIdStyle<Id>, text);
  if (!number) return std::nullopt;
  return Id(*number);
}

constexpr IncidentId incident_id(unsigned year, unsigned number) { return IncidentId(year * kYearly + number); }
constexpr unsigned year_of(IncidentId id) { return id.number() / kYearly; }

}  // namespace fairlead::desk
