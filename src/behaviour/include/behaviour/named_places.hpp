// SPDX-License-Identifier: Apache-2.0
// Places that the configuration names: areas with rules of their own, lanes, cables and pipelines, landing places,
// ports, anchorages, and the vessels on the watch list.
//
// Edges are straight in latitude and longitude and shorter than 180 degrees; a ring may cross 180 degrees and may not
// contain a pole. Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/finding.hpp"
#include "domain/identity.hpp"
#include "geo/position.hpp"
#include "units/instant.hpp"
#include "units/quantity.hpp"

namespace fairlead::behaviour {

// An area with a rule: whoever is inside and fulfils every condition given is a finding. Without a condition, being
// inside is enough.
struct Area {
  std::string name;
  std::vector<geo::Position> ring;  // three corners or more, not closed
  Duration stay_min{0};             // inside for this long
  std::optional<Speed> speed_min;
  std::optional<Speed> speed_max;
  bool only_without_ais = false;
  bool also_fishing = true;
  domain::Priority priority = domain::Priority::warning;
  std::string owner;
  std::optional<Instant> valid_from;
  std::optional<Instant> valid_to;
  friend bool operator==(const Area&, const Area&) = default;
};

enum class LineKind : std::uint8_t { lane, cable, pipeline };
std::string_view name(LineKind kind);

// A lane is followed from its first point to its last.
struct Line {
  std::string name;
  LineKind kind = LineKind::lane;
  std::vector<geo::Position> points;              // two or more
  Length half_width = Length::nautical_miles(1);  // of a lane; what counts as near is in the rule
  friend bool operator==(const Line&, const Line&) = default;
};

enum class SpotKind : std::uint8_t { landing_place, port, anchorage };
std::string_view name(SpotKind kind);

struct Spot {
  std::string name;
  SpotKind kind = SpotKind::landing_place;
  geo::Position position;
  Length radius = Length::nautical_miles(2);
  friend bool operator==(const Spot&, const Spot&) = default;
};

// A vessel to look out for: every member that is given must fit, one at least must be given.
struct WatchEntry {
  std::optional<domain::Mmsi> mmsi;
  std::optional<std::uint32_t> imo;
  std::string call_sign;
  std::string ship_name;
  std::string note;  // why it is on the list, in words
  friend bool operator==(const WatchEntry&, const WatchEntry&) = default;
};

}  // namespace fairlead::behaviour
