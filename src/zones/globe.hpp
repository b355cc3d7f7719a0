// SPDX-License-Identifier: Apache-2.0
// The globe in straight lines: points of the WGS 84 ellipsoid in earth-centred metres. A chord between two points
// orders distances exactly and needs no trigonometry, so that the nearest of thousands of edges is found quickly; the
// geodesic follows from the chord to one part in 10,000 at 1,500 nm and one in a million at 200 nm.
//
// Threads: pure functions. Units: degrees in, metres out.
#pragma once

#include <cmath>
#include <cstdint>

#include "geo/position.hpp"

namespace fairlead::zones {

inline constexpr double kPi = 3.14159265358979323846;
inline constexpr double kSemiMajor = 6378137.0;             // WGS 84
inline constexpr double kEccentricity2 = 6.69437999014e-3;  // WGS 84, first eccentricity squared
inline constexpr double kMeanRadius = 6371008.8;            // IUGG
inline constexpr double kNauticalMile = 1852.0;

struct Vec {
  double x = 0;
  double y = 0;
  double z = 0;

  friend constexpr Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
  friend constexpr Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
  friend constexpr Vec operator*(Vec a, double f) { return {a.x * f, a.y * f, a.z * f}; }
};

constexpr double dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
constexpr Vec cross(Vec a, Vec b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
inline double length(Vec a) { return std::sqrt(dot(a, a)); }

struct LonLat {
  double lon = 0;
  double lat = 0;
  friend constexpr bool operator==(LonLat, LonLat) = default;
};

inline Vec to_ecef(LonLat p) {
  const double latitude = p.lat * (kPi / 180.0);
  const double longitude = p.lon * (kPi / 180.0);
  const double sine = std::sin(latitude);
  const double cosine = std::cos(latitude);
  const double prime_vertical = kSemiMajor / std::sqrt(1.0 - kEccentricity2 * sine * sine);
  // 180 degrees exactly must give the same point from both sides.
  const bool cut = p.lon == 180.0 || p.lon == -180.0;
  const double east = cut ? 0.0 : std::sin(longitude);
  const double north = cut ? -1.0 : std::cos(longitude);
  return {prime_vertical * cosine * north, prime_vertical * cosine * east,
          prime_vertical * (1.0 - kEccentricity2) * sine};
}

inline LonLat to_lonlat(Vec v) {
  // On the surface itself the geodetic latitude follows from the geocentric one exactly.
  const double across = std::hypot(v.x, v.y);
  return {std::atan2(v.y, v.x) * (180.0 / kPi), std::atan2(v.z, across * (1.0 - kEccentricity2)) * (180.0 / kPi)};
}

inline LonLat lonlat_of(geo::Position p) { return {p.longitude_degrees(), p.latitude_degrees()}; }

// The geodesic above a chord.
inline double arc_from_chord(double chord) {
  const double half = chord / (2.0 * kMeanRadius);
  if (half < 0.1) {
    const double h2 = half * half;
    return chord * (1.0 + h2 * (1.0 / 6.0 + h2 * (3.0 / 40.0)));
  }
  return 2.0 * kMeanRadius * std::asin(half < 1.0 ? half : 1.0);
}

struct Nearest {
  double square = 0;  // of the chord, in square metres
  double along = 0;   // 0 at a, 1 at b
};

// The point of the edge a-b nearest to q.
inline Nearest nearest_on_edge(Vec q, Vec a, Vec b) {
  const Vec edge = b - a;
  const Vec from = q - a;
  const double squared = dot(edge, edge);
  double along = squared > 0 ? dot(from, edge) / squared : 0.0;
  along = along < 0.0 ? 0.0 : along > 1.0 ? 1.0 : along;
  const Vec rest = from - edge * along;
  return {dot(rest, rest), along};
}

// The same in single precision, for choosing: the square is good to a metre and a half at the edge.
inline float nearest_square(float qx, float qy, float qz, float ax, float ay, float az, float bx, float by, float bz,
                            float& along) {
  const float ex = bx - ax;
  const float ey = by - ay;
  const float ez = bz - az;
  const float fx = qx - ax;
  const float fy = qy - ay;
  const float fz = qz - az;
  const float squared = ex * ex + ey * ey + ez * ez;
  const float projected = fx * ex + fy * ey + fz * ez;
  const float share = projected <= 0 ? 0.0F : projected >= squared ? 1.0F : projected / squared;
  along = share;
  const float rx = fx - ex * share;
  const float ry = fy - ey * share;
  const float rz = fz - ez * share;
  return rx * rx + ry * ry + rz * rz;
}

// Whether the great circles' pieces q-c and a-b cross. A vertex on the line q-c counts for one side, always the same,
// so that a chain through it counts once.
inline bool edges_cross(Vec q, Vec c, Vec qc, Vec a, Vec b) {
  const bool side_a = dot(qc, a) >= 0;
  const bool side_b = dot(qc, b) >= 0;
  if (side_a == side_b) return false;
  const Vec ab = cross(a, b);
  return (dot(ab, q) >= 0) != (dot(ab, c) >= 0);
}

}  // namespace fairlead::zones
