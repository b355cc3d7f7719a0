// SPDX-License-Identifier: Apache-2.0
#include "contacts/source_state.hpp"

#include <algorithm>
#include <cmath>

#include "contacts/numbers.hpp"
#include "plane.hpp"

namespace fairlead::fusion {
namespace {

double bearing_of(Pair p) {
  // An arc tangent good to 1e-4 degrees would do; the region's edge is not sharper than that. Kept free of the C
  // library, whose last bit differs between processors.
  const double a = std::abs(p.e);
  const double b = std::abs(p.n);
  if (a == 0 && b == 0) return 0;
  const bool swap = a > b;
  const double z = swap ? b / a : a / b;
  // Abramowitz and Stegun 4.4.49, error below 2e-8.
  const double u = z * z;
  double t = z * (0.9999993329 +
                  u * (-0.3332985605 +
                       u * (0.1994653599 +
                            u * (-0.1390853351 +
                                 u * (0.0964200441 + u * (-0.0559098861 + u * (0.0218612288 - u * 0.0040540580)))))));
  if (swap) t = kPi / 2 - t;
  if (p.n < 0) t = kPi - t;
  if (p.e < 0) t = 2 * kPi - t;
  return t * (180 / kPi);
}

}  // namespace

Anchor anchor_at(Ground ground, Place place) {
  Anchor anchor;
  anchor.place = place;
  if (ground == Ground::plane) return anchor;
  anchor.round = 360;
  anchor.place.east = place.east - 360 * std::floor((place.east + 180) / 360);
  const double latitude = std::clamp(place.north, -85.0, 85.0);
  const auto here = geo::Position::from_units(static_cast<std::int32_t>(latitude * geo::kUnitsPerDegree), 0);
  const auto one =
      geo::Position::from_units(static_cast<std::int32_t>(latitude * geo::kUnitsPerDegree), geo::kUnitsPerDegree / 100);
  const auto up = geo::Position::from_units(
      static_cast<std::int32_t>(latitude * geo::kUnitsPerDegree) + geo::kUnitsPerDegree / 100, 0);
  if (here && one && up) {
    anchor.east_scale = plane_offset(*here, *one).east_m * 100;
    anchor.north_scale = plane_offset(*here, *up).north_m * 100;
  }
  return anchor;
}

Reach::Reach(Ground ground, const Look& look) : look_(look) {
  if (!look.region) return;
  const Region& region = *look.region;
  if (region.centre) {
    if (!(region.range_max > region.range_min)) return;
    limited_ = true;
    anchor_ = anchor_at(ground, *region.centre);
    double turn = region.bearing_to - region.bearing_from;
    if (turn <= 0) turn += 360;
    area_ = kPi * (region.range_max * region.range_max - region.range_min * region.range_min) * turn / 360;
    low_ = anchor_.to_place({-region.range_max, -region.range_max});
    high_ = anchor_.to_place({region.range_max, region.range_max});
    for (int ring = 0; ring < kRings; ++ring) {
      const double u = (ring + 0.5) / kRings;
      ring_detection_[ring] =
          std::clamp(look.detection_near - (look.detection_near - look.detection_far) * u, 0.0, 1.0);
    }
    return;
  }
  if (region.ring.size() < 3) return;
  limited_ = true;
  low_ = high_ = region.ring[0];
  for (const Place& p : region.ring) {
    low_ = {std::min(low_.east, p.east), std::min(low_.north, p.north)};
    high_ = {std::max(high_.east, p.east), std::max(high_.north, p.north)};
  }
  anchor_ = anchor_at(ground, {(low_.east + high_.east) / 2, (low_.north + high_.north) / 2});
  for (std::size_t i = 0; i < region.ring.size(); ++i) {
    const Pair a = anchor_.to_plane(region.ring[i]);
    const Pair b = anchor_.to_plane(region.ring[(i + 1) % region.ring.size()]);
    area_ += (a.e * b.n - a.n * b.e) / 2;
  }
  area_ = std::abs(area_);
  box_ = region.ring.size() == 4 && std::ranges::all_of(region.ring, [&](const Place& p) {
           return (p.east == low_.east || p.east == high_.east) && (p.north == low_.north || p.north == high_.north);
         });
  for (double& d : ring_detection_) d = std::clamp(look.detection_near, 0.0, 1.0);
}

double Reach::detection(Place place, int& ring) const {
  ring = 0;
  // Across 180 degrees.
  if (place.east < low_.east && place.east + anchor_.round <= high_.east) place.east += anchor_.round;
  if (place.east > high_.east && place.east - anchor_.round >= low_.east) place.east -= anchor_.round;
  if (place.east < low_.east || place.east > high_.east || place.north < low_.north || place.north > high_.north) {
    return 0;
  }
  if (box_) return ring_detection_[0];
  const Region& region = *look_.region;
  const Pair at = anchor_.to_plane(place);
  if (region.centre) {
    const double square = at.e * at.e + at.n * at.n;
    const double most = region.range_max * region.range_max;
    if (square > most || square < region.range_min * region.range_min) return 0;
    if (!(region.bearing_from == 0 && region.bearing_to == 360)) {
      double from = bearing_of(at) - region.bearing_from;
      if (from < 0) from += 360;
      double turn = region.bearing_to - region.bearing_from;
      if (turn <= 0) turn += 360;
      if (from > turn) return 0;
    }
    const double u = square / most;
    ring = std::min(kRings - 1, static_cast<int>(u * kRings));
    return std::clamp(look_.detection_near - (look_.detection_near - look_.detection_far) * u, 0.0, 1.0);
  }
  bool inside = false;
  for (std::size_t i = 0, j = region.ring.size() - 1; i < region.ring.size(); j = i++) {
    const Place& a = region.ring[i];
    const Place& b = region.ring[j];
    if ((a.north > place.north) != (b.north > place.north) &&
        place.east < (b.east - a.east) * (place.north - a.north) / (b.north - a.north) + a.east) {
      inside = !inside;
    }
  }
  return inside ? ring_detection_[0] : 0;
}

void Bias::learn(Pair off, Pair from_sensor, const Spread& s) {
  const double away = std::sqrt(from_sensor.e * from_sensor.e + from_sensor.n * from_sensor.n);
  if (away < 500) return;
  const Pair along{from_sensor.e / away, from_sensor.n / away};
  const Pair across{along.n, -along.e};
  const double r = off.e * along.e + off.n * along.n;
  const double b = (off.e * across.e + off.n * across.n) / away;
  // Successive errors of one vessel's estimate are alike: each counts for half.
  const double r_variance = 2 * form(s, along);
  const double b_variance = 2 * form(s, across) / (away * away);
  if (r * r > 16 * (range_variance + r_variance) || b * b > 16 * (bearing_variance + b_variance)) return;
  const double gain_r = range_variance / (range_variance + r_variance);
  const double gain_b = bearing_variance / (bearing_variance + b_variance);
  range += gain_r * r;
  bearing += gain_b * b;
  // A bias may wander: it is never known for good.
  range_variance = std::max(1.0, range_variance * (1 - gain_r));
  bearing_variance = std::max(1e-8, bearing_variance * (1 - gain_b));
  if (plots < UINT32_MAX) ++plots;
}

Pair Bias::without(Pair from_sensor) const {
  const double away = std::sqrt(from_sensor.e * from_sensor.e + from_sensor.n * from_sensor.n);
  if (away < 1 || plots == 0) return from_sensor;
  const double scale = 1 - range / away;
  return {scale * (from_sensor.e - bearing * from_sensor.n), scale * (from_sensor.n + bearing * from_sensor.e)};
}

double likely_population(double plots, double expected, double detection) {
  double sum = 0;
  double mean = 0;
  double best = -1e300;
  // Twice over the grid: for the top, so that nothing underflows, then for the sums.
  for (int pass = 0; pass < 2; ++pass) {
    for (double n = 0.25; n < 4 * (plots + 10); n *= 1.15) {
      const double due = expected + detection * n;
      const double off = plots - due;
      const double log = -off * off / (2 * (due + 1)) - 0.5 * logarithm(due + 1);
      if (pass == 0) {
        best = std::max(best, log);
      } else {
        const double weight = exponential(log - best);
        sum += weight;
        mean += weight * n;
      }
    }
  }
  return mean / sum;
}

}  // namespace fairlead::fusion
