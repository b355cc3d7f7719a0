// SPDX-License-Identifier: Apache-2.0
// What the tracker learns about a source: how many false plots it makes, and how many vessels within its reach it has
// not seen yet.
//
// Threads: plain values.
#pragma once

#include "contacts/contact.hpp"

namespace fairlead::fusion {

inline constexpr int kRings = 8;  // of equal width in the square of the range

// A look's region in a form that is quick to ask.
class Reach {
 public:
  Reach(Ground ground, const Look& look);
  bool limited() const { return limited_; }  // false: a look without a region
  // Probability of detecting a ship there; 0 outside. `ring` tells which ring it is in.
  double detection(Place place, int& ring) const;
  double detection_in(int ring) const { return ring_detection_[ring]; }
  double area() const { return area_; }
  // A box around it, in places.
  Place low() const { return low_; }
  Place high() const { return high_; }

 private:
  const Look& look_;
  bool limited_ = false;
  bool box_ = false;  // the ring is an upright rectangle
  Anchor anchor_;
  Place low_, high_;
  double area_ = 0;
  double ring_detection_[kRings] = {};
};

// A constant error of a sensor that measures range and bearing, as two numbers that are estimated apart.
struct Bias {
  double range = 0;  // m
  double range_variance = 900;
  double bearing = 0;  // rad, clockwise
  double bearing_variance = 2.7e-5;
  std::uint32_t plots = 0;

  // `off`: measured less true, seen from the sensor at `from_sensor`; `s`: its spread.
  void learn(Pair off, Pair from_sensor, const Spread& s);
  Pair without(Pair from_sensor) const;
};

struct SourceState {
  domain::SourceId id;
  bool started = false;
  Instant at;
  double false_density = 0;        // per m²
  double undetected[kRings] = {};  // vessels per m²
  double stated = 0;               // weight of the first value of `false_density`, in looks
  double looks = 0;                // that were learnt from
  Bias bias;
};

// The mean number of vessels when `plots` were counted where `expected` were due to other things, each vessel being
// detected with probability `detection`: under a prior that spreads evenly over orders of magnitude.
double likely_population(double plots, double expected, double detection);

}  // namespace fairlead::fusion
