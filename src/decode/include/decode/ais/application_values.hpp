// SPDX-License-Identifier: Apache-2.0
// Small values that the application payloads of AIS types 6 and 8 share: places, times of day, records of bytes.
//
// Absent optionals and empty texts mean "not available". Units are those of the radio: knots, nautical miles, degrees,
// metres, degrees Celsius, hectopascal.
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::decode::ais {

// A place in 1/10,000 minute of arc, WGS 84, east and north positive. Payloads in 1/1,000 minute are widened exactly.
struct ApplicationPlace {
  std::int32_t longitude = 0;
  std::int32_t latitude = 0;
  friend bool operator==(const ApplicationPlace&, const ApplicationPlace&) = default;
};

// A moment that names no month; UTC.
struct DayTime {
  std::optional<int> day;
  std::optional<int> hour;
  std::optional<int> minute;
  friend bool operator==(const DayTime&, const DayTime&) = default;
};

// A moment that names no year; UTC.
struct MonthTime {
  std::optional<int> month;
  std::optional<int> day;
  std::optional<int> hour;
  std::optional<int> minute;
  friend bool operator==(const MonthTime&, const MonthTime&) = default;
};

}  // namespace fairlead::decode::ais
