// SPDX-License-Identifier: Apache-2.0
// Which changes of fact would change the answer: for a reader who asks "what if", and for asking a person only about
// what matters.
//
// Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "authority/engine.hpp"
#include "base/result.hpp"

namespace fairlead::authority {

struct Change {
  std::vector<std::string> facts;  // `vessel.nationality.status = confirmed`, smallest number of them
  Outcome outcome = Outcome::prohibited;
  MissingSet missing;
  std::string first_reason;
};

// The smallest changes, fewest facts first: for each other outcome all single changes that lead to it, or the pairs
// when no single one does; at most `most` for each outcome.
Result<std::vector<Change>> what_if(std::string_view facts_json, Action action, Day today, std::size_t most = 8,
                                    const PartyTable& parties = PartyTable::built_in());

// A fact that is not known yet and whose value would change the answer.
struct Question {
  std::string field;                 // `vessel.nationality.status`
  std::string text;                  // in ordinary words
  std::vector<std::string> answers;  // as they stand in the file; empty: free text, see `text`
};

// Questions about facts that `facts_json` leaves open, in the order in which they help; empty when nothing that can be
// asked would change the answer.
Result<std::vector<Question>> open_questions(std::string_view facts_json, Action action, Day today,
                                             const PartyTable& parties = PartyTable::built_in());

// The facts with one more: `answer` as it stands in `Question::answers`, or a State where States are asked for. A
// consent that is granted so covers `action`.
Result<std::string> with_fact(std::string_view facts_json, std::string_view field, std::string_view answer,
                              Action action);

}  // namespace fairlead::authority
