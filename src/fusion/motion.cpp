// SPDX-License-Identifier: Apache-2.0
#include "motion.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "geo/geodesic.hpp"
#include "plane.hpp"
#include "sine.hpp"

namespace fairlead::fusion {
namespace {

constexpr double kPlaneReach = 50'000;   // metres within which the tangent plane serves
constexpr double kFilterMemory = 3'600;  // seconds after which the old velocity says nothing
constexpr double kVelocityVarianceMax = 1e4;
constexpr double kManoeuvre = 16;  // squared and normalized

double seconds_between(Instant from, Instant to) { return static_cast<double>((to - from).count()) / 1000.0; }

bool plane_serves(geo::Position a, geo::Position b) {
  // A quick look first: half a degree of latitude is 55 km.
  return std::abs(a.latitude_units()) < kPlaneLatitudeMax && std::abs(b.latitude_units()) < kPlaneLatitudeMax &&
         std::abs(a.latitude_units() - b.latitude_units()) < geo::kUnitsPerDegree / 2;
}

// Without the care of std::hypot for numbers that do not occur here.
double length(double east, double north) { return std::sqrt(east * east + north * north); }

struct Spread {
  double position;
  double covariance;
  double velocity;
};

// The covariance `dt` seconds on (or back: the uncertainty grows either way).
Spread spread_after(const Motion& m, double dt, double agility) {
  const double step = std::fabs(dt);
  const double q = agility;
  return {m.variance_position + 2 * dt * m.covariance + dt * dt * m.variance_velocity + q * step * step * step / 3,
          m.covariance + dt * m.variance_velocity + q * dt * step / 2, m.variance_velocity + q * step};
}

}  // namespace

Measurement measurement_of(Instant at, geo::Position position, Length sigma, std::optional<Speed> speed,
                           std::optional<Course> course) {
  Measurement m;
  m.at = at;
  m.position = position;
  const double metres = sigma.in_metres();
  m.sigma_m = std::isfinite(metres) && metres > 0 ? std::clamp(metres, 1.0, 500'000.0) : 15.0;
  if (!speed) return m;
  const double mps = speed->in_metres_per_second();
  if (course) {
    const auto [sine, cosine] = sine_cosine(course->in_degrees());
    m.velocity_east = mps * sine;
    m.velocity_north = mps * cosine;
    // A tenth of a knot of quantization and lag along the way; four degrees across it.
    m.velocity_sigma = 0.3 + 0.07 * mps;
    m.has_velocity = true;
  } else if (mps < 0.3) {
    m.velocity_sigma = 0.3;  // at rest; then no course is needed
    m.has_velocity = true;
  }
  return m;
}

double Motion::sigma_m() const { return std::sqrt(variance_position); }
double Motion::speed() const { return length(velocity_east, velocity_north); }

Motion Motion::from(const Measurement& first, double speed_scale) {
  Motion m;
  m.at = first.at;
  m.reported = m.position = first.position;
  m.reported_sigma = first.sigma_m;
  m.variance_position = first.sigma_m * first.sigma_m;
  m.variance_velocity = speed_scale * speed_scale;
  if (first.has_velocity) {
    m.velocity_east = first.velocity_east;
    m.velocity_north = first.velocity_north;
    m.variance_velocity = first.velocity_sigma * first.velocity_sigma;
  }
  return m;
}

std::optional<double> Motion::update(const Measurement& report, double agility, double speed_scale) {
  const double dt = seconds_between(at, report.at);
  if (dt > kFilterMemory || !plane_serves(position, report.position)) {
    *this = from(report, speed_scale);
    return std::nullopt;
  }
  const geo::LocalOffset seen = plane_offset(position, report.position);
  if (std::fabs(seen.east_m) + std::fabs(seen.north_m) > kPlaneReach) {
    *this = from(report, speed_scale);
    return std::nullopt;
  }
  const geo::LocalOffset way = plane_offset(reported, report.position);
  const double step = length(way.east_m, way.north_m);
  Spread p = spread_after(*this, dt, agility);
  double east = rest_east + velocity_east * dt;
  double north = rest_north + velocity_north * dt;

  const double gain_scale = 1.0 / (p.position + report.sigma_m * report.sigma_m);
  const double gain_position = p.position * gain_scale;
  const double gain_velocity = p.covariance * gain_scale;
  const double off_east = seen.east_m - east;
  const double off_north = seen.north_m - north;
  east += gain_position * off_east;
  north += gain_position * off_north;
  velocity_east += gain_velocity * off_east;
  velocity_north += gain_velocity * off_north;
  p.velocity -= gain_velocity * p.covariance;
  p.position *= 1 - gain_position;
  p.covariance *= 1 - gain_position;

  // A report that lies four sigma off has manoeuvred, or its speed is false: the positions then tell the velocity.
  const double off_squared = (off_east * off_east + off_north * off_north) * gain_scale;
  if (report.has_velocity && off_squared < kManoeuvre) {
    const double scale = 1.0 / (p.velocity + report.velocity_sigma * report.velocity_sigma);
    const double by_position = p.covariance * scale;
    const double by_velocity = p.velocity * scale;
    const double more_east = report.velocity_east - velocity_east;
    const double more_north = report.velocity_north - velocity_north;
    east += by_position * more_east;
    north += by_position * more_north;
    velocity_east += by_velocity * more_east;
    velocity_north += by_velocity * more_north;
    p.position -= by_position * p.covariance;
    p.covariance *= 1 - by_velocity;
    p.velocity *= 1 - by_velocity;
  }

  const geo::Position moved = plane_position(position, {east, north});
  const geo::LocalOffset rounded = plane_offset(position, moved);
  at = report.at;
  reported = report.position;
  reported_sigma = report.sigma_m;
  position = moved;
  rest_east = east - rounded.east_m;
  rest_north = north - rounded.north_m;
  // A floor under the variances: reports share errors that no averaging removes.
  variance_position = std::max(p.position, 1.0);
  variance_velocity = std::clamp(p.velocity, 1e-4, kVelocityVarianceMax);
  const double covariance_max = 0.99 * std::sqrt(variance_position * variance_velocity);
  covariance = std::clamp(p.covariance, -covariance_max, covariance_max);
  return step;
}

double misfit(const Motion& motion, const Measurement& report, double agility) {
  const double dt = std::clamp(seconds_between(motion.at, report.at), -kFilterMemory, kFilterMemory);
  const double variance = std::max(spread_after(motion, dt, agility).position, 1.0) + report.sigma_m * report.sigma_m;
  double squared = 0;
  if (plane_serves(motion.position, report.position)) {
    const geo::LocalOffset seen = plane_offset(motion.position, report.position);
    const double east = seen.east_m - motion.rest_east - motion.velocity_east * dt;
    const double north = seen.north_m - motion.rest_north - motion.velocity_north * dt;
    squared = east * east + north * north;
  } else {
    const double distance = distance_m(motion.position, report.position);
    squared = distance * distance;
  }
  double answer = squared / variance + 2 * std::log(variance);
  if (report.has_velocity) {
    const double spread = spread_after(motion, dt, agility).velocity + report.velocity_sigma * report.velocity_sigma;
    const double east = report.velocity_east - motion.velocity_east;
    const double north = report.velocity_north - motion.velocity_north;
    answer += (east * east + north * north) / spread + 2 * std::log(spread);
  }
  return answer;
}

double distance_m(geo::Position a, geo::Position b) {
  if (plane_serves(a, b)) {
    const geo::LocalOffset offset = plane_offset(a, b);
    const double quick = length(offset.east_m, offset.north_m);
    if (quick < 2 * kPlaneReach) return quick;
  }
  return geo::distance(a, b).in_metres();
}

double agility_of(domain::TrackKind kind, double speed) {
  using enum domain::TrackKind;
  // A ship that turns 20 degrees a minute at 8 m/s accelerates by 0.05 m/s^2 for a minute or two; a fast boat does
  // ten times that. What lies still hardly accelerates at all, until it leaves.
  const double moving = std::clamp(speed / 3.0, 0.1, 1.0);
  switch (kind) {
    case ship:
      return 0.1 * moving;
    case base_station:
    case aid_to_navigation:
      return 0.001;
    case sar_aircraft:
      return 20.0;
    case class_b:
    case small_craft:
    case own_ship:
    case distress:
    case contact:
      break;
  }
  return 0.5 * moving;
}

double speed_scale_of(domain::TrackKind kind) {
  using enum domain::TrackKind;
  switch (kind) {
    case base_station:
    case aid_to_navigation:
      return 0.1;
    case sar_aircraft:
      return 60.0;
    default:
      return 6.0;
  }
}

void write(wire::ByteWriter& out, const Motion& m) {
  out.instant(m.at);
  out.position(m.reported);
  out.position(m.position);
  for (const double value : {m.reported_sigma, m.rest_east, m.rest_north, m.velocity_east, m.velocity_north,
                             m.variance_position, m.covariance, m.variance_velocity}) {
    out.real(value);
  }
}

Instant read_instant(wire::ByteReader& in) {
  const Instant instant = in.instant();
  if (instant < kFirstInstant || instant > kLastInstant) {
    in.fail();
    return {};
  }
  return instant;
}

Motion read_motion(wire::ByteReader& in) {
  Motion m;
  m.at = read_instant(in);
  m.reported = in.position();
  m.position = in.position();
  for (double* value : {&m.reported_sigma, &m.rest_east, &m.rest_north, &m.velocity_east, &m.velocity_north,
                        &m.variance_position, &m.covariance, &m.variance_velocity}) {
    *value = in.real();
    if (!std::isfinite(*value) || std::fabs(*value) > 1e12) in.fail();
  }
  if (in.ok() && (m.variance_position <= 0 || m.variance_velocity <= 0)) in.fail();
  return m;
}

}  // namespace fairlead::fusion
