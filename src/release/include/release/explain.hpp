// SPDX-License-Identifier: Apache-2.0
// A verdict in words, for home only: clause, every failed part, the smallest change that would permit, hashes, epoch.
//
// Threads: any.
#pragma once

#include <string>
#include <string_view>

#include "release/evaluator.hpp"

namespace fairlead::release {

// What a failed part means, as one sentence; and what would have to change.
std::string_view meaning(Part part);
std::string_view cure(Part part);

std::string explain(const Evaluator& evaluator, const Verdict& verdict, const Request& request, Instant now);

}  // namespace fairlead::release
