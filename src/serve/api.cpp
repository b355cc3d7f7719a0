// SPDX-License-Identifier: Apache-2.0
// Routing: which handler an address has, what every answer has in common, and who may ask.
#include "api.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/log.hpp"
#include "base/text.hpp"
#include "http/fields.hpp"
#include "http/host.hpp"
#include "http/websocket.hpp"

namespace fairlead::serve {

using http::host_name;
using http::is_loopback_literal;
using http::parse_target;

namespace {

bool is_for_monitors(std::string_view path) {
  return path == "/metrics" || path == "/healthz" || path == "/readyz" || path == "/freshz";
}

constexpr std::string_view kFileAllow = "GET, HEAD, OPTIONS";

Response options_response(std::string_view allow) {
  Response response = no_content();
  response.headers.emplace_back("Allow", allow);
  return response;
}

}  // namespace

Api::Api(const ServerOptions& options, const ServerInputs& inputs, Metrics& metrics, bool loopback)
    : options_(options),
      inputs_(inputs),
      metrics_(metrics),
      loopback_(loopback),
      gatekeeper_(options, inputs),
      names_(inputs) {}

std::span<const Route> Api::routes() {
  static const std::vector<Route> routes = [] {
    std::vector<Route> all;
    for (const std::span<const Route> part :
         {picture_routes(),  service_routes(),    session_routes(),     sharing_routes(),  views_routes(),
          stops_routes(),    agreements_routes(), desk_routes(),        accounts_routes(), ledger_routes(),
          zones_routes(),    law_routes(),        pursuit_routes(),     findings_routes(), coverage_routes(),
          casework_routes(), evidence_routes(),   designation_routes(), report_routes(),   story_routes()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return routes;
}

Handled Api::handle(Request& request, Door door, std::shared_ptr<vault::Arrival> arrival) {
  Judged judged = judge(request, door);
  if (judged.refusal) return {judged.name, std::move(*judged.refusal)};
  const Route* route = judged.route;
  if (route != nullptr && route->command != nullptr) {
    // The connection keeps the request's head, for its own answer; the body goes to the handler.
    std::string body = std::exchange(request.body, {});
    auto call = std::make_shared<CommandCall>(CommandCall{request, std::move(judged.target), std::move(judged.ids),
                                                          std::move(judged.caller), options_, inputs_, guard_});
    call->request.body = std::move(body);
    call->arrival = std::move(arrival);
    return {judged.name, Deferred{[call, command = route->command] { return command(*call); }, route->lane}};
  }
  const Call call{request, std::move(judged.target), std::move(judged.ids), std::move(judged.caller)};
  return {judged.name, route != nullptr ? (this->*route->answer)(call) : file(call)};
}

Api::Verdict Api::judge_head(const Request& request, Door door) {
  Judged judged = judge(request, door);
  std::size_t most = options_.limits.body_bytes_max;
  if (judged.route != nullptr && judged.route->body_bytes_max != 0) most = std::min(most, judged.route->body_bytes_max);
  const bool takes_file = judged.route != nullptr && judged.route->takes_file;
  return {judged.name, std::move(judged.refusal), most, takes_file};
}

bool Api::may_follow(const Request& request) {
  return !gatekeeper_.refusal(request, gatekeeper_.caller(request), accounts::Permission::read_picture);
}

Api::Judged Api::judge(const Request& request, Door door) {
  Judged judged;
  const auto refuse_with = [&](Response response) {
    judged.refusal = std::move(response);
    return std::move(judged);
  };
  if (auto refused = refused_host(request)) return refuse_with(std::move(*refused));
  if (request.method == "OPTIONS" && request.target == "*") return refuse_with(options_response(kFileAllow));
  Result<Target> target = parse_target(request.target);
  if (!target) return refuse_with(problem(request, 400, "bad_target", target.error().message));
  const std::string allow = match(request, *target, door, judged);
  if (allow.empty()) {
    return refuse_with(not_found(request, fmt::format("nothing is served at `{}`", target->path.substr(0, 80))));
  }
  if (request.method == "OPTIONS") return refuse_with(options_response(allow));
  const bool is_file = judged.name == "file" && (request.method == "GET" || request.is_head());
  if (judged.route == nullptr && !is_file) {
    Response response = problem(request, 405, "method_not_allowed", fmt::format("only {} work here", allow));
    response.headers.emplace_back("Allow", allow);
    return refuse_with(std::move(response));
  }
  // A page of another origin may send a browser here; what it asks for does not happen.
  if (!request.is_safe() && !origin_is_ours(request)) {
    return refuse_with(problem(request, 403, "origin_refused", "a page from another origin may not do this"));
  }
  judged.caller = gatekeeper_.caller(request);
  if (judged.route != nullptr) {
    if (auto refused = gatekeeper_.refusal(request, judged.caller, judged.route->access)) {
      return refuse_with(std::move(*refused));
    }
  }
  if (auto refused = refused_body(request, judged.route)) return refuse_with(std::move(*refused));
  judged.target = std::move(*target);
  return judged;
}

// Finds the route, and names the methods that work at this address; none where nothing is served there.
std::string Api::match(const Request& request, const Target& target, Door door, Judged& judged) const {
  const auto allowed_here = [&](std::string_view route) {
    if (door == Door::metrics_only) return is_for_monitors(route);
    return route != "/metrics" || loopback_ || options_.metrics_listen.empty();
  };
  std::string allow;
  for (const Route& candidate : routes()) {
    auto ids = fit(candidate.path, target.segments);
    if (!ids || !allowed_here(candidate.path)) continue;
    judged.name = candidate.path;
    allow += allow.empty() ? "" : ", ";
    allow += candidate.method == "GET" ? "GET, HEAD" : candidate.method;
    if (candidate.method != request.method && !(candidate.method == "GET" && request.is_head())) continue;
    judged.route = &candidate;
    judged.ids = std::move(*ids);
  }
  if (!allow.empty()) return allow + ", OPTIONS";
  const bool api = target.path.starts_with("/api/") || target.path == "/api";
  if (api || door == Door::metrics_only) return {};
  judged.name = "file";
  return std::string(kFileAllow);
}

std::optional<Response> Api::refused_body(const Request& request, const Route* route) const {
  if (!request.has_body) return std::nullopt;
  if (route == nullptr || (!route->takes_body && !route->takes_file)) {
    return problem(request, 413, "body_not_expected", "this request has no body");
  }
  if (!route->takes_file && !http::is_json(request.content_type)) {
    return problem(request, 415, "media_type", "the body must be `application/json`");
  }
  if (!request.content_encoding.empty() && to_lower(request.content_encoding) != "identity") {
    return problem(request, 415, "content_encoding", "the body must not be compressed");
  }
  return std::nullopt;
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

// Neither a WebSocket nor a form is held by the same-origin rule of browsers, so the origin is checked here.
bool Api::origin_is_ours(const Request& request) const {
  if (request.origin.empty()) return true;  // not a browser
  std::string_view origin = request.origin;
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  // With TLS of our own, a page in the clear is another origin.
  if (options_.tls && to_lower(origin.substr(0, scheme)) != "https") return false;
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
