// SPDX-License-Identifier: Apache-2.0
// Inland payloads, DAC 200: the Vessel Tracking and Tracing standard for inland navigation.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decode/ais/application_values.hpp"

namespace fairlead::decode::ais {

// FI 10. Lengths in metres.
struct InlandShipStatic {
  std::string vin;
  std::optional<double> length;
  std::optional<double> beam;
  std::optional<int> shiptype;  // ERI code
  std::optional<int> hazard;    // blue cones; 4: B flag
  std::optional<double> draught;
  std::optional<int> loaded;  // 1 unloaded, 2 loaded
  bool speed_q = false;
  bool course_q = false;
  bool heading_q = false;
};

// FI 21 (estimated, from the ship) and FI 22 (required, from ashore): arrival at a lock, bridge or terminal.
struct InlandArrival {
  std::string country;
  std::string locode;
  std::string section;
  std::string terminal;
  std::string hectometre;
  MonthTime arrival;
  std::optional<int> tugs;           // FI 21
  std::optional<double> airdraught;  // FI 21, metres
  std::optional<int> status;         // FI 22
};

// FI 23: warning of bad weather.
struct EmmaWarning {
  std::optional<int> start_year;
  MonthTime start;
  std::optional<int> end_year;
  MonthTime end;
  std::optional<ApplicationPlace> from;
  std::optional<ApplicationPlace> to;
  std::optional<int> type;
  std::optional<int> min;
  std::optional<int> max;
  std::optional<int> intensity;
  std::optional<int> wind;
};

// FI 24.
struct WaterGauge {
  std::optional<int> id;
  std::optional<double> level;  // metres above the local reference
};
struct WaterLevels {
  std::string country;
  std::vector<WaterGauge> gauges;
};

// FI 40.
struct SignalStatus {
  std::optional<ApplicationPlace> place;
  std::optional<int> form;
  std::optional<int> facing;
  std::optional<int> direction;
  std::uint32_t status = 0;  // nine decimal digits, one a light
};

// FI 55.
struct InlandPersons {
  std::optional<int> crew;
  std::optional<int> passengers;
  std::optional<int> personnel;
};

}  // namespace fairlead::decode::ais
