// SPDX-License-Identifier: Apache-2.0
#include "sun.hpp"

#include <cmath>

namespace fairlead::behaviour {
namespace {

constexpr double kRadians = 3.14159265358979323846 / 180.0;
double sine(double degrees) { return std::sin(degrees * kRadians); }
double cosine(double degrees) { return std::cos(degrees * kRadians); }

}  // namespace

double sun_altitude_degrees(geo::Position where, Instant at) {
  const double days = static_cast<double>(at.unix_ms()) / 86'400'000.0 - 10'957.5;  // since J2000.0
  const double anomaly = 357.528 + 0.9856003 * days;
  const double longitude = 280.460 + 0.9856474 * days + 1.915 * sine(anomaly) + 0.020 * sine(2 * anomaly);
  const double tilt = 23.439 - 0.0000004 * days;
  const double declination = std::asin(sine(tilt) * sine(longitude)) / kRadians;
  const double ascension = std::atan2(cosine(tilt) * sine(longitude), cosine(longitude)) / kRadians;
  const double sidereal = 280.46062 + 360.98564737 * days;
  const double hour = sidereal + where.longitude_degrees() - ascension;
  const double altitude = sine(where.latitude_degrees()) * sine(declination) +
                          cosine(where.latitude_degrees()) * cosine(declination) * cosine(hour);
  return std::asin(altitude) / kRadians;
}

}  // namespace fairlead::behaviour
