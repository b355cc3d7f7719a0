// SPDX-License-Identifier: Apache-2.0
// The way through a sign-in (OpenID Connect Core 1.0, authorization code with PKCE S256): the address to send the
// browser to, what comes back, the request to the token endpoint, its answer. Text and values; connections are the
// caller's.
//
// 1. An Attempt is used for one callback, by the browser that began it; the caller keeps it and sees to both.
// 2. No secret and no code appears in a message.
// Threads: free functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/system.hpp"
#include "oidc/provider.hpp"

namespace fairlead::oidc {

enum class ClientAuth : std::uint8_t { secret_basic, secret_post, none };

struct Client {
  std::string id;
  std::optional<std::string> secret;  // absent: a public client
  std::string redirect_uri;
  std::vector<std::string> scopes = {"openid", "profile"};
  std::optional<ClientAuth> auth;  // absent: what the provider offers
};
Result<void> check_client(const Client& client);

// What ties a callback to its beginning: 32 random bytes each, in base64url.
struct Attempt {
  std::string state;
  std::string nonce;
  std::string verifier;
};
Attempt make_attempt(Random& random);
std::string code_challenge(std::string_view verifier);  // RFC 7636, S256

// `again`: the person signs in anew even where the provider remembers them, as a confirmation asks for.
std::string authorization_url(const Provider& provider, const Client& client, const Attempt& attempt,
                              bool again = false);

using Parameters = std::vector<std::pair<std::string, std::string>>;
// The code that a callback brings; `query` is decoded.
Result<std::string> read_callback(const Parameters& query, const Provider& provider, const Attempt& attempt);

struct HttpRequest {
  std::string method;
  std::string url;
  Parameters headers;
  std::string body;
};
Result<HttpRequest> token_request(const Provider& provider, const Client& client, const Attempt& attempt,
                                  std::string_view code);
// The ID token in the answer of the token endpoint.
Result<std::string> read_token_response(unsigned status, std::string_view body);

}  // namespace fairlead::oidc
