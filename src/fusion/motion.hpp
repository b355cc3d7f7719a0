// SPDX-License-Identifier: Apache-2.0
// Where something is and how it moves: a Kalman filter with nearly constant velocity on the local tangent plane.
//
// State: position and velocity east and north. Process noise is white acceleration (Bar-Shalom, Li and Kirubarajan,
// "Estimation with Applications to Tracking and Navigation", 2001, section 6.2.2). Both axes get the same noise and the
// same kinds of measurement, so that one 2 x 2 covariance serves both.
// The position is held as the nearest exact unit plus a remainder in metres, so that rounding never adds up.
//
// Units: metres, metres per second, seconds. Threads: one owner.
#pragma once

#include <optional>

#include "domain/observation.hpp"
#include "geo/position.hpp"
#include "units/instant.hpp"
#include "units/quantity.hpp"
#include "wire/bytes.hpp"

namespace fairlead::fusion {

// One report as the filter sees it, checked: every number is finite, sigma is positive.
struct Measurement {
  Instant at;
  geo::Position position;
  double sigma_m = 15;
  bool has_velocity = false;
  double velocity_east = 0;
  double velocity_north = 0;
  double velocity_sigma = 0;
};
Measurement measurement_of(Instant at, geo::Position position, Length sigma, std::optional<Speed> speed,
                           std::optional<Course> course);

struct Motion {
  Instant at;
  geo::Position reported;     // by the newest report, which says where it can be next whatever the filter believes
  double reported_sigma = 0;  // metres
  geo::Position position;
  double rest_east = 0;  // metres from `position` to the estimate
  double rest_north = 0;
  double velocity_east = 0;
  double velocity_north = 0;
  double variance_position = 0;  // of each axis
  double covariance = 0;         // between position and velocity of one axis
  double variance_velocity = 0;

  double sigma_m() const;
  double speed() const;  // metres per second

  // The state that one report supports; `speed_scale` is how fast such things move, for what the report leaves open.
  static Motion from(const Measurement& first, double speed_scale);
  // Takes a report in that is not older than the state. `agility` is the spectral density of the white acceleration,
  // m^2/s^3. Far away or long after, the state begins anew at the report. Returns the metres from the report
  // before to this one, nothing when it began anew.
  std::optional<double> update(const Measurement& report, double agility, double speed_scale);
};

// How well a report fits: -2 ln of its likelihood under the state moved to its time, up to a constant. Works backwards
// in time too.
double misfit(const Motion& motion, const Measurement& report, double agility);

// Metres between the state and a report, without moving the state: quick nearby, exact far away and near the poles.
double distance_m(geo::Position a, geo::Position b);

// White acceleration density and typical speed of a kind.
double agility_of(domain::TrackKind kind, double speed);
double speed_scale_of(domain::TrackKind kind);

// Years 0001 to 9999: differences between moments in this range cannot overflow.
inline constexpr Instant kFirstInstant = Instant::from_unix_ms(-62'135'596'800'000);
inline constexpr Instant kLastInstant = Instant::from_unix_ms(253'402'300'799'999);
Instant read_instant(wire::ByteReader& in);

void write(wire::ByteWriter& out, const Motion& motion);
// Fails the reader on numbers that no filter produces.
Motion read_motion(wire::ByteReader& in);

}  // namespace fairlead::fusion
