// SPDX-License-Identifier: Apache-2.0
// Three radars that look at one sea in turn: boats without any name, missed now and then, and false plots.
#pragma once

#include <array>
#include <cmath>
#include <memory>
#include <random>
#include <vector>

#include "domain/detection.hpp"
#include "domain/observation.hpp"
#include "geo/geodesic.hpp"

namespace fairlead::fusion {

struct RadarSea {
  static constexpr std::size_t kRadars = 3;
  static constexpr std::size_t kBoats = 600;
  static constexpr int kFalsePlots = 20;
  static constexpr double kHalf = 80'000;  // metres to each side that boats and false plots lie in

  RadarSea() {
    for (Boat& boat : boats) {
      boat = {uniform(-kHalf, kHalf), uniform(-kHalf, kHalf), uniform(-8, 8), uniform(-8, 8)};
    }
  }

  // What the next radar sees, and what it looked at.
  domain::Scan look(std::vector<domain::Observation>& plots) {
    constexpr double kSeconds = 4;
    now = now + std::chrono::milliseconds(4000);
    plots.clear();
    ++number;
    const domain::SourceId source(static_cast<std::uint32_t>(number % kRadars) + 1);
    auto detection = std::make_shared<domain::Detection>();
    detection->scan = number;
    const auto plot = [&](double east, double north) {
      domain::Observation o;
      o.id = domain::ObservationId(++observations);
      o.source = source;
      o.sensor = domain::SensorKind::radar;
      o.observed_at = o.received_at = now;
      o.position = geo::from_local_offset(middle, {east, north});
      o.position_sigma = Length::metres(40);
      o.detection = detection;
      plots.push_back(std::move(o));
    };
    for (Boat& boat : boats) {
      boat.east += boat.to_east * kSeconds;
      boat.north += boat.to_north * kSeconds;
      if (uniform(0, 1) < 0.9) plot(boat.east + 40 * normal(), boat.north + 40 * normal());
    }
    for (int i = 0; i < kFalsePlots; ++i) plot(uniform(-kHalf, kHalf), uniform(-kHalf, kHalf));
    domain::Scan scan;
    scan.source = source;
    scan.number = number;
    scan.at = scan.received_at = now;
    scan.coverage.centre = middle;
    scan.coverage.range_max = Length::kilometres(130);
    scan.detection_near = scan.detection_far = 0.9;
    scan.false_plots = kFalsePlots;
    return scan;
  }

  double uniform(double from, double to) {
    return from + (to - from) * (static_cast<double>(random() >> 11) * 0x1p-53);
  }
  double normal() {
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += uniform(0, 1);
    return sum - 6;
  }

  struct Boat {
    double east, north, to_east, to_north;
  };
  std::mt19937_64 random{4711};
  std::array<Boat, kBoats> boats;
  geo::Position middle = *geo::Position::from_degrees(13.0, -61.0);
  std::uint64_t number = 0;
  std::uint64_t observations = 0;
  Instant now = Instant::from_civil(2026, 5, 4);
};

}  // namespace fairlead::fusion
