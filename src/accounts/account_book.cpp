// SPDX-License-Identifier: Apache-2.0
#include "accounts/account_book.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "accounts/passwords.hpp"
#include "accounts/secrets.hpp"
#include "bytes.hpp"

namespace fairlead::accounts {
namespace {

std::unexpected<NotAdmitted> refuse(NotAdmitted reason) { return std::unexpected(reason); }

}  // namespace

std::string_view name(NotAdmitted reason) {
  constexpr std::array<std::string_view, 8> kNames = {"nothing_given", "malformed", "unknown", "wrong_secret",
                                                      "no_password",   "expired",   "revoked", "disabled"};
  return kNames[static_cast<std::size_t>(reason)];
}

Result<void> check_account_name(std::string_view name) {
  if (is_reserved(name)) return fail(ErrorCode::invalid_argument, fmt::format("`{}` is a reserved name", name));
  if (is_account_name(name)) return {};
  return fail(
      ErrorCode::invalid_argument,
      fmt::format("`{}` is no account name: 1 to {} of a-z, 0-9, `.`, `_`, `-`, `@`, beginning with a letter or "
                  "digit",
                  is_plain_text(name, 128) ? name : "(unreadable)", kNameMax));
}

const Account* AccountBook::find(std::string_view name) const {
  const auto found = accounts_.find(name);
  return found == accounts_.end() ? nullptr : &found->second;
}

std::vector<Session> AccountBook::sessions_of(std::string_view account) const {
  std::vector<Session> found;
  for (const auto& [hash, session] : sessions_) {
    if (session.account == account) found.push_back(session);
  }
  std::ranges::sort(found, {}, &Session::number);
  return found;
}

std::optional<Session> AccountBook::session(std::uint64_t number) const {
  for (const auto& [hash, session] : sessions_) {
    if (session.number == number) return session;
  }
  return std::nullopt;
}

Actor AccountBook::actor_of(const Account& account, Method method) const {
  Actor actor(account.name, account.role, method);
  actor.agency_ = account.agency;
  actor.permissions_ = permissions_of(account.role);
  return actor;
}

Admission AccountBook::by_session(std::string_view cookie, Instant now) const {
  if (cookie.empty()) return refuse(NotAdmitted::nothing_given);
  const std::optional<Digest> hash = session_hash(cookie);
  if (!hash) return refuse(NotAdmitted::malformed);
  // The search goes by the hash: what its time could tell is of no use without the secret.
  const auto found = sessions_.find(*hash);
  if (found == sessions_.end()) return refuse(NotAdmitted::unknown);
  const Session& session = found->second;
  const Account* account = find(session.account);
  if (account == nullptr) return refuse(NotAdmitted::unknown);
  if (account->disabled) return refuse(NotAdmitted::disabled);
  if (now >= session.expires_at) return refuse(NotAdmitted::expired);
  Actor actor = actor_of(*account, session.method);
  actor.session_ = session.number;
  actor.confirmed_at_ = session.confirmed_at;
  return actor;
}

Admission AccountBook::by_token(std::string_view text, Instant now) const {
  if (text.empty()) return refuse(NotAdmitted::nothing_given);
  const std::optional<TokenParts> parts = token_parts(text);
  if (!parts) return refuse(NotAdmitted::malformed);
  const auto found = tokens_.find(parts->id);
  const bool right = same(found == tokens_.end() ? Digest{} : found->second.hash, parts->hash);
  if (found == tokens_.end()) return refuse(NotAdmitted::unknown);
  if (!right) return refuse(NotAdmitted::wrong_secret);
  const Token& token = found->second;
  const Account* account = find(token.account);
  if (account == nullptr) return refuse(NotAdmitted::unknown);
  if (token.revoked) return refuse(NotAdmitted::revoked);
  if (now >= token.expires_at) return refuse(NotAdmitted::expired);
  if (account->disabled) return refuse(NotAdmitted::disabled);
  Actor actor = actor_of(*account, Method::token);
  actor.token_ = token.id;
  actor.permissions_ = actor.permissions_ & token.scopes & token_permissions();
  return actor;
}

Admission AccountBook::by_certificate(const Digest& fingerprint) const {
  const auto found = certificate_of_.find(fingerprint);
  if (found == certificate_of_.end()) return refuse(NotAdmitted::unknown);
  const Account* account = find(found->second);
  if (account == nullptr) return refuse(NotAdmitted::unknown);
  if (account->disabled) return refuse(NotAdmitted::disabled);
  Actor actor = actor_of(*account, Method::certificate);
  actor.certificate_ = fingerprint;
  actor.permissions_ = actor.permissions_ & token_permissions();
  return actor;
}

Admission AccountBook::by_password(std::string_view name, std::string_view password, Instant now) const {
  const Account* account = find(name);
  if (account == nullptr || !account->password_hash) {
    waste_password(password);
    return refuse(account == nullptr ? NotAdmitted::unknown : NotAdmitted::no_password);
  }
  if (!check_password(*account->password_hash, password)) return refuse(NotAdmitted::wrong_secret);
  if (account->disabled) return refuse(NotAdmitted::disabled);
  Actor actor = actor_of(*account, Method::password);
  actor.confirmed_at_ = now;
  return actor;
}

Admission AccountBook::by_oidc(std::string_view issuer, std::string_view subject, Instant now) const {
  const auto found = identity_of_.find(std::pair(std::string(issuer), std::string(subject)));
  if (found == identity_of_.end()) return refuse(NotAdmitted::unknown);
  const Account* account = find(found->second);
  if (account == nullptr) return refuse(NotAdmitted::unknown);
  if (account->disabled) return refuse(NotAdmitted::disabled);
  Actor actor = actor_of(*account, Method::oidc);
  actor.confirmed_at_ = now;
  return actor;
}

Admission AccountBook::by_invitation(std::string_view code, Instant now) const {
  if (code.empty()) return refuse(NotAdmitted::nothing_given);
  const std::optional<Digest> hash = one_time_hash(code);
  if (!hash) return refuse(NotAdmitted::malformed);
  const Account* invited = nullptr;
  for (const auto& [name, account] : accounts_) {
    if (account.invitation && same(account.invitation->code_hash, *hash)) invited = &account;
  }
  if (invited == nullptr) return refuse(NotAdmitted::unknown);
  if (invited->disabled) return refuse(NotAdmitted::disabled);
  if (now >= invited->invitation->expires_at) return refuse(NotAdmitted::expired);
  Actor actor = actor_of(*invited, Method::one_time_code);
  actor.permissions_ = {};
  return actor;
}

bool AccountBook::needs_confirmation(const Actor& actor, Permission permission, Instant now) {
  return actor.may(permission, now) == Allowed::confirm_first;
}

Result<void> AccountBook::still_valid(const Actor& actor, Instant at) const {
  const auto refuse_because = [&](std::string_view why) {
    return fail(ErrorCode::unsupported, fmt::format("`{}` {}; sign in again", actor.account(), why));
  };
  switch (actor.method()) {
    case Method::first_start:
      if (!empty()) return fail(ErrorCode::conflict, "the first account was made meanwhile; sign in");
      return {};
    case Method::console:
    case Method::demo:
    case Method::automatic:
      return {};
    default:
      break;
  }
  const Account* account = find(actor.account());
  if (account == nullptr) return refuse_because("is no account");
  if (account->disabled) return refuse_because("was disabled meanwhile");
  if (account->role != actor.role() || account->agency != actor.agency()) return refuse_because("has another role now");
  if (actor.session() != 0) {
    const std::optional<Session> open = session(actor.session());
    if (!open || open->account != actor.account()) return refuse_because("was signed out meanwhile");
    if (at >= open->expires_at) return refuse_because("was signed in for too long");
  }
  if (actor.method() == Method::token) {
    const auto token = tokens_.find(actor.token());
    if (token == tokens_.end() || token->second.account != actor.account() || !works(token->second, at)) {
      return refuse_because("used a token that was revoked or has expired");
    }
  }
  if (actor.certificate() && !account->certificates.contains(*actor.certificate())) {
    return refuse_because("used a certificate that was unbound");
  }
  if (actor.method() == Method::one_time_code && (!account->invitation || at >= account->invitation->expires_at)) {
    return refuse_because("used an invitation that was used or has expired");
  }
  return {};
}

bool AccountBook::index() {
  certificate_of_.clear();
  identity_of_.clear();
  for (const auto& [name, account] : accounts_) {
    for (const auto& [fingerprint, certificate] : account.certificates) {
      if (!certificate_of_.emplace(fingerprint, name).second) return false;
    }
    if (account.oidc && !identity_of_.emplace(std::pair(account.oidc->issuer, account.oidc->subject), name).second) {
      return false;
    }
  }
  return true;
}

bool operator==(const AccountBook& a, const AccountBook& b) {
  return a.revision_ == b.revision_ && a.next_session_ == b.next_session_ && a.accounts_ == b.accounts_ &&
         a.tokens_ == b.tokens_ && a.sessions_ == b.sessions_;
}

}  // namespace fairlead::accounts
