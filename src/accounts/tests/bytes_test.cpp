// SPDX-License-Identifier: Apache-2.0
// Canonical bytes of changes, actors and books: one value, one encoding; every other one is refused. And the laws of
// the book under any sequence of changes.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accounts_support.hpp"

namespace fairlead::accounts {
namespace {

using namespace support;

constexpr std::array<std::string_view, 8> kNames = {"admin",   "watch",  "partner", "watch",
                                                    "partner", "admin2", "new",     "nobody"};

std::string any_name() { return std::string(kNames[*rc::gen::inRange<std::size_t>(0, kNames.size())]); }
Digest any_digest() { return sha256(std::string(1, static_cast<char>(*rc::gen::inRange(0, 6)))); }
std::string any_token() { return std::string(12, static_cast<char>('a' + *rc::gen::inRange(0, 5))); }
Role any_role() { return static_cast<Role>(*rc::gen::inRange(0, static_cast<int>(kRoles))); }
Instant any_end(Instant at) { return at + std::chrono::minutes(*rc::gen::inRange(-10, 300)); }
Seen any_seen() { return *rc::gen::inRange(0, 4) != 0 ? Seen{} : Seen{*rc::gen::inRange<std::uint64_t>(1, 6)}; }

Change any_change(Instant at) {
  const std::string name = any_name();
  switch (*rc::gen::inRange(0, 18)) {
    case 0: {
      CreateAccount made = account(name, any_role());
      if (*rc::gen::inRange(0, 4) == 0) made.password_hash.reset();
      return made;
    }
    case 1:
      return Rename{name, *rc::gen::element<std::string>("", "Somebody", " bad"), any_seen()};
    case 2:
      return ChangeRole{name, any_role(), any_seen()};
    case 3:
      return SetPassword{name, *rc::gen::inRange(0, 2) ? std::optional(cheap_hash()) : std::nullopt,
                         *rc::gen::arbitrary<bool>()};
    case 4:
      return Invite{name, any_digest(), any_end(at)};
    case 5:
      return LinkOidc{name, "https://id.example", std::string(1, *rc::gen::inRange('a', 'd'))};
    case 6:
      return UnlinkOidc{name};
    case 7:
      return AdmitOidc{name, "", "https://id.example", std::string(1, *rc::gen::inRange('a', 'd')), any_role(), {}};
    case 8:
      return BindCertificate{name, any_digest(), "feed"};
    case 9:
      return UnbindCertificate{name, any_digest()};
    case 10:
      return Disable{name, any_seen()};
    case 11:
      return Enable{name, any_seen()};
    case 12:
      return IssueToken{
          any_token(),
          any_digest(),
          name,
          "machine",
          *rc::gen::arbitrary<bool>() ? Permissions{Permission::stop} : Permissions{Permission::follow_feed},
          any_end(at)};
    case 13:
      return RevokeToken{any_token()};
    case 14:
      return OpenSession{any_digest(), any_end(at)};
    case 15:
      return ConfirmSession{*rc::gen::inRange<std::uint64_t>(0, 8)};
    case 16:
      return CloseSession{*rc::gen::inRange<std::uint64_t>(0, 8)};
    default:
      return CloseSessionsOf{name};
  }
}

// Somebody of those made first, as long as the password is theirs.
Actor any_person(const AccountBook& book, Instant at) {
  const Account* account = book.find(kNames[*rc::gen::inRange<std::size_t>(0, 3)]);
  if (account == nullptr || account->password_hash != cheap_hash()) return Actor::console(at);
  const Admission admitted = book.by_password(account->name, kPassword, at);
  return admitted ? *admitted : Actor::console(at);
}

Actor any_actor(const AccountBook& book, Instant at) {
  const Admission admitted = [&]() -> Admission {
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
        return Actor::console(at);
      case 1:
        return Actor::automatic();
      case 2:
        return book.by_oidc("https://id.example", std::string(1, *rc::gen::inRange('a', 'd')), at);
      case 3:
        return book.by_certificate(any_digest());
      default:
        return any_person(book, at);
    }
  }();
  return admitted ? *admitted : Actor::console(at);
}

bool has_administrator(const AccountBook& book) {
  for (const auto& [name, account] : book.accounts()) {
    if (account.role == Role::administrator && !account.disabled && (account.password_hash || account.oidc))
      return true;
  }
  return false;
}

// Every law at once, over any history.
RC_GTEST_PROP(Book, keeps_its_laws_through_any_history, ()) {
  AccountBook book;
  RC_ASSERT(book.apply(account("admin", Role::administrator), Actor::first_start(), kNow));
  RC_ASSERT(book.apply(account("watch", Role::watch_officer), Actor::console(kNow), kNow));
  RC_ASSERT(book.apply(account("partner", Role::partner), Actor::console(kNow), kNow));
  AccountBook replayed = book;
  Instant at = kNow;
  const int steps = *rc::gen::inRange(1, 40);
  for (int i = 0; i < steps; ++i) {
    at = at + std::chrono::minutes(*rc::gen::inRange(0, 4));
    const Change change = any_change(at);
    const bool by_owner = std::holds_alternative<OpenSession>(change) || std::holds_alternative<ConfirmSession>(change);
    const Actor by = by_owner                                    ? any_person(book, at)
                     : std::holds_alternative<AdmitOidc>(change) ? Actor::automatic()
                     : *rc::gen::inRange(0, 3) == 0              ? any_actor(book, at)
                                                                 : Actor::console(at);
    const AccountBook before = book;
    const auto applied = book.apply(change, by, at);
    if (!applied) RC_ASSERT(book == before);
    if (applied) RC_ASSERT(book.revision() == before.revision() + 1);
    RC_ASSERT(has_administrator(book));
    for (const auto& [name, account] : book.accounts()) {
      RC_ASSERT(!account.disabled || book.sessions_of(name).empty());
      RC_ASSERT(account.agency.has_value() == (account.role == Role::partner));
    }
    for (const auto& [id, token] : book.tokens()) RC_ASSERT(token.revoked || !book.find(token.account)->disabled);
    // The journal's form of both gives the same book again.
    wire::ByteWriter out;
    write(out, by);
    wire::ByteReader actor_in(out.view());
    const Actor actor_back = read_actor(actor_in);
    RC_ASSERT(actor_in.ok());
    RC_ASSERT(actor_in.at_end());
    RC_ASSERT(actor_back == by);
    out.clear();
    write(out, change);
    wire::ByteReader in(out.view());
    const Change back = read_change(in);
    if (in.ok()) {
      RC_ASSERT(in.at_end());
      RC_ASSERT(back == change);
      RC_ASSERT(replayed.apply(back, actor_back, at).has_value() == applied.has_value());
    } else {
      RC_ASSERT(!applied);  // what cannot be journalled was refused
    }
    RC_ASSERT(replayed == book);
  }
  const std::string bytes = bytes_of(book);
  wire::ByteReader in(bytes);
  const AccountBook back = read_account_book(in);
  RC_ASSERT(in.ok());
  RC_ASSERT(in.at_end());
  RC_ASSERT(back == book);
  RC_ASSERT(digest(back) == digest(book));
}

Staffed& furnished() {
  static Staffed staffed = [] {
    Staffed made;
    made.open("watch");
    made.open("release");
    made.issue("partner", {Permission::follow_feed});
    EXPECT_TRUE(made.book.apply(BindCertificate{"partner", sha256("x"), "feed"}, made.admin(), kNow));
    EXPECT_TRUE(made.book.apply(LinkOidc{"legal", "https://id.example", "7"}, made.admin(), kNow));
    EXPECT_TRUE(made.book.apply(Invite{"oversight", sha256("y"), kNow + 1h}, made.admin(), kNow));
    return made;
  }();
  return staffed;
}

TEST(Book, reads_back_to_answers_that_are_the_same) {
  const std::string bytes = bytes_of(furnished().book);
  wire::ByteReader in(bytes);
  const AccountBook back = read_account_book(in);
  ASSERT_TRUE(in.ok() && in.at_end());
  EXPECT_EQ(back, furnished().book);
  EXPECT_EQ(back.by_certificate(sha256("x"))->account(), "partner");
  EXPECT_EQ(back.by_oidc("https://id.example", "7", kNow)->account(), "legal");
}

TEST(Book, is_refused_when_any_byte_is_missing) {
  const std::string bytes = bytes_of(furnished().book);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    wire::ByteReader in(std::string_view(bytes).substr(0, size));
    EXPECT_TRUE(read_account_book(in).empty());
    EXPECT_FALSE(in.ok()) << size;
  }
}

// A changed byte gives another book or none, never the same book twice.
TEST(Book, has_one_encoding) {
  const std::string bytes = bytes_of(furnished().book);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const unsigned bit : {0U, 3U, 7U}) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(static_cast<unsigned char>(changed[i]) ^ 1U << bit);
      wire::ByteReader in(changed);
      const AccountBook back = read_account_book(in);
      if (!in.ok() || !in.at_end()) continue;
      EXPECT_EQ(bytes_of(back), changed) << i;
      EXPECT_NE(digest(back), digest(furnished().book)) << i;
    }
  }
}

TEST(Book, of_a_newer_version_is_refused) {
  std::string bytes = bytes_of(furnished().book);
  bytes[0] = 2;
  wire::ByteReader in(bytes);
  read_account_book(in);
  EXPECT_FALSE(in.ok());
}

RC_GTEST_PROP(Change, of_any_bytes_reads_to_itself_or_fails, (const std::string& bytes)) {
  for (const std::string& text : {bytes, std::string("\x01", 1) + bytes}) {
    wire::ByteReader in(text);
    const Change change = read_change(in);
    if (in.ok()) RC_ASSERT(bytes_of(change) + std::string(text.substr(text.size() - in.remaining())) == text);
  }
}

TEST(Actor, of_wrong_bytes_has_no_permission) {
  wire::ByteReader in(std::string_view("\x01\x01x\x00\x00\x08\x00\x00\x00\xff\x0f\x00", 12));
  EXPECT_TRUE(read_actor(in).permissions().empty());
  EXPECT_FALSE(in.ok());
  // `console` by password, and a person by `console`: neither has ever been.
  const std::string console = bytes_of(Actor::console(kNow));
  for (std::size_t i = 0; i < console.size(); ++i) {
    std::string changed = console;
    changed[i] = static_cast<char>(changed[i] + 1);
    wire::ByteReader again(changed);
    const Actor actor = read_actor(again);
    if (again.ok()) {
      EXPECT_EQ(bytes_of(actor), changed);
    }
  }
}

}  // namespace
}  // namespace fairlead::accounts
