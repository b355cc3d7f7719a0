// SPDX-License-Identifier: Apache-2.0
// The law as JSON: pursuits, uses, rules, parties.
//
// Threads: free functions.
#pragma once

#include <string>

#include "engine/law_now.hpp"

namespace fairlead::serve {

// What stands under every answer.
inline constexpr std::string_view kNotAdvice =
    "This supports a decision. It is checked for consistency with the written rules and is not legal advice.";

std::string pursuit_json(const engine::PursuitRecord& pursuit, Instant now);
std::string use_json(const engine::ReportedUse& use);
std::string crossing_json(const engine::ZoneEvent& event);
std::string rules_json();
std::string rule_json(const authority::Rule& rule);
std::string parties_json(authority::Day day);

}  // namespace fairlead::serve
