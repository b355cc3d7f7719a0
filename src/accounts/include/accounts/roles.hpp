// SPDX-License-Identifier: Apache-2.0
// Who may do what: six roles, a closed list of permissions, and one table of the two. `docs/reference/roles.md` shows
// the table; a test holds both equal.
//
// Threads: plain values.
#pragma once

#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "units/instant.hpp"

namespace fairlead::accounts {

// The numbers are in the journal: add at the end only.
enum class Role : std::uint8_t { watch_officer, release_officer, legal_adviser, overseer, administrator, partner };
inline constexpr std::size_t kRoles = 6;

// The numbers are in the journal: add at the end only.
enum class Permission : std::uint8_t {
  read_picture,     // tracks, history, sentences, sources, the live stream of home
  read_sharing,     // agreements, stops, live releases, why something was released or withheld
  stop,             // order a stop, and give its reason afterwards
  propose_resume,   // ask that a stop be lifted
  approve_resume,   // agree to it, as the second person
  draft_agreement,  // write and check a draft
  adopt_agreement,  // put it in force, as one of two people
  assess,           // make, renew or withdraw an assessment
  hold_assurances,  // record what a partner promised, and its breach
  record_consent,   // record what an originator allows
  ask_release,      // propose that an object goes to a partner
  approve_release,  // approve one that was referred
  recall,           // ask recipients to give back what went out
  read_ledger,      // entries, proofs, receipts, records for home
  verify_ledger,    // have the ledger checked, and see the outcome
  export_ledger,    // take a copy that others can verify
  export_data,      // take tracks and history out as files
  operate,          // acknowledge alerts, judge findings, keep the log
  manage_sources,   // declare and remove sources
  manage_accounts,  // accounts of home, their roles, their sessions
  manage_partners,  // accounts and certificates of partners
  manage_tokens,    // machine tokens
  read_accounts,    // who has an account, and which role
  manage_keys,      // signing keys of the ledger
  read_metrics,     // counters of the service
  own_account,      // see and close own sessions, change own password
  follow_feed,      // a partner's own stream, tracks and receipts
  acknowledge,      // a partner's word for deliveries and conditions
};
inline constexpr std::size_t kPermissions = 28;

class Permissions {
 public:
  constexpr Permissions() = default;
  constexpr Permissions(std::initializer_list<Permission> list) {
    for (const Permission p : list) add(p);
  }
  static constexpr Permissions all() { return from_bits((std::uint64_t{1} << kPermissions) - 1); }
  static constexpr Permissions from_bits(std::uint64_t bits) {
    Permissions set;
    set.bits_ = bits;
    return set;
  }
  constexpr std::uint64_t bits() const { return bits_; }
  constexpr bool has(Permission p) const { return (bits_ >> static_cast<unsigned>(p) & 1U) != 0; }
  constexpr void add(Permission p) { bits_ |= std::uint64_t{1} << static_cast<unsigned>(p); }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool includes(Permissions other) const { return (other.bits_ & ~bits_) == 0; }
  constexpr int size() const { return std::popcount(bits_); }
  friend constexpr Permissions operator&(Permissions a, Permissions b) { return from_bits(a.bits_ & b.bits_); }
  friend constexpr Permissions operator|(Permissions a, Permissions b) { return from_bits(a.bits_ | b.bits_); }
  friend constexpr Permissions operator-(Permissions a, Permissions b) { return from_bits(a.bits_ & ~b.bits_); }
  friend constexpr bool operator==(Permissions, Permissions) = default;

 private:
  std::uint64_t bits_ = 0;
};

// One row of the table.
struct Rule {
  Permission permission;
  std::string_view name;
  std::string_view meaning;
  std::uint8_t roles;  // one bit for each role
  bool confirmed;      // whoever does it must have signed in, or again, within kConfirmWithin
};
std::span<const Rule, kPermissions> rules();

// How long a sign-in counts as fresh for what must be confirmed.
inline constexpr Duration kConfirmWithin = std::chrono::minutes(5);
// A confirmation this far ahead of our clock still counts: two threads read it at two moments.
inline constexpr Duration kClockSlack = std::chrono::minutes(1);

bool may(Role role, Permission permission);
bool is_confirmed(Permission permission);  // whether it asks for a fresh sign-in
Permissions permissions_of(Role role);
// What a machine token may be given: nothing that asks a person to confirm, and no own account.
Permissions token_permissions();

std::string_view name(Role role);
std::string_view name(Permission permission);
std::string_view title(Role role);  // "watch officer"
std::optional<Role> role_from(std::string_view word);
std::optional<Permission> permission_from(std::string_view word);
std::span<const std::string_view> role_names();
std::span<const std::string_view> permission_names();
std::vector<Permission> members(Permissions set);

// The table as Markdown, as `docs/reference/roles.md` has it.
std::string table_as_markdown();

}  // namespace fairlead::accounts
