// SPDX-License-Identifier: Apache-2.0
// Signing in, confirming and signing out; the first account and invitations; the way over an identity provider.
//
// Whoever is not recognised hears the same sentence after the same time, whatever was wrong (People answers in constant
// time, the sign-in thread takes one at a time).
#include <array>

#include <fmt/format.h>

#include "accounts/passwords.hpp"
#include "api.hpp"
#include "base/log.hpp"
#include "gatekeeper.hpp"
#include "http/fields.hpp"
#include "json_writer.hpp"

namespace fairlead::serve {
namespace {

using accounts::Actor;
using accounts::Permission;
using accounts::Secret;
using http::JsonBody;
using http::JsonObject;

constexpr std::string_view kOidcCookie = "fairlead_oidc";
constexpr std::string_view kOidcPath = "/api/v1/oidc";
constexpr std::size_t kAccountMax = 64;
constexpr std::size_t kDisplayNameMax = 128;
constexpr std::size_t kCodeMax = 256;
constexpr std::size_t kSmallBody = 8 * 1024;

std::string session_json(const ServerOptions& options, const People& people, const Caller& caller) {
  JsonWriter json;
  json.flag("signed_in", caller.actor.has_value() && caller.actor->method() != accounts::Method::demo);
  json.flag("demo", options.demo);
  if (caller.actor) {
    const Actor& actor = *caller.actor;
    json.text("account", actor.account()).text("role", accounts::name(actor.role()));
    if (actor.agency()) json.text("agency", *actor.agency());
    json.text("method", accounts::name(actor.method()));
    std::string& list = json.member("permissions") += '[';
    for (const Permission permission : accounts::members(actor.permissions())) {
      if (!list.ends_with('[')) list += ',';
      append_json_string(list, accounts::name(permission));
    }
    list += ']';
    if (actor.confirmed_at()) json.time("confirmed_until", *actor.confirmed_at() + accounts::kConfirmWithin);
    if (caller.by_cookie) json.text("csrf", caller.csrf);
  } else {
    json.flag("first_account", people.has_accounts && !people.has_accounts());
    json.member("ways") += people.oidc_start ? R"(["password","oidc"])" : R"(["password"])";
  }
  return json.take();
}

// A password is wiped from the request once it was read.
Secret secret_of(JsonObject& object, std::string_view name, std::size_t bytes_max) {
  return Secret(object.required_text(name, bytes_max));
}

std::string session_cookie(const CommandCall& call, std::string_view value, std::chrono::seconds max_age) {
  return http::set_cookie(
      {.name = kSessionCookie, .value = value, .secure = call.options.tls.has_value(), .max_age = max_age});
}

Caller caller_of(const SignedIn& signed_in) {
  return {signed_in.actor, true, Gatekeeper::csrf_of(signed_in.cookie.view())};
}

std::string cookie_of(const CommandCall& call, const SignedIn& signed_in) {
  return session_cookie(call, signed_in.cookie.view(),
                        std::chrono::duration_cast<std::chrono::seconds>(signed_in.lifetime));
}

std::optional<Response> held_up(CommandCall& call, std::string_view account) {
  const auto wait = call.guard.must_wait(account, call.request.peer);
  if (!wait) return std::nullopt;
  log::warning("sign_ins_held_up", {{"request_id", call.request.id}});
  Response response = call.problem(429, "too_many_attempts", "too many sign-ins failed; wait before the next one");
  response.headers.clear();
  response.headers.emplace_back("Retry-After", std::to_string(wait->count()));
  return response;
}

// What was wrong is not said.
Response not_recognised(CommandCall& call, std::string_view account, const Error& error) {
  if (error.code != ErrorCode::verification) return call.failed(error);
  call.guard.failed(account, call.request.peer);
  log::warning("sign_in_failed", {{"request_id", call.request.id}});
  return call.problem(401, "sign_in_failed", "the account, password or code is not right");
}

Response welcome(CommandCall& call, const SignedIn& signed_in, unsigned status) {
  call.guard.succeeded(signed_in.actor.account(), call.request.peer);
  Response response = json_response(session_json(call.options, call.inputs.people, caller_of(signed_in)), status);
  response.headers.emplace_back("Set-Cookie", cookie_of(call, signed_in));
  return response;
}

Response not_offered(const CommandCall& call) {
  return call.problem(501, "not_offered", "this server does not offer that way to sign in");
}

Response sign_in(CommandCall& call) {
  JsonBody body(call.request.body);
  accounts::wipe(call.request.body);
  JsonObject root = body.root();
  root.only({"account", "password"});
  SignIn given;
  given.account = root.required_text("account", kAccountMax);
  given.password = secret_of(root, "password", accounts::kPasswordMax);
  given.address = call.request.peer;
  if (auto refused = call.refused(body)) return *refused;
  if (!call.inputs.people.sign_in) return not_offered(call);
  if (auto wait = held_up(call, given.account)) return *wait;
  const Result<SignedIn> signed_in = call.inputs.people.sign_in(given);
  if (!signed_in) return not_recognised(call, given.account, signed_in.error());
  return welcome(call, *signed_in, 200);
}

Response confirm(CommandCall& call) {
  JsonBody body(call.request.body);
  accounts::wipe(call.request.body);
  JsonObject root = body.root();
  root.only({"password"});
  const Secret password = secret_of(root, "password", accounts::kPasswordMax);
  if (auto refused = call.refused(body)) return *refused;
  if (!call.inputs.people.confirm || call.actor().session() == 0) {
    return call.problem(409, "no_session", "only a session of a person can be confirmed");
  }
  if (auto wait = held_up(call, call.actor().account())) return *wait;
  Result<Actor> confirmed = call.inputs.people.confirm(call.actor(), password);
  if (!confirmed) return not_recognised(call, call.actor().account(), confirmed.error());
  Caller caller = call.caller;
  caller.actor = std::move(*confirmed);
  return json_response(session_json(call.options, call.inputs.people, caller));
}

Response sign_out(CommandCall& call) {
  if (call.actor().session() != 0 && call.inputs.people.sign_out) {
    const Result<void> done = call.inputs.people.sign_out(call.actor());
    if (!done) return call.failed(done.error());
  }
  Response response = no_content();
  response.headers.emplace_back("Set-Cookie", session_cookie(call, "", std::chrono::seconds(0)));
  return response;
}

Response first_account(CommandCall& call) {
  JsonBody body(call.request.body);
  accounts::wipe(call.request.body);
  JsonObject root = body.root();
  root.only({"code", "name", "display_name", "password"});
  FirstAccount given;
  given.code = secret_of(root, "code", kCodeMax);
  given.account = root.required_text("name", kAccountMax);
  given.display_name = root.text("display_name", kDisplayNameMax).value_or(std::string());
  given.password = secret_of(root, "password", accounts::kPasswordMax);
  given.address = call.request.peer;
  if (auto refused = call.refused(body)) return *refused;
  if (!call.inputs.people.first_account) return not_offered(call);
  if (auto wait = held_up(call, {})) return *wait;
  const Result<SignedIn> signed_in = call.inputs.people.first_account(given);
  if (!signed_in) return not_recognised(call, {}, signed_in.error());
  return welcome(call, *signed_in, 201);
}

Response accept_invitation(CommandCall& call) {
  JsonBody body(call.request.body);
  accounts::wipe(call.request.body);
  JsonObject root = body.root();
  root.only({"code", "password"});
  AcceptInvitation given;
  given.code = secret_of(root, "code", kCodeMax);
  given.password = secret_of(root, "password", accounts::kPasswordMax);
  given.address = call.request.peer;
  if (auto refused = call.refused(body)) return *refused;
  if (!call.inputs.people.accept_invitation) return not_offered(call);
  if (auto wait = held_up(call, {})) return *wait;
  const Result<SignedIn> signed_in = call.inputs.people.accept_invitation(given);
  if (!signed_in) return not_recognised(call, {}, signed_in.error());
  return welcome(call, *signed_in, 201);
}

// 303: the browser goes on with GET.
Response go_to(std::string location) {
  Response response = no_content();
  response.status = 303;
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

std::string oidc_cookie(const CommandCall& call, std::string_view value, std::chrono::seconds max_age) {
  return http::set_cookie({.name = kOidcCookie,
                           .value = value,
                           .secure = call.options.tls.has_value(),
                           .max_age = max_age,
                           .path = kOidcPath,
                           .lax = true});
}

Response oidc_start(CommandCall& call) {
  Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  if (!call.inputs.people.oidc_start) return not_offered(call);
  if (auto wait = held_up(call, {})) return *wait;
  const Result<OidcStart> start = call.inputs.people.oidc_start();
  if (!start) return call.failed(start.error());
  Response response = go_to(start->url);
  response.headers.emplace_back("Set-Cookie", oidc_cookie(call, start->state.view(), std::chrono::minutes(10)));
  return response;
}

// A person sits before it, in a browser that comes from elsewhere: what failed is shown by the page.
Response oidc_return(CommandCall& call) {
  if (!call.inputs.people.oidc_return) return not_offered(call);
  const std::string& target = call.request.target;
  const std::size_t mark = target.find('?');
  OidcReturn given;
  if (mark != std::string::npos) given.query = target.substr(mark + 1, target.find('#', mark) - mark - 1);
  const auto state = http::cookie_value(call.request.cookie, kOidcCookie);
  if (state) given.state = Secret(std::string(*state));
  given.address = call.request.peer;
  Response response = go_to("/?sign_in=failed");
  if (state && !held_up(call, {})) {
    const Result<SignedIn> signed_in = call.inputs.people.oidc_return(given);
    if (signed_in) {
      response = go_to("/");
      response.headers.emplace_back("Set-Cookie", cookie_of(call, *signed_in));
      call.guard.succeeded(signed_in->actor.account(), call.request.peer);
    } else {
      if (signed_in.error().code == ErrorCode::verification) call.guard.failed({}, call.request.peer);
      // Why is for who runs the service: a clock that is wrong, a provider that cannot be reached.
      log::warning("oidc_sign_in_failed", {{"request_id", call.request.id}, {"detail", signed_in.error().message}});
    }
  }
  response.headers.emplace_back("Set-Cookie", oidc_cookie(call, "", std::chrono::seconds(0)));
  return response;
}

constexpr Route small(Route route) {
  route.lane = Lane::sign_ins;
  route.takes_body = route.method == "POST";
  route.body_bytes_max = kSmallBody;
  return route;
}

}  // namespace

Outcome Api::session(const Call& call) {
  Parameters parameters(call.target, {});
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  return json_response(session_json(options_, inputs_.people, call.caller));
}

std::span<const Route> session_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/session", Access::open(), &Api::session},
      small({"POST", "/api/v1/session", Access::open(), nullptr, &sign_in}),
      small({"DELETE", "/api/v1/session", Access::signed_in(), nullptr, &sign_out}),
      small({"POST", "/api/v1/session/confirm", Access::signed_in(), nullptr, &confirm}),
      small({"POST", "/api/v1/first-account", Access::open(), nullptr, &first_account}),
      small({"POST", "/api/v1/invitation", Access::open(), nullptr, &accept_invitation}),
      small({"GET", "/api/v1/oidc/start", Access::open(), nullptr, &oidc_start}),
      small({"GET", "/api/v1/oidc/return", Access::open(), nullptr, &oidc_return}),
  });
  return kRoutes;
}

}  // namespace fairlead::serve
