// SPDX-License-Identifier: Apache-2.0
// What a client says over the WebSocket.
//
// Threads: any.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "geo/box.hpp"

namespace fairlead::serve {

struct Subscribe {
  std::optional<geo::Box> box;
  double max_rate_hz = 2;
};

Result<Subscribe> parse_subscribe(std::string_view json);

}  // namespace fairlead::serve
