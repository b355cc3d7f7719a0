// SPDX-License-Identifier: Apache-2.0
// What lies around a position, as far as whoever wires the module knows: coast, land, harbours, maritime zone. Without
// an atlas everything is unknown, and the rules that need it say nothing.
//
// Units: metres. Threads: plain values; a Surroundings is asked by the owner of the Watch only.
#pragma once

#include <optional>

#include "base/fixed_text.hpp"
#include "geo/position.hpp"
#include "units/quantity.hpp"

namespace fairlead::behaviour {

struct Place {
  std::optional<bool> on_land;
  std::optional<Length> to_coast;  // to the nearest coast, from either side of it
  std::optional<Length> to_port;   // to the nearest port, harbour or anchorage
  FixedText<24> zone;              // word of the kind, e.g. `territorial_sea`; empty when unknown
  FixedText<2> state;              // ISO alpha-2 of the coastal State; empty when there is none or it is unknown
  double zone_confidence = 0;      // 0 to 1
  friend bool operator==(const Place&, const Place&) = default;
};

// Needs: the same answer for the same position as long as the Watch lives.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  virtual Place at(geo::Position position) const = 0;
};

}  // namespace fairlead::behaviour
