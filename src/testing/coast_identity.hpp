// SPDX-License-Identifier: Apache-2.0
// Who the ships of the simulated coast are: invented names, numbers and sizes that look like real ones.
//
// Threads: values.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "coast_geometry.hpp"

namespace fairlead::testing {

enum class CoastKind : std::uint8_t { cargo, container, tanker, ferry, fishing, yacht, pilot, tug, rescue };

struct CoastIdentity {
  std::uint32_t mmsi = 0;
  std::uint32_t imo = 0;  // 0: none
  std::string name;
  std::string callsign;
  std::uint8_t ship_type = 0;
  std::uint16_t to_bow = 0;
  std::uint16_t to_stern = 0;
  std::uint8_t to_port = 0;
  std::uint8_t to_starboard = 0;
  std::uint8_t draught = 0;  // 1/10 m
};

// `used` holds the numbers given so far; the new one is added.
CoastIdentity make_identity(CoastKind kind, CoastRandom& random, std::set<std::uint32_t>& used);

}  // namespace fairlead::testing
