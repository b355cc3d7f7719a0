// SPDX-License-Identifier: Apache-2.0
// What is shared, and what is stopped, as JSON of api/openapi.yaml.
//
// Threads: free functions over immutable values.
#pragma once

#include <optional>
#include <string>

#include "engine/exits.hpp"
#include "engine/explain.hpp"
#include "engine/sharing.hpp"

namespace fairlead::serve {

// `found`: what the stop found on its way out, where that is known and not yet part of the record.
std::string stop_json(const engine::StopRecord& stop, const engine::Sharing& sharing,
                      const std::optional<engine::StopReach>& found = std::nullopt);
// Newest first; those that are not lifted only, where `open_only`.
std::string stops_json(const engine::Sharing& sharing, bool open_only);
std::string agreed_json(const engine::StopRecord& stop);
// Who is given what now.
std::string sharing_json(const engine::Sharing& sharing);
// Why a track goes to each partner, or does not. `held`: the releases that hold it.
std::string track_sharing_json(const domain::Track& track, const engine::Sharing& sharing,
                               std::span<const engine::TrackExplanation> explained,
                               std::span<const engine::DeliveredTo> held);

}  // namespace fairlead::serve
