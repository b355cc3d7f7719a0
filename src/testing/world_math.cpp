// SPDX-License-Identifier: Apache-2.0
#include "world_math.hpp"

namespace fairlead::testing {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;

// Of 0 to 1.
double arc_of_ratio(double t) {
  double base = 0;
  constexpr double kTan15 = 0.26794919243112270647;
  constexpr double kRoot3 = 1.73205080756887729353;
  if (t > kTan15) {
    base = std::numbers::pi / 6;
    t = (t * kRoot3 - 1) / (kRoot3 + t);
  }
  const double z = t * t;
  double sum = 0;
  for (int n = 25; n >= 1; n -= 2) sum = 1.0 / n - z * sum;
  return base + t * sum;
}

}  // namespace

SineCosine sine_cosine(double degrees) {
  double d = degrees - 360.0 * std::floor(degrees / 360.0);
  const int axis = static_cast<int>((d + 45.0) / 90.0);
  const double x = (d - 90.0 * axis) * kDegree;
  const double z = x * x;
  const double s =
      x * (1 - z / 6 * (1 - z / 20 * (1 - z / 42 * (1 - z / 72 * (1 - z / 110 * (1 - z / 156 * (1 - z / 210)))))));
  const double c =
      1 - z / 2 * (1 - z / 12 * (1 - z / 30 * (1 - z / 56 * (1 - z / 90 * (1 - z / 132 * (1 - z / 182))))));
  switch (axis & 3) {
    case 0:
      return {s, c};
    case 1:
      return {c, -s};
    case 2:
      return {-s, -c};
    default:
      return {-c, s};
  }
}

double arc_degrees(double y, double x) {
  const double a = std::fabs(y), b = std::fabs(x);
  if (a == 0 && b == 0) return 0;
  double angle = a <= b ? arc_of_ratio(a / b) : std::numbers::pi / 2 - arc_of_ratio(b / a);
  if (x < 0) angle = std::numbers::pi - angle;
  return (y < 0 ? -angle : angle) / kDegree;
}

double natural_log(double x) {
  int exponent = 0;
  double m = std::frexp(x, &exponent);  // 0.5 to 1
  if (m < 0.70710678118654752440) {
    m *= 2;
    --exponent;
  }
  const double z = (m - 1) / (m + 1);
  const double zz = z * z;
  double sum = 0;
  for (int n = 19; n >= 1; n -= 2) sum = 1.0 / n + zz * sum;
  return 2 * z * sum + exponent * 0.69314718055994530942;
}

double WorldRandom::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  // Box and Muller, 1958.
  const double u = 1.0 - uniform();
  const SineCosine turn = sine_cosine(360.0 * uniform());
  const double radius = std::sqrt(-2 * natural_log(u));
  spare_ = radius * turn.sine;
  has_spare_ = true;
  return radius * turn.cosine;
}

std::int64_t WorldRandom::poisson(double mean) {
  // Arrivals at unit rate until `mean` has passed.
  std::int64_t count = 0;
  for (double passed = -natural_log(1.0 - uniform()); passed < mean; passed -= natural_log(1.0 - uniform())) ++count;
  return count;
}

Frame::Frame(Degrees origin) : origin_(origin), latitude_(sine_cosine(origin.latitude)) {}

Degrees Frame::to_degrees(Spot spot) const {
  const double d = length_of(spot);
  if (d == 0) return origin_;
  const SineCosine c = sine_cosine(d / kSphereRadius / kDegree);
  double sp = c.cosine * latitude_.sine + spot.y * c.sine * latitude_.cosine / d;
  sp = sp > 1 ? 1 : sp < -1 ? -1 : sp;
  const double latitude = arc_degrees(sp, std::sqrt(1 - sp * sp));
  double longitude = origin_.longitude +
                     arc_degrees(spot.x * c.sine, d * latitude_.cosine * c.cosine - spot.y * latitude_.sine * c.sine);
  longitude -= 360.0 * std::floor((longitude + 180.0) / 360.0);
  return {latitude, longitude};
}

Spot Frame::to_spot(Degrees place) const {
  const SineCosine p = sine_cosine(place.latitude);
  const SineCosine l = sine_cosine(place.longitude - origin_.longitude);
  // The unit vector of the place, turned so that the origin looks up.
  const double east = p.cosine * l.sine;
  const double north = p.sine * latitude_.cosine - p.cosine * l.cosine * latitude_.sine;
  const double up = p.sine * latitude_.sine + p.cosine * l.cosine * latitude_.cosine;
  const double flat = std::sqrt(east * east + north * north);
  if (flat == 0) return {};
  const double metres = arc_degrees(flat, up) * kDegree * kSphereRadius;
  return {east / flat * metres, north / flat * metres};
}

}  // namespace fairlead::testing
