// SPDX-License-Identifier: Apache-2.0
// Which zone file is used when nobody names one, for commands and for the service alike.
//
// Threads: any.
#pragma once

#include <string>
#include <string_view>

#include "zones/atlas.hpp"

namespace fairlead::zones {

// What is named; else the first that is there of `build/zones/world.zones` (where `./dev zones` puts it) and of
// `world.zones` in /usr/local/share/fairlead and /usr/share/fairlead; else nothing.
std::string usual_file(std::string_view named);

// Opens it. A file that is named and missing, and any that is torn, is an error: it is not silently replaced by
// another. With nothing named and nothing there, the small atlas inside the program answers.
Result<Atlas> open_usual(std::string_view named);

}  // namespace fairlead::zones
