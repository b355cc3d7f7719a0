// SPDX-License-Identifier: Apache-2.0
// /api/v1/agreements: reading them, drafting by one person, adopting by another, withdrawing.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "agreement_json.hpp"
#include "base/text.hpp"
#include "desk_call.hpp"
#include "release/what_if.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::JsonBody;
using http::JsonObject;
using http::Parameters;

constexpr std::size_t kTextMax = 256 * 1024;
constexpr std::size_t kTextBody = 600 * 1024;  // with escapes
constexpr std::size_t kSmallBody = 8 * 1024;
constexpr std::int64_t kVersionMax = 4'294'967'295;
constexpr std::string_view kFile = "draft";  // what a text that comes in is called in messages

// Of this version; without one, the newest.
const engine::HeldAgreement* find(const engine::Sharing& sharing, std::string_view id,
                                  std::optional<std::uint32_t> version) {
  const engine::HeldAgreement* found = nullptr;
  for (const engine::HeldAgreement& held : *sharing.agreements) {
    if (held.agreement.id == id && (!version || held.agreement.version == *version)) found = &held;
  }
  return found;
}

Response no_agreement(const CommandCall& call) {
  return call.problem(404, "not_found", "there is no such agreement, or not in this version");
}

// The agreement as it stands after a command.
Response agreement_now(const CommandCall& call, std::string_view id, std::optional<std::uint32_t> version) {
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  const engine::HeldAgreement* held = find(*at.sharing, id, version);
  return held == nullptr ? no_agreement(call) : json_response(agreement_json(*held, *at.sharing, at.now, false));
}

Response agreements(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  JsonWriter json;
  append_list(json.member("agreements"), *at.sharing->agreements,
              [&](const engine::HeldAgreement& held) { return agreement_json(held, *at.sharing, at.now, false); });
  return json_response(json.take());
}

Response agreement(CommandCall& call) {
  static constexpr std::string_view kKnown[] = {"version"};
  Parameters parameters(call.target, kKnown);
  std::optional<std::uint32_t> version;
  if (const auto given = parameters.text("version")) {
    version = parse_number<std::uint32_t>(*given);
    if (!version) parameters.refuse("version", "`version` must be a whole number");
  }
  if (auto refused = call.refused(parameters)) return *refused;
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  const engine::HeldAgreement* held = find(*at.sharing, call.ids.front(), version);
  return held == nullptr ? no_agreement(call) : json_response(agreement_json(*held, *at.sharing, at.now, true));
}

// What would hold together with this one in the place of its version in force.
std::vector<release::Agreement> together_with(const release::Agreement& agreement, const engine::Sharing& sharing) {
  std::vector<release::Agreement> all;
  for (const engine::HeldAgreement& held : *sharing.agreements) {
    if (held.in_force() && held.agreement.id != agreement.id) all.push_back(held.agreement);
  }
  all.push_back(agreement);
  return all;
}

std::vector<release::Agreement> in_force(const engine::Sharing& sharing) {
  std::vector<release::Agreement> all;
  for (const engine::HeldAgreement& held : *sharing.agreements) {
    if (held.in_force()) all.push_back(held.agreement);
  }
  return all;
}

// Of this text only: what stands in others has been read before.
std::vector<std::string> warnings_about(const std::vector<release::Agreement>& all, Instant now) {
  std::vector<std::string> lines;
  for (const release::Mistake& warning : release::warnings(all, now)) {
    if (warning.file == kFile) lines.push_back(warning.text());
  }
  return lines;
}

Response draft(CommandCall& call) {
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"toml"});
  std::string toml = root.required_text("toml", kTextMax, true);
  if (auto refused = call.refused(body)) return *refused;
  const release::Reading reading = release::read_agreement(toml, kFile);
  if (!reading.agreement) {
    std::vector<http::Fault> faults;
    for (const release::Mistake& mistake : reading.mistakes) {
      faults.push_back({"#/toml", fmt::format("{}:{}: {}", mistake.line, mistake.column, mistake.message)});
    }
    return http::problem(call.request, 400, "bad_agreement",
                         fmt::format("{} mistakes; the first: {}", reading.mistakes.size(),
                                     reading.mistakes.empty() ? "none was told" : reading.mistakes.front().text()),
                         faults);
  }
  const auto done = ask(call, engine::DraftAgreement{std::move(toml)});
  if (!done) return refused_by_desk(call, Permission::draft_agreement, done.error());
  JsonWriter json;
  json.text("id", reading.agreement->id).number("version", reading.agreement->version);
  append_texts(json.member("warnings"), warnings_about(together_with(*reading.agreement, *at.sharing), at.now));
  return json_response(json.take(), 201);
}

Response check(CommandCall& call) {
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"toml"});
  const std::string toml = root.required_text("toml", kTextMax, true);
  if (auto refused = call.refused(body)) return *refused;
  release::Reading reading = release::read_agreement(toml, kFile);
  std::vector<std::string> warned;
  std::vector<std::string> changes;
  if (reading.agreement) {
    const auto all = together_with(*reading.agreement, *at.sharing);
    warned = warnings_about(all, at.now);
    const auto flips = release::diff(in_force(*at.sharing), all);
    if (flips) {
      for (const release::Flip& flip : *flips) changes.push_back(release::to_text(flip));
    } else {
      reading.mistakes.push_back({std::string(kFile), 1, 1, flips.error().message});
    }
  }
  JsonWriter json;
  json.member("mistakes") += mistakes_json(reading.mistakes);
  append_texts(json.member("warnings"), warned);
  append_texts(json.member("changes"), changes);
  return json_response(json.take());
}

std::optional<std::uint32_t> version_in(JsonObject& root) {
  const auto version = root.integer("version", 1, kVersionMax);
  return version ? std::optional(static_cast<std::uint32_t>(*version)) : std::nullopt;
}

Response adopt(CommandCall& call) {
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"version"});
  root.require("version");
  const auto version = version_in(root);
  if (auto refused = call.refused(body)) return *refused;
  const std::string& id = call.ids.front();
  const auto done = ask(call, engine::AdoptAgreement{id, version.value_or(0)});
  if (!done) return refused_by_desk(call, Permission::adopt_agreement, done.error());
  return agreement_now(call, id, version);
}

// What is in force ends, whoever may stop may do it; a draft is dropped. Without a version, what is in force is meant.
Response withdraw(CommandCall& call) {
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"version"});
  auto version = version_in(root);
  if (auto refused = call.refused(body)) return *refused;
  const std::string& id = call.ids.front();
  std::optional<std::uint32_t> ends = version;
  for (const engine::HeldAgreement& held : *at.sharing->agreements) {
    if (held.agreement.id != id || !held.in_force()) continue;
    if (!version) ends = held.agreement.version;
    if (version && *version == held.agreement.version) version.reset();
  }
  const auto done = ask(call, engine::WithdrawAgreement{id, version});
  if (!done) {
    return refused_by_desk(call, version ? Permission::draft_agreement : Permission::stop, done.error());
  }
  return agreement_now(call, id, ends);
}

}  // namespace

std::span<const Route> agreements_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/agreements", Permission::read_sharing, nullptr, &agreements, Lane::reads},
      with_body({"POST", "/api/v1/agreements", Permission::draft_agreement, nullptr, &draft}, kTextBody),
      with_body({"POST", "/api/v1/agreements/check", Permission::draft_agreement, nullptr, &check, Lane::reads},
                kTextBody),
      {"GET", "/api/v1/agreements/{id}", Permission::read_sharing, nullptr, &agreement, Lane::reads},
      with_body({"POST", "/api/v1/agreements/{id}/adopt", Permission::adopt_agreement, nullptr, &adopt}, kSmallBody),
      with_body({"POST", "/api/v1/agreements/{id}/withdraw", Permission::stop, nullptr, &withdraw}, kSmallBody),
  });
  return kRoutes;
}

}  // namespace fairlead::serve
