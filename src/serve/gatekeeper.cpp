// SPDX-License-Identifier: Apache-2.0
#include "gatekeeper.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/base64url.hpp"
#include "base/digest.hpp"
#include "http/fields.hpp"
#include "http/problem.hpp"

namespace fairlead::serve {
namespace {

using accounts::Allowed;
using http::problem;
using http::Request;
using http::Response;

Instant now() { return Instant::from_unix_ms(system_wall_clock().now_ms()); }

// In the same time wherever they differ.
bool same(std::string_view a, std::string_view b) { return accounts::same(sha256(a), sha256(b)); }

}  // namespace

std::string Gatekeeper::csrf_of(std::string_view cookie) {
  const Digest digest = sha256(fmt::format("fairlead csrf v1\n{}", cookie));
  return base64url(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

Caller Gatekeeper::caller(const Request& request) {
  Caller caller;
  const auto token = http::bearer_token(request.authorization);
  const auto cookie = http::cookie_value(request.cookie, kSessionCookie);
  if (inputs_.people.admit && (token || cookie)) {
    const accounts::Admission admitted = inputs_.people.admit(token ? Proof{{}, *token} : Proof{*cookie, {}});
    if (admitted && !is_idle(*admitted)) {
      caller.actor = *admitted;
      caller.by_cookie = !token;
      if (caller.by_cookie) caller.csrf = csrf_of(*cookie);
    }
  }
  if (!caller.actor && options_.demo && !token) {
    caller.actor = accounts::Actor::demo(accounts::Role::administrator, now());
  }
  return caller;
}

bool Gatekeeper::is_idle(const accounts::Actor& actor) {
  if (actor.session() == 0) return false;
  const std::int64_t moment = system_steady_clock().now_ns();
  const auto [at, is_new] = used_ns_.try_emplace(actor.session(), moment);
  if (!is_new && moment - at->second > options_.limits.session_idle_max.count() * 1'000'000) {
    if (on_idle) on_idle(actor);
    return true;
  }
  at->second = moment;
  if (used_ns_.size() > kSessionsMax) {
    used_ns_.erase(std::ranges::min_element(used_ns_, {}, [](const auto& entry) { return entry.second; }));
  }
  return false;
}

std::optional<Response> Gatekeeper::refusal(const Request& request, const Caller& caller, const Access& access) const {
  if (access.is_open()) return std::nullopt;
  if (!caller.actor) {
    Response response = problem(request, 401, "sign_in_required", accounts::kNotSignedIn);
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"fairlead\"");
    return response;
  }
  if (caller.by_cookie && !request.is_safe() && !same(request.csrf, caller.csrf)) {
    return problem(request, 403, "csrf",
                   "a change needs the header `X-Fairlead-Csrf` with the value of `csrf` from `GET /api/v1/session`");
  }
  const auto permission = access.permission();
  if (!permission) return std::nullopt;
  switch (caller.actor->may(*permission, now())) {
    case Allowed::yes:
      return std::nullopt;
    case Allowed::confirm_first:
      return problem(request, 403, "confirm_required",
                     "this asks for a fresh sign-in: give the password again at `/api/v1/session/confirm`");
    case Allowed::no:
      break;
  }
  return problem(request, 403, "not_permitted",
                 fmt::format("this needs the permission `{}`, which the role `{}` or this token does not have",
                             accounts::name(*permission), accounts::name(caller.actor->role())));
}

}  // namespace fairlead::serve
