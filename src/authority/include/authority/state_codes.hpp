// SPDX-License-Identifier: Apache-2.0
// States by the three letters that agreements use.
//
// Threads: any.
#pragma once

#include <optional>
#include <string_view>

#include "authority/vocabulary.hpp"

namespace fairlead::authority {

// ISO 3166-1 alpha-3. Codes for own use (`XAA` to `XZZ`) are a State that is not named; nothing for any other.
std::optional<State> state_from_alpha3(std::string_view code);

}  // namespace fairlead::authority
