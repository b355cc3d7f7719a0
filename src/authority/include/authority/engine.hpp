// SPDX-License-Identifier: Apache-2.0
// Facts in, answer out: what the law lets a State do, and why. Support for a decision, not legal advice.
//
// 1. The same facts give the same answer; nothing is remembered, no clock is read.
// 2. Unknown never satisfies a condition.
// 3. Only sources of the authority list are cited, and only when they bind on the day asked about.
// 4. Force is assessed, never proposed.
//
// Threads: any; the functions are pure.
#pragma once

#include <string>
#include <vector>

#include "authority/citation.hpp"
#include "authority/facts.hpp"
#include "authority/parties.hpp"
#include "authority/rules.hpp"

namespace fairlead::authority {

// What one basis came to.
FL_VOCABULARY(Grade, satisfied, disputed, curable, closed, gate, note)

struct TraceStep {
  RuleRef rule;
  Grade grade = Grade::closed;
  CitationSet cites;
  MissingSet missing;
  PointSet points;
};

// What one reading of disputed waters gives.
struct ReadingAnswer {
  ZoneReading zone;
  Outcome outcome = Outcome::prohibited;
  MissingSet missing;
};

struct Answer {
  Action action = Action::observe;
  Outcome outcome = Outcome::prohibited;
  CitationSet because;
  MissingSet missing;  // not empty exactly when conditional
  PointSet contested;  // not empty when contested
  PointSet noted;      // contested points that bear on the answer without deciding it
  std::vector<TraceStep> trace;
  std::vector<std::string> reason;      // two to four plain sentences
  std::vector<ReadingAnswer> readings;  // of disputed waters, when they were evaluated one by one
};

// Needs: `as_of` and `acting_state` given.
Answer evaluate(const Facts& facts, Action action, const PartyTable& parties = PartyTable::built_in());

// The answer as JSON, keys in the order of the reference.
std::string answer_as_json(const Facts& facts, const Answer& answer);
// The answer as text for a terminal.
std::string answer_as_text(const Facts& facts, const Answer& answer);

}  // namespace fairlead::authority
