// SPDX-License-Identifier: Apache-2.0
// From distances to readings. docs/reference/zones.md tells the method in words.
//
// Threads: any; no allocation.
#pragma once

#include "zones/atlas.hpp"

namespace fairlead::zones {

ZoneReport assess(const Atlas::Data& data, geo::Position position);

}  // namespace fairlead::zones
