// SPDX-License-Identifier: Apache-2.0
// A small sea for tests of contacts: vessels that go straight or turn, radars, transmitters and people who see them.
//
// Threads: one owner. Units: metres, seconds.
#pragma once

#include <cmath>
#include <random>
#include <vector>

#include "fusion/contacts.hpp"

namespace fairlead::fusion {

class ContactSea {
 public:
  explicit ContactSea(std::uint64_t seed) : random_(seed) {}

  struct Vessel {
    double east = 0, north = 0, ve = 0, vn = 0, turn = 0;  // turn in rad/s
    std::uint32_t mmsi = 0;
  };
  std::vector<Vessel> vessels;

  double uniform(double from, double to) {
    return from + (to - from) * (static_cast<double>(random_() >> 11) * 0x1p-53);
  }
  double normal() {
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += uniform(0, 1);
    return sum - 6;
  }

  void go(double dt) {
    for (Vessel& v : vessels) {
      v.east += v.ve * dt;
      v.north += v.vn * dt;
      const double e = v.ve * std::cos(v.turn * dt) + v.vn * std::sin(v.turn * dt);
      v.vn = v.vn * std::cos(v.turn * dt) - v.ve * std::sin(v.turn * dt);
      v.ve = e;
    }
    now_ += dt;
  }
  Instant now() const { return Instant::from_unix_ms(1'700'000'000'000 + std::llround(now_ * 1000)); }

  // A square of `half` metres to each side, looked at whole.
  Look radar(std::uint32_t source, double half, double detection, double sigma, int false_plots) {
    Look look;
    look.source = domain::SourceId(source);
    look.at = now();
    look.region = Region{};
    look.region->ring = {{-half, -half}, {half, -half}, {half, half}, {-half, half}};
    look.detection_near = look.detection_far = detection;
    look.false_plots = false_plots;
    for (const Vessel& v : vessels) {
      if (std::abs(v.east) < half && std::abs(v.north) < half && uniform(0, 1) < detection) {
        look.plots.push_back(plot(v.east + sigma * normal(), v.north + sigma * normal(), sigma));
      }
    }
    for (int i = 0; i < false_plots; ++i) look.plots.push_back(plot(uniform(-half, half), uniform(-half, half), sigma));
    return look;
  }

  // Range and bearing from a place, with a constant error of its own.
  Look polar(std::uint32_t source, Place from, double reach, double range_bias, double bearing_bias_deg) {
    Look look;
    look.source = domain::SourceId(source);
    look.at = now();
    look.region = Region{};
    look.region->centre = from;
    look.region->range_max = reach;
    look.detection_near = 0.95;
    look.detection_far = 0.6;
    look.small_factor = 0.8;
    look.false_plots = 3;
    const double sr = 30, sb = 0.3 * 3.14159265358979 / 180;
    for (const Vessel& v : vessels) {
      const double e = v.east - from.east, n = v.north - from.north, r = std::hypot(e, n);
      if (r > reach || uniform(0, 1) > 0.8) continue;
      const double range = r + range_bias + sr * normal();
      const double bearing = std::atan2(e, n) + bearing_bias_deg * 3.14159265358979 / 180 + sb * normal();
      const double s = std::sin(bearing), c = std::cos(bearing), a = sr * sr, b = range * sb * range * sb;
      Plot p = plot(from.east + range * s, from.north + range * c, 1);
      p.error = {a * s * s + b * c * c, (a - b) * s * c, a * c * c + b * s * s};
      p.seen_from = from;
      look.plots.push_back(p);
    }
    return look;
  }

  Look report(std::uint32_t source, const Vessel& v, std::uint32_t mmsi) {
    Look look;
    look.source = domain::SourceId(source);
    look.at = now();
    Plot p = plot(v.east + 8 * normal(), v.north + 8 * normal(), 8);
    p.mmsi = mmsi;
    p.velocity = PlotVelocity{v.ve, v.vn, 0.3};
    look.plots.push_back(p);
    return look;
  }

  Plot plot(double east, double north, double sigma) {
    Plot p;
    p.at = now();
    p.place = {east, north};
    p.error = {sigma * sigma, 0, sigma * sigma};
    p.id = domain::ObservationId(++plots_);
    return p;
  }

  std::mt19937_64& random() { return random_; }

 private:
  std::mt19937_64 random_;
  double now_ = 0;
  std::uint64_t plots_ = 0;
};

inline ContactSettings on_a_plane() {
  ContactSettings settings;
  settings.ground = Ground::plane;
  settings.useful_error_m = 300;
  return settings;
}

inline std::string bytes_of(const Contacts& contacts) {
  wire::ByteWriter out;
  contacts.save(out);
  return out.take();
}

}  // namespace fairlead::fusion
