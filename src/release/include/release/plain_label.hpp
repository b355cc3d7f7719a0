// SPDX-License-Identifier: Apache-2.0
// A marking written as a plain label, for where there is room for a label alone: the configuration of a source, an
// observation, what goes to a partner. What only a marking knows becomes restrictive caveats:
//
//   ONWARD: none                      the originator's onward rule, unless it is free
//   SENSITIVITY: commercial           the privacy mark in words
//   REVIEW: 2027-01-01T00:00:00Z
//   FIELD: name {"level":"secret",…}  the label that this field needs besides
//
// A reader who does not know these words holds them for caveats that no agreement accepts, and releases nothing.
// 1. marking_of(label_of(m)) == m. 2. A caveat that looks like one of these and cannot be read stays a caveat.
// 3. The strictest of two labels so written is never looser than the strictest of their markings.
// Threads: free functions.
#pragma once

#include "release/marking.hpp"

namespace fairlead::release {

domain::Label label_of(const Marking& marking);
Marking marking_of(const domain::Label& label);

}  // namespace fairlead::release
