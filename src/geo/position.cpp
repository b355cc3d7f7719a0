// SPDX-License-Identifier: Apache-2.0
#include "geo/position.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::geo {
namespace {

std::string minutes_form(std::int32_t units, int degree_digits, char positive, char negative) {
  const std::int32_t magnitude = std::abs(units);
  return fmt::format("{:0{}}°{:02}.{:04}'{}", magnitude / kUnitsPerDegree, degree_digits,
                     magnitude % kUnitsPerDegree / 10'000, magnitude % 10'000, units < 0 ? negative : positive);
}

std::string seconds_form(std::int32_t units, int degree_digits, char positive, char negative) {
  // One unit is 0.006 seconds; round to tenths before splitting, so that 59.96 becomes the next minute.
  const std::int64_t tenths = (static_cast<std::int64_t>(std::abs(units)) * 6 + 50) / 100;
  return fmt::format("{:0{}}°{:02}'{:02}.{}\"{}", tenths / 36'000, degree_digits, tenths / 600 % 60, tenths / 10 % 60,
                     tenths % 10, units < 0 ? negative : positive);
}

// One coordinate as read: up to three numbers, an optional sign, an optional hemisphere letter.
struct Coordinate {
  std::vector<double> numbers;
  bool negative = false;
  char hemisphere = 0;
};

std::optional<double> degrees_of(const Coordinate& c) {
  if (c.numbers.empty() || c.numbers.size() > 3) return std::nullopt;
  double degrees = c.numbers[0];
  double scale = 60.0;
  for (std::size_t i = 1; i < c.numbers.size(); ++i, scale *= 60.0) {
    // Only the last part has a fraction.
    if (c.numbers[i] >= 60.0 || c.numbers[i - 1] != std::trunc(c.numbers[i - 1])) return std::nullopt;
    degrees += c.numbers[i] / scale;
  }
  const bool south_or_west = c.hemisphere == 'S' || c.hemisphere == 'W';
  if (c.negative && c.hemisphere != 0) return std::nullopt;
  return c.negative || south_or_west ? -degrees : degrees;
}

// Charts and logs also put the letter first (`N10 42.6 W066 55.8`) and hyphens between the parts (`10-42.6N
// 066-55.8W`). Such a text is brought into the order that split() reads; any other is left as it is.
std::string usual_order(std::string_view text) {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
  const auto is_letter = [&](char c) { return std::string_view("NSEW").find(upper(c)) != std::string_view::npos; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::vector<std::size_t> letters;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_letter(text[i])) letters.push_back(i);
  }
  if (letters.size() != 2) return std::string(text);
  std::string result;
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == letters[0]) {
    const std::string_view one = text.substr(letters[0] + 1, letters[1] - letters[0] - 1);
    const std::string_view two = text.substr(letters[1] + 1);
    const bool comma = one.find(',') != std::string_view::npos;
    result = fmt::format("{}{}{}{}", one.substr(0, one.find(',')), text[letters[0]],
                         comma ? one.substr(one.find(',')) : " ", two);
    result += text[letters[1]];
  } else {
    result = text;
  }
  for (std::size_t i = 1; i + 1 < result.size(); ++i) {
    if (result[i] == '-' && is_digit(result[i - 1]) && is_digit(result[i + 1])) result[i] = ' ';
  }
  return result;
}

// Splits the text into two coordinates: at the first hemisphere letter or comma, or in the middle of the numbers.
std::optional<std::pair<Coordinate, Coordinate>> split(std::string_view text) {
  struct Number {
    double value;
    bool negative;
  };
  std::vector<Number> numbers;
  std::optional<std::size_t> cut;  // how many numbers belong to the first coordinate
  std::array<char, 2> letters{};
  std::size_t letter_count = 0;
  bool negative = false;
  bool comma = false;
  while (!text.empty()) {
    const char c = text.front();
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    if ((c >= '0' && c <= '9') || c == '.') {
      double value = 0;
      const auto [end, error] =
          std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
      if (error != std::errc{}) return std::nullopt;
      numbers.push_back({value, negative});
      negative = false;
      text.remove_prefix(static_cast<std::size_t>(end - text.data()));
      continue;
    }
    if (upper == 'N' || upper == 'S' || upper == 'E' || upper == 'W') {
      if (letter_count == 2 || numbers.empty()) return std::nullopt;
      letters[letter_count++] = upper;
      if (letter_count == 1) cut = numbers.size();
    } else if (c == ',') {
      if (std::exchange(comma, true)) return std::nullopt;
      if (!cut) cut = numbers.size();
    } else if (c == '-') {
      if (std::exchange(negative, true)) return std::nullopt;
    } else if (std::string_view(" \t+'\"\xC2\xB0\xE2\x80\xB2\xB3").find(c) == std::string_view::npos) {
      return std::nullopt;
    }
    text.remove_prefix(1);
  }
  if (!cut) {
    if (numbers.size() % 2 != 0) return std::nullopt;
    cut = numbers.size() / 2;
  }
  if (letter_count == 1 || negative) return std::nullopt;
  Coordinate first;
  Coordinate second;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    Coordinate& c = i < *cut ? first : second;
    if (numbers[i].negative && !c.numbers.empty()) return std::nullopt;
    c.negative = c.negative || numbers[i].negative;
    c.numbers.push_back(numbers[i].value);
  }
  first.hemisphere = letters[0];
  second.hemisphere = letters[1];
  return std::pair{first, second};
}

}  // namespace

std::optional<Position> Position::from_degrees(double latitude, double longitude) {
  if (!std::isfinite(latitude) || !std::isfinite(longitude)) return std::nullopt;
  if (latitude < -90.0 || latitude > 90.0) return std::nullopt;
  if (longitude < -180.0 || longitude > 180.0) longitude = std::remainder(longitude, 360.0);
  return from_units(static_cast<std::int32_t>(std::lround(latitude * kUnitsPerDegree)),
                    static_cast<std::int32_t>(std::lround(longitude * kUnitsPerDegree)));
}

void append_degrees(std::string& out, std::int32_t units) {
  // units / 600000 = units * 5 / 3 * 1e-6; in 1e-7 degrees it is units * 50 / 3, rounded to nearest.
  const std::int64_t scaled = static_cast<std::int64_t>(units) * 50;
  const std::int64_t rounded = (scaled + (scaled < 0 ? -1 : 1)) / 3;
  append_fixed(out, rounded, 7);
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
}

std::string to_dmm(Position p) {
  return minutes_form(p.latitude_units(), 2, 'N', 'S') + ' ' + minutes_form(p.longitude_units(), 3, 'E', 'W');
}

std::string to_dms(Position p) {
  return seconds_form(p.latitude_units(), 2, 'N', 'S') + ' ' + seconds_form(p.longitude_units(), 3, 'E', 'W');
}

std::string to_decimal(Position p) {
  std::string text;
  append_degrees(text, p.latitude_units());
  text += ' ';
  append_degrees(text, p.longitude_units());
  return text;
}

Result<Position> parse_position(std::string_view text) {
  const auto refused = [&] {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is not a position; write it as 15°06.10'N 073°24.00'W or 15.10167 -73.4", text));
  };
  auto parts = split(usual_order(text));
  if (!parts) return refused();
  auto& [first, second] = *parts;
  // With letters, longitude may come first.
  if ((first.hemisphere == 'E' || first.hemisphere == 'W') && (second.hemisphere == 'N' || second.hemisphere == 'S')) {
    std::swap(first, second);
  }
  if (first.hemisphere == 'E' || first.hemisphere == 'W' || second.hemisphere == 'N' || second.hemisphere == 'S') {
    return refused();
  }
  const auto latitude = degrees_of(first);
  const auto longitude = degrees_of(second);
  if (!latitude || !longitude) return refused();
  if (std::fabs(*latitude) > 90.0 || std::fabs(*longitude) > 180.0) {
    const bool north = std::fabs(*latitude) > 90.0;
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` is not a position: its {} goes beyond {} degrees", text,
                                                         north ? "latitude" : "longitude", north ? 90 : 180));
  }
  const auto position = Position::from_degrees(*latitude, *longitude);
  if (!position) return refused();
  return *position;
}

}  // namespace fairlead::geo
