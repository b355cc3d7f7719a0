// SPDX-License-Identifier: Apache-2.0
// Use report: a partner saying what was done with what it received.
//
// Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/ids.hpp"
#include "desk/vessel.hpp"

namespace fairlead::desk {

enum class Use : std::uint8_t {
  observed,
  intercepted,
  boarded,
  searched,
  seized,
  detained,
  handed_over,
  rescued,
  nothing_found,
  not_acted_on,
  passed_on,
  other,
};
template <>
inline constexpr auto kWords<Use> =
    std::array{"observed"sv,    "intercepted"sv, "boarded"sv,       "searched"sv,     "seized"sv,    "detained"sv,
               "handed_over"sv, "rescued"sv,     "nothing_found"sv, "not_acted_on"sv, "passed_on"sv, "other"sv};

// The most that was used. `unknown` is the report's own silence and is asked about, never taken for none.
enum class Force : std::uint8_t { unknown, none, warning, nonlethal, disabling, lethal };
template <>
inline constexpr auto kWords<Force> =
    std::array{"unknown"sv, "none"sv, "warning"sv, "nonlethal"sv, "disabling"sv, "lethal"sv};

struct UseReportBody {
  std::vector<Use> did;
  std::optional<Instant> at;
  std::optional<geo::Position> position;
  Force force = Force::unknown;
  std::string force_account;  // what happened, where any was used
  Count killed;
  Count injured;
  Count detained;
  std::string passed_on_to;
  std::string found;  // goods and quantities, in words
  std::string text;
  std::vector<EvidenceId> evidence;
  friend bool operator==(const UseReportBody&, const UseReportBody&) = default;
};

struct UseReport {
  UseReportId id;
  AskId ask;
  std::string agency;
  UseReportBody body;
  std::string filed_by;
  Instant filed_at;
  bool late = false;
  std::vector<std::string> breaches;  // of the conditions, in words
  friend bool operator==(const UseReport&, const UseReport&) = default;
};

}  // namespace fairlead::desk
