// SPDX-License-Identifier: Apache-2.0
// What each rule finds, in words, with its thresholds as they are set: for the reference page, for the screens, and for
// the answer to "why was I told".
//
// Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "behaviour/rules.hpp"

namespace fairlead::behaviour {

struct ThresholdNote {
  std::string_view name;
  std::string value;  // as set(), prints and reads it: `30m`, `2 kn`, `500 m`, `0.8`
  std::string_view meaning;
};

struct RuleNote {
  Rule rule = Rule::distress;
  std::string_view finds;
  std::string_view definition;
  std::string_view source;
  std::string_view faults;  // what it is known to get wrong
  std::vector<ThresholdNote> thresholds;
};

// In the order of Rule.
std::vector<RuleNote> rule_table(const Rules& rules);

// The part of the reference page that is made of the table; a test holds the page equal to it.
std::string rule_page(const Rules& rules);

}  // namespace fairlead::behaviour
