// SPDX-License-Identifier: Apache-2.0
// A track as it is printed for partners: one function for what is released and for what home is shown of it.
//
// Threads: free functions.
#pragma once

#include <map>
#include <string>

#include "domain/source.hpp"
#include "domain/track.hpp"
#include "release/words.hpp"

namespace fairlead::engine {

// The track cut to these fields and to this grid, as JSON without its id: `,"kind":"ship",...}`.
std::string track_body(domain::Track track, release::Set<release::Field> fields, std::uint32_t grid_m,
                       const std::map<domain::SourceId, domain::Source>& sources);

}  // namespace fairlead::engine
