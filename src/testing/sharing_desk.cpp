// SPDX-License-Identifier: Apache-2.0
#include "testing/sharing_desk.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/assert.hpp"

namespace fairlead::testing {
namespace {

constexpr std::string_view kIssuer = "https://people.example";

std::string account_of(std::string_view agency) {
  std::string name(agency);
  for (char& c : name) c = c == '/' ? '.' : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return name;
}

std::string list(const std::vector<std::string>& words) {
  std::string text = "[";
  for (const std::string& word : words) text += fmt::format("{}\"{}\"", text.size() == 1 ? "" : ", ", word);
  return text + "]";
}

}  // namespace

SharingDesk::SharingDesk(Instant now) {
  using accounts::Role;
  for (const auto& [name, role] : {std::pair{"administrator", Role::administrator},
                                   std::pair{"watch", Role::watch_officer}, std::pair{"officer", Role::release_officer},
                                   std::pair{"adviser", Role::legal_adviser}, std::pair{"overseer", Role::overseer}}) {
    found(accounts::CreateAccount{name, "", role, {}, {}}, now);
    found(accounts::LinkOidc{name, std::string(kIssuer), name}, now);
  }
}

void SharingDesk::found(accounts::Change change, Instant now) {
  accounts::Actor by = accounts::Actor::console(now);
  const auto applied = book_.apply(change, by, now);
  FL_ASSERT(applied.has_value());
  founding_.push_back({std::move(by), engine::ChangeAccounts{std::move(change)}});
}

accounts::Actor SharingDesk::person(std::string_view name, Instant now) const {
  auto actor = book_.by_oidc(kIssuer, name, now);
  FL_ASSERT(actor.has_value());
  return *actor;
}

void SharingDesk::add_partner(const std::string& agency, Instant now) {
  const std::string name = account_of(agency);
  found(accounts::CreateAccount{name, "", accounts::Role::partner, agency, {}}, now);
  found(accounts::LinkOidc{name, std::string(kIssuer), name}, now);
}

accounts::Actor SharingDesk::partner(const std::string& agency, Instant now) const {
  return person(account_of(agency), now);
}

std::vector<engine::Command> SharingDesk::adopt(std::string_view toml, Instant now) const {
  const auto text = [&](std::string_view key) {
    const auto at = toml.find(fmt::format("\n{} = ", key));
    FL_ASSERT(at != std::string_view::npos);
    std::string_view rest = toml.substr(at + key.size() + 4);
    rest = rest.substr(0, rest.find('\n'));
    if (rest.starts_with('"')) rest = rest.substr(1, rest.size() - 2);
    return std::string(rest);
  };
  return {{officer(now), engine::DraftAgreement{std::string(toml)}},
          {adviser(now), engine::AdoptAgreement{text("id"), static_cast<std::uint32_t>(std::stoul(text("version")))}}};
}

engine::Command SharingDesk::assure(const std::string& agency, const std::string& agreement,
                                    const std::string& assurance, Instant until, Instant now) const {
  return {officer(now), engine::HoldAssurance{{agency, agreement, assurance}, {until, false}, ""}};
}

std::string AgreementText::toml() const {
  std::string text = fmt::format(R"([agreement]
id = "{}"
version = {}
title = "Sharing for a test"
parties = {}
legal_basis = "Memorandum, article 1"
valid_from = {}
valid_until = {}
reply = "silent"

[assessment]
scheme = "OSJA"
risk = "low"
approver = "legal_adviser"
expires = {}

)",
                                 id, version, list(parties), from, until, assessed_until);
  if (!area.empty()) text += fmt::format("[[area]]\nname = \"box\"\npolygon = {}\n\n", area);
  text += fmt::format(R"([[clause]]
id = "main"
effect = "permit"
purposes = {}
types = {}
acts = ["push", "pull", "subscribe"]
{}
level = "secret"
fields = {}
{}
)",
                      list(purposes), list(types), area.empty() ? "everywhere = true" : "areas = [\"box\"]",
                      list(fields), extra);
  return text + more;
}

}  // namespace fairlead::testing
