// SPDX-License-Identifier: Apache-2.0
// What can happen to accounts, as journalled events: everything needed to apply it, and hashes where there is a secret.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "accounts/actor.hpp"
#include "base/digest.hpp"

namespace fairlead::accounts {

// `seen` is the account's revision that the person had before them; when it has changed since, the change is refused
// with `conflict`. Absent: whatever it is now.
using Seen = std::optional<std::uint64_t>;

struct CreateAccount {
  std::string account;
  std::string display_name;  // may be empty
  Role role = Role::watch_officer;
  std::optional<std::string> agency;         // for partners, and only for them
  std::optional<std::string> password_hash;  // PHC string of argon2id
  friend bool operator==(const CreateAccount&, const CreateAccount&) = default;
};
struct Rename {
  std::string account;
  std::string display_name;
  Seen seen;
  friend bool operator==(const Rename&, const Rename&) = default;
};
// A role of home only; a partner's account stays with its agency.
struct ChangeRole {
  std::string account;
  Role role = Role::watch_officer;
  Seen seen;
  friend bool operator==(const ChangeRole&, const ChangeRole&) = default;
};
// Closes the account's sessions but the one that did it, and ends an open invitation.
struct SetPassword {
  std::string account;
  std::optional<std::string> password_hash;  // absent: no sign-in by password
  bool same_password = false;                // the old one, hashed anew after it was given: sessions stay
  friend bool operator==(const SetPassword&, const SetPassword&) = default;
};
// A one-time link with which its holder sets the first password.
struct Invite {
  std::string account;
  Digest code_hash{};
  Instant expires_at;
  friend bool operator==(const Invite&, const Invite&) = default;
};
struct LinkOidc {
  std::string account;
  std::string issuer;
  std::string subject;
  friend bool operator==(const LinkOidc&, const LinkOidc&) = default;
};
struct UnlinkOidc {
  std::string account;
  friend bool operator==(const UnlinkOidc&, const UnlinkOidc&) = default;
};
// Somebody whom the identity provider named and whose groups give a role: makes the account, or brings its role up to
// date where the provider made it. By `automatic` only, after the ID token was verified.
struct AdmitOidc {
  std::string account;  // proposed name; used when there is no account yet
  std::string display_name;
  std::string issuer;
  std::string subject;
  Role role = Role::watch_officer;
  std::optional<std::string> agency;
  friend bool operator==(const AdmitOidc&, const AdmitOidc&) = default;
};
// SHA-256 of the certificate's DER.
struct BindCertificate {
  std::string account;
  Digest fingerprint{};
  std::string label;
  friend bool operator==(const BindCertificate&, const BindCertificate&) = default;
};
struct UnbindCertificate {
  std::string account;
  Digest fingerprint{};
  friend bool operator==(const UnbindCertificate&, const UnbindCertificate&) = default;
};
// Closes its sessions, revokes its tokens, ends its invitation.
struct Disable {
  std::string account;
  Seen seen;
  friend bool operator==(const Disable&, const Disable&) = default;
};
struct Enable {
  std::string account;
  Seen seen;
  friend bool operator==(const Enable&, const Enable&) = default;
};
struct IssueToken {
  std::string token;  // its id, see make_token()
  Digest hash{};
  std::string account;
  std::string label;
  Permissions scopes;
  Instant expires_at;
  friend bool operator==(const IssueToken&, const IssueToken&) = default;
};
struct RevokeToken {
  std::string token;
  friend bool operator==(const RevokeToken&, const RevokeToken&) = default;
};
// By the account itself, fresh from its proof.
struct OpenSession {
  Digest hash{};  // of the cookie's secret
  Instant expires_at;
  friend bool operator==(const OpenSession&, const OpenSession&) = default;
};
// The same person gave the proof again: by a fresh actor, for a session of the same account.
struct ConfirmSession {
  std::uint64_t session = 0;
  friend bool operator==(const ConfirmSession&, const ConfirmSession&) = default;
};
struct CloseSession {
  std::uint64_t session = 0;
  friend bool operator==(const CloseSession&, const CloseSession&) = default;
};
struct CloseSessionsOf {
  std::string account;
  friend bool operator==(const CloseSessionsOf&, const CloseSessionsOf&) = default;
};

// The order is in the journal: add at the end only.
using Change = std::variant<CreateAccount, Rename, ChangeRole, SetPassword, Invite, LinkOidc, UnlinkOidc, AdmitOidc,
                            BindCertificate, UnbindCertificate, Disable, Enable, IssueToken, RevokeToken, OpenSession,
                            ConfirmSession, CloseSession, CloseSessionsOf>;

std::string_view name(const Change& change);  // `create_account`

// Canonical bytes. Reading fails the reader on everything that write() does not make.
void write(wire::ByteWriter& out, const Change& change);
Change read_change(wire::ByteReader& in);

}  // namespace fairlead::accounts
