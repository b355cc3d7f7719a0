// SPDX-License-Identifier: Apache-2.0
#include "people.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <sstream>

#include <fmt/format.h>

#include "accounts/passwords.hpp"
#include "accounts/secrets.hpp"
#include "base/log.hpp"
#include "http/query.hpp"
#include "http_client.hpp"
#include "oidc/id_token.hpp"
#include "oidc/sign_in.hpp"

namespace fairlead::app {
namespace {

constexpr Duration kSessionLifetime = std::chrono::hours(16);  // a watch and its handover
constexpr std::string_view kWrong = "the account or what was given with it is wrong";

Failure wrong() { return fail(ErrorCode::verification, std::string(kWrong)); }

}  // namespace

People::People(engine::Runner& runner, const WallClock& clock) : runner_(runner), clock_(clock) {}
People::~People() = default;

Result<void> People::change(accounts::Actor by, accounts::Change what) {
  FL_TRY([[maybe_unused]] const engine::Answer done,
         runner_.command({std::move(by), engine::ChangeAccounts{std::move(what)}}));
  return {};
}

void People::note(std::string_view account, std::string_view role, std::string_view method, bool accepted) {
  // The name as it was given may be anything, a password typed into the wrong field included: only those of accounts
  // are kept.
  const bool known = book()->find(account) != nullptr;
  runner_.post({accounts::Actor::automatic(), engine::NoteSignIn{known ? std::string(account) : "unknown",
                                                                 std::string(role), std::string(method), accepted}});
}

Result<serve::SignedIn> People::open_session(const accounts::Actor& fresh) {
  accounts::NewSecret secret = accounts::make_session_secret(system_random());
  FL_CHECK(change(fresh, accounts::OpenSession{secret.hash, now() + kSessionLifetime}));
  auto actor = book()->by_session(secret.text.view(), now());
  if (!actor) return fail(ErrorCode::conflict, "the session was closed at once; sign in again");
  note(fresh.account(), accounts::name(fresh.role()), accounts::name(fresh.method()), true);
  return serve::SignedIn{std::move(secret.text), kSessionLifetime, std::move(*actor)};
}

Result<serve::SignedIn> People::sign_in(const serve::SignIn& given) {
  const auto actor = book()->by_password(given.account, given.password.view(), now());
  if (!actor) {
    note(given.account, "", "password", false);
    log::warning("sign_in_refused", {{"reason", accounts::name(actor.error())}});
    return wrong();
  }
  const accounts::Account* account = book()->find(given.account);
  if (account != nullptr && account->password_hash && accounts::needs_rehash(*account->password_hash)) {
    if (auto hash = accounts::hash_password(given.password.view())) {
      static_cast<void>(change(*actor, accounts::SetPassword{given.account, std::move(*hash), true}));
    }
  }
  return open_session(*actor);
}

Result<accounts::Actor> People::confirm(const accounts::Actor& who, const accounts::Secret& password) {
  const auto again = book()->by_password(who.account(), password.view(), now());
  if (!again) {
    note(who.account(), accounts::name(who.role()), "password", false);
    return wrong();
  }
  FL_CHECK(change(*again, accounts::ConfirmSession{who.session()}));
  note(who.account(), accounts::name(who.role()), "confirmed", true);
  // The session as it is now.
  const auto session = book()->session(who.session());
  if (!session) return wrong();
  accounts::Actor confirmed = *again;
  return confirmed;
}

Result<void> People::sign_out(const accounts::Actor& who) { return change(who, accounts::CloseSession{who.session()}); }

// ---- the first account ----

std::optional<std::string> People::first_code() {
  if (!book()->empty()) return std::nullopt;
  accounts::NewSecret code = accounts::make_one_time_code(system_random());
  first_code_ = code.hash;
  return std::string(code.text.view());
}

Result<serve::SignedIn> People::first_account(const serve::FirstAccount& given) {
  if (!book()->empty()) {
    return fail(ErrorCode::conflict, "there are accounts already; ask an administrator for one");
  }
  const auto hash = accounts::one_time_hash(given.code.view());
  if (!hash || !first_code_ || !accounts::same(*hash, *first_code_)) return wrong();
  FL_CHECK(accounts::check_account_name(given.account));
  FL_CHECK(accounts::check_password_policy(given.password.view(), given.account));
  FL_TRY(std::string password, accounts::hash_password(given.password.view()));
  FL_CHECK(change(accounts::Actor::first_start(),
                  accounts::CreateAccount{
                      given.account, given.display_name, accounts::Role::administrator, {}, std::move(password)}));
  first_code_.reset();
  const auto actor = book()->by_password(given.account, given.password.view(), now());
  if (!actor) return wrong();
  return open_session(*actor);
}

Result<serve::SignedIn> People::accept_invitation(const serve::AcceptInvitation& given) {
  const auto guest = book()->by_invitation(given.code.view(), now());
  if (!guest) return wrong();
  FL_CHECK(accounts::check_password_policy(given.password.view(), guest->account()));
  FL_TRY(std::string password, accounts::hash_password(given.password.view()));
  FL_CHECK(change(*guest, accounts::SetPassword{guest->account(), std::move(password), false}));
  const auto actor = book()->by_password(guest->account(), given.password.view(), now());
  if (!actor) return wrong();
  return open_session(*actor);
}

// ---- an identity provider ----

struct People::Oidc {
  OidcSettings settings;
  oidc::Client client;
  std::vector<oidc::GroupRule> rules;

  struct Begun {
    oidc::Attempt attempt;
    Instant at;
  };
  static constexpr std::size_t kBegunMax = 1000;
  static constexpr Duration kBegunFor = std::chrono::minutes(10);

  // The sign-in thread alone.
  std::optional<oidc::Provider> provider;
  std::optional<oidc::KeySet> keys;
  std::map<std::string, Begun> begun;  // by state

  Result<HttpReply> fetch(const std::string& url) const {
    HttpAccess access;
    access.authorities_file = settings.authorities_file;
    FL_TRY(HttpClient http, HttpClient::open(url, access));
    return http.get("");
  }
  Result<void> know_provider() {
    if (provider) return {};
    FL_TRY(const std::string url, oidc::discovery_url(settings.issuer));
    FL_TRY(const HttpReply reply, fetch(url));
    if (!reply.is_success()) {
      return fail(ErrorCode::unreachable, fmt::format("the identity provider answered {} to `{}`", reply.status, url));
    }
    FL_TRY(provider, oidc::read_discovery(reply.body, settings.issuer));
    return {};
  }
  Result<void> know_keys() {
    FL_TRY(const HttpReply reply, fetch(provider->jwks_uri));
    if (!reply.is_success()) return fail(ErrorCode::unreachable, "the identity provider does not show its keys");
    FL_TRY(keys, oidc::KeySet::read(reply.body));
    return {};
  }
};

Result<void> People::use_oidc(const OidcSettings& settings) {
  auto made = std::make_unique<Oidc>();
  made->settings = settings;
  made->client.id = settings.client_id;
  made->client.redirect_uri = settings.redirect_url;
  if (!settings.client_secret.empty()) made->client.secret = settings.client_secret;
  made->client.scopes.clear();
  std::istringstream scopes(settings.scopes);
  for (std::string scope; scopes >> scope;) made->client.scopes.push_back(scope);
  FL_CHECK(oidc::check_client(made->client));
  FL_TRY([[maybe_unused]] const std::string url, oidc::discovery_url(settings.issuer));
  for (const OidcSettings::Rule& rule : settings.rules) {
    if (!accounts::role_from(rule.role)) {
      return fail(ErrorCode::invalid_argument, fmt::format("`{}` is not a role", rule.role));
    }
    made->rules.push_back({rule.group, rule.role, rule.agency.empty() ? std::nullopt : std::optional(rule.agency)});
  }
  oidc_ = std::move(made);
  return {};
}

Result<serve::OidcStart> People::oidc_start() {
  FL_CHECK(oidc_->know_provider());
  std::erase_if(oidc_->begun, [&](const auto& entry) { return now() - entry.second.at > Oidc::kBegunFor; });
  if (oidc_->begun.size() >= Oidc::kBegunMax) return fail(ErrorCode::full, "too many people are signing in; try again");
  oidc::Attempt attempt = oidc::make_attempt(system_random());
  serve::OidcStart start{oidc::authorization_url(*oidc_->provider, oidc_->client, attempt),
                         accounts::Secret(attempt.state)};
  std::string state = attempt.state;
  oidc_->begun.emplace(std::move(state), Oidc::Begun{std::move(attempt), now()});
  return start;
}

Result<serve::SignedIn> People::oidc_return(const serve::OidcReturn& given) {
  FL_CHECK(oidc_->know_provider());
  const auto refuse = [&](const Error& error) {
    note("", "", "oidc", false);
    log::warning("sign_in_refused", {{"reason", error.message}});
    return wrong();
  };
  const auto begun = oidc_->begun.find(std::string(given.state.view()));
  if (begun == oidc_->begun.end() || now() - begun->second.at > Oidc::kBegunFor) return wrong();
  const oidc::Attempt attempt = begun->second.attempt;
  oidc_->begun.erase(begun);  // once

  const auto target = http::parse_target("/?" + given.query);
  if (!target) return refuse(target.error());
  oidc::Parameters parameters(target->query.begin(), target->query.end());
  const auto code = oidc::read_callback(parameters, *oidc_->provider, attempt);
  if (!code) return refuse(code.error());
  const auto request = oidc::token_request(*oidc_->provider, oidc_->client, attempt, *code);
  if (!request) return refuse(request.error());
  HttpAccess access;
  access.authorities_file = oidc_->settings.authorities_file;
  FL_TRY(HttpClient http, HttpClient::open(request->url, access));
  FL_TRY(const HttpReply reply, http.send(request->method, "", request->body, request->headers));
  const auto token = oidc::read_token_response(reply.status, reply.body);
  if (!token) return refuse(token.error());

  oidc::Expectation expected;
  expected.issuer = oidc_->settings.issuer;
  expected.client_id = oidc_->client.id;
  expected.nonce = attempt.nonce;
  expected.now = now();
  expected.groups_claim = oidc_->settings.groups_claim;
  if (!oidc_->keys) FL_CHECK(oidc_->know_keys());
  auto identity = oidc::verify_id_token(*token, *oidc_->keys, expected);
  if (!identity && identity.error().code == ErrorCode::not_found) {
    FL_CHECK(oidc_->know_keys());
    identity = oidc::verify_id_token(*token, *oidc_->keys, expected);
  }
  if (!identity) return refuse(identity.error());
  const auto rule = oidc::rule_for(*identity, oidc_->rules);
  if (!rule) return refuse(rule.error());
  accounts::AdmitOidc admit{oidc::proposed_account_name(*identity),
                            identity->display_name.value_or(""),
                            identity->issuer,
                            identity->subject,
                            *accounts::role_from(rule->role),
                            rule->agency};
  if (auto admitted = change(accounts::Actor::automatic(), std::move(admit)); !admitted)
    return refuse(admitted.error());
  const auto actor = book()->by_oidc(identity->issuer, identity->subject, now());
  if (!actor) return refuse({ErrorCode::verification, std::string(accounts::name(actor.error()))});
  return open_session(*actor);
}

// ---- for the server ----

serve::People People::seam() {
  serve::People seam;
  seam.admit = [this](const serve::Proof& proof) -> accounts::Admission {
    if (!proof.token.empty()) return book()->by_token(proof.token, now());
    return book()->by_session(proof.session, now());
  };
  seam.has_accounts = [this] { return !book()->empty(); };
  seam.sign_in = [this](const serve::SignIn& given) { return sign_in(given); };
  seam.confirm = [this](const accounts::Actor& who, const accounts::Secret& password) {
    return confirm(who, password);
  };
  seam.sign_out = [this](const accounts::Actor& who) { return sign_out(who); };
  seam.first_account = [this](const serve::FirstAccount& given) { return first_account(given); };
  seam.accept_invitation = [this](const serve::AcceptInvitation& given) { return accept_invitation(given); };
  if (oidc_) {
    seam.oidc_start = [this] { return oidc_start(); };
    seam.oidc_return = [this](const serve::OidcReturn& given) { return oidc_return(given); };
  }
  return seam;
}

}  // namespace fairlead::app
