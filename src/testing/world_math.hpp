// SPDX-License-Identifier: Apache-2.0
// Chance and plane geometry of simulated worlds with one answer in every build: only operations whose result IEEE 754
// fixes, and series of our own for the rest (the C library's answers differ in the last bit between machines).
//
// Frame: x east, y north, metres, azimuthal-equidistant about an origin on a sphere, as the tracking scenarios have it.
// Threads: values.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

#include "coast_geometry.hpp"

namespace fairlead::testing {

inline constexpr double kSphereRadius = 6'371'008.7714;
inline constexpr double kMetresPerSecondPerKnot = 1852.0 / 3600.0;
constexpr double knots(double value) { return value * kMetresPerSecondPerKnot; }

struct SineCosine {
  double sine = 0;
  double cosine = 1;
};
SineCosine sine_cosine(double degrees);
double arc_degrees(double y, double x);  // atan2 in degrees, -180 to 180
double natural_log(double x);            // x > 0

struct Spot {
  double x = 0;
  double y = 0;
  friend Spot operator+(Spot a, Spot b) { return {a.x + b.x, a.y + b.y}; }
  friend Spot operator-(Spot a, Spot b) { return {a.x - b.x, a.y - b.y}; }
  friend Spot operator*(Spot a, double f) { return {a.x * f, a.y * f}; }
};
inline double length_of(Spot a) { return std::sqrt(a.x * a.x + a.y * a.y); }
inline double distance(Spot a, Spot b) { return length_of(a - b); }
inline Spot towards(double course_degrees, double metres) {
  const SineCosine s = sine_cosine(course_degrees);
  return {s.sine * metres, s.cosine * metres};
}
// Course from one spot to another, 0 to 360.
inline double course_between(Spot from, Spot to) {
  const double degrees = arc_degrees(to.x - from.x, to.y - from.y);
  return degrees < 0 ? degrees + 360 : degrees;
}

class WorldRandom {
 public:
  explicit WorldRandom(std::uint64_t seed, std::uint64_t stream = 0) : bits_(seed, stream) {}
  double uniform() { return static_cast<double>(bits_.next() >> 11U) * 0x1p-53; }
  double uniform(double first, double last) { return first + (last - first) * uniform(); }
  bool chance(double probability) { return uniform() < probability; }
  std::int64_t below(std::int64_t bound) { return bits_.below(bound); }
  std::int64_t between(std::int64_t first, std::int64_t last) { return bits_.between(first, last); }
  double normal();  // mean 0, standard deviation 1
  std::int64_t poisson(double mean);
  CoastRandom& bits() { return bits_; }

 private:
  CoastRandom bits_;
  double spare_ = 0;
  bool has_spare_ = false;
};

struct Degrees {
  double latitude = 0;
  double longitude = 0;
};

// The frame about an origin.
class Frame {
 public:
  explicit Frame(Degrees origin);
  Degrees to_degrees(Spot spot) const;
  Spot to_spot(Degrees place) const;
  Degrees origin() const { return origin_; }

 private:
  Degrees origin_;
  SineCosine latitude_;
};

}  // namespace fairlead::testing
