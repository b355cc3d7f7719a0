// SPDX-License-Identifier: Apache-2.0
// A small sea for the tests of this module: ships that report, drawn from a seed.
#pragma once

#include <cstdint>
#include <random>

#include "engine/engine.hpp"

namespace fairlead::engine {

inline domain::Observation report(std::uint32_t mmsi, Instant at, double latitude, double longitude) {
  domain::Observation o;
  o.source = domain::SourceId(1);
  o.kind = domain::TrackKind::ship;
  o.mmsi = domain::Mmsi::from_number(mmsi);
  o.received_at = at;
  o.observed_at = at;
  o.position = geo::Position::from_degrees(latitude, longitude);
  o.speed = Speed::knots(10);
  o.course = Course::degrees(90);
  return o;
}

inline domain::Observation named(std::uint32_t mmsi, Instant at, std::string_view name) {
  domain::Observation o;
  o.source = domain::SourceId(1);
  o.kind = domain::TrackKind::ship;
  o.mmsi = domain::Mmsi::from_number(mmsi);
  o.received_at = at;
  o.claims.emplace();
  o.claims->name = name;
  return o;
}

// One look of a radar all around.
inline domain::Scan scan(std::uint64_t number, Instant at, double latitude, double longitude) {
  domain::Scan s;
  s.source = domain::SourceId(1);
  s.number = number;
  s.received_at = s.at = at;
  s.coverage.centre = geo::Position::from_degrees(latitude, longitude);
  s.coverage.range_max = Length::kilometres(40);
  s.detection_near = 0.9;
  s.detection_far = 0.5;
  return s;
}

// Numbers from a seed.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : random_(seed) {}
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

 private:
  std::mt19937 random_;
};

inline const Instant kNoon = Instant::from_civil(2026, 11, 22, 12);

// The slot after `engine`'s with what some of `ships` ships say in it.
inline Event random_event(const Engine& engine, Dice& dice, std::uint32_t ships) {
  Event event;
  event.slot = engine.slot() + 1;
  event.closed_at = kNoon + std::chrono::seconds(event.slot * 10);
  event.picture_time = event.closed_at;
  domain::ObservationBatch batch;
  batch.source = domain::SourceId(1);
  for (std::uint32_t n = dice.below(8); n > 0; --n) {
    const std::uint32_t ship = dice.below(ships);
    const double hours = static_cast<double>(event.slot) / 360.0;
    if (dice.below(5) == 0) {
      batch.observations.push_back(named(232'000'000 + ship, event.closed_at, ship % 2 == 0 ? "ALBATROSS" : "PETREL"));
    } else {
      batch.observations.push_back(
          report(232'000'000 + ship, event.closed_at, 50.0 + ship * 0.01, -4.0 + hours * 0.25));
    }
  }
  if (dice.below(3) == 0) {
    batch.scans.push_back(scan(event.slot, event.closed_at, 50.0, -4.0 + static_cast<double>(event.slot) * 0.05));
    if (dice.below(2) == 0) batch.scans.push_back(scan(event.slot, event.closed_at, 50.5, -4.5));
  }
  if (!batch.observations.empty() || !batch.scans.empty()) event.batches.push_back(std::move(batch));
  return event;
}

}  // namespace fairlead::engine
