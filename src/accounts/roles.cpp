// SPDX-License-Identifier: Apache-2.0
#include "accounts/roles.hpp"

#include <array>

#include <fmt/format.h>

namespace fairlead::accounts {
namespace {

constexpr std::array<std::string_view, kRoles> kRoleNames = {"watch_officer", "release_officer", "legal_adviser",
                                                             "overseer",      "administrator",   "partner"};
constexpr std::array<std::string_view, kRoles> kRoleTitles = {"watch officer", "release officer", "legal adviser",
                                                              "overseer",      "administrator",   "partner"};

// One bit for each role, in its order.
constexpr std::uint8_t kWatch = 1, kRelease = 2, kLegal = 4, kOverseer = 8, kAdmin = 16, kPartner = 32;
constexpr std::uint8_t kHome = kWatch | kRelease | kLegal | kOverseer | kAdmin;
constexpr std::uint8_t kOfficerAndAdviser = kRelease | kLegal;
constexpr bool kConfirm = true;

using enum Permission;
constexpr std::array<Rule, kPermissions> kRules = {{
    {read_picture, "read_picture", "see the picture, history, sources", kHome, !kConfirm},
    {read_sharing, "read_sharing", "see agreements, stops, live releases, and why", kHome, !kConfirm},
    {stop, "stop", "stop releases at once, give the reason afterwards", kWatch | kRelease | kLegal | kAdmin, !kConfirm},
    {propose_resume, "propose_resume", "ask that a stop be lifted", kOfficerAndAdviser, kConfirm},
    {approve_resume, "approve_resume", "agree that a stop be lifted, as the second person", kOfficerAndAdviser,
     kConfirm},
    {draft_agreement, "draft_agreement", "write and check a draft agreement", kOfficerAndAdviser, !kConfirm},
    {adopt_agreement, "adopt_agreement", "put an agreement in force, as one of two people", kOfficerAndAdviser,
     kConfirm},
    {assess, "assess", "make, renew or withdraw an assessment", kLegal, kConfirm},
    {hold_assurances, "hold_assurances", "record a partner's promise, or its breach", kOfficerAndAdviser, !kConfirm},
    {record_consent, "record_consent", "record an originator's consent", kOfficerAndAdviser, kConfirm},
    {ask_release, "ask_release", "propose that something goes to a partner", kWatch | kRelease, !kConfirm},
    {approve_release, "approve_release", "approve a release that was referred", kRelease, kConfirm},
    {recall, "recall", "ask recipients to give back what went out", kOfficerAndAdviser, !kConfirm},
    {read_ledger, "read_ledger", "read the ledger: entries, proofs, receipts", kLegal | kOverseer, !kConfirm},
    {verify_ledger, "verify_ledger", "have the ledger checked", kRelease | kLegal | kOverseer | kAdmin, !kConfirm},
    {export_ledger, "export_ledger", "take a copy of the ledger that others can verify", kLegal | kOverseer, !kConfirm},
    {export_data, "export_data", "take tracks and history out as files", kWatch | kRelease | kLegal | kOverseer,
     !kConfirm},
    {operate, "operate", "acknowledge alerts, judge findings, keep the log", kWatch | kRelease, !kConfirm},
    {manage_sources, "manage_sources", "declare and remove sources", kAdmin, !kConfirm},
    {manage_accounts, "manage_accounts", "make and change accounts of home", kAdmin, kConfirm},
    {manage_partners, "manage_partners", "make and change accounts and certificates of partners", kAdmin, kConfirm},
    {manage_tokens, "manage_tokens", "issue and revoke machine tokens", kAdmin, kConfirm},
    {read_accounts, "read_accounts", "see who has an account, and which role", kOverseer | kAdmin, !kConfirm},
    {manage_keys, "manage_keys", "make and rotate the ledger's signing keys", kAdmin, kConfirm},
    {read_metrics, "read_metrics", "read the service's counters", kAdmin, !kConfirm},
    {own_account, "own_account", "see and close own sessions, change own name and password", kHome | kPartner,
     !kConfirm},
    {follow_feed, "follow_feed", "follow the own feed, read own tracks and receipts", kPartner, !kConfirm},
    {acknowledge, "acknowledge", "acknowledge deliveries and conditions", kPartner, !kConfirm},
}};

// A row stands where its number says.
constexpr bool in_order() {
  for (std::size_t i = 0; i < kPermissions; ++i) {
    if (static_cast<std::size_t>(kRules[i].permission) != i) return false;
  }
  return true;
}
static_assert(in_order());

const Rule& rule(Permission permission) { return kRules[static_cast<std::size_t>(permission)]; }

constexpr std::array<std::string_view, kPermissions> kPermissionNames = [] {
  std::array<std::string_view, kPermissions> names;
  for (std::size_t i = 0; i < kPermissions; ++i) names[i] = kRules[i].name;
  return names;
}();

template <class E, std::size_t n>
std::optional<E> from(const std::array<std::string_view, n>& words, std::string_view word) {
  for (std::size_t i = 0; i < n; ++i) {
    if (words[i] == word) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace

std::span<const Rule, kPermissions> rules() { return kRules; }

bool may(Role role, Permission permission) { return (rule(permission).roles >> static_cast<unsigned>(role) & 1U) != 0; }
bool is_confirmed(Permission permission) { return rule(permission).confirmed; }

Permissions permissions_of(Role role) {
  Permissions set;
  for (const Rule& row : kRules) {
    if (may(role, row.permission)) set.add(row.permission);
  }
  return set;
}

Permissions token_permissions() {
  Permissions set;
  for (const Rule& row : kRules) {
    if (!row.confirmed && row.permission != own_account) set.add(row.permission);
  }
  return set;
}

std::string_view name(Role role) { return kRoleNames[static_cast<std::size_t>(role)]; }
std::string_view title(Role role) { return kRoleTitles[static_cast<std::size_t>(role)]; }
std::string_view name(Permission permission) { return rule(permission).name; }
std::optional<Role> role_from(std::string_view word) { return from<Role>(kRoleNames, word); }
std::optional<Permission> permission_from(std::string_view word) { return from<Permission>(kPermissionNames, word); }
std::span<const std::string_view> role_names() { return kRoleNames; }
std::span<const std::string_view> permission_names() { return kPermissionNames; }

std::vector<Permission> members(Permissions set) {
  std::vector<Permission> found;
  for (const Rule& row : kRules) {
    if (set.has(row.permission)) found.push_back(row.permission);
  }
  return found;
}

std::string table_as_markdown() {
  std::string text = "| permission | what it lets one do |";
  for (const std::string_view role : kRoleTitles) text += fmt::format(" {} |", role);
  text += " fresh sign-in | tokens |\n|---|---|";
  for (std::size_t i = 0; i < kRoles + 2; ++i) text += ":-:|";
  text += '\n';
  const Permissions tokens = token_permissions();
  const auto cell = [&](bool yes) { text += yes ? " ● |" : "   |"; };
  for (const Rule& row : kRules) {
    text += fmt::format("| `{}` | {} |", row.name, row.meaning);
    for (std::size_t i = 0; i < kRoles; ++i) cell(may(static_cast<Role>(i), row.permission));
    cell(row.confirmed);
    cell(tokens.has(row.permission));
    text += '\n';
  }
  return text;
}

}  // namespace fairlead::accounts
