// SPDX-License-Identifier: Apache-2.0
// /api/v1/views: which pictures of partners there are, and one of them as its partner would get it now. For home's
// people who may read what is shared; nothing of it is a release.
#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "desk_call.hpp"
#include "http/parameters.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::Parameters;

Response views(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  std::vector<engine::ViewState> all = at.sharing->views;
  std::ranges::sort(all, {}, [](const engine::ViewState& view) { return std::pair(view.agency, view.purpose); });
  JsonWriter json;
  json.time("as_of", at.sharing->as_of);
  append_list(json.member("views"), all, [](const engine::ViewState& view) {
    return JsonWriter()
        .text("agency", view.agency)
        .text("purpose", release::name(view.purpose))
        .flag("stopped", !view.stopped.empty())
        .take();
  });
  return json_response(json.take());
}

Response view_tracks(CommandCall& call) {
  static constexpr std::string_view kKnown[] = {"agency", "purpose"};
  Parameters parameters(call.target, kKnown);
  const auto agency = parameters.text("agency");
  const auto word = parameters.text("purpose");
  if (!agency) parameters.refuse("agency", "`agency` is missing; `/api/v1/views` lists who has a view");
  const auto purpose = word ? release::from_word<release::Purpose>(*word) : std::nullopt;
  if (!word) {
    parameters.refuse("purpose", "`purpose` is missing; `/api/v1/views` lists them");
  } else if (!purpose) {
    parameters.refuse("purpose", fmt::format("there is no purpose `{}`; `/api/v1/views` lists them", *word));
  }
  if (auto refused = call.refused(parameters)) return *refused;
  if (!call.inputs.desk.view_now) return call.problem(503, "not_ready", "sharing is not there yet");
  const auto view = call.inputs.desk.view_now(*agency, *purpose);
  if (!view && view.error().code == ErrorCode::unreachable) {
    return call.problem(503, "not_ready", view.error().message);  // asked again in a moment, nothing is wrong
  }
  if (!view) return call.failed(view.error());
  JsonWriter json;
  json.text("agency", view->agency).text("purpose", release::name(view->purpose));
  json.time("as_of", view->as_of).flag("stopped", view->stopped);
  append_list(json.member("tracks"), view->tracks, [](const engine::ViewNow::Seen& seen) {
    JsonWriter one;
    one.text("key", fmt::format("V-{:08x}", seen.key));
    if (seen.home) one.text("id", domain::to_text(*seen.home));
    std::string text = one.take();
    text.pop_back();
    return text += seen.members;
  });
  return json_response(json.take());
}

}  // namespace

std::span<const Route> views_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/views", Permission::read_sharing, nullptr, &views, Lane::reads},
      {"GET", "/api/v1/views/tracks", Permission::read_sharing, nullptr, &view_tracks, Lane::reads},
  });
  return kRoutes;
}

}  // namespace fairlead::serve
