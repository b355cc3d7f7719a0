// SPDX-License-Identifier: Apache-2.0
// NMEA 0183 sentences other than AIS (IEC 61162-1).
#include "decode/nmea.hpp"

#include <algorithm>
#include <chrono>

#include "armour.hpp"
#include "text_numbers.hpp"

namespace fairlead::decode::nmea {
namespace {

std::optional<double> decimal(std::string_view text) noexcept {
  if (text.empty() || (!is_digit(text[0]) && text[0] != '.' && text[0] != '-')) {
    return std::nullopt;
  }
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  return problem == std::errc() && stopped == end ? std::optional(value) : std::nullopt;
}

std::optional<double> angle(std::string_view text) noexcept {
  const auto value = decimal(text);
  return value && *value >= 0 && *value <= 360 ? value : std::nullopt;
}

// [d]ddmm.mmmm in 1/10,000 minute, further decimals rounded.
std::optional<std::int32_t> coordinate(std::string_view text, std::string_view side, std::size_t degree_digits,
                                       char positive, char negative, std::int32_t limit) noexcept {
  const std::size_t digits = count_digits(text);
  if (digits != degree_digits + 2 || side.size() != 1 || (side[0] != positive && side[0] != negative)) {
    return std::nullopt;
  }
  const auto degrees = whole_number<std::int32_t>(text.substr(0, degree_digits));
  const auto minutes = whole_number<std::int32_t>(text.substr(degree_digits, 2));
  std::string_view fraction = text.substr(digits);
  if (!degrees || !minutes || *minutes > 59 || (!fraction.empty() && fraction[0] != '.')) {
    return std::nullopt;
  }
  fraction = fraction.substr(fraction.empty() ? 0 : 1);
  if (count_digits(fraction) != fraction.size()) {
    return std::nullopt;
  }
  std::int32_t units = *degrees * 600'000 + *minutes * 10'000;
  std::int32_t step = 1'000;
  for (std::size_t i = 0; i < std::min<std::size_t>(fraction.size(), 4); ++i) {
    units += (fraction[i] - '0') * step;
    step /= 10;
  }
  if (fraction.size() > 4 && fraction[4] >= '5') {
    ++units;
  }
  if (units > limit) {
    return std::nullopt;
  }
  return side[0] == negative ? -units : units;
}

std::optional<geo::Position> position(std::string_view& rest) noexcept {
  const std::string_view lat = take_field(rest);
  const std::string_view north = take_field(rest);
  const std::string_view lon = take_field(rest);
  const std::string_view east = take_field(rest);
  const auto latitude = coordinate(lat, north, 2, 'N', 'S', geo::kLatitudeMax);
  const auto longitude = coordinate(lon, east, 3, 'E', 'W', geo::kLongitudeMax);
  return latitude && longitude ? geo::Position::from_units(*latitude, *longitude) : std::nullopt;
}

// hhmmss[.sss]
std::optional<Duration> time_of_day(std::string_view text) noexcept {
  const std::size_t digits = count_digits(text);
  const auto value = whole_number<int>(text.substr(0, digits));
  if (digits != 6 || !value) {
    return std::nullopt;
  }
  const int hour = *value / 10'000;
  const int minute = *value / 100 % 100;
  const int second = *value % 100;
  if (hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  std::int64_t ms = (hour * 3'600LL + minute * 60LL + second) * 1'000LL;
  if (digits < text.size() && text[digits] == '.') {
    std::int64_t step = 100;
    for (const char c : text.substr(digits + 1)) {
      if (!is_digit(c)) {
        return std::nullopt;
      }
      ms += (c - '0') * step;
      step /= 10;
    }
  } else if (digits != text.size()) {
    return std::nullopt;
  }
  return Duration(ms);
}

std::optional<Instant> instant(int year, unsigned month, unsigned day, std::optional<Duration> time) noexcept {
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (!time || !date.ok()) {
    return std::nullopt;
  }
  return Instant::from_unix_ms(std::chrono::sys_days{date}.time_since_epoch().count() * 86'400'000LL) + *time;
}

OwnShip read_rmc(std::string_view rest) noexcept {
  OwnShip own;
  own.time_of_day = time_of_day(take_field(rest));
  const bool valid = take_field(rest) == "A";
  const auto where = position(rest);
  const auto knots = decimal(take_field(rest));
  const auto course = angle(take_field(rest));
  const auto date = take_field(rest);
  if (const auto ddmmyy = whole_number<unsigned>(date); ddmmyy && date.size() == 6) {
    const int yy = static_cast<int>(*ddmmyy % 100);
    own.time = instant(yy < 80 ? 2000 + yy : 1900 + yy, *ddmmyy / 100 % 100, *ddmmyy / 10'000, own.time_of_day);
  }
  if (valid) {
    own.position = where;
    if (knots && *knots >= 0) own.speed = Speed::knots(*knots);
    if (course) own.course = Course::degrees(*course);
  }
  return own;
}

OwnShip read_gga(std::string_view rest) noexcept {
  OwnShip own;
  own.time_of_day = time_of_day(take_field(rest));
  const auto where = position(rest);
  const std::string_view quality = take_field(rest);
  if (!quality.empty() && quality != "0") {
    own.position = where;
  }
  return own;
}

OwnShip read_zda(std::string_view rest) noexcept {
  OwnShip own;
  own.time_of_day = time_of_day(take_field(rest));
  const auto day = whole_number<unsigned>(take_field(rest));
  const auto month = whole_number<unsigned>(take_field(rest));
  const auto year = whole_number<int>(take_field(rest));
  if (day && month && year && *year >= 1970 && *year <= 9999) {
    own.time = instant(*year, *month, *day, own.time_of_day);
  }
  return own;
}

OwnShip read_heading(std::string_view rest, bool with_mode) noexcept {
  OwnShip own;
  const auto value = angle(take_field(rest));
  const std::string_view mark = take_field(rest);
  if (value && (with_mode ? mark != "V" : mark == "T")) {
    own.heading = Heading::degrees(*value);
  }
  return own;
}

TargetStatus status_of(std::string_view text) noexcept {
  if (text == "L") return TargetStatus::kLost;
  if (text == "Q") return TargetStatus::kAcquiring;
  if (text == "T") return TargetStatus::kTracking;
  return TargetStatus::kUnknown;
}

std::optional<RadarTarget> read_ttm(std::string_view rest) noexcept {
  RadarTarget t;
  const auto number = whole_number<std::uint16_t>(take_field(rest));
  const auto distance = decimal(take_field(rest));
  const auto bearing = angle(take_field(rest));
  const std::string_view bearing_kind = take_field(rest);
  const auto speed = decimal(take_field(rest));
  const auto course = angle(take_field(rest));
  const std::string_view course_kind = take_field(rest);
  static_cast<void>(take_field(rest));  // closest point of approach
  static_cast<void>(take_field(rest));  // time to it
  const std::string_view units = take_field(rest);
  t.name.assign(take_field(rest));
  t.status = status_of(take_field(rest));
  t.is_reference = take_field(rest) == "R";
  t.time_of_day = time_of_day(take_field(rest));
  if (!number) {
    return std::nullopt;
  }
  t.number = *number;
  // Units hold for distance and speed: K km and km/h, N miles and knots, S statute miles and miles an hour. Old sets
  // leave them out and mean N.
  const double metres = units == "K" ? 1000.0 : units == "S" ? 1609.344 : kMetresPerNauticalMile;
  if (distance && *distance >= 0) t.distance = Length::metres(*distance * metres);
  if (speed && *speed >= 0) t.speed = Speed::metres_per_second(*speed * metres / 3600.0);
  t.bearing_degrees = bearing;
  t.bearing_is_relative = bearing_kind == "R";
  t.course_degrees = course;
  t.course_is_relative = course_kind == "R";
  return t;
}

std::optional<RadarTarget> read_tll(std::string_view rest) noexcept {
  RadarTarget t;
  const auto number = whole_number<std::uint16_t>(take_field(rest));
  t.position = position(rest);
  t.name.assign(take_field(rest));
  t.time_of_day = time_of_day(take_field(rest));
  t.status = status_of(take_field(rest));
  t.is_reference = take_field(rest) == "R";
  if (!number) {
    return std::nullopt;
  }
  t.number = *number;
  return t;
}

TargetLabels read_tlb(std::string_view rest) noexcept {
  TargetLabels labels;
  while (!rest.empty() && labels.count < labels.entries.size()) {
    const auto number = whole_number<std::uint16_t>(take_field(rest));
    const std::string_view label = take_field(rest);
    if (number) {
      auto& entry = labels.entries[labels.count++];
      entry.number = *number;
      entry.label.assign(label);
    }
  }
  return labels;
}

}  // namespace

Outcome parse(std::string_view text, Record& record) noexcept {
  if (text.size() < 7 || text[0] != '$' || text[6] != ',') {
    return Outcome::kOther;
  }
  const std::string_view kind = text.substr(3, 3);
  constexpr std::array<std::string_view, 8> kKnown = {"RMC", "GGA", "ZDA", "HDT", "THS", "TTM", "TLL", "TLB"};
  if (text[1] == 'P' || std::find(kKnown.begin(), kKnown.end(), kind) == kKnown.end()) {
    return Outcome::kOther;
  }
  const std::size_t star = text.find('*');
  if (star == std::string_view::npos || star < 7 || text.size() < star + 3 ||
      hex_byte(text[star + 1], text[star + 2]) != xor_of(text.data() + 1, star - 1)) {
    return Outcome::kDamaged;
  }
  record.talker = {text[1], text[2]};
  record.sentence = {kind[0], kind[1], kind[2]};
  const std::string_view fields = text.substr(7, star - 7);
  if (kind == "RMC") {
    record.body = read_rmc(fields);
  } else if (kind == "GGA") {
    record.body = read_gga(fields);
  } else if (kind == "ZDA") {
    record.body = read_zda(fields);
  } else if (kind == "HDT" || kind == "THS") {
    record.body = read_heading(fields, kind == "THS");
  } else if (kind == "TLB") {
    record.body = read_tlb(fields);
  } else {
    const auto target = kind == "TTM" ? read_ttm(fields) : read_tll(fields);
    if (!target) {
      return Outcome::kDamaged;
    }
    record.body = *target;
  }
  return Outcome::kRecord;
}

}  // namespace fairlead::decode::nmea
