// SPDX-License-Identifier: Apache-2.0
// What the changes have in common, and AccountBook::apply.
#include "applying.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "bytes.hpp"

namespace fairlead::accounts {
namespace {

// Enabled, and with a proof that a person can give.
bool can_administer(const Account& account) {
  return account.role == Role::administrator && !account.disabled && (account.password_hash || account.oidc);
}

}  // namespace

Result<void> AccountBook::apply(const Change& change, const Actor& by, Instant at) {
  if (!is_in_range(at)) return fail(ErrorCode::invalid_argument, "the time of the change is out of range");
  FL_CHECK(still_valid(by, at));
  FL_CHECK(std::visit(Applying(*this, by, at), change));
  ++revision_;
  return {};
}

Result<Account*> Applying::account(std::string_view name) {
  const auto found = book_.accounts_.find(name);
  if (found == book_.accounts_.end()) {
    FL_CHECK(check_account_name(name));
    return fail(ErrorCode::not_found, fmt::format("there is no account `{}`", name));
  }
  return &found->second;
}

Result<void> Applying::unchanged(const Account& account, Seen seen) const {
  if (!seen || *seen == account.revision) return {};
  return fail(ErrorCode::conflict, fmt::format("`{}` was changed by `{}` meanwhile; look again, then decide",
                                               account.name, account.changed_by));
}

Result<void> Applying::may_manage(Role role) const {
  return by_.check(role == Role::partner ? Permission::manage_partners : Permission::manage_accounts, at_);
}

bool Applying::is_own(std::string_view account) const {
  return by_.account() == account && by_.permissions().has(Permission::own_account);
}

Result<void> Applying::may_manage_or_own(const Account& account) const {
  return is_own(account.name) ? Result<void>() : may_manage(account.role);
}

Result<void> Applying::keeps_an_administrator(const Account& account, const Account& next) const {
  if (!can_administer(account) || can_administer(next)) return {};
  const bool other = std::ranges::any_of(
      book_.accounts_, [&](const auto& entry) { return entry.first != account.name && can_administer(entry.second); });
  if (other) return {};
  return fail(ErrorCode::conflict,
              fmt::format("`{}` is the last administrator who can sign in; make another one first", account.name));
}

Result<void> Applying::expires_within(Instant expires_at, Duration max, std::string_view what) const {
  if (expires_at <= at_) return fail(ErrorCode::invalid_argument, fmt::format("the {} would have expired", what));
  if (expires_at > at_ + max) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("the {} would be good for longer than {}; choose an earlier end", what, to_text(max)));
  }
  return {};
}

Result<void> Applying::add(Account account) {
  FL_CHECK(check_account_name(account.name));
  if (!is_plain_text(account.display_name, kDisplayMax)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("a display name has at most {} bytes of readable text", kDisplayMax));
  }
  if (account.role == Role::partner && !(account.agency && is_agency(*account.agency))) {
    return fail(ErrorCode::invalid_argument, "a partner's account names its agency, like `XAA/coast_guard`");
  }
  if (account.role != Role::partner && account.agency) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("a {} is of home and has no agency; leave it out", title(account.role)));
  }
  if (book_.empty() && account.role != Role::administrator) {
    return fail(ErrorCode::conflict, "the first account is an administrator's; make that one first");
  }
  if (const auto found = book_.accounts_.find(account.name); found != book_.accounts_.end()) {
    return fail(ErrorCode::conflict, fmt::format("there is an account `{}` already; its last change was by `{}`",
                                                 account.name, found->second.changed_by));
  }
  if (book_.accounts_.size() >= book_.limits_.accounts_max) {
    return fail(ErrorCode::full, fmt::format("there are {} accounts, as many as fit", book_.accounts_.size()));
  }
  account.created_at = at_;
  account.changed_by = by_.account();
  std::string name = account.name;
  book_.accounts_.emplace(std::move(name), std::move(account));
  return {};
}

void Applying::replace(Account& account, Account next) {
  next.revision = account.revision + 1;
  next.changed_by = by_.account();
  account = std::move(next);
}

void Applying::close_sessions(std::string_view account, std::uint64_t but) {
  std::erase_if(book_.sessions_,
                [&](const auto& entry) { return entry.second.account == account && entry.second.number != but; });
}

Result<void> Applying::make_room_for_token(std::string_view account) {
  std::size_t count = 0;
  const Token* oldest = nullptr;
  for (const auto& [id, token] : book_.tokens_) {
    if (token.account != account) continue;
    ++count;
    if (!AccountBook::works(token, at_) && (oldest == nullptr || token.issued_at < oldest->issued_at)) oldest = &token;
  }
  if (count < book_.limits_.tokens_per_account) return {};
  if (oldest == nullptr) {
    return fail(ErrorCode::full,
                fmt::format("`{}` has {} tokens that work, as many as fit; revoke one first", account, count));
  }
  book_.tokens_.erase(book_.tokens_.find(oldest->id));
  return {};
}

}  // namespace fairlead::accounts
