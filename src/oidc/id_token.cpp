// SPDX-License-Identifier: Apache-2.0
#include "oidc/id_token.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <boost/json/value.hpp>

#include "base/base64url.hpp"
#include "base/digest.hpp"
#include "keys.hpp"
#include "strict_json.hpp"

namespace fairlead::oidc {
namespace {

namespace json = boost::json;

constexpr std::string_view kHeader = "the ID token's header";
constexpr std::string_view kClaims = "the ID token";

Failure refuse(std::string why) { return fail(ErrorCode::verification, std::move(why)); }

struct Parts {
  std::string_view signed_text;  // header and claims as they were signed
  std::string header;
  std::string claims;
  std::string signature;
};

Result<Parts> split(std::string_view token) {
  if (token.size() > kTokenMax) return refuse(fmt::format("the ID token is longer than {} bytes", kTokenMax));
  const auto first = token.find('.');
  const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) {
    return refuse("the ID token has not three parts");
  }
  auto header = from_base64url(token.substr(0, first));
  auto claims = from_base64url(token.substr(first + 1, second - first - 1));
  auto signature = from_base64url(token.substr(second + 1));
  if (!header || !claims || !signature) return refuse("the ID token has a part that is no base64url");
  return Parts{token.substr(0, second), std::move(*header), std::move(*claims), std::move(*signature)};
}

Result<Algorithm> read_algorithm(const json::object& header) {
  FL_TRY(const auto word, text_member(header, "alg", kHeader));
  if (!word) return refuse("the ID token names no algorithm");
  if (const auto known = algorithm_from(*word)) return *known;
  std::string lower = *word;
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (lower == "none") return refuse("the ID token is not signed");
  if (lower.starts_with("hs")) {
    return refuse(
        fmt::format("the ID token is signed with a shared secret (`{}`), which proves no provider", shown(*word)));
  }
  return refuse(fmt::format("the ID token is signed with `{}`; we take RS256, PS256, ES256 and EdDSA", shown(*word)));
}

Result<const KeySet::Key*> select(const KeySet& keys, const json::object& header, Algorithm algorithm) {
  FL_TRY(const auto id, text_member(header, "kid", kHeader));
  const auto fits = [&](const KeySet::Key& key) {
    return key.kind == kind_for(algorithm) && (!key.algorithm || algorithm_from(*key.algorithm) == algorithm);
  };
  const KeySet::Key* found = nullptr;
  bool named = false;
  for (const KeySet::Key& key : keys.keys()) {
    if (id && key.id != *id) continue;
    named = true;
    if (!fits(key)) continue;
    if (found != nullptr) {
      return refuse(id ? fmt::format("the provider has several keys `{}`", shown(*id))
                       : std::string("the ID token names no key, and the provider has several that fit"));
    }
    found = &key;
  }
  if (found != nullptr) return found;
  if (id && named) {
    return refuse(fmt::format("the key `{}` is not for the algorithm that the ID token names", shown(*id)));
  }
  if (id) return fail(ErrorCode::not_found, fmt::format("the provider has no key `{}`", shown(*id)));
  return refuse("the ID token names no key, and the provider has none that fits");
}

Result<const KeySet::Key*> check_header(const Parts& parts, const KeySet& keys, Algorithm& algorithm) {
  FL_TRY(const json::object header, read_object(parts.header, kHeader, kTokenMax));
  FL_TRY(algorithm, read_algorithm(header));
  if (header.contains("crit")) return refuse("the ID token's header asks for an extension that we do not know");
  FL_TRY(const auto type, text_member(header, "typ", kHeader));
  if (type && *type != "JWT" && *type != "jwt") {
    return refuse(fmt::format("the ID token is of the type `{}`, not `JWT`", shown(*type)));
  }
  return select(keys, header, algorithm);
}

// Seconds since 1970 (NumericDate), whole or not.
Result<std::optional<Instant>> moment(const json::object& claims, std::string_view name) {
  const json::value* value = claims.if_contains(json::string_view(name.data(), name.size()));
  if (value == nullptr) return std::nullopt;
  constexpr double kMax = 253402300799.0;  // the end of the year 9999
  const double seconds = value->is_int64()    ? static_cast<double>(value->get_int64())
                         : value->is_uint64() ? static_cast<double>(value->get_uint64())
                         : value->is_double() ? value->get_double()
                                              : -1.0;
  if (!(seconds >= 0.0 && seconds <= kMax))
    return refuse(fmt::format("the ID token has an `{}` that is no time", name));
  return Instant::from_unix_ms(static_cast<std::int64_t>(std::floor(seconds * 1000.0)));
}

Result<void> check_times(const json::object& claims, const Expectation& expected, Identity& identity) {
  FL_TRY(const auto expires, moment(claims, "exp"));
  FL_TRY(const auto begins, moment(claims, "nbf"));
  FL_TRY(const auto issued, moment(claims, "iat"));
  FL_TRY(identity.signed_in_at, moment(claims, "auth_time"));
  if (!expires) return refuse("the ID token does not say when it expires");
  if (!issued) return refuse("the ID token does not say when it was issued");
  if (expected.now >= *expires + expected.skew) {
    return refuse(fmt::format("the ID token expired at {}; is our clock right?", to_rfc3339(*expires)));
  }
  if (begins && *begins > expected.now + expected.skew) {
    return refuse(fmt::format("the ID token is not valid before {}; is our clock right?", to_rfc3339(*begins)));
  }
  if (*issued > expected.now + expected.skew) {
    return refuse(
        fmt::format("the ID token was issued in the future, at {}; is our clock right?", to_rfc3339(*issued)));
  }
  if (expected.signed_in_within) {
    if (!identity.signed_in_at) return refuse("the ID token does not say when the person signed in");
    if (*identity.signed_in_at + *expected.signed_in_within + expected.skew < expected.now) {
      return refuse("the person signed in too long ago; sign in again");
    }
    if (*identity.signed_in_at > expected.now + expected.skew) return refuse("the person signed in in the future");
  }
  identity.expires_at = *expires;
  identity.issued_at = *issued;
  return {};
}

Result<void> check_audience(const json::object& claims, const Expectation& expected) {
  const json::value* value = claims.if_contains("aud");
  if (value == nullptr) return refuse("the ID token does not say whom it is for");
  std::vector<std::string> audience;
  if (value->is_string()) {
    audience.emplace_back(value->get_string());
  } else {
    FL_TRY(audience, texts_member(claims, "aud", kClaims));
  }
  if (std::ranges::find(audience, expected.client_id) == audience.end()) {
    return refuse(fmt::format("the ID token is for `{}`, not for `{}`", audience.empty() ? "" : shown(audience[0]),
                              shown(expected.client_id)));
  }
  FL_TRY(const auto party, text_member(claims, "azp", kClaims));
  if (audience.size() > 1 && !party) return refuse("the ID token is for several and does not say who asked for it");
  if (party && *party != expected.client_id) {
    return refuse(
        fmt::format("the ID token was asked for by `{}`, not by `{}`", shown(*party), shown(expected.client_id)));
  }
  return {};
}

// The member of that name; or, where there is none, along its dots.
const json::value* along(const json::object& claims, std::string_view path) {
  const json::object* object = &claims;
  for (;;) {
    if (const json::value* found = object->if_contains(json::string_view(path.data(), path.size()))) return found;
    const auto dot = path.find('.');
    if (dot == std::string_view::npos) return nullptr;
    const json::value* next = object->if_contains(json::string_view(path.data(), dot));
    if (next == nullptr || !next->is_object()) return nullptr;
    object = &next->get_object();
    path.remove_prefix(dot + 1);
  }
}

Result<std::vector<std::string>> read_groups(const json::object& claims, std::string_view path) {
  std::vector<std::string> groups;
  const json::value* value = along(claims, path);
  if (value == nullptr) return groups;
  const auto wrong = [&] {
    return refuse(fmt::format("the ID token has a `{}` that is no list of texts", shown(path)));
  };
  if (value->is_string()) {
    groups.emplace_back(value->get_string());
    return groups;
  }
  if (!value->is_array()) return wrong();
  if (value->get_array().size() > kGroupsMax) {
    return refuse(fmt::format("the ID token has more than {} groups", kGroupsMax));
  }
  for (const json::value& entry : value->get_array()) {
    if (!entry.is_string()) return wrong();
    groups.emplace_back(entry.get_string());
  }
  return groups;
}

}  // namespace

Result<Identity> verify_id_token(std::string_view token, const KeySet& keys, const Expectation& expected) {
  FL_TRY(const Parts parts, split(token));
  Algorithm algorithm{};
  FL_TRY(const KeySet::Key* const key, check_header(parts, keys, algorithm));
  if (!is_signed(*key, algorithm, parts.signed_text, parts.signature)) {
    return refuse("the ID token's signature does not hold");
  }
  FL_TRY(const json::object claims, read_object(parts.claims, kClaims, kTokenMax));

  Identity identity;
  FL_TRY(const auto issuer, text_member(claims, "iss", kClaims));
  if (!issuer) return refuse("the ID token does not say its issuer");
  if (*issuer != expected.issuer) {
    return refuse(
        fmt::format("the ID token is of the issuer `{}`, not of `{}`", shown(*issuer), shown(expected.issuer)));
  }
  identity.issuer = *issuer;
  FL_TRY(const auto subject, text_member(claims, "sub", kClaims));
  if (!subject || subject->empty()) return refuse("the ID token does not say whom it is about");
  const bool readable = std::ranges::all_of(*subject, [](char c) { return c > ' ' && c < 0x7F; });
  if (subject->size() > 255 || !readable) return refuse("the ID token's subject is not 1 to 255 plain characters");
  identity.subject = *subject;
  FL_CHECK(check_audience(claims, expected));
  FL_CHECK(check_times(claims, expected, identity));
  FL_TRY(const auto nonce, text_member(claims, "nonce", kClaims));
  if (!nonce) return refuse("the ID token has no nonce");
  if (nonce->size() != expected.nonce.size() || expected.nonce.empty() ||
      CRYPTO_memcmp(nonce->data(), expected.nonce.data(), nonce->size()) != 0) {
    return refuse("the ID token belongs to another sign-in: its nonce is not ours");
  }
  FL_TRY(identity.preferred_name, text_member(claims, "preferred_username", kClaims));
  FL_TRY(identity.display_name, text_member(claims, "name", kClaims));
  FL_TRY(identity.groups, read_groups(claims, expected.groups_claim));
  return identity;
}

Result<GroupRule> rule_for(const Identity& identity, const std::vector<GroupRule>& rules) {
  for (const GroupRule& rule : rules) {
    if (std::ranges::find(identity.groups, rule.group) != identity.groups.end()) return rule;
  }
  return refuse(fmt::format("none of the {} groups of `{}` has a role here; ask an administrator",
                            identity.groups.size(), shown(identity.preferred_name.value_or(identity.subject))));
}

std::string proposed_account_name(const Identity& identity) {
  std::string name;
  for (char c : identity.preferred_name.value_or("")) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain || (!name.empty() && (c == '.' || c == '_' || c == '-' || c == '@'))) name += c;
  }
  if (name.size() >= 2 && name.size() <= 64) return name;
  const Digest hash = sha256(identity.issuer + "\n" + identity.subject);
  return "oidc-" + hex(std::span(hash).first(6));
}

}  // namespace fairlead::oidc
