// SPDX-License-Identifier: Apache-2.0
// People for the tests: an account of each role in a real book, and the functions of People over it as an application
// would fill them, without an engine.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "accounts/account_book.hpp"
#include "accounts/passwords.hpp"
#include "sea.hpp"

namespace fairlead::serve {

inline constexpr std::string_view kPassword = "three blind mice";
inline constexpr std::string_view kFirstCode = "AAAA-BBBB";

// The account's name is the role's.
class Town {
 public:
  explicit Town(bool with_people = true) {
    if (!with_people) return;
    const std::string hash = *accounts::hash_password(kPassword, {1, 8192});
    for (const accounts::Role role :
         {accounts::Role::administrator, accounts::Role::watch_officer, accounts::Role::release_officer,
          accounts::Role::legal_adviser, accounts::Role::overseer, accounts::Role::partner}) {
      accounts::CreateAccount made;
      made.account = accounts::name(role);
      made.role = role;
      if (role == accounts::Role::partner) made.agency = "XAA/coast_guard";
      made.password_hash = hash;
      const auto by =
          book_.empty() ? accounts::Actor::first_start() : *book_.by_password("administrator", kPassword, now());
      EXPECT_TRUE(book_.apply(made, by, now()));
    }
  }

  static Instant now() { return Instant::from_unix_ms(system_wall_clock().now_ms()); }

  // Opens a session; gives the cookie.
  std::string cookie_of(std::string_view account, Instant at = now()) {
    const std::lock_guard lock(mutex_);
    return std::string(open(*book_.by_password(account, kPassword, at), at).cookie.view());
  }
  std::string token_of(std::string_view account, accounts::Permissions scopes) {
    const std::lock_guard lock(mutex_);
    const accounts::NewToken token = accounts::make_token(system_random());
    EXPECT_TRUE(book_.apply(accounts::IssueToken{token.id, token.hash, std::string(account), "a machine", scopes,
                                                 now() + std::chrono::hours(1)},
                            *book_.by_password("administrator", kPassword, now()), now()));
    return std::string(token.text.view());
  }
  void disable(std::string_view account) {
    const std::lock_guard lock(mutex_);
    EXPECT_TRUE(book_.apply(accounts::Disable{std::string(account), {}},
                            *book_.by_password("administrator", kPassword, now()), now()));
  }

  People people() {
    People people;
    people.admit = [this](const Proof& proof) {
      const std::lock_guard lock(mutex_);
      return proof.token.empty() ? book_.by_session(proof.session, now()) : book_.by_token(proof.token, now());
    };
    people.has_accounts = [this] {
      const std::lock_guard lock(mutex_);
      return !book_.empty();
    };
    people.sign_in = [this](const SignIn& given) -> Result<SignedIn> {
      const std::lock_guard lock(mutex_);
      ++hashes;
      const auto admitted = book_.by_password(given.account, given.password.view(), now());
      if (!admitted) return fail(ErrorCode::verification, std::string(accounts::name(admitted.error())));
      return open(*admitted, now());
    };
    people.confirm = [this](const accounts::Actor& who, const accounts::Secret& password) -> Result<accounts::Actor> {
      const std::lock_guard lock(mutex_);
      const auto admitted = book_.by_password(who.account(), password.view(), now());
      if (!admitted) return fail(ErrorCode::verification, "no");
      FL_CHECK(book_.apply(accounts::ConfirmSession{who.session()}, *admitted, now()));
      ++confirmed;
      return *admitted;
    };
    people.sign_out = [this](const accounts::Actor& who) -> Result<void> {
      const std::lock_guard lock(mutex_);
      ++signed_out;
      if (keep_sessions) return {};
      return book_.apply(accounts::CloseSession{who.session()}, who, now());
    };
    people.first_account = [this](const FirstAccount& given) -> Result<SignedIn> {
      const std::lock_guard lock(mutex_);
      if (given.code.view() != kFirstCode) return fail(ErrorCode::verification, "no");
      FL_CHECK(accounts::check_password_policy(given.password.view(), given.account));
      accounts::CreateAccount made;
      made.account = given.account;
      made.role = accounts::Role::administrator;
      made.password_hash = *accounts::hash_password(given.password.view(), {1, 8192});
      FL_CHECK(book_.apply(made, accounts::Actor::first_start(), now()));
      return open(*book_.by_password(given.account, given.password.view(), now()), now());
    };
    return people;
  }
  ServerInputs inputs(Sea& sea) {
    ServerInputs inputs = sea.inputs();
    inputs.people = people();
    return inputs;
  }

  bool keep_sessions = false;
  std::atomic<int> hashes = 0;
  std::atomic<int> confirmed = 0;
  std::atomic<int> signed_out = 0;

 private:
  SignedIn open(const accounts::Actor& fresh, Instant at) {
    accounts::NewSecret secret = accounts::make_session_secret(system_random());
    EXPECT_TRUE(book_.apply(accounts::OpenSession{secret.hash, at + std::chrono::hours(12)}, fresh, at));
    const auto actor = book_.by_session(secret.text.view(), at);
    return {std::move(secret.text), std::chrono::hours(12), *actor};
  }

  std::mutex mutex_;
  accounts::AccountBook book_;
};

}  // namespace fairlead::serve
