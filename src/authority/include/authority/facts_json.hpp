// SPDX-License-Identifier: Apache-2.0
// Facts as JSON. The reader refuses what it does not understand and names the field: unknown members and words (with
// the nearest right one), States that do not exist, impossible days and positions, and facts that contradict each
// other.
//
// Threads: any.
#pragma once

#include <string>
#include <string_view>

#include "authority/facts.hpp"
#include "base/result.hpp"

namespace fairlead::authority {

// `today` stands in where `as_of` is not given.
Result<Facts> facts_from_json(std::string_view json, Day today);
// The members `pursuit` and `sharing` of facts; what is unknown is left out.
std::string to_json(const PursuitFacts& facts);
std::string to_json(const SharingFacts& facts);

}  // namespace fairlead::authority
