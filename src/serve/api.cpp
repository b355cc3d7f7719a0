// SPDX-License-Identifier: Apache-2.0
// Routing: which handler an address has, what every answer has in common, and who may ask.
#include "api.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/log.hpp"
#include "base/text.hpp"
#include "http/host.hpp"
#include "http/websocket.hpp"

namespace fairlead::serve {

using http::host_name;
using http::is_loopback_literal;
using http::parse_target;

namespace {

constexpr std::string_view kAllow = "GET, HEAD, OPTIONS";

// The part of `path` that stands for {id} in `route`, when the two fit; "" for a route without one.
std::optional<std::string_view> fit(std::string_view route, std::string_view path) {
  const std::size_t open = route.find('{');
  if (open == std::string_view::npos) {
    return route == path ? std::optional<std::string_view>("") : std::nullopt;
  }
  const std::string_view before = route.substr(0, open);
  const std::string_view after = route.substr(route.find('}') + 1);
  if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after)) {
    return std::nullopt;
  }
  const std::string_view id = path.substr(before.size(), path.size() - before.size() - after.size());
  return id.contains('/') ? std::nullopt : std::optional(id);
}

bool is_for_monitors(std::string_view path) {
  return path == "/metrics" || path == "/healthz" || path == "/readyz" || path == "/freshz";
}

Response options_response() {
  Response response;
  response.status = 204;
  response.content_type = {};
  response.headers.emplace_back("Allow", kAllow);
  return response;
}

}  // namespace

Api::Api(const ServerOptions& options, const ServerInputs& inputs, Metrics& metrics, bool loopback)
    : options_(options), inputs_(inputs), metrics_(metrics), loopback_(loopback), names_(inputs) {}

std::span<const Api::Route> Api::routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"/api/v1/tracks", &Api::tracks},
      {"/api/v1/tracks/{id}", &Api::track},
      {"/api/v1/tracks/{id}/history", &Api::track_history},
      {"/api/v1/vessels", &Api::vessels},
      {"/api/v1/sources", &Api::sources},
      {"/api/v1/status", &Api::status},
      {"/api/v1/stream", &Api::stream},
      {"/api/openapi.json", &Api::contract},
      {"/healthz", &Api::healthz},
      {"/readyz", &Api::readyz},
      {"/freshz", &Api::freshz},
      {"/metrics", &Api::metrics},
      {"/", &Api::page},
  });
  return kRoutes;
}

Handled Api::handle(const Request& request, Door door) {
  Handled handled = dispatch(request, door);
  // A body is not read, so the connection cannot go on behind it.
  if (request.has_body) {
    if (auto* response = std::get_if<Response>(&handled.outcome)) response->close = true;
  }
  return handled;
}

Handled Api::dispatch(const Request& request, Door door) {
  if (auto refused = refused_host(request)) return {"other", std::move(*refused)};
  if (request.method == "OPTIONS" && request.target == "*") return {"other", options_response()};
  Result<Target> target = parse_target(request.target);
  if (!target) return {"other", problem(request, 400, "bad_target", target.error().message)};
  const std::string path = target->path;
  const auto allowed_here = [&](std::string_view route) {
    if (door == Door::metrics_only) return is_for_monitors(route);
    return route != "/metrics" || loopback_ || options_.metrics_listen.empty();
  };

  const Route* route = nullptr;
  std::string id;
  for (const Route& candidate : routes()) {
    if (const auto fitted = fit(candidate.path, path); fitted && allowed_here(candidate.path)) {
      route = &candidate;
      id = *fitted;
      break;
    }
  }
  const bool api = path.starts_with("/api/") || path == "/api";
  if (route == nullptr && (api || door == Door::metrics_only)) {
    return {"other", not_found(request, fmt::format("nothing is served at `{}`", path.substr(0, 80)))};
  }
  const std::string_view name = route != nullptr ? route->path : "file";
  if (request.method == "OPTIONS") return {name, options_response()};
  if (request.method != "GET" && !request.is_head()) {
    Response response = problem(request, 405, "method_not_allowed", fmt::format("only {} work here", kAllow));
    response.headers.emplace_back("Allow", kAllow);
    return {name, std::move(response)};
  }
  if (request.has_body) return {name, problem(request, 413, "body_not_expected", "requests here have no body")};
  const Call call{request, std::move(*target), std::move(id)};
  return {name, route != nullptr ? (this->*route->answer)(call) : file(call)};
}

std::optional<Response> Api::refused_host(const Request& request) const {
  if (request.host_headers > 1 || (request.host_headers == 0 && !request.http_1_0)) {
    return problem(request, 400, "bad_host", "a request needs one `Host` header");
  }
  if (request.host_headers == 0 || host_is_ours(request.host)) return std::nullopt;
  return problem(request, 421, "host_refused",
                 "this server is not asked under that name; use its address or `localhost`, or name the host in "
                 "`http.allowed_hosts`");
}

// DNS rebinding: a page from elsewhere can make its own name point to loopback, but not make the browser send ours.
bool Api::host_is_ours(std::string_view host) const {
  if (!loopback_ && options_.allowed_hosts.empty()) return true;
  const std::string name = host_name(host);
  if (name.empty()) return false;
  if (name == "localhost" || name == "::1" || is_loopback_literal(name)) return true;
  if (name == host_name(options_.listen)) return true;
  return std::ranges::any_of(options_.allowed_hosts, [&](const std::string& own) { return host_name(own) == name; });
}

// A WebSocket is not held by the same-origin rule of browsers, so its origin is checked here.
bool Api::origin_is_ours(const Request& request) const {
  if (request.origin.empty()) return true;  // not a browser
  std::string_view origin = request.origin;
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  origin.remove_prefix(scheme + 3);
  if (to_lower(origin) == to_lower(request.host)) return true;
  const std::string name = host_name(origin);
  if (name.empty()) return false;
  // Another port on this machine: a development server in front of this one.
  if (loopback_ && (name == "localhost" || name == "::1" || is_loopback_literal(name))) return true;
  return std::ranges::any_of(options_.allowed_hosts, [&](const std::string& own) { return host_name(own) == name; });
}

Outcome Api::stream(const Call& call) {
  static constexpr std::string_view kKnown[] = {"bbox"};
  Parameters parameters(call.target, kKnown);
  const auto box = box_of(parameters, "bbox");
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  if (!picture()) return no_picture(call.request);
  if (to_lower(call.request.upgrade).contains("websocket")) return start_messages(call, box);
  StartEvents start{box, std::nullopt};
  if (!call.request.last_event_id.empty()) {
    start.last_slot = parse_number<std::uint64_t>(call.request.last_event_id);
    // An id that is not ours means a reset, as for a client that comes from another server.
  }
  return start;
}

Outcome Api::start_messages(const Call& call, std::optional<geo::Box> box) {
  const Request& request = call.request;
  if (!origin_is_ours(request)) {
    return problem(request, 403, "origin_refused", "a page from another origin may not open this stream");
  }
  if (request.is_head()) return problem(request, 400, "bad_upgrade", "an upgrade needs `GET`");
  if (request.websocket_version != "13") {
    Response response = problem(request, 426, "bad_upgrade", "this server speaks version 13 of the WebSocket protocol");
    response.headers.emplace_back("Sec-WebSocket-Version", "13");
    return response;
  }
  auto accept = http::websocket_accept(request.websocket_key);
  if (request.http_1_0 || !accept) {
    return problem(request, 400, "bad_upgrade", "the upgrade lacks a `Sec-WebSocket-Key` of 16 bytes in base64");
  }
  return StartMessages{box, call.target.query.size() > 0, std::move(*accept)};
}

std::optional<geo::Box> box_of(Parameters& parameters, std::string_view name) {
  const auto value = parameters.text(name);
  if (!value) return std::nullopt;
  Result<geo::Box> box = geo::parse_box(*value);
  if (box) return *box;
  parameters.refuse(name, fmt::format("`{}`: {}", name, box.error().message));
  return std::nullopt;
}

Response refuse(const Request& request, const Refusal& refusal) {
  return problem(request, 400, refusal.code, refusal.detail, refusal.faults);
}

Response not_found(const Request& request, std::string_view what) { return problem(request, 404, "not_found", what); }

Response no_picture(const Request& request) {
  return problem(request, 503, "not_ready", "the picture is not there yet; try again in a moment");
}

Response history_failed(const Request& request, const Error& error) {
  log::error("history_failed", {{"request_id", request.id}, {"code", name(error.code)}, {"detail", error.message}});
  return problem(request, 503, "history_unavailable", "the stored history cannot be read now; the log says why");
}

}  // namespace fairlead::serve
