// SPDX-License-Identifier: Apache-2.0
// Sessions, tokens, certificates and passwords: what admits, and what does not any more.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accounts_support.hpp"

namespace fairlead::accounts {
namespace {

using namespace support;

NotAdmitted reason(const Admission& admission) {
  EXPECT_FALSE(admission);
  return admission ? NotAdmitted{} : admission.error();
}

TEST(Sessions, admit_until_they_expire_or_are_closed) {
  Staffed staffed;
  const std::string cookie = staffed.open("release", kNow, 1h);
  const Actor actor = staffed.by_cookie(cookie);
  EXPECT_EQ(actor.account(), "release");
  EXPECT_EQ(actor.role(), Role::release_officer);
  EXPECT_EQ(actor.method(), Method::password);
  EXPECT_EQ(actor.confirmed_at(), kNow);
  EXPECT_EQ(reason(staffed.book.by_session(cookie, kNow + 1h)), NotAdmitted::expired);
  EXPECT_EQ(reason(staffed.book.by_session("", kNow)), NotAdmitted::nothing_given);
  EXPECT_EQ(reason(staffed.book.by_session("x", kNow)), NotAdmitted::malformed);
  std::string other = cookie;
  other[0] = other[0] == 'A' ? 'B' : 'A';
  EXPECT_EQ(reason(staffed.book.by_session(other, kNow)), NotAdmitted::unknown);
  ASSERT_TRUE(staffed.book.apply(CloseSession{actor.session()}, actor, kNow));
  EXPECT_EQ(reason(staffed.book.by_session(cookie, kNow)), NotAdmitted::unknown);
  EXPECT_FALSE(staffed.book.still_valid(actor, kNow));
}

TEST(Sessions, are_opened_by_a_fresh_proof_only) {
  Staffed staffed;
  const Actor in_session = staffed.by_cookie(staffed.open("watch"));
  EXPECT_REFUSED(staffed.book.apply(OpenSession{sha256("x"), kNow + 1h}, in_session, kNow), unsupported, "");
  EXPECT_REFUSED(staffed.book.apply(ConfirmSession{in_session.session()}, in_session, kNow), unsupported, "");
  EXPECT_REFUSED(staffed.book.apply(ConfirmSession{in_session.session()}, staffed.fresh("legal"), kNow), not_found, "");
  EXPECT_REFUSED(staffed.book.apply(OpenSession{sha256("x"), kNow + 1h}, staffed.fresh("watch", kNow - 1h), kNow),
                 unsupported, "too long");
  EXPECT_REFUSED(staffed.book.apply(OpenSession{sha256("x"), kNow + 8 * 24h}, staffed.fresh("watch"), kNow),
                 invalid_argument, "7d");
  EXPECT_REFUSED(staffed.book.apply(OpenSession{sha256("x"), kNow + 1h}, Actor::demo(Role::watch_officer, kNow), kNow),
                 unsupported, "");
  ASSERT_TRUE(staffed.book.apply(OpenSession{sha256("x"), kNow + 1h}, staffed.fresh("watch"), kNow));
  EXPECT_REFUSED(staffed.book.apply(OpenSession{sha256("x"), kNow + 1h}, staffed.fresh("legal"), kNow), conflict, "");
}

TEST(Sessions, of_others_are_closed_by_administrators_only) {
  Staffed staffed;
  const std::string cookie = staffed.open("watch");
  const std::uint64_t number = staffed.by_cookie(cookie).session();
  EXPECT_REFUSED(staffed.book.apply(CloseSession{number}, staffed.by_cookie(staffed.open("legal")), kNow), unsupported,
                 "");
  EXPECT_REFUSED(staffed.book.apply(CloseSession{number + 100}, staffed.by_cookie(staffed.open("legal")), kNow),
                 unsupported, "");
  EXPECT_TRUE(staffed.book.apply(CloseSession{number}, staffed.admin(), kNow));
}

TEST(Sessions, make_room_for_new_ones) {
  BookLimits limits;
  limits.sessions_per_account = 3;
  Staffed staffed(limits);
  std::vector<std::string> cookies;
  for (int i = 0; i < 5; ++i) cookies.push_back(staffed.open("watch", kNow + std::chrono::seconds(i)));
  EXPECT_EQ(staffed.book.session_count(), 3U);
  EXPECT_FALSE(staffed.book.by_session(cookies[0], kNow));
  EXPECT_FALSE(staffed.book.by_session(cookies[1], kNow));
  for (const std::size_t i : {2U, 3U, 4U}) EXPECT_TRUE(staffed.book.by_session(cookies[i], kNow)) << i;
}

TEST(Sessions, follow_a_change_of_role_at_once) {
  Staffed staffed;
  const std::string cookie = staffed.open("release");
  const Actor before = staffed.by_cookie(cookie);
  ASSERT_TRUE(staffed.book.apply(ChangeRole{"release", Role::overseer, {}}, staffed.admin(), kNow));
  EXPECT_EQ(staffed.by_cookie(cookie).may(Permission::stop, kNow), Allowed::no);
  EXPECT_FALSE(staffed.book.still_valid(before, kNow)) << "what was permitted a moment ago is not now";
}

TEST(Tokens, admit_within_their_scopes_until_they_expire) {
  Staffed staffed;
  const NewToken token = staffed.issue("watch", {Permission::stop, Permission::read_picture}, kNow, 1h);
  EXPECT_TRUE(token.text.view().starts_with("flt_" + token.id + "_"));
  const Admission admitted = staffed.book.by_token(token.text.view(), kNow);
  ASSERT_TRUE(admitted);
  EXPECT_EQ(admitted->method(), Method::token);
  EXPECT_EQ(admitted->token(), token.id);
  EXPECT_EQ(admitted->may(Permission::stop, kNow), Allowed::yes);
  EXPECT_EQ(admitted->may(Permission::operate, kNow), Allowed::no) << "the role may, the token may not";
  EXPECT_REFUSED(admitted->check(Permission::operate, kNow), unsupported, "token");
  EXPECT_EQ(reason(staffed.book.by_token(token.text.view(), kNow + 1h)), NotAdmitted::expired);
  EXPECT_FALSE(staffed.book.still_valid(*admitted, kNow + 1h));
}

TEST(Tokens, once_revoked_stay_so) {
  Staffed staffed;
  const NewToken token = staffed.issue("partner", {Permission::follow_feed});
  const Actor actor = *staffed.book.by_token(token.text.view(), kNow);
  EXPECT_REFUSED(staffed.book.apply(RevokeToken{token.id}, actor, kNow), unsupported, "");
  EXPECT_REFUSED(staffed.book.apply(RevokeToken{token.id}, staffed.fresh("watch"), kNow), unsupported, "");
  ASSERT_TRUE(staffed.book.apply(RevokeToken{token.id}, staffed.fresh("partner"), kNow)) << "one's own";
  EXPECT_EQ(reason(staffed.book.by_token(token.text.view(), kNow)), NotAdmitted::revoked);
  EXPECT_FALSE(staffed.book.still_valid(actor, kNow));
  EXPECT_REFUSED(staffed.book.apply(RevokeToken{token.id}, staffed.admin(), kNow), conflict, "already");
  EXPECT_REFUSED(staffed.book.apply(RevokeToken{"zzzzzzzzzzzz"}, staffed.admin(), kNow), not_found, "");
  EXPECT_REFUSED(staffed.book.apply(RevokeToken{"zzzzzzzzzzzz"}, staffed.fresh("watch"), kNow), unsupported, "");
}

TEST(Tokens, with_another_secret_or_form_admit_nobody) {
  Staffed staffed;
  const NewToken token = staffed.issue("watch", {Permission::stop});
  const NewToken other = make_token(staffed.random);
  const std::string text(token.text.view());
  EXPECT_EQ(reason(staffed.book.by_token(other.text.view(), kNow)), NotAdmitted::unknown);
  const std::string mixed = "flt_" + token.id + std::string(other.text.view().substr(16));
  EXPECT_EQ(reason(staffed.book.by_token(mixed, kNow)), NotAdmitted::wrong_secret);
  for (const std::string& bad : {std::string("x"), text + "A", text.substr(1), text.substr(0, text.size() - 1),
                                 std::string(100'000, 'A'), "flt_" + token.id, "FLT" + text.substr(3)}) {
    EXPECT_EQ(reason(staffed.book.by_token(bad, kNow)), NotAdmitted::malformed) << bad.substr(0, 80);
  }
}

TEST(Tokens, hold_no_more_than_the_role_and_nothing_to_be_confirmed) {
  Staffed staffed;
  const auto issue = [&](std::string_view who, Permissions scopes, Instant expires_at = kNow + 1h) {
    const NewToken token = make_token(staffed.random);
    return staffed.book.apply(IssueToken{token.id, token.hash, std::string(who), "", scopes, expires_at},
                              staffed.admin(), kNow);
  };
  EXPECT_REFUSED(issue("admin", {Permission::manage_accounts}), invalid_argument, "`manage_accounts`");
  EXPECT_REFUSED(issue("watch", {Permission::own_account}), invalid_argument, "person");
  EXPECT_REFUSED(issue("partner", {Permission::read_picture}), invalid_argument, "partner");
  EXPECT_REFUSED(issue("watch", {}), invalid_argument, "at least one");
  EXPECT_REFUSED(issue("watch", {Permission::stop}, kNow), invalid_argument, "expired");
  EXPECT_REFUSED(issue("watch", {Permission::stop}, kNow + 400 * 24h), invalid_argument, "longer");
  EXPECT_REFUSED(issue("nobody", {Permission::stop}), not_found, "`nobody`");
  // A smaller role later makes the token smaller.
  const NewToken token = staffed.issue("release", {Permission::stop, Permission::read_picture});
  ASSERT_TRUE(staffed.book.apply(ChangeRole{"release", Role::overseer, {}}, staffed.admin(), kNow));
  EXPECT_EQ(staffed.book.by_token(token.text.view(), kNow)->permissions(), Permissions{Permission::read_picture});
}

TEST(Tokens, make_room_by_forgetting_what_no_longer_works) {
  BookLimits limits;
  limits.tokens_per_account = 2;
  Staffed staffed(limits);
  const NewToken first = staffed.issue("watch", {Permission::stop});
  const NewToken second = staffed.issue("watch", {Permission::stop});
  const NewToken third = make_token(staffed.random);
  const IssueToken issue{third.id, third.hash, "watch", "", {Permission::stop}, kNow + 1h};
  EXPECT_REFUSED(staffed.book.apply(issue, staffed.admin(), kNow), full, "revoke");
  ASSERT_TRUE(staffed.book.apply(RevokeToken{first.id}, staffed.admin(), kNow));
  ASSERT_TRUE(staffed.book.apply(issue, staffed.admin(), kNow));
  EXPECT_FALSE(staffed.book.tokens().contains(first.id));
  EXPECT_TRUE(staffed.book.by_token(second.text.view(), kNow));
}

TEST(Certificates, admit_the_account_they_are_bound_to_without_what_asks_for_a_person) {
  Staffed staffed;
  const Digest print = sha256("a certificate");
  EXPECT_EQ(reason(staffed.book.by_certificate(print)), NotAdmitted::unknown);
  ASSERT_TRUE(staffed.book.apply(BindCertificate{"partner", print, "feed 1"}, staffed.admin(), kNow));
  EXPECT_REFUSED(staffed.book.apply(BindCertificate{"watch", print, ""}, staffed.admin(), kNow), conflict, "`partner`");
  const Actor actor = *staffed.book.by_certificate(print);
  EXPECT_EQ(actor.agency(), "XAA/coast_guard");
  EXPECT_EQ(actor.permissions(), (Permissions{Permission::follow_feed, Permission::acknowledge}));
  ASSERT_TRUE(staffed.book.apply(BindCertificate{"admin", sha256("another"), ""}, staffed.admin(), kNow));
  EXPECT_REFUSED(staffed.book.by_certificate(sha256("another"))->check(Permission::manage_accounts, kNow), unsupported,
                 "person");
  ASSERT_TRUE(staffed.book.apply(UnbindCertificate{"partner", print}, staffed.admin(), kNow));
  EXPECT_EQ(reason(staffed.book.by_certificate(print)), NotAdmitted::unknown);
  EXPECT_FALSE(staffed.book.still_valid(actor, kNow));
  EXPECT_REFUSED(staffed.book.apply(UnbindCertificate{"partner", print}, staffed.admin(), kNow), not_found, "");
}

TEST(SignIn, tells_the_log_what_it_does_not_tell_the_world) {
  Staffed staffed;
  EXPECT_EQ(reason(staffed.book.by_password("nobody", kPassword, kNow)), NotAdmitted::unknown);
  EXPECT_EQ(reason(staffed.book.by_password("watch", "three blind mouse", kNow)), NotAdmitted::wrong_secret);
  EXPECT_EQ(reason(staffed.book.by_password("first-start", kPassword, kNow)), NotAdmitted::unknown);
  EXPECT_EQ(reason(staffed.book.by_password("watch", "", kNow)), NotAdmitted::wrong_secret);
}

TEST(Passwords, have_a_policy) {
  EXPECT_TRUE(check_password_policy("three blind mice", "watch"));
  EXPECT_TRUE(check_password_policy(std::string(1000, 'a') + "bcdef", "watch"));
  for (const std::string& bad :
       {std::string("elevenchars"), std::string(1025, 'x') + "abcde", std::string("aaaaaaaaaaaaaaaa"),
        std::string("PasswordPassword"), std::string("Correct Horse Battery Staple"), std::string("j.okoro.1234"),
        std::string("J.OKOROj.okoro"), std::string("fairlead2026")}) {
    EXPECT_REFUSED(check_password_policy(bad, "j.okoro"), invalid_argument, "password");
  }
}

TEST(Passwords, are_argon2id_strings_that_bear_their_cost) {
  const std::string hash = *hash_password(kPassword, kCheap);
  EXPECT_TRUE(is_password_hash(hash)) << hash;
  EXPECT_TRUE(check_password(hash, kPassword));
  EXPECT_FALSE(check_password(hash, "three blind mouse"));
  EXPECT_NE(hash, *hash_password(kPassword, kCheap)) << "salted";
  EXPECT_TRUE(needs_rehash(hash));
  EXPECT_FALSE(needs_rehash(hash, kCheap));
  EXPECT_FALSE(hash_password(std::string(1025, 'x'), kCheap));
  const std::string usual = *hash_password(kPassword);
  EXPECT_TRUE(usual.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << usual;
  EXPECT_FALSE(needs_rehash(usual));
  EXPECT_TRUE(check_password(usual, kPassword));
  // A longer password is not the same as its first 1,024 bytes.
  const std::string longest(1024, 'x');
  const std::string of_longest = *hash_password(longest, kCheap);
  EXPECT_TRUE(check_password(of_longest, longest));
  EXPECT_FALSE(check_password(of_longest, longest + "x"));
}

TEST(Passwords, whose_hash_asks_too_much_are_none) {
  const std::string good = *hash_password(kPassword, kCheap);
  const std::string tail = good.substr(good.find("p=1$"));
  EXPECT_TRUE(is_password_hash("$argon2id$v=19$m=1048576,t=16," + tail));
  for (const std::string& bad :
       {"$argon2id$v=19$m=1048577,t=1," + tail, "$argon2id$v=19$m=8,t=17," + tail, "$argon2id$v=19$m=7,t=1," + tail,
        "$argon2id$v=19$m=08,t=1," + tail, "$argon2id$v=19$m=8,t=0," + tail, "$argon2i$v=19$m=8,t=1," + tail,
        "$argon2id$v=16$m=8,t=1," + tail, good + "A", good.substr(0, good.size() - 1), std::string(),
        std::string("$argon2id$"), "$argon2id$v=19$m=99999999999999999999,t=1," + tail}) {
    EXPECT_FALSE(is_password_hash(bad)) << bad;
  }
}

TEST(OneTimeCodes, may_be_read_aloud_and_typed) {
  CountedRandom random;
  const NewSecret code = make_one_time_code(random);
  std::string text(code.text.view());
  EXPECT_EQ(text.size(), 39U) << text;
  EXPECT_EQ(one_time_hash(text), code.hash);
  for (char& c : text) c = c == '-' ? ' ' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  EXPECT_EQ(one_time_hash(text), code.hash);
  EXPECT_FALSE(one_time_hash(text + "a"));
  EXPECT_FALSE(one_time_hash("1" + text.substr(1)));
  EXPECT_FALSE(one_time_hash(std::string(1 << 20, 'a')));
}

TEST(Secrets, are_never_in_what_is_kept) {
  Staffed staffed;
  const std::string cookie = staffed.open("watch");
  const NewToken token = staffed.issue("watch", {Permission::stop});
  const std::string bytes = bytes_of(staffed.book);
  for (const std::string_view secret : {std::string_view(cookie), token.text.view().substr(17), kPassword}) {
    EXPECT_FALSE(bytes.contains(secret));
  }
}

RC_GTEST_PROP(Tokens, of_any_text_admit_nobody, (const std::string& text)) {
  static const AccountBook book = Staffed().book;
  RC_ASSERT(!book.by_token(text, kNow));
  RC_ASSERT(!book.by_token("flt_" + text, kNow));
  RC_ASSERT(!book.by_session(text, kNow));
  RC_ASSERT(!book.by_invitation(text, kNow));
}

}  // namespace
}  // namespace fairlead::accounts
