// SPDX-License-Identifier: Apache-2.0
#include "oidc/sign_in.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/base64url.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "strict_json.hpp"

namespace fairlead::oidc {
namespace {

constexpr std::string_view kAnswer = "the token endpoint's answer";

std::string random_text(Random& random) {
  std::string bytes(32, '\0');
  random.fill(std::as_writable_bytes(std::span(bytes)));
  return base64url(bytes);
}

// application/x-www-form-urlencoded, with %20 for a blank, which a query takes as well.
std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string form(const Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    text += fmt::format("{}{}={}", text.empty() ? "" : "&", encoded(name), encoded(value));
  }
  return text;
}

std::string base64(std::string_view text) {
  std::string out((text.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Result<ClientAuth> auth_for(const Provider& provider, const Client& client) {
  if (client.auth) return *client.auth;
  if (!client.secret) return ClientAuth::none;
  const auto offers = [&](std::string_view method) {
    return std::ranges::find(provider.auth_methods, method) != provider.auth_methods.end();
  };
  // Where nothing is listed the standard says basic.
  if (provider.auth_methods.empty() || offers("client_secret_basic")) return ClientAuth::secret_basic;
  if (offers("client_secret_post")) return ClientAuth::secret_post;
  return fail(ErrorCode::unsupported,
              "the provider takes no client secret, neither in the header nor in the body of a request");
}

}  // namespace

Result<void> check_client(const Client& client) {
  const auto refuse = [](std::string why) { return fail(ErrorCode::invalid_argument, std::move(why)); };
  if (client.id.empty() || client.id.size() > 255) return refuse("the client id has 1 to 255 bytes");
  if (client.secret && (client.secret->empty() || client.secret->size() > 1024)) {
    return refuse("the client secret has 1 to 1024 bytes; leave it out for a public client");
  }
  const bool needs_secret = client.auth && *client.auth != ClientAuth::none;
  if (needs_secret && !client.secret) return refuse("this way of authentication needs a client secret");
  FL_CHECK(check_url(client.redirect_uri, "the redirect address"));
  if (std::ranges::find(client.scopes, "openid") == client.scopes.end()) {
    return refuse("the scopes do not name `openid`, without which there is no ID token");
  }
  for (const std::string& scope : client.scopes) {
    const bool good = !scope.empty() &&
                      std::ranges::all_of(scope, [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\'; });
    if (!good) return refuse(fmt::format("`{}` is no scope", shown(scope)));
  }
  return {};
}

Attempt make_attempt(Random& random) { return {random_text(random), random_text(random), random_text(random)}; }

std::string code_challenge(std::string_view verifier) {
  const Digest hash = sha256(verifier);
  return base64url(std::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()));
}

std::string authorization_url(const Provider& provider, const Client& client, const Attempt& attempt, bool again) {
  std::string scopes;
  for (const std::string& scope : client.scopes) scopes += (scopes.empty() ? "" : " ") + scope;
  Parameters parameters = {{"response_type", "code"},
                           {"client_id", client.id},
                           {"redirect_uri", client.redirect_uri},
                           {"scope", scopes},
                           {"state", attempt.state},
                           {"nonce", attempt.nonce},
                           {"code_challenge", code_challenge(attempt.verifier)},
                           {"code_challenge_method", "S256"}};
  if (again) {
    parameters.emplace_back("prompt", "login");
    parameters.emplace_back("max_age", "0");
  }
  const char joint = provider.authorization_endpoint.contains('?') ? '&' : '?';
  return provider.authorization_endpoint + joint + form(parameters);
}

Result<std::string> read_callback(const Parameters& query, const Provider& provider, const Attempt& attempt) {
  const auto refuse = [](std::string why) { return fail(ErrorCode::verification, std::move(why)); };
  const auto find = [&](std::string_view name) -> Result<std::optional<std::string_view>> {
    std::optional<std::string_view> found;
    for (const auto& [key, value] : query) {
      if (key != name) continue;
      if (found) return refuse(fmt::format("the provider's answer has `{}` twice", name));
      found = value;
    }
    return found;
  };
  FL_TRY(const auto state, find("state"));
  FL_TRY(const auto issuer, find("iss"));
  FL_TRY(const auto error, find("error"));
  FL_TRY(const auto code, find("code"));
  // The state first: without it nothing here is an answer to us.
  if (!state || !same(*state, attempt.state)) {
    return refuse("the provider's answer belongs to another sign-in; begin again");
  }
  if (issuer && *issuer != provider.issuer) {
    return refuse(fmt::format("the answer is of the issuer `{}`, not of `{}`", shown(*issuer), shown(provider.issuer)));
  }
  if (!issuer && provider.says_issuer_on_return) return refuse("the provider's answer does not say its issuer");
  if (error) return refuse(fmt::format("the provider refused the sign-in: `{}`", shown(*error)));
  if (!code || code->empty()) return refuse("the provider's answer brings no code");
  if (code->size() > 4096) return refuse("the provider's code is longer than 4096 bytes");
  return std::string(*code);
}

Result<HttpRequest> token_request(const Provider& provider, const Client& client, const Attempt& attempt,
                                  std::string_view code) {
  FL_TRY(const ClientAuth auth, auth_for(provider, client));
  if (auth != ClientAuth::none && !client.secret) {
    return fail(ErrorCode::invalid_argument, "this way of authentication needs a client secret");
  }
  HttpRequest request{"POST", provider.token_endpoint, {}, {}};
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  Parameters body = {{"grant_type", "authorization_code"},
                     {"code", std::string(code)},
                     {"redirect_uri", client.redirect_uri},
                     {"code_verifier", attempt.verifier}};
  if (auth == ClientAuth::secret_basic) {
    // RFC 6749 section 2.3.1: both are form-encoded before they are joined.
    const std::string pair = encoded(client.id) + ":" + encoded(*client.secret);
    request.headers.emplace_back("Authorization", "Basic " + base64(pair));
  } else {
    body.emplace_back("client_id", client.id);
    if (auth == ClientAuth::secret_post) body.emplace_back("client_secret", *client.secret);
  }
  request.body = form(body);
  return request;
}

Result<std::string> read_token_response(unsigned status, std::string_view body) {
  const auto answer = read_object(body, kAnswer, kDocumentMax);
  if (status != 200) {
    std::string why;
    if (answer) {
      if (const auto error = text_member(*answer, "error", kAnswer); error && *error)
        why = fmt::format(": `{}`", shown(**error));
    }
    return fail(ErrorCode::verification, fmt::format("the token endpoint answered {}{}", status, why));
  }
  if (!answer) return Failure(answer.error());
  FL_TRY(const auto type, text_member(*answer, "token_type", kAnswer));
  if (type && to_lower(*type) != "bearer")
    return fail(ErrorCode::verification, fmt::format("{} is of the type `{}`, not `Bearer`", kAnswer, shown(*type)));
  FL_TRY(auto token, text_member(*answer, "id_token", kAnswer));
  if (!token || token->empty()) {
    return fail(ErrorCode::verification,
                fmt::format("{} has no `id_token`; does the client ask for `openid`?", kAnswer));
  }
  return std::move(*token);
}

}  // namespace fairlead::oidc
