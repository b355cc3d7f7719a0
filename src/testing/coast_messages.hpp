// SPDX-License-Identifier: Apache-2.0
// What the stations of the simulated coast transmit, as message bodies.
//
// Threads: pure functions.
#pragma once

#include <cstdint>

#include "coast_chart.hpp"
#include "coast_vessel.hpp"
#include "decode/ais/message.hpp"

namespace fairlead::testing {

// Seconds since 1970 as a calendar date and time, UTC.
struct CoastDate {
  std::int64_t year = 1970;
  std::int64_t month = 1;
  std::int64_t day = 1;
  std::int64_t hour = 0;
  std::int64_t minute = 0;
  std::int64_t second = 0;
};
CoastDate date_of(std::int64_t seconds);

// Fills `message` (type, body). `second` is the UTC second of the position.
void position_report(decode::ais::Message& message, CoastVessel& vessel, std::int64_t at_seconds, bool with_position);
void long_range_report(decode::ais::Message& message, const CoastVessel& vessel);
// `part` 0 and 1: message 24 has two.
void static_report(decode::ais::Message& message, CoastVessel& vessel, std::int64_t at_seconds, int part);
void aid_report(decode::ais::Message& message, const CoastAid& aid, CoastRandom& random, std::int64_t at_seconds);
void base_station_report(decode::ais::Message& message, const CoastStation& station, std::int64_t at_seconds);
// Meteorological and hydrographic data (message 8, DAC 1 FI 31) of a buoy.
void weather_report(decode::ais::Message& message, const CoastAid& aid, CoastRandom& random, std::int64_t at_seconds);
void safety_broadcast(decode::ais::Message& message, const CoastStation& station, std::int64_t number);

}  // namespace fairlead::testing
