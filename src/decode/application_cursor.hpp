// SPDX-License-Identifier: Apache-2.0
// Reads the fields of an application payload one after another; private to the application decoders.
//
// Threads: one owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "decode/ais/application_values.hpp"
#include "decode/ais/bits.hpp"

namespace fairlead::decode::ais {

class ApplicationCursor {
 public:
  explicit ApplicationCursor(BitReader bits, std::size_t position = 0) : bits_(bits), position_(position) {}

  [[nodiscard]] std::size_t left() const { return position_ < bits_.size() ? bits_.size() - position_ : 0; }
  // False once a field held what no sender of this form can mean.
  [[nodiscard]] bool plausible() const { return plausible_; }

  int number(std::size_t width) { return static_cast<int>(bits_.u(advance(width), width)); }
  int signed_number(std::size_t width) { return bits_.s(advance(width), width); }
  bool flag() { return bits_.flag(advance(1)); }
  void skip(std::size_t width) { advance(width); }
  std::string text(std::size_t characters) { return bits_.text(advance(characters * 6), characters); }
  // Whatever whole characters are left.
  std::string text_to_end() { return text(left() / 6); }

  // Absent outside [low, high].
  std::optional<int> in_range(std::size_t width, int low, int high) { return kept(number(width), low, high); }
  std::optional<int> signed_in_range(std::size_t width, int low, int high) {
    return kept(signed_number(width), low, high);
  }
  // (raw + offset) / divisor, absent when the raw value is outside [low, high].
  std::optional<double> scaled(std::size_t width, int low, int high, int divisor, int offset = 0) {
    return ratio(in_range(width, low, high), divisor, offset);
  }
  std::optional<double> signed_scaled(std::size_t width, int low, int high, int divisor, int offset = 0) {
    return ratio(signed_in_range(width, low, high), divisor, offset);
  }
  // Whole degrees; 360 and more mean "not available".
  std::optional<int> direction() { return in_range(9, 0, 359); }

  DayTime day_time() {
    DayTime time;
    time.day = in_range(5, 1, 31);
    time.hour = in_range(5, 0, 23);
    time.minute = in_range(6, 0, 59);
    return time;
  }
  MonthTime month_time() {
    MonthTime time;
    time.month = in_range(4, 1, 12);
    time.day = in_range(5, 1, 31);
    time.hour = in_range(5, 0, 23);
    time.minute = in_range(6, 0, 59);
    return time;
  }
  // Longitude then latitude, in 1/1,000 minute (25 and 24 bits) or 1/10,000 minute (28 and 27 bits).
  std::optional<ApplicationPlace> coarse_place() {
    const int longitude = signed_number(25);
    return place(longitude, signed_number(24), 10);
  }
  std::optional<ApplicationPlace> fine_place() {
    const int longitude = signed_number(28);
    return place(longitude, signed_number(27), 1);
  }
  // The same, latitude first.
  std::optional<ApplicationPlace> coarse_place_latitude_first() {
    const int latitude = signed_number(24);
    return place(signed_number(25), latitude, 10);
  }
  std::optional<ApplicationPlace> fine_place_latitude_first() {
    const int latitude = signed_number(27);
    return place(signed_number(28), latitude, 1);
  }

 private:
  std::size_t advance(std::size_t width) {
    const std::size_t at = position_;
    position_ += width;
    return at;
  }
  static std::optional<int> kept(int value, int low, int high) {
    return value >= low && value <= high ? std::optional(value) : std::nullopt;
  }
  static std::optional<double> ratio(std::optional<int> raw, int divisor, int offset) {
    return raw ? std::optional(static_cast<double>(*raw + offset) / divisor) : std::nullopt;
  }
  std::optional<ApplicationPlace> place(int longitude, int latitude, int step) {
    const int degree = 600'000 / step;
    // "Not available" is 181 and 91 degrees; Circ.236 has the greatest positive number of the field instead.
    const int greatest = step == 10 ? 0x7FFFFF : 0x3FFFFFF;
    const int greatest_longitude = step == 10 ? 0xFFFFFF : 0x7FFFFFF;
    const bool no_longitude = longitude == 181 * degree || longitude == greatest_longitude;
    const bool no_latitude = latitude == 91 * degree || latitude == greatest;
    if ((!no_longitude && std::abs(longitude) > 180 * degree) || (!no_latitude && std::abs(latitude) > 90 * degree)) {
      plausible_ = false;
    }
    if (no_longitude || no_latitude || !plausible_) {
      return std::nullopt;
    }
    return ApplicationPlace{.longitude = longitude * step, .latitude = latitude * step};
  }

  BitReader bits_;
  std::size_t position_;
  bool plausible_ = true;
};

// Forms of fixed length are padded to octets and by the armour; a payload longer than that is something else.
inline constexpr std::size_t kPaddingBitsMax = 12;
[[nodiscard]] inline bool fits(BitReader payload, std::size_t meaningful_bits, std::size_t whole_bits) {
  return payload.size() >= meaningful_bits && payload.size() <= whole_bits + kPaddingBitsMax;
}

}  // namespace fairlead::decode::ais
