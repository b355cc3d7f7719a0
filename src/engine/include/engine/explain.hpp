// SPDX-License-Identifier: Apache-2.0
// Why a track goes, or does not go, to each partner that may follow something: the same decision as the engine's, made
// again for people. For home only.
//
// Threads: free functions over immutable values.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "domain/source.hpp"
#include "domain/track.hpp"
#include "engine/sharing.hpp"

namespace fairlead::engine {

struct TrackExplanation {
  std::uint8_t view = 0;  // ViewState::bit
  std::string agency;
  release::Purpose purpose{};
  release::Verdict verdict;
  release::ObjectType type{};  // as which the track was decided
  std::string text;            // several lines
};
// One for each view of `sharing`, in its order; nothing while agreements are missing. `sources`: all ever declared.
// Needs: `now` not earlier than sharing.as_of.
std::vector<TrackExplanation> explain_track(const Sharing& sharing, std::span<const domain::Source> sources,
                                            const domain::Track& track, Instant now);

}  // namespace fairlead::engine
