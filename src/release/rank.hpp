// SPDX-License-Identifier: Apache-2.0
// The order of an agency's clauses: what a permit leaves whole comes before what it cuts; ids make it total.
// Private to `release`.
#pragma once

#include <string_view>
#include <tuple>

#include "release/agreement.hpp"

namespace fairlead::release {

inline auto rank_of(const Agreement& agreement, const Clause& c) {
  return std::tuple(c.effect, -c.fields.size(), c.grid_m, c.delay, c.obligations.size(), !c.survives_stop,
                    std::string_view(agreement.id), std::string_view(c.id));
}

}  // namespace fairlead::release
