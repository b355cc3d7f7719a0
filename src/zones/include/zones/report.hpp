// SPDX-License-Identifier: Apache-2.0
// A report in the two forms people and programs read.
//
// Threads: any.
#pragma once

#include <string>

#include "zones/atlas.hpp"

namespace fairlead::zones {

// One JSON object: position, readings (most likely first), coasts, limits, flags, areas, headline. Distances in
// nautical miles.
void append_json(std::string& out, const Atlas& atlas, const ZoneReport& report);
std::string to_json(const Atlas& atlas, const ZoneReport& report);

// One line: `EEZ of Venezuela, 31 nm outside its territorial sea, high confidence`.
std::string headline(const Atlas& atlas, const ZoneReport& report);
// Several lines, for a terminal.
std::string to_text(const Atlas& atlas, const ZoneReport& report);

// `exclusive economic zone`.
std::string_view title(ZoneKind kind);
// high from 0.9, fair from 0.6, low below.
std::string_view confidence_word(double confidence);

}  // namespace fairlead::zones
