// SPDX-License-Identifier: Apache-2.0
// Changes of tokens and sessions.
#include <algorithm>

#include <fmt/format.h>

#include "applying.hpp"
#include "bytes.hpp"

namespace fairlead::accounts {
namespace {

std::string words(Permissions set) {
  std::string text;
  for (const Permission p : members(set)) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name(p));
  return text;
}

}  // namespace

Result<void> Applying::operator()(const IssueToken& c) {
  FL_CHECK(by_.check(Permission::manage_tokens, at_));
  FL_TRY(Account* const found, account(c.account));
  if (found->disabled) {
    return fail(ErrorCode::conflict, fmt::format("`{}` is disabled; enable it first", c.account));
  }
  if (!is_token_id(c.token)) return fail(ErrorCode::invalid_argument, "this is no id of a token");
  if (!is_plain_text(c.label, kDisplayMax)) {
    return fail(ErrorCode::invalid_argument, fmt::format("a label has at most {} bytes of readable text", kDisplayMax));
  }
  if (c.scopes.empty()) {
    return fail(ErrorCode::invalid_argument, "a token without scopes may do nothing; name at least one");
  }
  if (const Permissions alone = c.scopes - token_permissions(); !alone.empty()) {
    return fail(ErrorCode::invalid_argument, fmt::format("no token can hold {}: that asks for a person", words(alone)));
  }
  if (const Permissions beyond = c.scopes - permissions_of(found->role); !beyond.empty()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} is not for a {}, which `{}` is", words(beyond), title(found->role), c.account));
  }
  FL_CHECK(expires_within(c.expires_at, book_.limits_.token_max, "token"));
  if (book_.tokens_.contains(c.token)) {
    return fail(ErrorCode::conflict, fmt::format("there is a token `{}` already; make another", c.token));
  }
  FL_CHECK(make_room_for_token(c.account));
  book_.tokens_.emplace(c.token, Token{c.token, c.hash, c.account, c.label, c.scopes, at_, c.expires_at, false});
  return {};
}

Result<void> Applying::operator()(const RevokeToken& c) {
  const auto found = book_.tokens_.find(c.token);
  // Whoever may not see a token hears nothing of it.
  if (found == book_.tokens_.end() || !is_own(found->second.account)) {
    FL_CHECK(by_.check(Permission::manage_tokens, at_));
  }
  if (found == book_.tokens_.end()) {
    return fail(ErrorCode::not_found, "there is no such token");
  }
  if (found->second.revoked) return fail(ErrorCode::conflict, fmt::format("`{}` is revoked already", c.token));
  found->second.revoked = true;
  return {};
}

Result<void> Applying::operator()(const OpenSession& c) {
  if (!by_.is_fresh() || !by_.confirmed_at()) {
    return fail(ErrorCode::unsupported,
                "a session is opened by who has just given a password or come from the provider");
  }
  if (*by_.confirmed_at() > at_ + kClockSlack || *by_.confirmed_at() + kConfirmWithin < at_) {
    return fail(ErrorCode::unsupported, "the sign-in took too long; sign in again");
  }
  FL_CHECK(expires_within(c.expires_at, book_.limits_.session_max, "session"));
  if (book_.sessions_.contains(c.hash)) return fail(ErrorCode::conflict, "this session is open already");
  std::erase_if(book_.sessions_, [&](const auto& entry) {
    return entry.second.account == by_.account() && at_ >= entry.second.expires_at;
  });
  const std::vector<Session> open = book_.sessions_of(by_.account());
  if (open.size() >= book_.limits_.sessions_per_account && !open.empty()) {
    std::erase_if(book_.sessions_, [&](const auto& entry) { return entry.second.number == open.front().number; });
  }
  book_.sessions_.emplace(c.hash, Session{book_.next_session_++, by_.account(), by_.method(), at_,
                                          std::min(*by_.confirmed_at(), at_), c.expires_at});
  return {};
}

Result<void> Applying::operator()(const ConfirmSession& c) {
  if (!by_.is_fresh() || !by_.confirmed_at() || *by_.confirmed_at() > at_ + kClockSlack ||
      *by_.confirmed_at() + kConfirmWithin < at_) {
    return fail(ErrorCode::unsupported, "a session is confirmed by who has just signed in again");
  }
  for (auto& [hash, session] : book_.sessions_) {
    if (session.number != c.session || session.account != by_.account()) continue;
    session.confirmed_at = std::max(session.confirmed_at, std::min(*by_.confirmed_at(), at_));
    return {};
  }
  return fail(ErrorCode::not_found, "there is no such session; sign in");
}

Result<void> Applying::operator()(const CloseSession& c) {
  const std::optional<Session> open = book_.session(c.session);
  if (!open || !is_own(open->account)) {
    const Account* owner = open ? book_.find(open->account) : nullptr;
    FL_CHECK(may_manage(owner != nullptr ? owner->role : Role::administrator));
  }
  if (!open) return fail(ErrorCode::not_found, "there is no such session");
  std::erase_if(book_.sessions_, [&](const auto& entry) { return entry.second.number == c.session; });
  return {};
}

Result<void> Applying::operator()(const CloseSessionsOf& c) {
  FL_TRY(Account* const found, account(c.account));
  FL_CHECK(may_manage_or_own(*found));
  close_sessions(c.account);
  return {};
}

}  // namespace fairlead::accounts
