// SPDX-License-Identifier: Apache-2.0
// What the benchmarks absorb, and how they weigh it.
#pragma once

#include <cmath>
#include <vector>

#include <malloc.h>

#include "domain/observation.hpp"

namespace fairlead::fusion {

// Ships on all seas, each on its own course; a fifth lies still. Every report is new and carries what class A carries.
struct Fleet {
  explicit Fleet(std::uint32_t size) : ships(size) {
    for (std::uint32_t i = 0; i < size; ++i) {
      ships[i].latitude = -60.0 + 120.0 * ((i * 7919U) % size) / size;
      ships[i].longitude = -180.0 + 360.0 * ((i * 104'729U) % size) / size;
      ships[i].knots = i % 5 == 0 ? 0.0 : 4.0 + i % 17;
      ships[i].course = (i * 37U) % 360U;
      order.push_back((i * 48'271U) % size);
    }
  }

  // The next round: each ship once, ten seconds on, in an order that has nothing to do with memory.
  void report(std::vector<domain::Observation>& round) {
    round.resize(ships.size());
    now = now + std::chrono::seconds(10);
    for (std::size_t k = 0; k < order.size(); ++k) {
      Ship& ship = ships[order[k]];
      const double metres = ship.knots * 0.514444 * 10;
      const double angle = ship.course * 0.0174532925;
      ship.latitude += metres * std::cos(angle) / 111'120.0;
      ship.longitude += metres * std::sin(angle) / (111'120.0 * std::cos(ship.latitude * 0.0174532925));
      domain::Observation& o = round[k];
      o.source = domain::SourceId(1);
      o.kind = domain::TrackKind::ship;
      o.mmsi = domain::Mmsi::from_number(211'000'000 + order[k]);
      o.observed_at = o.received_at = now + std::chrono::milliseconds(k % 10'000);
      o.position = geo::Position::from_degrees(ship.latitude, ship.longitude);
      o.position_sigma = Length::metres(10);
      o.speed = Speed::knots(ship.knots);
      o.course = Course::degrees(ship.course);
      o.heading = Heading::degrees(ship.course);
      o.nav_status = 0;
      o.hearer = std::string_view("2573310");
      o.transmission = ++transmission * 0x9E3779B97F4A7C15ULL;
    }
  }

  struct Ship {
    double latitude, longitude, knots, course;
  };
  std::vector<Ship> ships;
  std::vector<std::uint32_t> order;
  std::uint64_t transmission = 0;
  Instant now = Instant::from_civil(2026, 5, 4);
};

// What the allocator holds, its own overhead included.
inline std::size_t held() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

}  // namespace fairlead::fusion
