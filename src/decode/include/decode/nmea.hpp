// SPDX-License-Identifier: Apache-2.0
// NMEA 0183 sentences other than AIS: own position, time and heading, and radar targets.
//
// Absent means not given. Angles in 1/100 degree, so that decimals survive; positions are geo::Position.
// Threads: pure functions and values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "decode/ais/message.hpp"
#include "geo/position.hpp"
#include "units/instant.hpp"
#include "units/quantity.hpp"

namespace fairlead::decode::nmea {

// RMC, GGA, ZDA, HDT, THS: what the receiver says about itself. A sentence fills only what it has.
struct OwnShip {
  std::optional<geo::Position> position;
  std::optional<Instant> time;          // date and time
  std::optional<Duration> time_of_day;  // without a date (GGA)
  std::optional<Speed> speed;
  std::optional<Course> course;
  std::optional<Heading> heading;
};

enum class TargetStatus : std::uint8_t { kUnknown, kLost, kAcquiring, kTracking };

// TTM: a target by bearing and distance. TLL: a target by position.
struct RadarTarget {
  std::uint16_t number = 0;
  std::optional<geo::Position> position;  // TLL
  std::optional<Length> distance;         // TTM
  std::optional<double> bearing_degrees;
  bool bearing_is_relative = false;
  std::optional<Speed> speed;
  std::optional<double> course_degrees;
  bool course_is_relative = false;
  std::optional<Duration> time_of_day;
  TargetStatus status = TargetStatus::kUnknown;
  bool is_reference = false;
  ais::InlineText<24> name;
};

// TLB: names for targets.
struct TargetLabels {
  struct Entry {
    std::uint16_t number = 0;
    ais::InlineText<24> label;
  };
  std::array<Entry, 8> entries{};
  std::uint8_t count = 0;
};

using Body = std::variant<OwnShip, RadarTarget, TargetLabels>;

struct Record {
  std::array<char, 2> talker{};
  std::array<char, 3> sentence{};  // RMC, TTM...
  Body body;
  ais::SentenceContext context;
};

enum class Outcome : std::uint8_t { kRecord, kOther, kDamaged };

// `text` is `$TTSSS,...*hh` with or without what follows. kOther: well-formed or not, not one of those above.
[[nodiscard]] Outcome parse(std::string_view text, Record& record) noexcept;

}  // namespace fairlead::decode::nmea
