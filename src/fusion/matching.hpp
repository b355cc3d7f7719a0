// SPDX-License-Identifier: Apache-2.0
// Optimal assignment of sparse pairs: the cheapest matching when a point without a partner costs the same as the
// dearest pair allowed. Points that no allowed pair connects are solved apart.
//
// Method: shortest augmenting paths (Jonker and Volgenant 1987) on each group. Threads: any.
#pragma once

#include <cstdint>
#include <vector>

namespace fairlead::fusion {

struct MatchPair {
  std::uint32_t row = 0;
  std::uint32_t column = 0;
  double cost = 0;  // below `most`
};

// For each row the column it is matched with, or -1. Needs: each pair once.
std::vector<std::int64_t> match(std::size_t rows, std::size_t columns, const std::vector<MatchPair>& pairs,
                                double most);

}  // namespace fairlead::fusion
