// SPDX-License-Identifier: Apache-2.0
// Who acts, as the engine hands it in after it checked the permission; and what chance an act may use.
//
// Threads: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::desk {

struct By {
  std::string account;
  std::string role;                   // in the words of `accounts`; only the two below mean something here
  std::optional<std::string> agency;  // of a partner: it may file requests and use reports of its own, and no more
};
inline constexpr std::string_view kReleaseOfficer = "release_officer";
inline constexpr std::string_view kLegalAdviser = "legal_adviser";

// Journalled with the act.
using Seed = std::array<std::uint8_t, 32>;

}  // namespace fairlead::desk
