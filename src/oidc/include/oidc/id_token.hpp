// SPDX-License-Identifier: Apache-2.0
// ID tokens: signature and claims verified, then who it is. RS256, PS256, ES256 and EdDSA with Ed25519; a token without
// a signature or with a shared secret (`none`, HS256...) is refused whatever else it says.
//
// 1. Nothing of a token is believed before its signature holds.
// 2. The algorithm must be that of the key: a public key is never a secret.
// 3. Each way to fail has its own message. `not_found` means an unknown key: fetch the keys again, once.
// Threads: free functions.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "oidc/provider.hpp"
#include "units/instant.hpp"

namespace fairlead::oidc {

inline constexpr std::size_t kTokenMax = std::size_t{64} << 10;
inline constexpr std::size_t kGroupsMax = 1000;

struct Expectation {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  Instant now;
  Duration skew = std::chrono::seconds(60);
  std::optional<Duration> signed_in_within;  // asks for `auth_time`, as a confirmation does
  std::string groups_claim = "groups";       // a member's name, or a path with dots
};

struct Identity {
  std::string issuer;
  std::string subject;
  std::optional<std::string> preferred_name;
  std::optional<std::string> display_name;
  std::vector<std::string> groups;  // as the token lists them
  Instant issued_at;
  Instant expires_at;
  std::optional<Instant> signed_in_at;
};

Result<Identity> verify_id_token(std::string_view token, const KeySet& keys, const Expectation& expected);

// A group of the provider, and what it makes of a person here. The role is a word of `accounts`.
struct GroupRule {
  std::string group;
  std::string role;
  std::optional<std::string> agency;  // for partners
};
// The first rule, in the order stated, whose group the person is in. Nobody without one gets in.
Result<GroupRule> rule_for(const Identity& identity, const std::vector<GroupRule>& rules);

// A name for a new account: of the preferred name what an account's name may hold, or else one made from the subject.
std::string proposed_account_name(const Identity& identity);

}  // namespace fairlead::oidc
