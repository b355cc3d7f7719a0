// SPDX-License-Identifier: Apache-2.0
// Passwords: argon2id through libsodium, kept as PHC strings (`$argon2id$v=19$m=65536,t=2,p=1$salt$hash`).
//
// Threads: free functions; each hash takes `memory_bytes` and, at the usual cost, about a tenth of a second.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fairlead::accounts {

// libsodium's "interactive": two cores survive a crowd that signs in.
struct HashCost {
  std::uint64_t passes = 2;
  std::size_t memory_bytes = std::size_t{64} << 20;
};
inline constexpr std::size_t kPasswordMin = 12;
inline constexpr std::size_t kPasswordMax = 1024;

// 12 to 1,024 bytes, not built on the account's name, none of the common ones.
Result<void> check_password_policy(std::string_view password, std::string_view account);

// Does not ask the policy. Error `full` where the memory cannot be had.
Result<std::string> hash_password(std::string_view password, HashCost cost = {});
// False for a hash that is not one, after the same work.
bool check_password(std::string_view hash, std::string_view password);
// Whether the hash was made at another cost.
bool needs_rehash(std::string_view hash, HashCost cost = {});
// A well-formed argon2id string whose cost this machine would bear.
bool is_password_hash(std::string_view text);

// The work of checking a password, for an account that does not exist: the time tells nothing.
void waste_password(std::string_view password);

}  // namespace fairlead::accounts
