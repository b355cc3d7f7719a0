// SPDX-License-Identifier: Apache-2.0
// What a position tells the law about its zone: the member `zone` of the facts that `authority` reads.
//
// Threads: free functions.
#pragma once

#include <string>
#include <string_view>

#include "zones/report.hpp"

namespace fairlead::engine {

struct ZoneFacts {
  enum class Reading : std::uint8_t {
    sure,      // one reading holds for the zone
    disputed,  // claimed by several, or excessively: all readings that are likely enough are alternatives
    open,      // no reading is likely enough, and none is disputed: the position decides
  };
  Reading reading = Reading::open;
  std::string json;              // {"kind":…}
  std::size_t alternatives = 0;  // of a disputed one
};

// Of several coastal States of one zone it names `acting`, the two letters of whoever acts, where that is among them.
ZoneFacts zone_facts(const zones::ZoneReport& report, std::string_view acting);

}  // namespace fairlead::engine
