// SPDX-License-Identifier: Apache-2.0
// Who may change what about accounts, and what two people at once get told.
#include <gtest/gtest.h>

#include "accounts_support.hpp"

namespace fairlead::accounts {
namespace {

using namespace support;

TEST(FirstStart, makes_one_administrator_and_no_second) {
  AccountBook book;
  EXPECT_REFUSED(book.apply(account("chief", Role::watch_officer), Actor::first_start(), kNow), invalid_argument,
                 "administrator");
  CreateAccount no_password = account("chief", Role::administrator);
  no_password.password_hash.reset();
  EXPECT_REFUSED(book.apply(no_password, Actor::first_start(), kNow), invalid_argument, "password");
  EXPECT_TRUE(book.apply(account("chief", Role::administrator), Actor::first_start(), kNow));
  EXPECT_REFUSED(book.apply(account("second", Role::administrator), Actor::first_start(), kNow), conflict, "meanwhile");
  EXPECT_REFUSED(book.apply(Disable{"chief", {}}, Actor::first_start(), kNow), conflict, "meanwhile");
}

TEST(FirstStart, is_an_administrators_on_every_way) {
  AccountBook book;
  EXPECT_REFUSED(book.apply(account("x", Role::partner), Actor::console(kNow), kNow), conflict, "first account");
  AdmitOidc admitted;
  admitted.account = "x";
  admitted.issuer = "https://id.example";
  admitted.subject = "1";
  EXPECT_REFUSED(book.apply(admitted, Actor::automatic(), kNow), conflict, "first account");
  EXPECT_TRUE(book.apply(account("x", Role::administrator), Actor::console(kNow), kNow));
}

TEST(Accounts, are_changed_by_administrators_only) {
  Staffed staffed;
  const AccountBook before = staffed.book;
  for (const std::string_view who : {"watch", "release", "legal", "oversight", "partner"}) {
    const Actor actor = staffed.fresh(who);
    EXPECT_REFUSED(staffed.book.apply(account("new", Role::watch_officer), actor, kNow), unsupported,
                   "not for the role");
    EXPECT_REFUSED(staffed.book.apply(account("new", Role::partner), actor, kNow), unsupported, "not for the role");
    EXPECT_REFUSED(staffed.book.apply(ChangeRole{std::string(who), Role::administrator, {}}, actor, kNow), unsupported,
                   "");
    EXPECT_REFUSED(staffed.book.apply(Disable{"admin", {}}, actor, kNow), unsupported, "");
    EXPECT_REFUSED(staffed.book.apply(SetPassword{"admin", cheap_hash(), false}, actor, kNow), unsupported, "");
    EXPECT_REFUSED(staffed.book.apply(Invite{std::string(who), {}, kNow + 1h}, actor, kNow), unsupported, "");
    EXPECT_REFUSED(staffed.book.apply(BindCertificate{std::string(who), {}, ""}, actor, kNow), unsupported, "");
    EXPECT_REFUSED(staffed.book.apply(LinkOidc{std::string(who), "i", "s"}, actor, kNow), unsupported, "");
    EXPECT_REFUSED(staffed.book.apply(CloseSessionsOf{"admin"}, actor, kNow), unsupported, "");
    EXPECT_REFUSED(
        staffed.book.apply(IssueToken{"aaaaaaaaaaaa", {}, std::string(who), "", {Permission::stop}, kNow + 1h}, actor,
                           kNow),
        unsupported, "");
  }
  EXPECT_EQ(staffed.book, before);
}

TEST(Accounts, are_changed_after_a_fresh_sign_in) {
  Staffed staffed;
  const std::string cookie = staffed.open("admin");
  const Instant later = kNow + kConfirmWithin + 1ms;
  EXPECT_REFUSED(staffed.book.apply(Disable{"watch", {}}, staffed.by_cookie(cookie, later), later), unsupported,
                 "sign in again");
  const std::uint64_t number = staffed.by_cookie(cookie, later).session();
  ASSERT_TRUE(staffed.book.apply(ConfirmSession{number}, staffed.admin(later), later));
  EXPECT_TRUE(staffed.book.apply(Disable{"watch", {}}, staffed.by_cookie(cookie, later), later));
}

TEST(Accounts, refuse_names_and_texts_of_another_form) {
  Staffed staffed;
  for (const std::string_view name :
       {"", "A", "a b", ".a", "-a", "ä", "first-start", "console", "demo", "fairlead", "a/b", "a\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}) {
    EXPECT_REFUSED(staffed.book.apply(account(name, Role::overseer), staffed.admin(), kNow), invalid_argument, "");
  }
  for (const std::string_view name : {"a", "0", "j.okoro", "a_b-c", "x@example.org"}) {
    EXPECT_TRUE(staffed.book.apply(account(name, Role::overseer), staffed.admin(), kNow)) << name;
  }
  for (const std::string_view text :
       {"\xff", "a\nb", " a", "a ", "\xc2\x85", "\xe2\x80\xaegro.elpmaxe", "\xed\xa0\x80"}) {
    EXPECT_REFUSED(staffed.book.apply(Rename{"watch", std::string(text), {}}, staffed.admin(), kNow), invalid_argument,
                   "");
  }
  EXPECT_TRUE(staffed.book.apply(Rename{"watch", "J. Okoro – Wächter 船", {}}, staffed.admin(), kNow));
  CreateAccount partner = account("p", Role::partner);
  for (const std::string_view agency :
       {"", "XAA", "XAA/", "xaa/coast_guard", "XAA/Coast", "XAA/1st", "XA/coast_guard"}) {
    partner.agency = agency;
    EXPECT_REFUSED(staffed.book.apply(partner, staffed.admin(), kNow), invalid_argument, "XAA/coast_guard");
  }
  CreateAccount home = account("h", Role::overseer);
  home.agency = "XAA/coast_guard";
  EXPECT_REFUSED(staffed.book.apply(home, staffed.admin(), kNow), invalid_argument, "no agency");
  CreateAccount plain = account("h", Role::overseer);
  plain.password_hash = "three blind mice";
  EXPECT_REFUSED(staffed.book.apply(plain, staffed.admin(), kNow), invalid_argument, "argon2id");
}

TEST(Accounts, tell_the_second_of_two_administrators) {
  Staffed staffed;
  ASSERT_TRUE(staffed.book.apply(account("admin2", Role::administrator), staffed.admin(), kNow));
  const Actor one = staffed.admin();
  const Actor two = staffed.fresh("admin2");
  ASSERT_TRUE(staffed.book.apply(account("new", Role::overseer), one, kNow));
  EXPECT_REFUSED(staffed.book.apply(account("new", Role::watch_officer), two, kNow), conflict, "by `admin`");
  EXPECT_EQ(staffed.book.find("new")->role, Role::overseer);

  const std::uint64_t seen = staffed.book.find("watch")->revision;
  ASSERT_TRUE(staffed.book.apply(ChangeRole{"watch", Role::legal_adviser, seen}, one, kNow));
  EXPECT_REFUSED(staffed.book.apply(ChangeRole{"watch", Role::overseer, seen}, two, kNow), conflict,
                 "by `admin` meanwhile");
  EXPECT_REFUSED(staffed.book.apply(ChangeRole{"watch", Role::legal_adviser, {}}, two, kNow), conflict, "already");
  ASSERT_TRUE(staffed.book.apply(Disable{"watch", {}}, one, kNow));
  EXPECT_REFUSED(staffed.book.apply(Disable{"watch", {}}, two, kNow), conflict, "already");

  // Each disables the other: the second's word came too late.
  ASSERT_TRUE(staffed.book.apply(Disable{"admin2", {}}, one, kNow));
  EXPECT_REFUSED(staffed.book.apply(Disable{"admin", {}}, two, kNow), unsupported, "disabled meanwhile");
}

TEST(Accounts, keep_one_administrator_who_can_sign_in) {
  Staffed staffed;
  const Actor admin = staffed.admin();
  EXPECT_REFUSED(staffed.book.apply(Disable{"admin", {}}, admin, kNow), conflict, "last administrator");
  EXPECT_REFUSED(staffed.book.apply(ChangeRole{"admin", Role::overseer, {}}, admin, kNow), conflict,
                 "last administrator");
  EXPECT_REFUSED(staffed.book.apply(SetPassword{"admin", std::nullopt, false}, admin, kNow), conflict,
                 "last administrator");
  // A second one without a proof that a person can give does not count.
  CreateAccount bare = account("bare", Role::administrator);
  bare.password_hash.reset();
  ASSERT_TRUE(staffed.book.apply(bare, admin, kNow));
  EXPECT_REFUSED(staffed.book.apply(Disable{"admin", {}}, admin, kNow), conflict, "last administrator");
  ASSERT_TRUE(staffed.book.apply(LinkOidc{"bare", "https://id.example", "7"}, admin, kNow));
  EXPECT_TRUE(staffed.book.apply(Disable{"admin", {}}, admin, kNow));
  EXPECT_REFUSED(staffed.book.apply(UnlinkOidc{"bare"}, Actor::console(kNow), kNow), conflict, "last administrator");
}

TEST(Accounts, of_partners_stay_with_their_agency) {
  Staffed staffed;
  EXPECT_REFUSED(staffed.book.apply(ChangeRole{"partner", Role::watch_officer, {}}, staffed.admin(), kNow),
                 invalid_argument, "another account");
  EXPECT_REFUSED(staffed.book.apply(ChangeRole{"watch", Role::partner, {}}, staffed.admin(), kNow), invalid_argument,
                 "another account");
  EXPECT_EQ(staffed.fresh("partner").agency(), "XAA/coast_guard");
}

TEST(Accounts, when_disabled_lose_sessions_and_tokens_for_good) {
  Staffed staffed;
  const std::string cookie = staffed.open("watch");
  const NewToken token = staffed.issue("watch", {Permission::stop});
  ASSERT_TRUE(staffed.book.by_token(token.text.view(), kNow));
  const Actor watch = staffed.by_cookie(cookie);
  ASSERT_TRUE(staffed.book.apply(Disable{"watch", {}}, staffed.admin(), kNow));
  EXPECT_FALSE(staffed.book.by_session(cookie, kNow));
  EXPECT_EQ(staffed.book.by_token(token.text.view(), kNow).error(), NotAdmitted::revoked);
  EXPECT_EQ(staffed.book.by_password("watch", kPassword, kNow).error(), NotAdmitted::disabled);
  EXPECT_FALSE(staffed.book.still_valid(watch, kNow)) << "a command on its way comes too late";
  ASSERT_TRUE(staffed.book.apply(Enable{"watch", {}}, staffed.admin(), kNow));
  EXPECT_FALSE(staffed.book.by_session(cookie, kNow));
  EXPECT_FALSE(staffed.book.by_token(token.text.view(), kNow));
  EXPECT_TRUE(staffed.book.by_password("watch", kPassword, kNow));
}

TEST(Passwords, are_changed_by_their_owner_after_a_fresh_sign_in) {
  Staffed staffed;
  const std::string here = staffed.open("watch");
  const std::string elsewhere = staffed.open("watch");
  const std::string hash = *hash_password("four and twenty blackbirds", kCheap);
  const Instant later = kNow + 1h;
  EXPECT_REFUSED(staffed.book.apply(SetPassword{"watch", hash, false}, staffed.by_cookie(here, later), later),
                 unsupported, "sign in again");
  ASSERT_TRUE(staffed.book.apply(SetPassword{"watch", hash, false}, staffed.by_cookie(here), kNow));
  EXPECT_TRUE(staffed.book.by_session(here, kNow)) << "where it was changed one stays signed in";
  EXPECT_FALSE(staffed.book.by_session(elsewhere, kNow)) << "everywhere else not";
  EXPECT_FALSE(staffed.book.by_password("watch", kPassword, kNow));
  EXPECT_TRUE(staffed.book.by_password("watch", "four and twenty blackbirds", kNow));
}

TEST(Passwords, are_hashed_anew_by_who_just_gave_them) {
  Staffed staffed;
  const std::string cookie = staffed.open("watch");
  ASSERT_TRUE(needs_rehash(*staffed.book.find("watch")->password_hash));
  const std::string dearer = *hash_password(kPassword, {2, 16384});
  EXPECT_REFUSED(staffed.book.apply(SetPassword{"watch", dearer, true}, staffed.by_cookie(cookie), kNow), unsupported,
                 "");
  EXPECT_REFUSED(staffed.book.apply(SetPassword{"watch", dearer, true}, staffed.admin(), kNow), unsupported, "");
  ASSERT_TRUE(staffed.book.apply(SetPassword{"watch", dearer, true}, staffed.fresh("watch"), kNow));
  EXPECT_TRUE(staffed.book.by_session(cookie, kNow));
  EXPECT_TRUE(staffed.book.by_password("watch", kPassword, kNow));
}

TEST(Invitations, set_one_password_once) {
  Staffed staffed;
  CreateAccount bare = account("new", Role::legal_adviser);
  bare.password_hash.reset();
  ASSERT_TRUE(staffed.book.apply(bare, staffed.admin(), kNow));
  EXPECT_EQ(staffed.book.by_password("new", kPassword, kNow).error(), NotAdmitted::no_password);
  const NewSecret code = make_one_time_code(staffed.random);
  ASSERT_TRUE(staffed.book.apply(Invite{"new", code.hash, kNow + 1h}, staffed.admin(), kNow));
  const Admission invited = staffed.book.by_invitation(code.text.view(), kNow);
  ASSERT_TRUE(invited);
  EXPECT_TRUE(invited->permissions().empty());
  EXPECT_REFUSED(staffed.book.apply(OpenSession{{}, kNow + 1h}, *invited, kNow), unsupported, "");
  EXPECT_REFUSED(staffed.book.apply(SetPassword{"watch", cheap_hash(), false}, *invited, kNow), unsupported, "");
  EXPECT_EQ(staffed.book.by_invitation(code.text.view(), kNow + 1h).error(), NotAdmitted::expired);
  ASSERT_TRUE(staffed.book.apply(SetPassword{"new", cheap_hash(), false}, *invited, kNow));
  EXPECT_REFUSED(staffed.book.apply(SetPassword{"new", cheap_hash(), false}, *invited, kNow), unsupported,
                 "invitation");
  EXPECT_EQ(staffed.book.by_invitation(code.text.view(), kNow).error(), NotAdmitted::unknown);
  EXPECT_TRUE(staffed.book.by_password("new", kPassword, kNow));
}

TEST(Identities, belong_to_one_account) {
  Staffed staffed;
  ASSERT_TRUE(staffed.book.apply(LinkOidc{"watch", "https://id.example", "7"}, staffed.admin(), kNow));
  EXPECT_REFUSED(staffed.book.apply(LinkOidc{"legal", "https://id.example", "7"}, staffed.admin(), kNow), conflict,
                 "`watch`");
  EXPECT_EQ(staffed.book.by_oidc("https://id.example", "7", kNow)->account(), "watch");
  EXPECT_FALSE(staffed.book.by_oidc("https://other.example", "7", kNow));
  ASSERT_TRUE(staffed.book.apply(UnlinkOidc{"watch"}, staffed.admin(), kNow));
  EXPECT_FALSE(staffed.book.by_oidc("https://id.example", "7", kNow));
  EXPECT_TRUE(staffed.book.apply(LinkOidc{"legal", "https://id.example", "7"}, staffed.admin(), kNow));
}

TEST(Identities, that_a_provider_admits_have_the_role_of_their_group) {
  Staffed staffed;
  AdmitOidc admitted{"ines", "Inês", "https://id.example", "42", Role::watch_officer, std::nullopt};
  EXPECT_REFUSED(staffed.book.apply(admitted, staffed.admin(), kNow), unsupported, "verified");
  ASSERT_TRUE(staffed.book.apply(admitted, Actor::automatic(), kNow));
  EXPECT_EQ(staffed.book.by_oidc("https://id.example", "42", kNow)->role(), Role::watch_officer);
  EXPECT_REFUSED(staffed.book.apply(ChangeRole{"ines", Role::overseer, {}}, staffed.admin(), kNow), conflict, "group");
  admitted.role = Role::legal_adviser;
  ASSERT_TRUE(staffed.book.apply(admitted, Actor::automatic(), kNow));
  EXPECT_EQ(staffed.book.by_oidc("https://id.example", "42", kNow)->role(), Role::legal_adviser);
  admitted.role = Role::partner;
  admitted.agency = "XAA/navy";
  EXPECT_REFUSED(staffed.book.apply(admitted, Actor::automatic(), kNow), conflict, "partner");
  // A name that is taken is not given to whoever comes with it.
  EXPECT_REFUSED(staffed.book.apply(AdmitOidc{"admin", "", "https://id.example", "43", Role::overseer, {}},
                                    Actor::automatic(), kNow),
                 conflict, "already");
  ASSERT_TRUE(staffed.book.apply(Disable{"ines", {}}, staffed.admin(), kNow));
  admitted.role = Role::overseer;
  EXPECT_REFUSED(staffed.book.apply(admitted, Actor::automatic(), kNow), conflict, "disabled");
}

}  // namespace
}  // namespace fairlead::accounts
