// SPDX-License-Identifier: Apache-2.0
// The table of roles and permissions: what must hold of it whatever it says, and that its page says the same.
#include "accounts/roles.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "accounts_support.hpp"

namespace fairlead::accounts {
namespace {

using namespace support;

TEST(Roles, are_as_their_page_says) {
  std::ifstream file(std::string(FAIRLEAD_SOURCE_DIR) + "/docs/reference/roles.md");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string page = text.str();
  const std::string begin = "<!-- table: begin -->\n";
  const auto from = page.find(begin);
  const auto to = page.find("<!-- table: end -->");
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  EXPECT_EQ(page.substr(from + begin.size(), to - from - begin.size()), table_as_markdown())
      << "docs/reference/roles.md is out of date; the table is:\n"
      << table_as_markdown();
}

TEST(Roles, let_one_person_stop) {
  for (const Role role : {Role::watch_officer, Role::release_officer, Role::legal_adviser, Role::administrator}) {
    EXPECT_TRUE(may(role, Permission::stop)) << name(role);
  }
  EXPECT_FALSE(is_confirmed(Permission::stop)) << "a stop asks for nothing";
  EXPECT_FALSE(may(Role::overseer, Permission::stop));
  EXPECT_FALSE(may(Role::partner, Permission::stop));
}

TEST(Roles, leave_an_overseer_with_reading_only) {
  const Permissions reads{Permission::read_picture,  Permission::read_sharing,  Permission::read_ledger,
                          Permission::verify_ledger, Permission::export_ledger, Permission::export_data,
                          Permission::read_accounts, Permission::own_account};
  EXPECT_EQ(permissions_of(Role::overseer), reads);
}

TEST(Roles, leave_a_partner_with_its_feed) {
  const Permissions own{Permission::follow_feed, Permission::acknowledge, Permission::own_account};
  EXPECT_EQ(permissions_of(Role::partner), own);
  for (const Role role :
       {Role::watch_officer, Role::release_officer, Role::legal_adviser, Role::overseer, Role::administrator}) {
    EXPECT_EQ((permissions_of(role) & own), Permissions{Permission::own_account}) << name(role);
  }
}

TEST(Roles, keep_who_manages_accounts_from_releasing) {
  for (const Permission p : {Permission::approve_release, Permission::adopt_agreement, Permission::approve_resume,
                             Permission::assess, Permission::ask_release, Permission::record_consent}) {
    EXPECT_FALSE(may(Role::administrator, p)) << name(p);
  }
}

TEST(Roles, ask_for_a_fresh_sign_in_where_something_is_opened_or_given_away) {
  for (const Permission p : {Permission::approve_release, Permission::adopt_agreement, Permission::propose_resume,
                             Permission::approve_resume, Permission::assess, Permission::manage_accounts,
                             Permission::manage_partners, Permission::manage_tokens, Permission::manage_keys}) {
    EXPECT_TRUE(is_confirmed(p)) << name(p);
    EXPECT_FALSE(token_permissions().has(p)) << name(p);
  }
}

TEST(Roles, have_words_that_lead_back) {
  for (std::size_t i = 0; i < kRoles; ++i) EXPECT_EQ(role_from(name(static_cast<Role>(i))), static_cast<Role>(i));
  for (const Rule& rule : rules()) EXPECT_EQ(permission_from(rule.name), rule.permission);
  EXPECT_EQ(role_from("root"), std::nullopt);
  EXPECT_EQ(permission_from(""), std::nullopt);
}

// Every role tries everything, at once after signing in, and later: the matrix that the routes rest on.
TEST(Roles, decide_for_every_actor_and_permission) {
  Staffed staffed;
  const Instant later = kNow + kConfirmWithin + 1ms;
  for (const auto& [who, account] : staffed.book.accounts()) {
    const Actor actor = staffed.by_cookie(staffed.open(who));
    for (const Rule& rule : rules()) {
      const bool allowed = may(account.role, rule.permission);
      EXPECT_EQ(actor.may(rule.permission, kNow), allowed ? Allowed::yes : Allowed::no) << who << " " << rule.name;
      EXPECT_EQ(actor.may(rule.permission, later), !allowed         ? Allowed::no
                                                   : rule.confirmed ? Allowed::confirm_first
                                                                    : Allowed::yes)
          << who << " " << rule.name;
      EXPECT_EQ(actor.check(rule.permission, later).has_value(), actor.may(rule.permission, later) == Allowed::yes);
      EXPECT_EQ(AccountBook::needs_confirmation(actor, rule.permission, later), allowed && rule.confirmed);
      // Fairlead itself and the link of the first start hold no permission at all.
      EXPECT_EQ(Actor::automatic().may(rule.permission, kNow), Allowed::no);
      EXPECT_EQ(Actor::first_start().may(rule.permission, kNow), Allowed::no);
    }
  }
}

TEST(Roles, take_a_confirmation_from_the_future_for_none) {
  const Actor actor = Actor::console(kNow);
  EXPECT_EQ(actor.may(Permission::manage_accounts, kNow - kClockSlack), Allowed::yes);
  EXPECT_EQ(actor.may(Permission::manage_accounts, kNow - kClockSlack - 1ms), Allowed::confirm_first);
}

}  // namespace
}  // namespace fairlead::accounts
