// SPDX-License-Identifier: Apache-2.0
#include "geo/geodesic.hpp"

#include <algorithm>
#include <cmath>

#include <GeographicLib/Geodesic.hpp>

namespace fairlead::geo {
namespace {

constexpr double kRadiansPerUnit = 3.14159265358979323846 / 180.0 / kUnitsPerDegree;
constexpr double kSemiMajor = 6378137.0;             // WGS 84
constexpr double kEccentricity2 = 6.69437999014e-3;  // WGS 84, first eccentricity squared

const GeographicLib::Geodesic& ellipsoid() { return GeographicLib::Geodesic::WGS84(); }

struct Scale {
  double east_m_per_unit;
  double north_m_per_unit;
};

// Metres per unit at a latitude: radii of curvature in the meridian and the prime vertical.
Scale scale_at(double latitude_units) {
  const double sine = std::sin(latitude_units * kRadiansPerUnit);
  const double w2 = 1.0 - kEccentricity2 * sine * sine;
  const double prime_vertical = kSemiMajor / std::sqrt(w2);
  const double meridian = prime_vertical * (1.0 - kEccentricity2) / w2;
  const double cosine = std::sqrt(std::max(0.0, 1.0 - sine * sine));
  return {prime_vertical * cosine * kRadiansPerUnit, meridian * kRadiansPerUnit};
}

double longitude_difference(Position origin, Position point) {
  double difference = static_cast<double>(point.longitude_units()) - origin.longitude_units();
  if (difference > kLongitudeMax) difference -= 2.0 * kLongitudeMax;
  if (difference < -kLongitudeMax) difference += 2.0 * kLongitudeMax;
  return difference;
}

}  // namespace

GeodesicLine line_between(Position from, Position to) {
  double metres = 0;
  double initial = 0;
  double final = 0;
  ellipsoid().Inverse(from.latitude_degrees(), from.longitude_degrees(), to.latitude_degrees(), to.longitude_degrees(),
                      metres, initial, final);
  return {Length::metres(metres), Bearing::degrees(initial), Bearing::degrees(final)};
}

Length distance(Position from, Position to) {
  double metres = 0;
  ellipsoid().Inverse(from.latitude_degrees(), from.longitude_degrees(), to.latitude_degrees(), to.longitude_degrees(),
                      metres);
  return Length::metres(metres);
}

Position destination(Position from, Bearing initial, Length distance) {
  double latitude = 0;
  double longitude = 0;
  ellipsoid().Direct(from.latitude_degrees(), from.longitude_degrees(), initial.in_degrees(), distance.in_metres(),
                     latitude, longitude);
  return Position::from_degrees(std::clamp(latitude, -90.0, 90.0), longitude).value_or(from);
}

LocalOffset local_offset(Position origin, Position point) {
  const double mean = 0.5 * (static_cast<double>(origin.latitude_units()) + point.latitude_units());
  const Scale scale = scale_at(mean);
  return {longitude_difference(origin, point) * scale.east_m_per_unit,
          (static_cast<double>(point.latitude_units()) - origin.latitude_units()) * scale.north_m_per_unit};
}

Position from_local_offset(Position origin, LocalOffset offset) {
  // The scale belongs to the mean latitude, which depends on the answer: two rounds settle it.
  double latitude = origin.latitude_units();
  for (int round = 0; round < 2; ++round) {
    const double mean = 0.5 * (origin.latitude_units() + latitude);
    latitude = origin.latitude_units() + offset.north_m / scale_at(mean).north_m_per_unit;
  }
  latitude = std::clamp<double>(latitude, -kLatitudeMax, kLatitudeMax);
  const double east_m_per_unit = scale_at(0.5 * (origin.latitude_units() + latitude)).east_m_per_unit;
  const double longitude = origin.longitude_units() + (east_m_per_unit > 1e-9 ? offset.east_m / east_m_per_unit : 0.0);
  return Position::from_degrees(latitude / kUnitsPerDegree, longitude / kUnitsPerDegree).value_or(origin);
}

Length quick_distance(Position from, Position to) {
  const LocalOffset offset = local_offset(from, to);
  return Length::metres(std::hypot(offset.east_m, offset.north_m));
}

}  // namespace fairlead::geo
