// SPDX-License-Identifier: Apache-2.0
// Everything that can be done on the desk, as journalled acts. Who does it, when, and what chance it may use come
// beside it (by.hpp). Members under "attached" are filled in by the engine before the act is journalled, never by
// whoever sends a form: the answer of `authority`, the decision of `release`, the releases that could have fed an
// incident.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "desk/assessment.hpp"
#include "desk/case.hpp"
#include "desk/designation.hpp"
#include "desk/evidence.hpp"
#include "desk/incident.hpp"
#include "desk/lead.hpp"
#include "desk/request.hpp"
#include "desk/statement.hpp"
#include "desk/use_report.hpp"

namespace fairlead::wire {
class ByteWriter;
class ByteReader;
}  // namespace fairlead::wire

namespace fairlead::desk {

// The revision of the object that the person had before them; when it has another now, the act is refused with
// `conflict`. Absent: whatever it is now.
using Seen = std::optional<std::uint32_t>;

// ---- leads ----
struct DraftLead {
  LeadBody body;
  friend bool operator==(const DraftLead&, const DraftLead&) = default;
};
// Voids the approvals of asks that wait; what is live already stays as it was handed over.
struct ChangeLead {
  LeadId lead;
  LeadBody body;
  Seen seen;
  friend bool operator==(const ChangeLead&, const ChangeLead&) = default;
};
// With all its asks, waiting and live.
struct WithdrawLead {
  LeadId lead;
  std::string reason;
  friend bool operator==(const WithdrawLead&, const WithdrawLead&) = default;
};
struct AskToShare {
  LeadId lead;
  std::string agency;
  Purpose purpose = Purpose::search_and_rescue;
  std::vector<std::string> acts;
  std::vector<Condition> conditions;
  std::optional<Instant> expires_at;  // absent: with the lead
  std::string agreement;
  std::string assurance;
  std::string reason;
  bool needs_legal_adviser = false;
  bool tear_line_only = false;
  // attached
  std::optional<domain::Decision> decision;
  std::vector<domain::Authority> authority;
  std::vector<ActLaw> law;
  friend bool operator==(const AskToShare&, const AskToShare&) = default;
};
// A release officer, and a legal adviser where one is needed. Whoever approves may narrow: add conditions, end earlier,
// send the tear line only. Nobody widens.
struct ApproveAsk {
  AskId ask;
  std::vector<Condition> add_conditions;
  std::optional<Instant> expires_at;
  bool tear_line_only = false;
  std::optional<Instant> report_due_at;
  Seen seen;
  // attached: anew, since things change between ask and approval
  std::optional<domain::Decision> decision;
  std::vector<domain::Authority> authority;
  std::vector<ActLaw> law;
  friend bool operator==(const ApproveAsk&, const ApproveAsk&) = default;
};
struct RefuseAsk {
  AskId ask;
  std::string reason;
  Seen seen;
  friend bool operator==(const RefuseAsk&, const RefuseAsk&) = default;
};
struct WithdrawAsk {
  AskId ask;
  std::string reason;
  friend bool operator==(const WithdrawAsk&, const WithdrawAsk&) = default;
};
// By the engine: the lead was handed over under this release.
struct NoteRelease {
  AskId ask;
  std::string release;
  friend bool operator==(const NoteRelease&, const NoteRelease&) = default;
};
// By the engine: a stop covers these asks. They stay stopped when the stop is lifted; a new ask is a new decision.
struct NoteStop {
  std::uint64_t epoch = 0;
  std::vector<AskId> asks;
  std::vector<RequestId> requests;  // of ours, that were sent
  friend bool operator==(const NoteStop&, const NoteStop&) = default;
};

// ---- requests and use reports ----
struct FileRequest {
  RequestBody body;
  // attached: one answer for each declared act; and whether whoever files it may release, so that it is sent at once
  std::vector<domain::Authority> authority;
  bool send = false;
  friend bool operator==(const FileRequest&, const FileRequest&) = default;
};
struct AnswerRequest {
  RequestId request;
  RequestStep step = RequestStep::acknowledge;
  std::string text;
  std::vector<std::string> scope;  // of an authorisation
  std::string conditions;
  std::optional<Instant> at;  // when it was said; absent: now
  Seen seen;
  friend bool operator==(const AnswerRequest&, const AnswerRequest&) = default;
};
struct FileUseReport {
  AskId ask;
  UseReportBody body;
  friend bool operator==(const FileUseReport&, const FileUseReport&) = default;
};

// ---- cases ----
struct OpenCase {
  CaseBody body;
  friend bool operator==(const OpenCase&, const OpenCase&) = default;
};
struct ChangeCase {
  CaseId in_case;
  CaseBody body;
  bool reopen = false;
  std::string reason;  // of a reopening
  Seen seen;
  friend bool operator==(const ChangeCase&, const ChangeCase&) = default;
};
struct RecordStep {
  CaseId in_case;
  std::optional<StepId> corrects;  // absent: a new step
  std::string reason;              // of a correction
  StepBody body;
  // attached
  std::optional<domain::Authority> authority;
  LawRecord law;
  friend bool operator==(const RecordStep&, const RecordStep&) = default;
};

// ---- incidents ----
struct OpenIncident {
  IncidentBody body;
  // attached: releases to the actor that could have fed it
  std::vector<Covered> covers;
  friend bool operator==(const OpenIncident&, const OpenIncident&) = default;
};
struct AmendIncident {
  IncidentId incident;
  IncidentBody body;
  Seen seen;
  std::vector<Covered> covers;  // attached
  friend bool operator==(const AmendIncident&, const AmendIncident&) = default;
};
struct AssessIncident {
  IncidentId incident;
  Grade grade = Grade::unassessed;
  EventStatus event_status = EventStatus::single_source_claim;
  std::string rule;
  std::string dissent;
  Seen seen;
  friend bool operator==(const AssessIncident&, const AssessIncident&) = default;
};
struct AddClaim {
  IncidentId incident;
  ClaimBody body;
  std::vector<Covered> covers;  // attached
  friend bool operator==(const AddClaim&, const AddClaim&) = default;
};
// The old claim stays, marked; the new one says what it corrects.
struct CorrectClaim {
  IncidentId incident;
  ClaimId claim;
  ClaimBody body;
  std::string reason;
  friend bool operator==(const CorrectClaim&, const CorrectClaim&) = default;
};
struct RetractClaim {
  IncidentId incident;
  ClaimId claim;
  std::string reason;
  friend bool operator==(const RetractClaim&, const RetractClaim&) = default;
};
struct MarkDuplicate {
  IncidentId incident;
  ClaimId claim;
  ClaimId of;
  std::string reason;
  friend bool operator==(const MarkDuplicate&, const MarkDuplicate&) = default;
};
struct ReinstateClaim {
  IncidentId incident;
  ClaimId claim;
  std::string reason;
  friend bool operator==(const ReinstateClaim&, const ReinstateClaim&) = default;
};
struct GradeClaim {
  IncidentId incident;
  ClaimId claim;
  std::optional<Reliability> reliability;
  std::optional<std::uint8_t> credibility;
  std::string reason;
  friend bool operator==(const GradeClaim&, const GradeClaim&) = default;
};
struct JoinIndependenceGroup {
  IncidentId incident;
  std::vector<ClaimId> claims;
  std::string group;  // empty: each stands alone again
  std::string reason;
  friend bool operator==(const JoinIndependenceGroup&, const JoinIndependenceGroup&) = default;
};

// ---- evidence ----
struct AddEvidence {
  EvidenceBody body;
  friend bool operator==(const AddEvidence&, const AddEvidence&) = default;
};
// What is said about it; the file, its hash and how it came in never change.
struct DescribeEvidence {
  EvidenceId evidence;
  std::string title;
  std::string caption;
  std::string credit;
  std::string rights;
  std::string text_alternative;
  std::vector<EvidenceLink> links;
  Seen seen;
  friend bool operator==(const DescribeEvidence&, const DescribeEvidence&) = default;
};
struct ChangeHandling {
  EvidenceId evidence;
  Handling handling;
  std::string reason;
  Seen seen;
  friend bool operator==(const ChangeHandling&, const ChangeHandling&) = default;
};
struct CustodyEvent {
  EvidenceId evidence;
  CustodyKind kind = CustodyKind::received;
  std::string person;
  std::string purpose;
  std::string authority;
  std::string place;
  std::optional<Digest> found;
  friend bool operator==(const CustodyEvent&, const CustodyEvent&) = default;
};
struct AddRendition {
  EvidenceId evidence;
  Digest sha256{};
  std::uint64_t size = 0;
  std::string media_type;
  Operation operation = Operation::transcode;
  Digest parent{};
  std::string reason;
  std::string tool;
  friend bool operator==(const AddRendition&, const AddRendition&) = default;
};
struct AddTimeStamp {
  EvidenceId evidence;
  TimeStamp stamp;
  friend bool operator==(const AddTimeStamp&, const AddTimeStamp&) = default;
};
struct NoteProvenance {
  EvidenceId evidence;
  Provenance provenance;
  friend bool operator==(const NoteProvenance&, const NoteProvenance&) = default;
};

// ---- designations ----
struct LoadDesignationList {
  ListBody body;
  friend bool operator==(const LoadDesignationList&, const LoadDesignationList&) = default;
};
struct DecideMatch {
  Vessel subject;
  std::string list;
  std::string entity;
  std::string caption;
  Digest entity_digest{};
  std::vector<std::string> evidence;
  Verdict verdict = Verdict::cannot_tell;
  std::string reason;
  friend bool operator==(const DecideMatch&, const DecideMatch&) = default;
};

// ---- the log, assessments, reports, statements ----
struct AddLogLine {
  std::string text;
  std::vector<std::string> about;
  std::optional<geo::Position> position;
  friend bool operator==(const AddLogLine&, const AddLogLine&) = default;
};
struct WriteAssessment {
  std::optional<AssessmentId> assessment;  // a draft to rewrite; absent: a new one
  AssessmentBody body;
  friend bool operator==(const WriteAssessment&, const WriteAssessment&) = default;
};
struct ApproveAssessment {
  AssessmentId assessment;
  std::string approver;
  ApproverRank rank = ApproverRank::official;
  std::string document;
  Seen seen;
  friend bool operator==(const ApproveAssessment&, const ApproveAssessment&) = default;
};
struct WithdrawAssessment {
  AssessmentId assessment;
  std::string reason;
  friend bool operator==(const WithdrawAssessment&, const WithdrawAssessment&) = default;
};
struct FileErrorReport {
  ErrorReportBody body;
  friend bool operator==(const FileErrorReport&, const FileErrorReport&) = default;
};
struct AcknowledgeErrorReport {
  ErrorReportId report;
  std::string answer;
  friend bool operator==(const AcknowledgeErrorReport&, const AcknowledgeErrorReport&) = default;
};
struct RegisterTemplate {
  std::string name;
  std::string title;
  std::string text;
  bool neutral = true;
  friend bool operator==(const RegisterTemplate&, const RegisterTemplate&) = default;
};
struct DraftStatement {
  std::string question;
  std::string asked_by;
  std::string from_template;
  std::vector<Filling> fillings;
  friend bool operator==(const DraftStatement&, const DraftStatement&) = default;
};
struct ApproveStatement {
  StatementId statement;
  friend bool operator==(const ApproveStatement&, const ApproveStatement&) = default;
};
struct RefuseStatement {
  StatementId statement;
  std::string reason;
  friend bool operator==(const RefuseStatement&, const RefuseStatement&) = default;
};

// ---- proposals to stop ----
struct ProposeStop {
  std::vector<Cell> cells;
  std::string because_of;
  std::string reason;
  std::vector<Covered> covers;  // attached
  friend bool operator==(const ProposeStop&, const ProposeStop&) = default;
};
struct AnswerProposal {
  ProposalId proposal;
  bool taken = false;
  std::string reason;                       // needed to decline; for a stop it may follow
  std::optional<std::uint64_t> stop_epoch;  // attached: of the stop that was ordered
  friend bool operator==(const AnswerProposal&, const AnswerProposal&) = default;
};

// ---- other centres, and what ours have ----
// By the engine: a request of ours was handed over under this release.
struct NoteRequestRelease {
  RequestId request;
  std::string release;
  friend bool operator==(const NoteRequestRelease&, const NoteRequestRelease&) = default;
};
// By the engine: a lead of a centre that we follow; a later version of one takes the place of what it said before.
struct ReceiveLead {
  LeadBody body;
  Origin origin;
  friend bool operator==(const ReceiveLead&, const ReceiveLead&) = default;
};
// By the engine: such a centre asks us.
struct ReceiveRequest {
  RequestBody body;
  Origin origin;
  std::vector<domain::Authority> authority;
  friend bool operator==(const ReceiveRequest&, const ReceiveRequest&) = default;
};
// By the engine: what they gave under these names is over there, and so here; without names, all that came from them.
struct EndReceived {
  std::string source;
  std::vector<std::string> references;
  std::string because;
  friend bool operator==(const EndReceived&, const EndReceived&) = default;
};

// The order is in the journal: add at the end only.
using Change =
    std::variant<DraftLead, ChangeLead, WithdrawLead, AskToShare, ApproveAsk, RefuseAsk, WithdrawAsk, NoteRelease,
                 NoteStop, FileRequest, AnswerRequest, FileUseReport, OpenCase, ChangeCase, RecordStep, OpenIncident,
                 AmendIncident, AssessIncident, AddClaim, CorrectClaim, RetractClaim, MarkDuplicate, ReinstateClaim,
                 GradeClaim, JoinIndependenceGroup, AddEvidence, DescribeEvidence, ChangeHandling, CustodyEvent,
                 AddRendition, AddTimeStamp, NoteProvenance, LoadDesignationList, DecideMatch, AddLogLine,
                 WriteAssessment, ApproveAssessment, WithdrawAssessment, FileErrorReport, AcknowledgeErrorReport,
                 RegisterTemplate, DraftStatement, ApproveStatement, RefuseStatement, ProposeStop, AnswerProposal,
                 NoteRequestRelease, ReceiveLead, ReceiveRequest, EndReceived>;

std::string_view name(const Change& change);  // `draft_lead`

// Where a value is wrong and what would be right: `/body/expires_at`, as JSON pointers go.
struct Fault {
  std::string pointer;
  std::string detail;
  std::string_view code = "invalid_member";
  friend bool operator==(const Fault&, const Fault&) = default;
};
using Faults = std::vector<Fault>;

// What is wrong with the values as such; rules that need the book are Book::apply's. Empty: nothing.
Faults faults(const Change& change);
// The first of them as an error.
Result<void> check(const Change& change);

// Canonical bytes. Reading fails the reader on everything that write() does not make or check() refuses.
void write(wire::ByteWriter& out, const Change& change);
Change read_change(wire::ByteReader& in);

}  // namespace fairlead::desk
