// SPDX-License-Identifier: Apache-2.0
// /api/v1/sharing: who is given what now; and why a track goes to each partner, or does not.
#include <array>

#include "desk_call.hpp"
#include "sharing_json.hpp"

namespace fairlead::serve {
namespace {

using accounts::Permission;
using http::Parameters;

Response sharing(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  return json_response(sharing_json(*at.sharing));
}

Response track_sharing(CommandCall& call) {
  const Parameters parameters(call.target, {});
  if (auto refused = call.refused(parameters)) return *refused;
  const auto id = domain::parse_track_id(call.ids.front());
  if (!id) return call.problem(404, "not_found", "no track has this id");
  const auto picture = call.inputs.picture ? call.inputs.picture() : nullptr;
  if (!picture) return call.problem(503, "not_ready", "the picture is not there yet; try again in a moment");
  const AtDesk at = at_desk(call);
  if (at.refused) return *at.refused;
  const auto* entry = picture->find(*id);
  if (entry == nullptr) return call.problem(404, "not_found", "no track has this id");
  const auto sources = call.inputs.declared ? call.inputs.declared() : std::vector<domain::Source>{};
  const auto explained = engine::explain_track(*at.sharing, sources, entry->track, at.now);
  const Desk& desk = call.inputs.desk;
  const auto held = desk.delivered ? desk.delivered(*id) : std::vector<engine::DeliveredTo>{};
  return json_response(track_sharing_json(entry->track, *at.sharing, explained, held));
}

}  // namespace

std::span<const Route> sharing_routes() {
  static constexpr std::array kRoutes = std::to_array<Route>({
      {"GET", "/api/v1/sharing", Permission::read_sharing, nullptr, &sharing, Lane::reads},
      {"GET", "/api/v1/tracks/{id}/sharing", Permission::read_sharing, nullptr, &track_sharing, Lane::reads},
  });
  return kRoutes;
}

}  // namespace fairlead::serve
