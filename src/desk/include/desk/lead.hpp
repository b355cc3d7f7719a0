// SPDX-License-Identifier: Apache-2.0
// Lead: an analyst's statement about a track, proposed to partners. Ask: the form with which one lead goes to one
// agency for one purpose; asked by one person, approved by another.
//
//   lead: draft → withdrawn | expired          ask: asked → live → expired | withdrawn | stopped
//                                                         → refused | withdrawn | expired
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "desk/ids.hpp"
#include "desk/law_record.hpp"
#include "desk/origin.hpp"
#include "desk/vessel.hpp"
#include "domain/finding.hpp"
#include "domain/label.hpp"

namespace fairlead::desk {

enum class LeadState : std::uint8_t { open, withdrawn, expired };
template <>
inline constexpr auto kWords<LeadState> = std::array{"open"sv, "withdrawn"sv, "expired"sv};

// What the analyst writes; the same on the form and in the lead.
struct LeadBody {
  std::string title;
  std::string statement;
  Vessel vessel;
  std::optional<geo::Position> position;
  std::optional<Instant> observed_at;
  std::vector<std::string> because;  // findings, tracks, requests that it rests on, by id
  std::string reasoning;
  Confidence confidence = Confidence::low;
  domain::Label label;
  std::string tear_line;  // what may go where the statement may not
  std::optional<Purpose> suggested_purpose;
  Instant expires_at;
  friend bool operator==(const LeadBody&, const LeadBody&) = default;
};

struct Lead {
  LeadId id;
  LeadState state = LeadState::open;
  LeadBody body;
  std::uint32_t text_version = 1;  // rises when the body changes
  std::string drafted_by;
  Instant drafted_at;
  std::string changed_by;  // of this text version
  std::optional<CaseId> in_case;
  std::string ended_because;
  std::optional<Origin> origin;  // it came from another centre
  friend bool operator==(const Lead&, const Lead&) = default;
};

enum class AskState : std::uint8_t { asked, live, refused, expired, withdrawn, stopped };
template <>
inline constexpr auto kWords<AskState> =
    std::array{"asked"sv, "live"sv, "refused"sv, "expired"sv, "withdrawn"sv, "stopped"sv};

// Whether the partner has said what it did with the lead.
enum class ReportState : std::uint8_t { not_asked, due, overdue, given };
template <>
inline constexpr auto kWords<ReportState> = std::array{"not_asked"sv, "due"sv, "overdue"sv, "given"sv};

struct Approval {
  std::string account;
  std::string role;
  Instant at;
  friend bool operator==(const Approval&, const Approval&) = default;
};

struct Ask {
  AskId id;
  AskState state = AskState::asked;
  LeadId lead;
  std::uint32_t text_version = 0;  // of the lead, that is asked for and was approved
  std::string agency;
  Purpose purpose = Purpose::search_and_rescue;
  std::vector<std::string> acts;  // what the recipient is to do with it
  std::vector<Condition> conditions;
  Instant expires_at;
  std::string agreement;
  std::string assurance;  // of the agreement; lapses when a use report stays out
  std::string reason;
  bool needs_legal_adviser = false;
  std::string why_legal_adviser;
  bool tear_line_only = false;

  std::optional<domain::Decision> decision;  // of `release`, newest
  std::vector<domain::Authority> authority;  // one answer for each act and for sharing, newest
  std::vector<ActLaw> law;                   // on what each of them rests

  std::string asked_by;
  Instant asked_at;
  std::vector<std::string> hands;  // who asked, or changed the lead since: none of them approves
  std::vector<Approval> approvals;
  std::string ended_by;
  std::string ended_because;

  std::optional<Instant> live_at;
  std::string reference;              // under which the partner knows it; says nothing about other leads
  std::vector<std::string> releases;  // r-…, as handed over
  ReportState report = ReportState::not_asked;
  std::optional<Instant> report_due_at;
  std::vector<UseReportId> use_reports;
  friend bool operator==(const Ask&, const Ask&) = default;
};

// What the recipient is told, one sentence each: use, conditions, end.
std::vector<std::string> conditions_in_words(const Ask& ask);
// Why it cannot be approved as it stands: the decision, the law, what is missing. Empty: it can.
std::vector<std::string> bars(const Ask& ask);
// Which approvals are still missing, in words; empty when none.
std::string missing_approvals(const Ask& ask);

class Book;
// What was asked for and approved; the lead may say something else by now.
const LeadBody* body_of(const Book& book, const Ask& ask);
// Which version of the lead its partner knows it as: 1, and one more with each ask for the same that went live.
std::uint32_t version_for_partner(const Book& book, const Ask& ask);
// The newest ask of this name that went live for the agency; null where there is none.
const Ask* ask_known_as(const Book& book, std::string_view agency, std::string_view reference);

}  // namespace fairlead::desk
