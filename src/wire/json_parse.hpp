// SPDX-License-Identifier: Apache-2.0
// Text to a JSON value. Boost.JSON 1.81 rounds some numbers to a neighbour of the nearest double; here every number is
// the nearest, so that what we write reads back equal. Private to `wire`.
//
// Threads: any.
#pragma once

#include <string_view>

#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace fairlead::wire {

// Errors: `invalid_argument` with the reason, also for numbers beyond the range of a double.
Result<boost::json::value> parse_json(std::string_view text);

}  // namespace fairlead::wire
