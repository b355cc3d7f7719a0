// SPDX-License-Identifier: Apache-2.0
// What the store contract needs from a store under test, and the sea it is fed with. Slots are a function of their
// number and a seed, so that whoever finds a store after a crash knows what must be in it.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/store.hpp"
#include "testing/memory_store.hpp"

namespace fairlead::testing {

// One store that can be closed, killed and opened again over the same disk.
class StoreHarness {
 public:
  virtual ~StoreHarness() = default;
  virtual engine::Store& store() = 0;
  virtual engine::History& history() = 0;
  virtual void reopen() = 0;  // closed in order
  virtual void crash() = 0;   // not closed: what was only in memory is gone
};

struct HarnessLimits {
  Duration journal_age = std::chrono::days(7);
  std::uint64_t journal_bytes = std::uint64_t{1} << 40;
  Duration history_age = std::chrono::days(90);
  std::uint64_t history_bytes = std::uint64_t{1} << 40;
  std::size_t waiting_points_max = 1'000'000;  // where a store keeps positions in memory at first
};

using MakeHarness = std::function<std::unique_ptr<StoreHarness>(const HarnessLimits&)>;

// A number from a seed and a place, without a state: splitmix64.
inline std::uint64_t mixed(std::uint64_t seed, std::uint64_t place) {
  std::uint64_t z = seed + (place + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

// The small sea of the contract: a few tracks over a few days around midnight, with late and repeated moments, absent
// values and numbers that are no AIS steps.
class SampleSea {
 public:
  explicit SampleSea(std::uint64_t seed, std::uint64_t tracks = 5) : seed_(seed), tracks_(tracks) {}

  static Instant start() { return Instant::from_civil(2026, 3, 14, 21); }

  Instant closed_at(std::uint64_t slot) const { return start() + std::chrono::minutes(slot); }

  std::vector<engine::HistoryPoint> history(std::uint64_t slot) const {
    std::vector<engine::HistoryPoint> points;
    const std::uint64_t base = mixed(seed_, slot);
    const std::uint64_t count = base % 4 == 0 ? 0 : base % 17;
    for (std::uint64_t i = 0; i < count; ++i) points.push_back(point(slot, mixed(base, i)));
    return points;
  }

  std::string event(std::uint64_t slot) const {
    const std::uint64_t base = mixed(seed_ ^ 0xE7E7, slot);
    std::string bytes = "slot " + std::to_string(slot) + '\0';
    if (base % 5 == 0) return base % 10 == 0 ? std::string() : bytes;
    for (std::uint64_t i = 0; i < base % 300; ++i) {
      bytes.push_back(static_cast<char>(base % 3 == 0 ? mixed(base, i) & 0xFFU : i % 7));
    }
    return bytes;
  }

  engine::SlotRecord slot(std::uint64_t number) const {
    return {number, closed_at(number), event(number), history(number)};
  }

  std::string state(std::uint64_t slot) const {
    std::string bytes;
    for (std::uint64_t i = 0; i < mixed(seed_, ~slot) % 5000; ++i)
      bytes.push_back(static_cast<char>(mixed(slot, i / 9)));
    return bytes;
  }

  std::vector<domain::TrackId> tracks() const {
    std::vector<domain::TrackId> ids;
    for (std::uint64_t i = 0; i <= tracks_; ++i) ids.push_back(id(i));  // the last one never appears
    return ids;
  }

 private:
  // One of them beyond what a signed number holds.
  static domain::TrackId id(std::uint64_t i) { return domain::TrackId(i == 0 ? ~std::uint64_t{0} : 100 + i); }

  engine::HistoryPoint point(std::uint64_t slot, std::uint64_t dice) const {
    const auto roll = [&](std::uint64_t place, std::uint64_t sides) { return mixed(dice, place) % sides; };
    engine::HistoryPoint p;
    p.track = id(roll(0, tracks_));
    Duration late(0);
    if (roll(1, 8) == 0) late = std::chrono::minutes(roll(2, 60));
    if (roll(1, 64) == 1) late = std::chrono::hours(24) + std::chrono::minutes(roll(2, 120));
    // Whole seconds mostly, and often the same moment twice.
    p.at = closed_at(slot) - late + std::chrono::seconds(roll(3, 20));
    if (roll(4, 6) == 0) p.at = p.at + Duration(static_cast<std::int64_t>(roll(5, 1000)));
    p.position =
        *geo::Position::from_units(static_cast<std::int32_t>(roll(6, 2 * geo::kLatitudeMax)) - geo::kLatitudeMax,
                                   static_cast<std::int32_t>(roll(7, 2 * geo::kLongitudeMax + 1)) - geo::kLongitudeMax);
    if (roll(8, 5) != 0) p.speed = Speed::knots(static_cast<double>(roll(9, 1023)) / 10.0);
    if (roll(10, 5) != 0) p.course = Course::degrees(static_cast<double>(roll(11, 3600)) / 10.0);
    if (roll(12, 5) != 0) p.heading = Heading::degrees(static_cast<double>(roll(13, 360)));
    if (roll(14, 9) == 0) p.speed = Speed::metres_per_second(static_cast<double>(roll(15, 1'000'000)) / 7919.0);
    if (roll(16, 9) == 0) p.course = Course::degrees(static_cast<double>(roll(17, 1'000'000)) / 3001.0);
    return p;
  }

  std::uint64_t seed_;
  std::uint64_t tracks_;
};

// Appends the slots first … last in one group.
inline Result<void> append_slots(engine::Store& store, const SampleSea& sea, std::uint64_t first, std::uint64_t last) {
  std::vector<engine::SlotRecord> group;
  for (std::uint64_t slot = first; slot <= last; ++slot) group.push_back(sea.slot(slot));
  return store.append(group);
}

// What the engine does at its start: replay after the checkpoint and remember the history that follows from it.
inline Result<std::uint64_t> recover(engine::Store& store, const SampleSea& sea) {
  FL_TRY(const auto checkpoint, store.newest_checkpoint());
  const std::uint64_t after = checkpoint ? checkpoint->slot : 0;
  std::uint64_t replayed = 0;
  FL_CHECK(store.replay(after, [&](const engine::StoredSlot& slot) -> Result<void> {
    ++replayed;
    return store.remember(slot.slot, sea.history(slot.slot));
  }));
  return replayed;
}

// The same history as `model` has, asked in many ways; empty when equal, else what differs.
std::string history_difference(engine::History& history, engine::History& model, const SampleSea& sea,
                               std::uint64_t newest, std::uint64_t seed);

}  // namespace fairlead::testing
