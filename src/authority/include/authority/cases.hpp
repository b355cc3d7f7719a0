// SPDX-License-Identifier: Apache-2.0
// Cases as lines of JSON: facts, an action and what is expected. The engine sees the facts and the action only; ids and
// titles are for messages.
//
// Threads: any.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "authority/parties.hpp"
#include "base/result.hpp"

namespace fairlead::authority {

struct CaseCount {
  int passed = 0;
  int failed = 0;
};

// Calls `mismatch` with one line for each thing that differs. A line that is no case counts as failed; an error means
// that the text could not be read as cases at all.
Result<CaseCount> run_cases(std::string_view lines, Day today, const PartyTable& parties,
                            const std::function<void(std::string_view)>& mismatch);

// The project's own cases, compiled in: written from the text of the rules.
std::string_view own_cases();

}  // namespace fairlead::authority
