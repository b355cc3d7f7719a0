// SPDX-License-Identifier: Apache-2.0
#include "routes.hpp"

#include <array>

#include "api.hpp"
#include "base/log.hpp"

namespace fairlead::serve {
namespace {

Response refused_as(const Request& request, const http::Refusal& refusal) {
  return http::problem(request, 400, refusal.code, refusal.detail, refusal.faults);
}

}  // namespace

std::span<const Route> picture_routes() {
  using accounts::Permission;
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/tracks", Permission::read_picture, &Api::tracks},
      {"GET", "/api/v1/tracks/{id}", Permission::read_picture, &Api::track},
      {"GET", "/api/v1/tracks/{id}/history", Permission::read_picture, &Api::track_history},
      {"GET", "/api/v1/vessels", Permission::read_picture, &Api::vessels},
      {"GET", "/api/v1/sources", Permission::read_picture, &Api::sources},
      {"GET", "/api/v1/stream", Permission::read_picture, &Api::stream},
  });
  return kRoutes;
}

std::span<const Route> service_routes() {
  using accounts::Permission;
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/status", Permission::read_picture, &Api::status},
      {"GET", "/api/openapi.json", Access::signed_in(), &Api::contract},
      {"GET", "/healthz", Access::open(), &Api::healthz},
      {"GET", "/readyz", Access::open(), &Api::readyz},
      {"GET", "/freshz", Access::open(), &Api::freshz},
      {"GET", "/metrics", Permission::read_metrics, &Api::metrics},
      {"GET", "/", Access::open(), &Api::page},
  });
  return kRoutes;
}

std::optional<std::vector<std::string>> fit(std::string_view route, std::span<const std::string> segments) {
  std::vector<std::string> ids;
  route.remove_prefix(1);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::size_t slash = route.find('/');
    const std::string_view part = route.substr(0, slash);
    if (part == "{path}") {
      std::string rest;
      for (; i < segments.size(); ++i) rest.append(rest.empty() ? "" : "/").append(segments[i]);
      ids.push_back(std::move(rest));
      return ids;
    }
    if (part.starts_with('{')) {
      if (segments[i].empty()) return std::nullopt;
      ids.push_back(segments[i]);
    } else if (part != segments[i]) {
      return std::nullopt;
    }
    const bool ends = slash == std::string_view::npos;
    if (ends) return i + 1 == segments.size() ? std::optional(std::move(ids)) : std::nullopt;
    route.remove_prefix(slash + 1);
  }
  return std::nullopt;
}

std::optional<Response> CommandCall::refused(const http::JsonBody& body) const {
  return body.refusal() ? std::optional(refused_as(request, *body.refusal())) : std::nullopt;
}

std::optional<Response> CommandCall::refused(const http::Parameters& parameters) const {
  return parameters.refusal() ? std::optional(refused_as(request, *parameters.refusal())) : std::nullopt;
}

Response CommandCall::problem(unsigned status, std::string_view code, std::string_view detail) const {
  return http::problem(request, status, code, detail);
}

Response CommandCall::failed(const Error& error) const {
  switch (error.code) {
    case ErrorCode::invalid_argument:
      return problem(400, "invalid_argument", error.message);
    case ErrorCode::not_found:
      return problem(404, "not_found", error.message);
    case ErrorCode::conflict:
      return problem(409, "conflict", error.message);
    case ErrorCode::unsupported:  // not this person's to do, or not now
      return problem(403, "not_permitted", error.message);
    case ErrorCode::verification:
      return problem(403, "verification", error.message);
    default:
      break;
  }
  // The words of a failing store may name files: they go to the log.
  log::error("command_failed", {{"request_id", request.id}, {"code", name(error.code)}, {"detail", error.message}});
  return problem(503, "unavailable", "this could not be done now, and nothing was changed; the log says why");
}

Response json_response(std::string body, unsigned status) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  response.content_type = {};
  return response;
}

}  // namespace fairlead::serve
