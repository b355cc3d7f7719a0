// SPDX-License-Identifier: Apache-2.0
// Lengths, speeds and directions as types. Metres, metres per second and degrees inside; knots and miles only in
// factories, accessors that name them, literals and printing. There is no silent way back to a bare number.
//
// Ranges: any finite number for Length and Speed; directions are kept in [0, 360).
// Threads: plain values.
#pragma once

#include <cmath>
#include <compare>

namespace fairlead {

inline constexpr double kMetresPerNauticalMile = 1852.0;  // International Hydrographic Conference, 1929
inline constexpr double kMetresPerFoot = 0.3048;

class Length {
 public:
  constexpr Length() = default;
  static constexpr Length metres(double value) { return Length(value); }
  static constexpr Length kilometres(double value) { return Length(value * 1000.0); }
  static constexpr Length nautical_miles(double value) { return Length(value * kMetresPerNauticalMile); }

  constexpr double in_metres() const { return metres_; }
  constexpr double in_nautical_miles() const { return metres_ / kMetresPerNauticalMile; }

  friend constexpr auto operator<=>(Length, Length) = default;
  friend constexpr Length operator+(Length a, Length b) { return Length(a.metres_ + b.metres_); }
  friend constexpr Length operator-(Length a, Length b) { return Length(a.metres_ - b.metres_); }
  friend constexpr Length operator*(Length a, double factor) { return Length(a.metres_ * factor); }
  friend constexpr double operator/(Length a, Length b) { return a.metres_ / b.metres_; }

 private:
  constexpr explicit Length(double metres) : metres_(metres) {}
  double metres_ = 0;
};

class Speed {
 public:
  constexpr Speed() = default;
  static constexpr Speed metres_per_second(double value) { return Speed(value); }
  static constexpr Speed knots(double value) { return Speed(value * (kMetresPerNauticalMile / 3600.0)); }

  constexpr double in_metres_per_second() const { return mps_; }
  constexpr double in_knots() const { return mps_ * (3600.0 / kMetresPerNauticalMile); }

  friend constexpr auto operator<=>(Speed, Speed) = default;

 private:
  constexpr explicit Speed(double mps) : mps_(mps) {}
  double mps_ = 0;
};

// A direction against true north, clockwise. Course (where it moves), Heading (where it points) and Bearing (where
// something lies) are different types, because mixing them up is a classic error at sea.
template <class Tag>
class Direction {
 public:
  constexpr Direction() = default;
  // Any finite number of degrees; it is brought into [0, 360).
  static Direction degrees(double value) {
    double wrapped = std::fmod(value, 360.0);
    if (wrapped < 0) wrapped += 360.0;
    if (wrapped >= 360.0 || wrapped == 0) wrapped = 0;  // also turns -0 into 0: north has one spelling
    return Direction(wrapped);
  }
  constexpr double in_degrees() const { return degrees_; }
  constexpr double in_radians() const { return degrees_ * (3.14159265358979323846 / 180.0); }
  friend constexpr auto operator<=>(Direction, Direction) = default;

  // The smaller angle between the two, 0 to 180 degrees.
  friend double degrees_between(Direction a, Direction b) {
    const double apart = std::fabs(a.degrees_ - b.degrees_);
    return apart > 180.0 ? 360.0 - apart : apart;
  }

 private:
  constexpr explicit Direction(double value) : degrees_(value) {}
  double degrees_ = 0;
};

using Course = Direction<struct CourseTag>;
using Heading = Direction<struct HeadingTag>;
using Bearing = Direction<struct BearingTag>;

// Degrees per minute, positive to starboard.
class TurnRate {
 public:
  constexpr TurnRate() = default;
  static constexpr TurnRate degrees_per_minute(double value) { return TurnRate(value); }
  constexpr double in_degrees_per_minute() const { return value_; }
  friend constexpr auto operator<=>(TurnRate, TurnRate) = default;

 private:
  constexpr explicit TurnRate(double value) : value_(value) {}
  double value_ = 0;
};

namespace literals {
constexpr Length operator""_m(long double value) { return Length::metres(static_cast<double>(value)); }
constexpr Length operator""_m(unsigned long long value) { return Length::metres(static_cast<double>(value)); }
constexpr Length operator""_nmi(long double value) { return Length::nautical_miles(static_cast<double>(value)); }
constexpr Length operator""_nmi(unsigned long long value) { return Length::nautical_miles(static_cast<double>(value)); }
constexpr Speed operator""_kn(long double value) { return Speed::knots(static_cast<double>(value)); }
constexpr Speed operator""_kn(unsigned long long value) { return Speed::knots(static_cast<double>(value)); }
}  // namespace literals

}  // namespace fairlead
