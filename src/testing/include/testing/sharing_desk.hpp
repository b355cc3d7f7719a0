// SPDX-License-Identifier: Apache-2.0
// The people and partners of a test: accounts with every role, partners with their agencies, agreements as text, and
// the commands that they give. Nobody waits for a password: they sign in as an identity provider's users.
//
// Threads: one owner.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accounts/account_book.hpp"
#include "engine/command.hpp"
#include "units/instant.hpp"

namespace fairlead::testing {

class SharingDesk {
 public:
  explicit SharingDesk(Instant now);

  // What makes the accounts: give these to the engine first.
  const std::vector<engine::Command>& founding() const { return founding_; }
  // Freshly signed in at `now`.
  accounts::Actor watch(Instant now) const { return person("watch", now); }
  accounts::Actor officer(Instant now) const { return person("officer", now); }
  accounts::Actor adviser(Instant now) const { return person("adviser", now); }
  accounts::Actor overseer(Instant now) const { return person("overseer", now); }
  accounts::Actor administrator(Instant now) const { return person("administrator", now); }
  // Makes the agency's account when it is new; the command is then added to founding().
  void add_partner(const std::string& agency, Instant now);
  accounts::Actor partner(const std::string& agency, Instant now) const;
  // Draft by the officer, adoption by the adviser.
  std::vector<engine::Command> adopt(std::string_view toml, Instant now) const;
  // A partner's word that the assurance holds.
  engine::Command assure(const std::string& agency, const std::string& agreement, const std::string& assurance,
                         Instant until, Instant now) const;

 private:
  accounts::Actor person(std::string_view name, Instant now) const;
  void found(accounts::Change change, Instant now);
  accounts::AccountBook book_;
  std::vector<engine::Command> founding_;
};

// An agreement with one clause, as text; the parts that tests vary.
struct AgreementText {
  std::string id = "one";
  int version = 1;
  std::vector<std::string> parties{"XAA/coast_guard"};
  std::vector<std::string> purposes{"law_enforcement_interdiction"};
  std::vector<std::string> types{"observation", "track"};
  std::vector<std::string> fields{"all"};
  std::string
      area;  // a polygon as TOML, e.g. "[[50.0, -6.0], [50.0, -3.0], [51.0, -3.0], [51.0, -6.0]]"; empty: everywhere
  std::string extra;  // further lines of the clause
  std::string more;   // further tables: clauses, assurances
  std::string from = "2026-01-01T00:00:00Z";
  std::string until = "2030-01-01T00:00:00Z";
  std::string assessed_until = "2030-01-01T00:00:00Z";
  std::string toml() const;
};

}  // namespace fairlead::testing
