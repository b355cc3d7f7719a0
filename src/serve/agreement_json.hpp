// SPDX-License-Identifier: Apache-2.0
// Agreements as JSON of api/openapi.yaml.
//
// Threads: free functions over immutable values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/sharing.hpp"

namespace fairlead::serve {

// draft, in_force, withdrawn, expired, not_yet.
std::string_view state_of(const engine::HeldAgreement& held, Instant now);
std::string agreement_json(const engine::HeldAgreement& held, const engine::Sharing& sharing, Instant now,
                           bool with_text);
std::string mistakes_json(const std::vector<release::Mistake>& mistakes);

}  // namespace fairlead::serve
