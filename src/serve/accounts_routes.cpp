// SPDX-License-Identifier: Apache-2.0
// /api/v1/accounts: who has an account, what they may show of themselves, machine tokens, invitations.
//
// Passwords are hashed on the sign-in thread, one at a time. What changes several things at once is tried on a copy of
// the accounts first, so that a fault in the last leaves all as it was.
#include <array>
#include <charconv>

#include "accounts/passwords.hpp"
#include "base/digest.hpp"
#include "base/system.hpp"
#include "base/text.hpp"
#include "desk_call.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using accounts::Secret;
using http::JsonBody;
using http::JsonObject;
using http::Parameters;

constexpr std::size_t kNameMax = 128;
constexpr std::size_t kLinkMax = 1024;
constexpr std::size_t kAccountBody = 16 * 1024;
constexpr Duration kInvitationUsual = std::chrono::hours(72);

std::string token_json(const accounts::Token& token, std::string_view text = {}) {
  JsonWriter json;
  json.text("id", token.id);
  if (!text.empty()) json.text("token", text);
  json.text("label", token.label);
  append_list(json.member("scopes"), accounts::members(token.scopes),
              [](Permission scope) { return '"' + std::string(accounts::name(scope)) + '"'; });
  return json.time("expires_at", token.expires_at).flag("revoked", token.revoked).take();
}

std::string account_json(const accounts::Account& account, const accounts::AccountBook& book) {
  JsonWriter json;
  json.text("name", account.name).text("display_name", account.display_name);
  json.text("role", accounts::name(account.role));
  if (account.agency) json.text("agency", *account.agency);
  json.flag("disabled", account.disabled).time("created_at", account.created_at);
  std::vector<std::string_view> ways;
  if (account.password_hash) ways.push_back("password");
  if (account.oidc) ways.push_back("oidc");
  if (!account.certificates.empty()) ways.push_back("certificate");
  append_texts(json.member("sign_in"), ways);
  append_list(json.member("certificates"), account.certificates,
              [](const auto& entry) { return "\"sha256:" + hex(entry.first) + '"'; });
  std::vector<const accounts::Token*> tokens;
  for (const auto& [id, token] : book.tokens()) {
    if (token.account == account.name) tokens.push_back(&token);
  }
  append_list(json.member("tokens"), tokens, [](const accounts::Token* token) { return token_json(*token); });
  return json.take();
}

Response account_now(const CommandCall& call, const std::string& name, unsigned status) {
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  const accounts::Account* account = at.sharing->accounts->find(name);
  if (account == nullptr) return call.problem(404, "not_found", "there is no such account");
  return json_response(account_json(*account, *at.sharing->accounts), status);
}

// All or nothing: tried on a copy first.
Result<void> apply(const CommandCall& call, const AtDesk& at, std::vector<accounts::Change> changes) {
  accounts::AccountBook trial = *at.sharing->accounts;
  for (const accounts::Change& change : changes) FL_CHECK(trial.apply(change, call.actor(), at.now));
  for (accounts::Change& change : changes) {
    FL_TRY([[maybe_unused]] const auto done, ask(call, engine::ChangeAccounts{std::move(change)}));
  }
  return {};
}

// The PHC string of a new password; what the policy says against it is noted.
std::optional<std::string> hash_of(JsonObject& root, std::string_view account) {
  const Secret password(root.text("password", accounts::kPasswordMax).value_or(""));
  if (!root.has("password")) return std::nullopt;
  if (const auto good = accounts::check_password_policy(password.view(), account); !good) {
    root.refuse("password", good.error().message);
    return std::nullopt;
  }
  auto hash = accounts::hash_password(password.view());
  if (!hash) {
    root.refuse("password", "this password could not be hashed now", "busy");
    return std::nullopt;
  }
  return std::move(*hash);
}

std::optional<Digest> digest_from_hex(std::string_view digits) {
  Digest digest{};
  if (digits.size() != 2 * digest.size()) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const char* begin = digits.data() + 2 * i;
    if (std::from_chars(begin, begin + 2, digest[i], 16).ptr != begin + 2) return std::nullopt;
  }
  return digest;
}

// `sha256:` and 64 hexadecimal digits, with colons between them or without.
std::optional<Digest> fingerprint_of(JsonObject& root, std::string_view name) {
  const auto given = root.text(name, 160);
  if (!given) return std::nullopt;
  std::string digits = to_lower(*given);
  if (digits.starts_with("sha256:")) digits.erase(0, 7);
  std::erase(digits, ':');
  const auto digest = digest_from_hex(digits);
  if (!digest) root.refuse(name, "a fingerprint is `sha256:` and 64 hexadecimal digits, of the certificate's DER");
  return digest;
}

Response list(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  const accounts::AccountBook& book = *at.sharing->accounts;
  JsonWriter json;
  append_list(json.member("accounts"), book.accounts(),
              [&](const auto& entry) { return account_json(entry.second, book); });
  return json_response(json.take());
}

Response create(CommandCall& call) {
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  JsonBody body(call.request.body);
  accounts::wipe(call.request.body);
  JsonObject root = body.root();
  root.only({"name", "role", "agency", "display_name", "password"});
  accounts::CreateAccount made;
  made.account = root.required_text("name", kNameMax);
  made.display_name = root.text("display_name", kNameMax).value_or("");
  if (root.require("role")) {
    made.role = root.word<accounts::Role>("role", &accounts::role_from, accounts::role_names())
                    .value_or(accounts::Role::watch_officer);
  }
  made.agency = root.text("agency", kNameMax);
  if (!body.refusal()) made.password_hash = hash_of(root, made.account);
  if (auto refused = call.refused(body)) return *refused;
  const std::string name = made.account;
  if (const auto done = apply(call, at, {std::move(made)}); !done) {
    return refused_by_desk(call, Permission::manage_accounts, done.error());
  }
  return account_now(call, name, 201);
}

Response change(CommandCall& call) {
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  const std::string& name = call.ids.front();
  JsonBody body(call.request.body);
  accounts::wipe(call.request.body);
  JsonObject root = body.root();
  root.only({"role", "disabled", "password", "display_name", "bind_certificate", "unbind_certificate", "oidc"});
  std::vector<accounts::Change> changes;
  if (const auto role = root.word<accounts::Role>("role", &accounts::role_from, accounts::role_names())) {
    changes.emplace_back(accounts::ChangeRole{name, *role, {}});
  }
  if (const auto shown = root.text("display_name", kNameMax)) changes.emplace_back(accounts::Rename{name, *shown, {}});
  if (const auto bound = fingerprint_of(root, "bind_certificate")) {
    changes.emplace_back(accounts::BindCertificate{name, *bound, ""});
  }
  if (const auto unbound = fingerprint_of(root, "unbind_certificate")) {
    changes.emplace_back(accounts::UnbindCertificate{name, *unbound});
  }
  if (auto oidc = root.object("oidc")) {
    oidc->only({"issuer", "subject"});
    std::string issuer = oidc->required_text("issuer", kLinkMax);
    changes.emplace_back(accounts::LinkOidc{name, std::move(issuer), oidc->required_text("subject", kLinkMax)});
  }
  if (root.has("password") && !body.refusal()) {
    if (auto hash = hash_of(root, name)) changes.emplace_back(accounts::SetPassword{name, std::move(hash)});
  }
  if (const auto disabled = root.flag("disabled")) {
    const accounts::Account* account = at.sharing->accounts->find(name);
    // What it is already is no change.
    if (account == nullptr || account->disabled != *disabled) {
      if (*disabled) {
        changes.emplace_back(accounts::Disable{name, {}});
      } else {
        changes.emplace_back(accounts::Enable{name, {}});
      }
    }
  }
  if (auto refused = call.refused(body)) return *refused;
  if (const auto done = apply(call, at, std::move(changes)); !done) {
    return refused_by_desk(call, Permission::manage_accounts, done.error());
  }
  return account_now(call, name, 200);
}

Response issue_token(CommandCall& call) {
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"label", "scopes", "expires_at"});
  accounts::IssueToken issued;
  issued.account = call.ids.front();
  issued.label = root.required_text("label", kNameMax);
  root.require("scopes");
  for (const std::string& word : root.texts("scopes", accounts::kPermissions, 64)) {
    if (const auto scope = accounts::permission_from(word)) {
      issued.scopes.add(*scope);
    } else {
      root.refuse_word("scopes", word, accounts::permission_names());
    }
  }
  root.require("expires_at");
  issued.expires_at = root.time("expires_at").value_or(Instant{});
  if (auto refused = call.refused(body)) return *refused;
  const accounts::NewToken made = accounts::make_token(system_random());
  issued.token = made.id;
  issued.hash = made.hash;
  accounts::Token shown{made.id, {}, {}, issued.label, issued.scopes, at.now, issued.expires_at, false};
  if (const auto done = ask(call, engine::ChangeAccounts{std::move(issued)}); !done) {
    return refused_by_desk(call, Permission::manage_tokens, done.error());
  }
  return json_response(token_json(shown, made.text.view()), 201);
}

Response revoke_token(CommandCall& call) {
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  const auto& tokens = at.sharing->accounts->tokens();
  const auto token = tokens.find(call.ids[1]);
  if (token == tokens.end() || token->second.account != call.ids[0]) {
    return call.problem(404, "not_found", "this account has no such token");
  }
  if (token->second.revoked) return no_content();
  const auto done = ask(call, engine::ChangeAccounts{accounts::RevokeToken{call.ids[1]}});
  return done ? no_content() : refused_by_desk(call, Permission::manage_tokens, done.error());
}

// A code with which its holder sets the first password; shown here and kept nowhere.
Response invite(CommandCall& call) {
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  JsonBody body(call.request.body);
  JsonObject root = body.root();
  root.only({"expires_at"});
  const Instant expires_at = root.time("expires_at").value_or(at.now + kInvitationUsual);
  if (auto refused = call.refused(body)) return *refused;
  const accounts::NewSecret code = accounts::make_one_time_code(system_random());
  const auto done = ask(call, engine::ChangeAccounts{accounts::Invite{call.ids.front(), code.hash, expires_at}});
  if (!done) return refused_by_desk(call, Permission::manage_accounts, done.error());
  return json_response(JsonWriter()
                           .text("account", call.ids.front())
                           .text("code", code.text.view())
                           .time("expires_at", expires_at)
                           .take(),
                       201);
}

constexpr Route on_sign_in_thread(Route route) {
  route.lane = Lane::sign_ins;
  return with_body(route, kAccountBody);
}

}  // namespace

std::span<const Route> accounts_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/accounts", Permission::read_accounts, nullptr, &list, Lane::reads},
      on_sign_in_thread({"POST", "/api/v1/accounts", Permission::manage_accounts, nullptr, &create}),
      on_sign_in_thread({"PATCH", "/api/v1/accounts/{name}", Permission::manage_accounts, nullptr, &change}),
      with_body({"POST", "/api/v1/accounts/{name}/invitation", Permission::manage_accounts, nullptr, &invite},
                kAccountBody),
      with_body({"POST", "/api/v1/accounts/{name}/tokens", Permission::manage_tokens, nullptr, &issue_token},
                kAccountBody),
      {"DELETE", "/api/v1/accounts/{name}/tokens/{id}", Permission::manage_tokens, nullptr, &revoke_token},
  });
  return kRoutes;
}

}  // namespace fairlead::serve
