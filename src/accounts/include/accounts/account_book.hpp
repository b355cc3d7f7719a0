// SPDX-License-Identifier: Apache-2.0
// The accounts, their tokens and sessions: the only place that turns a proof into an Actor, and the rules of every
// change. A value without clock and files: the engine applies journalled changes, readers ask an immutable copy.
//
// 1. No secret is in here: passwords as argon2id strings, cookies, tokens and codes as SHA-256.
// 2. Once an enabled administrator could sign in, one always can.
// 3. A disabled account has no open session and no token that works; enabling brings none back.
// 4. A partner account has an agency, all others have none; its role never changes.
// 5. A certificate and an identity belong to one account.
// 6. A refused change changes nothing.
// Threads: plain values; a const book may be asked from many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "accounts/actor.hpp"
#include "accounts/change.hpp"
#include "base/digest.hpp"
#include "base/result.hpp"

namespace fairlead::accounts {

struct BookLimits {
  std::size_t accounts_max = 10'000;
  std::size_t sessions_per_account = 32;  // the oldest is closed for a new one
  std::size_t tokens_per_account = 64;    // the oldest that no longer works is forgotten for a new one
  std::size_t certificates_per_account = 16;
  Duration session_max = std::chrono::days(7);
  Duration token_max = std::chrono::days(366);
  Duration invite_max = std::chrono::days(7);
};

struct OidcLink {
  std::string issuer;
  std::string subject;
  bool gives_role = false;  // the provider made this account: its groups set the role
  friend bool operator==(const OidcLink&, const OidcLink&) = default;
};
struct Certificate {
  std::string label;
  Instant bound_at;
  friend bool operator==(const Certificate&, const Certificate&) = default;
};
struct Invitation {
  Digest code_hash{};
  Instant expires_at;
  friend bool operator==(const Invitation&, const Invitation&) = default;
};
struct Account {
  std::string name;
  std::string display_name;
  Role role = Role::watch_officer;
  std::optional<std::string> agency;
  std::optional<std::string> password_hash;
  std::optional<OidcLink> oidc;
  std::map<Digest, Certificate> certificates;  // by fingerprint
  std::optional<Invitation> invitation;
  bool disabled = false;
  Instant created_at;
  std::uint64_t revision = 1;  // rises with each change of what stands above
  std::string changed_by;
  friend bool operator==(const Account&, const Account&) = default;
};
struct Token {
  std::string id;
  Digest hash{};
  std::string account;
  std::string label;
  Permissions scopes;
  Instant issued_at;
  Instant expires_at;
  bool revoked = false;
  friend bool operator==(const Token&, const Token&) = default;
};
struct Session {
  std::uint64_t number = 0;  // rises; names the session where its hash must not appear
  std::string account;
  Method method = Method::password;
  Instant opened_at;
  Instant confirmed_at;
  Instant expires_at;
  friend bool operator==(const Session&, const Session&) = default;
};

// Why somebody was not let in: for the log and the ledger. Outside there is one answer, kNotSignedIn.
enum class NotAdmitted : std::uint8_t {
  nothing_given,
  malformed,
  unknown,
  wrong_secret,
  no_password,  // the account signs in another way
  expired,
  revoked,
  disabled,
};
std::string_view name(NotAdmitted reason);
inline constexpr std::string_view kNotSignedIn = "not signed in, or not recognised; sign in and try again";
using Admission = std::expected<Actor, NotAdmitted>;

class AccountBook {
 public:
  explicit AccountBook(BookLimits limits = {}) : limits_(limits) {}

  // Applies a change, or says why not: `unsupported` (not this person's to do, or confirm first), `conflict` (exists
  // already, or was changed meanwhile), `not_found`, `invalid_argument`, `full`.
  Result<void> apply(const Change& change, const Actor& by, Instant at);

  // ---- proofs ----
  // A cookie's text. How long a session may be idle is the caller's.
  Admission by_session(std::string_view cookie, Instant now) const;
  // `flt_...`, as in `Authorization: Bearer`.
  Admission by_token(std::string_view text, Instant now) const;
  Admission by_certificate(const Digest& fingerprint) const;
  // Takes a tenth of a second and 64 MiB, whoever is asked for: give it to a thread that may wait, one at a time.
  Admission by_password(std::string_view account, std::string_view password, Instant now) const;
  // After the ID token was verified.
  Admission by_oidc(std::string_view issuer, std::string_view subject, Instant now) const;
  // The holder of an invitation: may set the password of the account, and nothing else.
  Admission by_invitation(std::string_view code, Instant now) const;
  // Whether what made this actor still stands: the account is enabled and has this role, the session is open, the token
  // works. The engine asks it of every command, since time passed between the proof and the command.
  Result<void> still_valid(const Actor& actor, Instant at) const;
  // Whether a sign-in by this actor's person is asked for before this.
  static bool needs_confirmation(const Actor& actor, Permission permission, Instant now);

  // ---- questions ----
  bool empty() const { return accounts_.empty(); }
  const Account* find(std::string_view name) const;
  const std::map<std::string, Account, std::less<>>& accounts() const { return accounts_; }
  const std::map<std::string, Token, std::less<>>& tokens() const { return tokens_; }
  std::vector<Session> sessions_of(std::string_view account) const;  // by number
  std::optional<Session> session(std::uint64_t number) const;
  std::size_t session_count() const { return sessions_.size(); }
  // Works and is neither revoked nor expired.
  static bool works(const Token& token, Instant now) { return !token.revoked && now < token.expires_at; }
  // Rises with every change; for caches and ETags.
  std::uint64_t revision() const { return revision_; }

  friend bool operator==(const AccountBook& a, const AccountBook& b);
  friend void write(wire::ByteWriter& out, const AccountBook& book);
  friend AccountBook read_account_book(wire::ByteReader& in, BookLimits limits);

 private:
  friend class Applying;
  bool index();  // false where two accounts claim one identity or certificate
  Actor actor_of(const Account& account, Method method) const;

  BookLimits limits_;
  std::uint64_t revision_ = 0;
  std::uint64_t next_session_ = 1;
  std::map<std::string, Account, std::less<>> accounts_;
  std::map<std::string, Token, std::less<>> tokens_;  // by id
  std::map<Digest, Session> sessions_;                // by hash of the cookie's secret
  // Made from what stands above.
  std::map<Digest, std::string> certificate_of_;
  std::map<std::pair<std::string, std::string>, std::string, std::less<>> identity_of_;
};
AccountBook read_account_book(wire::ByteReader& in, BookLimits limits = {});
Digest digest(const AccountBook& book);

// 1 to 64 of a-z, 0-9, `.`, `_`, `-`, `@`; begins with a letter or digit; not a reserved name.
Result<void> check_account_name(std::string_view name);
// `XAA/coast_guard`.
bool is_agency(std::string_view text);

}  // namespace fairlead::accounts
