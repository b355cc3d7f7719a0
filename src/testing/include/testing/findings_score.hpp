// SPDX-License-Identifier: Apache-2.0
// Findings held against the labelled behaviours of a simulated world: precision and recall of each rule.
//
// A finding tells a behaviour when the rule is the same, their times meet (within `slack`), and a number (MMSI) is in
// common or, for contacts without one, the finding lies within `near` of where a vessel of the behaviour was then. What
// tells only an optional behaviour counts neither for nor against. docs/reference/formats/world.md has the files.
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "units/instant.hpp"
#include "units/quantity.hpp"

namespace fairlead::testing {

struct FindingsScoreOptions {
  Duration slack = std::chrono::minutes(15);
  Length near = Length::kilometres(5);
};

struct RuleScore {
  std::uint64_t findings = 0;  // = right + repeats + optional + wrong
  std::uint64_t right = 0;     // the first that tells a behaviour
  std::uint64_t repeats = 0;   // tells one that was told already
  std::uint64_t optional = 0;  // tells something that need not be found
  std::uint64_t wrong = 0;
  std::uint64_t behaviours = 0;  // to be found
  std::uint64_t found = 0;

  // 1 where there was nothing to judge.
  double precision() const {
    const auto judged = right + repeats + wrong;
    return judged == 0 ? 1.0 : static_cast<double>(right + repeats) / static_cast<double>(judged);
  }
  double recall() const { return behaviours == 0 ? 1.0 : static_cast<double>(found) / static_cast<double>(behaviours); }
  void add(const RuleScore& other);
};

struct FindingsScore {
  std::map<std::string, RuleScore> rules;         // those that the generator plants
  std::map<std::string, std::uint64_t> unjudged;  // findings of other rules
  std::vector<std::string> wrong;                 // lines of findings that tell nothing
  std::vector<std::string> missed;                // what was not found, in words
};

// `behaviours` and `findings` are JSON lines. Findings have `rule`, `begins_at`, `ends_at` where it ended, `mmsi` (a
// number or a list) or `tracks`, and `position` {"lat", "lon"} or `lat` and `lon`.
Result<FindingsScore> score_findings(std::string_view behaviours, std::string_view findings,
                                     const FindingsScoreOptions& options = {});

}  // namespace fairlead::testing
