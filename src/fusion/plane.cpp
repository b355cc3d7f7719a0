// SPDX-License-Identifier: Apache-2.0
#include "plane.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sine.hpp"

namespace fairlead::fusion {
namespace {

constexpr std::int32_t kStep = geo::kUnitsPerDegree / 16;
constexpr std::size_t kRows = 86 * 16 + 1;  // 0 to 86 degrees
constexpr double kRadiansPerUnit = 3.14159265358979323846 / 180.0 / geo::kUnitsPerDegree;

struct Scale {
  double east;  // metres per unit
  double north;
};

// WGS 84: radii of curvature in the prime vertical and in the meridian.
Scale exact_scale(double latitude_units) {
  constexpr double kSemiMajor = 6378137.0;
  constexpr double kEccentricity2 = 6.69437999014e-3;
  const auto [sine, cosine] = sine_cosine(latitude_units / geo::kUnitsPerDegree);
  const double w2 = 1.0 - kEccentricity2 * sine * sine;
  const double prime_vertical = kSemiMajor / std::sqrt(w2);
  return {prime_vertical * cosine * kRadiansPerUnit, prime_vertical * (1.0 - kEccentricity2) / w2 * kRadiansPerUnit};
}

const std::array<Scale, kRows> kScales = [] {
  std::array<Scale, kRows> rows{};
  for (std::size_t i = 0; i < kRows; ++i) rows[i] = exact_scale(static_cast<double>(i) * kStep);
  return rows;
}();

Scale scale_at(double latitude_units) {
  const double row = std::min(std::fabs(latitude_units) / kStep, static_cast<double>(kRows - 2));
  const auto below = static_cast<std::size_t>(row);
  const double part = row - static_cast<double>(below);
  const Scale& a = kScales[below];
  const Scale& b = kScales[below + 1];
  return {a.east + part * (b.east - a.east), a.north + part * (b.north - a.north)};
}

}  // namespace

geo::LocalOffset plane_offset(geo::Position origin, geo::Position point) {
  double east = static_cast<double>(point.longitude_units()) - origin.longitude_units();
  if (east > geo::kLongitudeMax) east -= 2.0 * geo::kLongitudeMax;
  if (east < -geo::kLongitudeMax) east += 2.0 * geo::kLongitudeMax;
  const double north = static_cast<double>(point.latitude_units()) - origin.latitude_units();
  const Scale scale = scale_at(origin.latitude_units() + 0.5 * north);
  return {east * scale.east, north * scale.north};
}

geo::Position plane_position(geo::Position origin, geo::LocalOffset offset) {
  const double from = origin.latitude_units();
  // The scale belongs to the mean latitude, which depends on the answer: a first guess settles it.
  const double guess = offset.north_m / scale_at(from).north;
  const Scale scale = scale_at(from + 0.5 * guess);
  const double latitude =
      std::clamp<double>(from + offset.north_m / scale.north, -geo::kLatitudeMax, geo::kLatitudeMax);
  double longitude = origin.longitude_units() + offset.east_m / scale.east;
  if (longitude > geo::kLongitudeMax) longitude -= 2.0 * geo::kLongitudeMax;
  if (longitude < -geo::kLongitudeMax) longitude += 2.0 * geo::kLongitudeMax;
  const auto rounded = [](double units) { return static_cast<std::int32_t>(std::lround(units)); };
  return geo::Position::from_units(rounded(latitude), rounded(longitude)).value_or(origin);
}

}  // namespace fairlead::fusion
