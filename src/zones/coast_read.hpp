// SPDX-License-Identifier: Apache-2.0
// Reads the text of `gmt coast -M`: lines of longitude and latitude, each chain after a line that begins with `>`.
//
// Threads: one caller.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "globe.hpp"

namespace fairlead::zones {

// Longitudes come out between -180 and 180; a chain never crosses 180.
Result<std::size_t> read_coast(const std::string& path, const std::function<void(std::vector<LonLat>&&)>& visit);

}  // namespace fairlead::zones
