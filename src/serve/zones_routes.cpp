// SPDX-License-Identifier: Apache-2.0
// /api/v1/zones/at and /api/v1/zones/outlines: where a position lies in law, and the limits around it for a chart.
//
// Both say only what the zone file holds, so that whoever may see the picture may ask.
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "api.hpp"
#include "base/text.hpp"
#include "http/head.hpp"
#include "zones/outlines.hpp"
#include "zones/report.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;

constexpr double kZoomMax = 14;

std::optional<double> degrees(Parameters& parameters, std::string_view name, double most) {
  const auto value = parameters.text(name);
  if (!value) {
    parameters.refuse(name, fmt::format("`{}` is missing; give it in decimal degrees", name));
    return std::nullopt;
  }
  const auto number = parse_number<double>(*value);
  if (number && std::abs(*number) <= most) return *number;
  parameters.refuse(name, fmt::format("`{}` must be decimal degrees from -{} to {}", name, most, most));
  return std::nullopt;
}

// The zoom that shows the box about 1,000 pixels wide.
int zoom_of(const geo::Box& box) {
  double width = static_cast<double>(box.east) - static_cast<double>(box.west);
  width /= geo::kUnitsPerDegree;
  if (width <= 0) width += 360;
  const double zoom = std::log2(360.0 * 4.0 / std::max(width, 1e-3));
  return static_cast<int>(std::clamp(std::floor(zoom), 0.0, kZoomMax));
}

Response no_zones(const CommandCall& call) {
  return call.problem(503, "not_ready", "there is no zone file; `./dev zones` makes it, `zones.file` names one");
}

Response outlines_of(CommandCall& call) {
  static constexpr std::string_view kKnown[] = {"bbox", "zoom"};
  Parameters parameters(call.target, kKnown);
  const auto box = box_of(parameters, "bbox");
  if (!parameters.text("bbox")) parameters.refuse("bbox", "`bbox` is missing; give `west,south,east,north` in degrees");
  const bool given = parameters.text("zoom").has_value();
  const std::size_t zoom = parameters.count("zoom", 1, static_cast<std::size_t>(kZoomMax));
  if (auto refused = call.refused(parameters)) return *refused;
  if (!call.inputs.zones) return no_zones(call);
  const zones::Atlas& atlas = *call.inputs.zones;
  Response response;
  response.content_type = "application/geo+json";
  response.cache_control = "private, max-age=3600";
  std::string etag = fmt::format("\"{}\"", atlas.version());
  const bool known = http::list_has(call.request.if_none_match, etag);
  response.headers.emplace_back("ETag", std::move(etag));
  if (known) {
    response.status = 304;
    return response;
  }
  auto lines = zones::outlines(atlas, *box, given ? static_cast<int>(zoom) : zoom_of(*box));
  if (!lines) return call.failed(lines.error());
  response.body = std::move(*lines);
  return response;
}

}  // namespace

Outcome Api::zones_at(const Call& call) {
  static constexpr std::string_view kKnown[] = {"lat", "lon"};
  Parameters parameters(call.target, kKnown);
  const auto latitude = degrees(parameters, "lat", 90);
  const auto longitude = degrees(parameters, "lon", 180);
  if (parameters.refusal()) return refuse(call.request, *parameters.refusal());
  const auto position = geo::Position::from_degrees(*latitude, *longitude);
  if (!inputs_.zones || !position) {
    return problem(call.request, 503, "not_ready",
                   "there is no zone file; `./dev zones` makes it, `zones.file` names one");
  }
  Response response;
  zones::append_json(response.body, *inputs_.zones, inputs_.zones->at(*position));
  return response;
}

std::span<const Route> zones_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/zones/at", Permission::read_picture, &Api::zones_at},
      {"GET", "/api/v1/zones/outlines", Permission::read_picture, nullptr, &outlines_of, Lane::reads},
  });
  return kRoutes;
}

}  // namespace fairlead::serve
