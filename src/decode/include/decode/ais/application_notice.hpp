// SPDX-License-Identifier: Apache-2.0
// Notices to ships in application payloads: areas, routes, texts, signals, tidal windows, targets of a traffic centre.
// IMO SN.1/Circ.289 (and SN/Circ.236 for FI 13, 14).
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decode/ais/application_values.hpp"

namespace fairlead::decode::ais {

enum class AreaShape : std::uint8_t { circle = 0, rectangle = 1, sector = 2, polyline = 3, polygon = 4, text = 5 };

// One step of a polyline or polygon from the point before.
struct AreaLeg {
  std::optional<double> bearing;  // degrees, in halves
  int distance = 0;               // metres
};

// One 87-bit part of an area notice. What a shape does not use is absent. Lengths in metres, scale applied.
struct SubArea {
  int shape = 0;  // an AreaShape, or 6 and 7: reserved
  std::optional<ApplicationPlace> place;
  std::optional<int> precision;
  std::optional<int> radius;  // 0: a point
  std::optional<int> east;
  std::optional<int> north;
  std::optional<int> orientation;
  std::optional<int> left;
  std::optional<int> right;
  std::vector<AreaLeg> legs;
  std::string text;
};

// FI 22 (broadcast), 23 (addressed).
struct AreaNotice {
  int linkage = 0;
  int notice = 0;
  MonthTime start;
  std::optional<int> duration;  // minutes; 0 cancels
  std::vector<SubArea> areas;
};

// FI 27 (broadcast), 28 (addressed).
struct RouteInformation {
  int linkage = 0;
  int sender = 0;
  int rtype = 0;
  MonthTime start;
  std::optional<int> duration;  // minutes; 0 cancels
  std::vector<std::optional<ApplicationPlace>> waypoints;
};

// FI 29 (broadcast), 30 (addressed).
struct TextDescription {
  int linkage = 0;
  std::string text;
};

// FI 0: a text telegram.
struct TextTelegram {
  bool ack_required = false;
  int sequence = 0;
  std::string text;
};

// FI 17, and FI 16 of M.1371-1 in the same layout: targets that a traffic centre puts on the air.
struct SyntheticTarget {
  int idtype = 3;  // 0 MMSI, 1 IMO number, 2 call sign, 3 other
  std::uint64_t number = 0;
  std::string name;
  std::optional<ApplicationPlace> place;
  std::optional<int> course;
  std::optional<int> second;
  std::optional<int> speed;
};
struct SyntheticTargets {
  std::vector<SyntheticTarget> targets;
};

// FI 19.
struct TrafficSignal {
  int linkage = 0;
  std::string station;
  std::optional<ApplicationPlace> place;
  std::optional<int> status;
  std::optional<int> signal;
  std::optional<int> hour;
  std::optional<int> minute;
  std::optional<int> nextsignal;
};

// FI 13 of SN/Circ.236.
struct FairwayClosed {
  std::string reason;
  std::string closefrom;
  std::string closeto;
  std::optional<int> radius;
  int extunit = 0;  // 0 metres, 1 kilometres, 2 nautical miles, 3 cables
  MonthTime from;
  MonthTime to;
};

// FI 32, and FI 14 of SN/Circ.236.
struct TidalPoint {
  std::optional<ApplicationPlace> place;
  std::optional<int> from_hour;
  std::optional<int> from_min;
  std::optional<int> to_hour;
  std::optional<int> to_min;
  std::optional<int> cdir;
  std::optional<double> cspeed;
};
struct TidalWindow {
  std::optional<int> month;
  std::optional<int> day;
  std::vector<TidalPoint> tidals;
};

}  // namespace fairlead::decode::ais
