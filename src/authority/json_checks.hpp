// SPDX-License-Identifier: Apache-2.0
// What a document of facts may not contain although each field is right by itself.
//
// Threads: any.
#pragma once

#include <string_view>

#include "authority/facts.hpp"
#include "base/result.hpp"

namespace fairlead::authority {

// A member that stands twice in one object says two things at once.
Result<void> refuse_repeated_members(std::string_view json);
// Facts that cannot all be true.
Result<void> refuse_contradictions(const Facts& facts);
// True when `text` is `word` with one or two letters wrong, or in other capitals or separators.
bool is_slip(std::string_view text, std::string_view word);

}  // namespace fairlead::authority
