// SPDX-License-Identifier: Apache-2.0
// What an identity provider says about itself (OpenID Connect Discovery 1.0), and its keys (RFC 7517). Text in, values
// out: fetching is the caller's.
//
// Threads: plain values; a KeySet is immutable and shared.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace fairlead::oidc {

// What a provider may send at most; more is refused unread.
inline constexpr std::size_t kDocumentMax = std::size_t{256} << 10;
inline constexpr std::size_t kKeysMax = 64;

struct Provider {
  std::string issuer;
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  std::optional<std::string> end_session_endpoint;
  std::vector<std::string> algorithms;    // of ID tokens, as listed
  std::vector<std::string> auth_methods;  // of the token endpoint; empty where none are listed
  bool says_issuer_on_return = false;     // RFC 9207: the callback must carry `iss`
};

// `https` everywhere, `http` on loopback only.
Result<void> check_url(std::string_view url, std::string_view what);
// Where the document of an issuer is.
Result<std::string> discovery_url(std::string_view issuer);
// Refuses the document of another issuer, and a provider that cannot do what we need.
Result<Provider> read_discovery(std::string_view text, std::string_view issuer);

// Public keys for signatures: RSA of 2,048 to 8,192 bits, P-256, Ed25519. Others are left out.
class KeySet {
 public:
  static Result<KeySet> read(std::string_view text);

  std::size_t size() const;
  bool has(std::string_view id) const;

  struct Key;
  const std::vector<Key>& keys() const { return *keys_; }

 private:
  std::shared_ptr<const std::vector<Key>> keys_;
};

}  // namespace fairlead::oidc
