// SPDX-License-Identifier: Apache-2.0
// Views: several pictures kept by one tracker, each of what was shared with it and of nothing else.
//
// Threads: plain values.
#pragma once

#include <cstdint>

#include "domain/observation.hpp"

namespace fairlead::fusion {

// One bit for each view; what a bit means is the caller's business, but for the first.
using ViewMask = std::uint64_t;
inline constexpr ViewMask kHomeView = 1;
inline constexpr int kViewsMax = 64;

// The form in which some views see an observation: whole, with fields cut, or with a coarser position.
struct Share {
  ViewMask views = 0;
  const domain::Observation* form = nullptr;  // borrowed for the call
};

}  // namespace fairlead::fusion
