// SPDX-License-Identifier: Apache-2.0
// What follows from an act, for the engine to carry out: the desk itself reaches nothing.
//
// Threads: plain values.
#pragma once

#include <string>
#include <vector>

#include "desk/ids.hpp"

namespace fairlead::desk {

struct Made {
  std::string noun;  // lead, claim …
  std::string id;    // L-0213, FL-2026-0417/C3
  friend bool operator==(const Made&, const Made&) = default;
};
struct LapsedAssurance {
  std::string agency;
  std::string agreement;
  std::string assurance;
  bool breached = false;  // else: no use report came
  std::string because;
  friend bool operator==(const LapsedAssurance&, const LapsedAssurance&) = default;
};
// For whoever should look now; a role in the words of `accounts`.
struct Notice {
  std::string to;
  std::string about;
  std::string text;
  friend bool operator==(const Notice&, const Notice&) = default;
};
// For the ledger: what it is, and canonical JSON with its members in a fixed order.
struct Record {
  std::string name;  // desk.approve_ask
  std::string text;
  friend bool operator==(const Record&, const Record&) = default;
};

struct Applied {
  std::vector<Made> made;
  std::vector<std::string> changed;       // numbers of what has a new version
  std::vector<ProposalId> proposes_stop;  // new, or with more reasons; Book::proposals() has them whole
  std::vector<AskId> goes_live;           // to be released now, by the engine's exits
  std::vector<AskId> ends;                // were live, and are no more: withdrawn, expired, stopped
  std::vector<LapsedAssurance> lapses_assurance;
  std::vector<AssessmentId> assessment_in_force;  // now
  std::vector<AssessmentId> lapses_assessment;
  std::vector<std::string> error_report_due;  // steps and releases outside their basis
  std::vector<Notice> notices;
  std::vector<Record> records;

  bool empty() const { return made.empty() && changed.empty() && records.empty(); }
  friend bool operator==(const Applied&, const Applied&) = default;
};

}  // namespace fairlead::desk
