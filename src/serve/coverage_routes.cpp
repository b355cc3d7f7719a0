// SPDX-License-Identifier: Apache-2.0
// /api/v1/coverage: what home's sensors looked at in the last half hour, and how well, so that not seeing is
// information. For home's people who may see the picture; what is served to partners has none of it.
#include <algorithm>
#include <array>

#include "desk_call.hpp"
#include "http/parameters.hpp"
#include "source_names.hpp"
#include "wire/json.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;

void append_shape(JsonWriter& out, const domain::Coverage& coverage) {
  if (!coverage.centre) {
    append_list(out.member("ring"), coverage.ring, [](geo::Position corner) {
      std::string text;
      wire::append_json(text, corner);
      return text;
    });
    return;
  }
  wire::append_json(out.member("centre"), *coverage.centre);
  wire::append_real(out.member("range_min_m"), coverage.range_min.in_metres(), 1);
  wire::append_real(out.member("range_max_m"), coverage.range_max.in_metres(), 1);
  wire::append_real(out.member("bearing_from_deg"), coverage.bearing_from_degrees, 3);
  wire::append_real(out.member("bearing_to_deg"), coverage.bearing_to_degrees, 3);
}

Response coverage(CommandCall& call) {
  const http::Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const auto picture = call.inputs.picture ? call.inputs.picture() : nullptr;
  if (!picture) return call.problem(503, "not_ready", "the picture is not there yet; try again in a moment");
  const Instant now = picture->picture_time();
  const SourceNames names(call.inputs);
  const auto print = [&](const engine::Looked& looked) {
    const domain::Scan& scan = looked.scan;
    JsonWriter out;
    out.text("source", names.of(scan.source)).number("source_id", scan.source.number());
    if (looked.sensor) out.text("sensor", domain::name(*looked.sensor));
    out.number("scan", scan.number).time("at", scan.at);
    const auto age = std::max(now - scan.at, Duration(0));
    wire::append_real(out.member("age_s"), static_cast<double>(age.count()) / 1000.0, 1);
    append_shape(out, scan.coverage);
    JsonWriter detection;
    wire::append_real(detection.member("near"), scan.detection_near, 3);
    wire::append_real(detection.member("far"), scan.detection_far, 3);
    out.member("detection") += detection.take();
    if (scan.false_plots) wire::append_real(out.member("false_plots"), *scan.false_plots, 3);
    return out.take();
  };
  JsonWriter json;
  json.number("slot", picture->slot()).time("as_of", now);
  static const std::vector<engine::Looked> kNone;
  append_list(json.member("looks"), picture->coverage() ? picture->coverage()->looks : kNone, print);
  return json_response(json.take());
}

}  // namespace

std::span<const Route> coverage_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/coverage", Permission::read_picture, nullptr, &coverage, Lane::reads},
  });
  return kRoutes;
}

}  // namespace fairlead::serve
