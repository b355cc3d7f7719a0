// SPDX-License-Identifier: Apache-2.0
// What the tests of accounts share: a false moment, a countable source of randomness, cheap hashes, a staffed book.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "accounts/account_book.hpp"
#include "accounts/passwords.hpp"
#include "accounts/secrets.hpp"

namespace fairlead::accounts::support {

using namespace std::chrono_literals;

inline const Instant kNow = Instant::from_civil(2026, 11, 22, 12);
inline constexpr HashCost kCheap{1, 8192};
inline constexpr std::string_view kPassword = "three blind mice";

// The same bytes in every run, no two draws alike.
class CountedRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) {
      state_ = state_ * 6364136223846793005U + 1442695040888963407U;
      byte = static_cast<std::byte>(state_ >> 56);
    }
  }

 private:
  std::uint64_t state_ = 1;
};

// Of kPassword; made once, since salts make each one different.
inline const std::string& cheap_hash() {
  static const std::string hash = *hash_password(kPassword, kCheap);
  return hash;
}

inline CreateAccount account(std::string_view name, Role role) {
  CreateAccount made;
  made.account = name;
  made.role = role;
  if (role == Role::partner) made.agency = "XAA/coast_guard";
  made.password_hash = cheap_hash();
  return made;
}

// One account of each role: watch, release, legal, oversight, admin, partner.
struct Staffed {
  AccountBook book;
  CountedRandom random;

  explicit Staffed(BookLimits limits = {}) : book(limits) {
    EXPECT_TRUE(book.apply(account("admin", Role::administrator), Actor::first_start(), kNow));
    for (const auto& [name, role] : {std::pair{"watch", Role::watch_officer},
                                     {"release", Role::release_officer},
                                     {"legal", Role::legal_adviser},
                                     {"oversight", Role::overseer},
                                     {"partner", Role::partner}}) {
      EXPECT_TRUE(book.apply(account(name, role), admin(), kNow));
    }
  }

  Actor fresh(std::string_view name, Instant at = kNow) {
    const Admission admitted = book.by_password(name, kPassword, at);
    EXPECT_TRUE(admitted) << name;
    return admitted ? *admitted : Actor::automatic();
  }
  Actor admin(Instant at = kNow) { return fresh("admin", at); }

  // Signs in; gives the cookie.
  std::string open(std::string_view name, Instant at = kNow, Duration good_for = 12h) {
    const NewSecret secret = make_session_secret(random);
    EXPECT_TRUE(book.apply(OpenSession{secret.hash, at + good_for}, fresh(name, at), at));
    return std::string(secret.text.view());
  }
  Actor by_cookie(std::string_view cookie, Instant at = kNow) {
    const Admission admitted = book.by_session(cookie, at);
    EXPECT_TRUE(admitted);
    return admitted ? *admitted : Actor::automatic();
  }
  // Issues a token; gives its text.
  NewToken issue(std::string_view name, Permissions scopes, Instant at = kNow, Duration good_for = 24h) {
    NewToken token = make_token(random);
    const auto issued = book.apply(
        IssueToken{token.id, token.hash, std::string(name), "a machine", scopes, at + good_for}, admin(at), at);
    EXPECT_TRUE(issued) << (issued ? "" : issued.error().message);
    return token;
  }
};

inline std::string bytes_of(const auto& value) {
  wire::ByteWriter out;
  write(out, value);
  return out.take();
}

#define EXPECT_REFUSED(expression, expected_code, words)                             \
  do {                                                                               \
    const auto refused = (expression);                                               \
    ASSERT_FALSE(refused);                                                           \
    EXPECT_EQ(refused.error().code, ErrorCode::expected_code);                       \
    EXPECT_TRUE(refused.error().message.contains(words)) << refused.error().message; \
  } while (false)

}  // namespace fairlead::accounts::support
