// SPDX-License-Identifier: Apache-2.0
// Who does something, as commands and events carry it. An Actor is never built from the body of a request: an
// AccountBook makes it from a proof (password, session, token, certificate, identity provider, one-time code), and the
// few that come from no account have a factory each and a name that no account can have.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/roles.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"
#include "units/instant.hpp"
#include "wire/bytes.hpp"

namespace fairlead::accounts {

// The proof. The numbers are in the journal: add at the end only.
enum class Method : std::uint8_t {
  password,
  oidc,
  certificate,
  token,
  one_time_code,
  first_start,  // whoever holds the link that the first start printed
  console,      // whoever may run commands on the data folder itself
  demo,         // nobody signed in, on purpose
  automatic,    // Fairlead itself: a rule, an expiry, a breach
};
inline constexpr std::size_t kMethods = 9;
std::string_view name(Method method);
std::optional<Method> method_from(std::string_view word);

enum class Allowed : std::uint8_t {
  yes,
  no,             // not this role's, or outside the token's scopes
  confirm_first,  // this role's, and the sign-in is not fresh enough
};

class Actor {
 public:
  // May make the first account, and nothing else.
  static Actor first_start();
  // An administrator without an account: who may write the data folder may do this anyway, and is named in the record.
  static Actor console(Instant now);
  // A visitor of `--demo`; an agency for partners only.
  static Actor demo(Role role, Instant now, std::optional<std::string> agency = std::nullopt);
  // Fairlead itself. Has no permission; the engine does not ask it for one.
  static Actor automatic();

  const std::string& account() const { return account_; }
  Role role() const { return role_; }
  // `XAA/coast_guard`; for partners, and only for them.
  const std::optional<std::string>& agency() const { return agency_; }
  Method method() const { return method_; }
  std::uint64_t session() const { return session_; }                         // its number; 0 where there is none
  const std::string& token() const { return token_; }                        // its id; empty where there is none
  const std::optional<Digest>& certificate() const { return certificate_; }  // its fingerprint
  Permissions permissions() const { return permissions_; }  // of the role, less what a token leaves out
  const std::optional<Instant>& confirmed_at() const { return confirmed_at_; }
  // Has just proved who it is, and has no session yet.
  bool is_fresh() const;

  Allowed may(Permission permission, Instant now) const;
  // The same as an error whose message tells what to do; code `unsupported`.
  Result<void> check(Permission permission, Instant now) const;

  friend bool operator==(const Actor&, const Actor&) = default;
  friend void write(wire::ByteWriter& out, const Actor& actor);
  friend Actor read_actor(wire::ByteReader& in);

 private:
  friend class AccountBook;
  Actor(std::string account, Role role, Method method);

  std::string account_;
  Role role_ = Role::partner;
  std::optional<std::string> agency_;
  Method method_ = Method::automatic;
  std::uint64_t session_ = 0;
  std::string token_;
  std::optional<Digest> certificate_;
  Permissions permissions_;
  std::optional<Instant> confirmed_at_;
};
Actor read_actor(wire::ByteReader& in);

// Names that stand for no account: of first_start, console, demo, automatic.
inline constexpr std::string_view kFirstStart = "first-start";
inline constexpr std::string_view kConsole = "console";
inline constexpr std::string_view kDemo = "demo";
inline constexpr std::string_view kAutomatic = "fairlead";

}  // namespace fairlead::accounts
