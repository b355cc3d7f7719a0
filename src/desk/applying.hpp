// SPDX-License-Identifier: Apache-2.0
// One act, as it is applied: looks first, then writes, so that a refused act leaves the book as it was. Private to
// `desk`; the members are in applying_*.cpp by noun.
//
// Threads: one owner.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "desk/book.hpp"

namespace fairlead::desk {

class Applying {
 public:
  Applying(Book& book, const By& by, Instant at, const Seed& seed) : book_(book), by_(by), at_(at), seed_(seed) {}

  Result<void> operator()(const DraftLead& act);
  Result<void> operator()(const ChangeLead& act);
  Result<void> operator()(const WithdrawLead& act);
  Result<void> operator()(const AskToShare& act);
  Result<void> operator()(const ApproveAsk& act);
  Result<void> operator()(const RefuseAsk& act);
  Result<void> operator()(const WithdrawAsk& act);
  Result<void> operator()(const NoteRelease& act);
  Result<void> operator()(const NoteStop& act);
  Result<void> operator()(const FileRequest& act);
  Result<void> operator()(const AnswerRequest& act);
  Result<void> operator()(const FileUseReport& act);
  Result<void> operator()(const OpenCase& act);
  Result<void> operator()(const ChangeCase& act);
  Result<void> operator()(const RecordStep& act);
  Result<void> operator()(const OpenIncident& act);
  Result<void> operator()(const AmendIncident& act);
  Result<void> operator()(const AssessIncident& act);
  Result<void> operator()(const AddClaim& act);
  Result<void> operator()(const CorrectClaim& act);
  Result<void> operator()(const RetractClaim& act);
  Result<void> operator()(const MarkDuplicate& act);
  Result<void> operator()(const ReinstateClaim& act);
  Result<void> operator()(const GradeClaim& act);
  Result<void> operator()(const JoinIndependenceGroup& act);
  Result<void> operator()(const AddEvidence& act);
  Result<void> operator()(const DescribeEvidence& act);
  Result<void> operator()(const ChangeHandling& act);
  Result<void> operator()(const CustodyEvent& act);
  Result<void> operator()(const AddRendition& act);
  Result<void> operator()(const AddTimeStamp& act);
  Result<void> operator()(const NoteProvenance& act);
  Result<void> operator()(const LoadDesignationList& act);
  Result<void> operator()(const DecideMatch& act);
  Result<void> operator()(const AddLogLine& act);
  Result<void> operator()(const WriteAssessment& act);
  Result<void> operator()(const ApproveAssessment& act);
  Result<void> operator()(const WithdrawAssessment& act);
  Result<void> operator()(const FileErrorReport& act);
  Result<void> operator()(const AcknowledgeErrorReport& act);
  Result<void> operator()(const RegisterTemplate& act);
  Result<void> operator()(const DraftStatement& act);
  Result<void> operator()(const ApproveStatement& act);
  Result<void> operator()(const RefuseStatement& act);
  Result<void> operator()(const ProposeStop& act);
  Result<void> operator()(const AnswerProposal& act);
  Result<void> operator()(const NoteRequestRelease& act);
  Result<void> operator()(const ReceiveLead& act);
  Result<void> operator()(const ReceiveRequest& act);
  Result<void> operator()(const EndReceived& act);

  Result<void> may_act(const Change& change) const;
  void lapse();
  void record(std::string name, std::string_view more);
  Applied take() { return std::move(applied_); }

 private:
  // ---- looking ----
  template <class Key, class T>
  Result<const Versions<T>*> find(const Table<Key, T>& table, Key key, std::string_view noun) const {
    const Versions<T>* found = table.find(key);
    if (found != nullptr) return found;
    return fail(ErrorCode::not_found, fmt::format("there is no {} `{}`", noun, to_text(key)));
  }
  template <class T>
  Result<void> same(const Versions<T>& versions, Seen seen, std::string_view what) const {
    if (!seen || *seen == versions.revision()) return {};
    return fail(ErrorCode::conflict, fmt::format("`{}` was changed meanwhile (revision {}, not {}); look at it again",
                                                 what, versions.revision(), *seen));
  }
  template <class Key, class T>
  Result<void> room(const Table<Key, T>& table) const {
    if (table.size() < book_.limits_.objects_max) return {};
    return fail(ErrorCode::full, fmt::format("the book holds {} of these already", table.size()));
  }
  template <class Key, class T>
  Key next(const Table<Key, T>& table) const {
    return table.empty() ? Key(1) : Key(std::prev(table.end())->first.number() + 1);
  }
  Result<const Versions<Claim>*> find_claim(IncidentId incident, ClaimId claim) const;
  Result<void> evidence_is_there(const std::vector<EvidenceId>& ids) const;
  Result<void> not_in_the_past(Instant end, std::string_view member) const;
  Result<void> other_than(std::string_view first, std::string_view did, std::string_view now) const;

  // ---- writing ----
  template <class Key, class T>
  void put(Table<Key, T>& table, const Key& key, T value, std::string_view id) {
    unlist(table, key);
    table.put(key, at_, by_.account, std::move(value));
    list(table, key);
    applied_.changed.emplace_back(id);
  }
  template <class Key, class T>
  void make(Table<Key, T>& table, const Key& key, T value, std::string_view noun, std::string id) {
    table.put(key, at_, by_.account, std::move(value));
    list(table, key);
    applied_.made.push_back({std::string(noun), std::move(id)});
  }
  // Moments at which something happens by itself.
  template <class Key, class T>
  void unlist(const Table<Key, T>& table, const Key& key) {
    if constexpr (std::is_same_v<T, Lead> || std::is_same_v<T, Ask> || std::is_same_v<T, Assessment>) {
      if (const T* value = table.now(key)) set_due(*value, false);
    }
  }
  template <class Key, class T>
  void list(const Table<Key, T>& table, const Key& key) {
    if constexpr (std::is_same_v<T, Lead> || std::is_same_v<T, Ask> || std::is_same_v<T, Assessment>) {
      set_due(*table.now(key), true);
    }
  }
  void set_due(const Lead& lead, bool on);
  void set_due(const Ask& ask, bool on);
  void set_due(const Assessment& assessment, bool on);

  std::string reference_for(const Ask& ask) const;
  std::string reference_for(const Request& request) const;
  void send(Request& request);
  void withdraw_lead(Lead lead, const std::string& because);
  void end(Ask ask, AskState state, std::string because);
  void add_claim(Incident incident, ClaimBody body, std::optional<ClaimId> corrects);
  Result<void> mark(IncidentId incident, ClaimId claim, ClaimStatus status, std::string because,
                    std::optional<ClaimId> other);
  void propose(std::vector<Cell> cells, std::vector<Covered> covers, std::string because_of, std::string reason);
  void propose_for(const Incident& incident, std::string_view actor, const std::vector<Covered>& covers,
                   std::string reason);
  // What is live for an agency now, as a stop would cover it.
  std::vector<Covered> live_for(std::string_view agency) const;
  static Covered covered(const Ask& ask);
  void notice(std::string_view to, std::string about, std::string text) {
    applied_.notices.push_back({std::string(to), std::move(about), std::move(text)});
  }

  friend class Book;
  Book& book_;
  const By& by_;
  Instant at_;
  const Seed& seed_;
  Applied applied_;
};

template <class T>
bool holds(const std::vector<T>& list, const T& item) {
  return std::ranges::find(list, item) != list.end();
}
template <class T>
void add_once(std::vector<T>& list, const T& item) {
  if (!holds(list, item)) list.push_back(item);
}
bool names_agency(std::string_view party, std::string_view agency);  // `XAA` names `XAA/navy` too
std::string claim_id(IncidentId incident, ClaimId claim);
std::string step_id(CaseId in_case, StepId step);

}  // namespace fairlead::desk
