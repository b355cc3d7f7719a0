// SPDX-License-Identifier: Apache-2.0
#include "oidc/provider.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "keys.hpp"
#include "strict_json.hpp"

namespace fairlead::oidc {
namespace {

constexpr std::string_view kDocument = "the provider's discovery document";

bool is_loopback(std::string_view host) { return host == "127.0.0.1" || host == "[::1]" || host == "localhost"; }

}  // namespace

Result<void> check_url(std::string_view url, std::string_view what) {
  const auto refuse = [&](std::string_view why) {
    return fail(ErrorCode::invalid_argument, fmt::format("{} `{}` {}", what, shown(url), why));
  };
  if (url.size() > 2048) return refuse("is longer than 2048 bytes");
  if (!std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != '`'; })) {
    return refuse("has characters that no address has");
  }
  const bool plain = url.starts_with("http://");
  if (!plain && !url.starts_with("https://")) return refuse("does not begin with https://");
  std::string_view rest = url.substr(plain ? 7 : 8);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.contains('@')) return refuse("has a user name in it");
  if (url.contains('#')) return refuse("has a fragment");
  std::string_view host = authority;
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    if (end == std::string_view::npos) return refuse("has no host");
    host = host.substr(0, end + 1);
  } else {
    host = host.substr(0, host.find(':'));
  }
  if (host.empty()) return refuse("has no host");
  if (plain && !is_loopback(host)) return refuse("is not encrypted; http:// is for loopback only");
  return {};
}

Result<std::string> discovery_url(std::string_view issuer) {
  FL_CHECK(check_url(issuer, "the issuer"));
  if (issuer.contains('?')) {
    return fail(ErrorCode::invalid_argument, fmt::format("the issuer `{}` has a query", shown(issuer)));
  }
  std::string url(issuer);
  while (url.ends_with('/')) url.pop_back();
  return url + "/.well-known/openid-configuration";
}

Result<Provider> read_discovery(std::string_view text, std::string_view issuer) {
  FL_TRY(const auto document, read_object(text, kDocument, kDocumentMax));
  const auto refuse = [](std::string why) {
    return fail(ErrorCode::verification, fmt::format("{} {}", kDocument, why));
  };
  const auto address = [&](std::string_view name) -> Result<std::string> {
    FL_TRY(const auto value, text_member(document, name, kDocument));
    if (!value) return refuse(fmt::format("has no `{}`", name));
    FL_CHECK(check_url(*value, fmt::format("the provider's `{}`", name)));
    return *value;
  };
  Provider provider;
  FL_TRY(const auto named, text_member(document, "issuer", kDocument));
  if (!named) return refuse("has no `issuer`");
  if (*named != issuer) {
    return refuse(
        fmt::format("is of the issuer `{}`, not of `{}`; write it in the configuration exactly so, or trust "
                    "neither",
                    shown(*named), shown(issuer)));
  }
  provider.issuer = *named;
  FL_TRY(provider.authorization_endpoint, address("authorization_endpoint"));
  FL_TRY(provider.token_endpoint, address("token_endpoint"));
  FL_TRY(provider.jwks_uri, address("jwks_uri"));
  if (document.contains("end_session_endpoint")) {
    FL_TRY(provider.end_session_endpoint, address("end_session_endpoint"));
  }
  FL_TRY(const auto types, texts_member(document, "response_types_supported", kDocument));
  if (!types.empty() && std::ranges::find(types, "code") == types.end()) {
    return refuse("does not offer the response type `code`");
  }
  FL_TRY(const auto challenges, texts_member(document, "code_challenge_methods_supported", kDocument));
  if (!challenges.empty() && std::ranges::find(challenges, "S256") == challenges.end()) {
    return refuse("does not offer PKCE with `S256`");
  }
  FL_TRY(provider.algorithms, texts_member(document, "id_token_signing_alg_values_supported", kDocument));
  const bool one =
      std::ranges::any_of(provider.algorithms, [](const auto& word) { return algorithm_from(word).has_value(); });
  if (!one) return refuse("offers no signature that we take: RS256, PS256, ES256 or EdDSA");
  FL_TRY(provider.auth_methods, texts_member(document, "token_endpoint_auth_methods_supported", kDocument));
  if (const auto* says = document.if_contains("authorization_response_iss_parameter_supported")) {
    if (!says->is_bool()) {
      return refuse("has an `authorization_response_iss_parameter_supported` that is neither true nor false");
    }
    provider.says_issuer_on_return = says->get_bool();
  }
  return provider;
}

}  // namespace fairlead::oidc
