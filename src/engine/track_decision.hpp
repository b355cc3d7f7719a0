// SPDX-License-Identifier: Apache-2.0
// How a track is decided: the label that it inherits from its sources, and as what kinds of object it may leave.
//
// Threads: free functions.
#pragma once

#include <map>
#include <optional>
#include <span>

#include "domain/source.hpp"
#include "domain/track.hpp"
#include "release/evaluator.hpp"

namespace fairlead::engine {

// What the strictest of these sources allows, and of `own`, the label that observations carried themselves. Nothing
// where a source has no label at all.
std::optional<release::Marking> marking_of(std::span<const domain::SourceId> of,
                                           const std::map<domain::SourceId, domain::Source>& sources,
                                           const domain::Label* own = nullptr);

struct TrackDecision {
  release::Verdict verdict;
  release::ObjectType type = release::ObjectType::track;  // that decided
};
TrackDecision decide_track(const release::Moment& moment, const release::PreparedLabel& label, domain::TrackKind kind,
                           std::optional<geo::Position> position, Instant at, release::Ask ask);

}  // namespace fairlead::engine
