// SPDX-License-Identifier: Apache-2.0
// The desk's book: every lead, ask, request, case, incident, claim, piece of evidence, list, assessment, statement and
// proposal, each with all its versions. A value without clock, files and chance: the engine applies journalled acts,
// readers ask an immutable copy.
//
// 1. Who asked, or changed what was asked for, is never who approves.
// 2. Versions never change and are never removed; numbers are never given twice.
// 3. Claims only grow in number; no act changes what a claim says, only how it is marked and graded.
// 4. Nothing here names a lethal use as a purpose; a declared one is kept as declared, refused, and proposes a stop.
// 5. A refused act changes nothing.
// 6. The same acts at the same moments by the same people give the same book, byte for byte.
// Threads: plain values; a const book may be asked from many threads. A copy costs a pointer for each object.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "desk/applied.hpp"
#include "desk/by.hpp"
#include "desk/change.hpp"
#include "desk/versions.hpp"

namespace fairlead::desk {

struct BookLimits {
  std::size_t objects_max = 1'000'000;  // of one noun
  std::uint32_t claims_per_incident = 2000;
  std::uint32_t steps_per_case = 1000;
  std::uint32_t custody_per_evidence = 100'000;
  std::uint64_t evidence_bytes_max = std::uint64_t{1} << 30;  // of one file
  Duration report_grace = std::chrono::hours(24);             // after a lead's end, for the use report
};

using ClaimKey = std::pair<IncidentId, ClaimId>;
using StepKey = std::pair<CaseId, StepId>;
using EvidenceKey = std::pair<EvidenceId, std::uint32_t>;  // a custody event or a time stamp, from 1

// What the desk already knows of a vessel, the surest ground first.
struct Earlier {
  std::string id;    // C-0088, L-0091, FL-2026-0417
  std::string what;  // its title
  std::string how;   // "same IMO number"
  int strength = 0;
  Instant at;
};

class Book {
 public:
  explicit Book(BookLimits limits = {}) : limits_(limits) {}

  // Applies an act, or says why not: `invalid_argument` (a value is wrong or missing), `not_found`, `conflict` (changed
  // meanwhile, exists already, or not possible in this state), `unsupported` (not this person's to do), `full`.
  // `at` is not before the act before; where a clock stepped back, the moment of that act counts.
  Result<Applied> apply(const Change& change, const By& by, Instant at, const Seed& seed);
  // What time does by itself: leads and asks end, use reports become overdue, assessments end.
  Applied lapse(Instant now);
  // When lapse() has something to do next.
  std::optional<Instant> next_lapse() const;

  // The book as it stood: every object in the version of that moment.
  Book as_known_at(Instant moment) const;

  // ---- questions ----
  const Table<LeadId, Lead>& leads() const { return leads_; }
  const Table<AskId, Ask>& asks() const { return asks_; }
  const Table<RequestId, Request>& requests() const { return requests_; }
  const Table<UseReportId, UseReport>& use_reports() const { return use_reports_; }
  const Table<CaseId, Case>& cases() const { return cases_; }
  const Table<StepKey, Step>& steps() const { return steps_; }
  const Table<IncidentId, Incident>& incidents() const { return incidents_; }
  const Table<ClaimKey, Claim>& claims() const { return claims_; }
  const Table<EvidenceId, Evidence>& evidence() const { return evidence_; }
  const Table<EvidenceKey, Custody>& custody() const { return custody_; }
  const Table<EvidenceKey, TimeStamp>& time_stamps() const { return time_stamps_; }
  const Table<ListId, ListSnapshot>& lists() const { return lists_; }
  const Table<MatchId, Match>& matches() const { return matches_; }
  const Table<LogLineId, LogLine>& log() const { return log_; }
  const Table<AssessmentId, Assessment>& assessments() const { return assessments_; }
  const Table<ErrorReportId, ErrorReport>& error_reports() const { return error_reports_; }
  const Table<std::string, StatementTemplate>& templates() const { return templates_; }  // beside the built-in ones
  const Table<StatementId, Statement>& statements() const { return statements_; }
  const Table<ProposalId, StopProposal>& proposals() const { return proposals_; }

  std::vector<const Ask*> asks_of(LeadId lead) const;
  std::vector<const Step*> steps_of(CaseId in_case) const;
  std::vector<const Claim*> claims_of(IncidentId incident) const;
  std::vector<const Custody*> custody_of(EvidenceId evidence) const;
  std::vector<const TimeStamp*> time_stamps_of(EvidenceId evidence) const;
  Summary summary_of(IncidentId incident) const;
  // Persons and goods as the newest step that names each has them.
  std::vector<Person> persons_of(CaseId in_case) const;
  std::vector<Goods> goods_of(CaseId in_case) const;
  std::vector<Earlier> history_of(const Vessel& vessel, std::string_view without = {}) const;
  // The word about these two, while neither has changed since; null: undecided.
  const Match* decided(const Vessel& subject, std::string_view list, const Entity& entity) const;
  const ListSnapshot* newest_list(std::string_view list) const;
  const StatementTemplate* find_template(std::string_view name) const;

  std::uint64_t revision() const { return revision_; }  // rises with every act; for caches and ETags
  Instant last_at() const { return last_at_; }
  const BookLimits& limits() const { return limits_; }

  friend void write(wire::ByteWriter& out, const Book& book);
  friend Book read_book(wire::ByteReader& in, BookLimits limits);

 private:
  friend class Applying;
  enum class Lapse : std::uint8_t { lead, ask, report, assessment };
  using Due = std::tuple<Instant, Lapse, std::uint32_t>;

  // Walks all tables in the order of their bytes.
  template <class Self, class Visit>
  static void each_table(Self& self, Visit visit) {
    visit(self.leads_), visit(self.asks_), visit(self.requests_), visit(self.use_reports_), visit(self.cases_);
    visit(self.steps_), visit(self.incidents_), visit(self.claims_), visit(self.evidence_), visit(self.custody_);
    visit(self.time_stamps_), visit(self.lists_), visit(self.matches_), visit(self.log_), visit(self.assessments_);
    visit(self.error_reports_), visit(self.templates_), visit(self.statements_), visit(self.proposals_);
  }
  void index();  // makes what follows from the tables

  BookLimits limits_;
  std::uint64_t revision_ = 0;
  Instant last_at_;
  Table<LeadId, Lead> leads_;
  Table<AskId, Ask> asks_;
  Table<RequestId, Request> requests_;
  Table<UseReportId, UseReport> use_reports_;
  Table<CaseId, Case> cases_;
  Table<StepKey, Step> steps_;
  Table<IncidentId, Incident> incidents_;
  Table<ClaimKey, Claim> claims_;
  Table<EvidenceId, Evidence> evidence_;
  Table<EvidenceKey, Custody> custody_;
  Table<EvidenceKey, TimeStamp> time_stamps_;
  Table<ListId, ListSnapshot> lists_;
  Table<MatchId, Match> matches_;
  Table<LogLineId, LogLine> log_;
  Table<AssessmentId, Assessment> assessments_;
  Table<ErrorReportId, ErrorReport> error_reports_;
  Table<std::string, StatementTemplate> templates_;
  Table<StatementId, Statement> statements_;
  Table<ProposalId, StopProposal> proposals_;
  // Made from the tables.
  std::set<Due> due_;
  std::map<LeadId, std::vector<AskId>> asks_of_lead_;
  std::map<Digest, EvidenceId> evidence_by_hash_;
  std::map<std::tuple<Digest, std::string, std::string>, MatchId> match_of_;  // subject, list, entity
};
Book read_book(wire::ByteReader& in, BookLimits limits = {});
Digest digest(const Book& book);

}  // namespace fairlead::desk
