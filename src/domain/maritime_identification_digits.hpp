// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace fairlead::domain {

// ISO 3166-1 alpha-2 of the State that maritime identification digits are assigned to; empty when unassigned.
std::string_view state_of_mid(std::uint16_t mid);

}  // namespace fairlead::domain
