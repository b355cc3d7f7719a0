// SPDX-License-Identifier: Apache-2.0
// Reduction: what is left of an object after a clause has cut fields and coarsened its position. Doing it twice is
// doing it once.
//
// Threads: any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/observation.hpp"
#include "domain/track.hpp"
#include "release/words.hpp"

namespace fairlead::release {

// The centre of the cell of a grid of about `grid_m` metres; 0 leaves the position alone. Cells are rows of latitude,
// each divided by the length of its own parallel, so that a cell is as wide as it is high.
geo::Position coarsen(geo::Position position, std::uint32_t grid_m);

// Keeps the fields named. Kind, times and state stay: they are what makes the object one.
void reduce(domain::Observation& observation, Set<Field> keep, std::uint32_t grid_m);
void reduce(domain::Track& track, Set<Field> keep, std::uint32_t grid_m);

// Free text for a recipient: the clause's tear line in place of remarks that do not go.
std::string tear(std::string_view remarks, Set<Field> keep, std::string_view tear_line);

}  // namespace fairlead::release
