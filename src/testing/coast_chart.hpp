// SPDX-License-Identifier: Apache-2.0
// The waters of the simulated coast: the western English Channel and the Dover Strait, 6 W to 3 E.
//
// Routes, areas, stations and aids are drawn by hand after the general lie of the traffic separation schemes, ferry
// lines and roadsteads; ships and stations are invented. All routes and areas lie on water (see README.md).
// Threads: constants.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "coast_geometry.hpp"

namespace fairlead::testing {

struct CoastWaypoint {
  CoastPoint point;
  std::int32_t half_width = 0;  // metres to each side in which ships spread
};

// Walked in both directions when `two_way`; then ships keep to the right of the line.
struct CoastRoute {
  std::string_view name;
  std::span<const CoastWaypoint> waypoints;
  std::string_view from;  // UN/LOCODE, empty: outside the region
  std::string_view to;
  bool two_way = true;
};

// A convex area.
struct CoastArea {
  std::string_view name;
  std::span<const CoastPoint> corners;
};

struct CoastStation {
  std::uint32_t mmsi = 0;
  std::string_view name;
  CoastPoint point;
  std::int32_t range = 0;     // nautical miles, for a ship of class A
  bool milliseconds = false;  // of its `c:` times
  bool groups = false;        // writes `g:` on messages of several parts
};

struct CoastAid {
  std::uint32_t mmsi = 0;
  std::string_view name;
  CoastPoint point;
  std::uint8_t type = 0;
  bool is_virtual = false;
};

std::span<const CoastRoute> lane_routes();  // through traffic of the separation schemes, one way
std::span<const CoastRoute> port_routes();  // to and from the ports of the region
std::span<const CoastRoute> ferry_routes();
std::span<const CoastRoute> pilot_routes();
std::span<const CoastArea> anchorages();
std::span<const CoastArea> fishing_grounds();
std::span<const CoastArea> yacht_waters();
std::span<const CoastArea> rescue_waters();
std::span<const CoastStation> coast_stations();
std::span<const CoastAid> coast_aids();

}  // namespace fairlead::testing
