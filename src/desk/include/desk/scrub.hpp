// SPDX-License-Identifier: Apache-2.0
// What foreign systems carry and Fairlead does not take: targets, their priority, weapons, engagement. Members of that
// kind are dropped from imported JSON and counted; words of that kind are known, so that a declared use can be refused
// by name.
//
// Threads: any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace fairlead::desk {

struct Scrubbed {
  std::string json;  // without them, otherwise as it came: members in their order
  std::uint32_t dropped = 0;
  std::vector<std::string> pointers;  // of the first ones
};
// Errors: `invalid_argument` where it is no JSON.
Result<Scrubbed> scrub(std::string_view json);

// `targetPriority`, `active_target`, `weapon-system`; not `target_number`, which is a radar's word for what it follows.
bool is_member_of_that_kind(std::string_view member);
// `lethal_strike`, `kinetic`, `neutralise`: a use that is no purpose and no lawful act.
bool is_lethal_word(std::string_view word);

}  // namespace fairlead::desk
