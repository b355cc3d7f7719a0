// SPDX-License-Identifier: Apache-2.0
// One change being applied: who, when, to which book. Each kind checks everything first and changes then, so that a
// refused change leaves no trace.
//
// Threads: as long as one call of AccountBook::apply.
#pragma once

#include <string>
#include <string_view>

#include "accounts/account_book.hpp"

namespace fairlead::accounts {

class Applying {
 public:
  Applying(AccountBook& book, const Actor& by, Instant at) : book_(book), by_(by), at_(at) {}

  Result<void> operator()(const CreateAccount& c);
  Result<void> operator()(const Rename& c);
  Result<void> operator()(const ChangeRole& c);
  Result<void> operator()(const SetPassword& c);
  Result<void> operator()(const Invite& c);
  Result<void> operator()(const LinkOidc& c);
  Result<void> operator()(const UnlinkOidc& c);
  Result<void> operator()(const AdmitOidc& c);
  Result<void> operator()(const BindCertificate& c);
  Result<void> operator()(const UnbindCertificate& c);
  Result<void> operator()(const Disable& c);
  Result<void> operator()(const Enable& c);
  Result<void> operator()(const IssueToken& c);
  Result<void> operator()(const RevokeToken& c);
  Result<void> operator()(const OpenSession& c);
  Result<void> operator()(const ConfirmSession& c);
  Result<void> operator()(const CloseSession& c);
  Result<void> operator()(const CloseSessionsOf& c);

 private:
  // The account, or nothing and error_ set.
  Result<Account*> account(std::string_view name);
  Result<void> unchanged(const Account& account, Seen seen) const;
  // Whether this person may change accounts of such a role.
  Result<void> may_manage(Role role) const;
  Result<void> may_manage_or_own(const Account& account) const;
  bool is_own(std::string_view account) const;
  // Whether somebody could still administer if `account` became `next`.
  Result<void> keeps_an_administrator(const Account& account, const Account& next) const;
  Result<void> expires_within(Instant expires_at, Duration max, std::string_view what) const;
  Result<void> add(Account account);
  // Puts `next` in the place of `account`, as a new revision by this person.
  void replace(Account& account, Account next);
  void close_sessions(std::string_view account, std::uint64_t but = 0);
  Result<void> make_room_for_token(std::string_view account);

  AccountBook& book_;
  const Actor& by_;
  Instant at_;
};

}  // namespace fairlead::accounts
