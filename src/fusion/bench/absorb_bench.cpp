// SPDX-License-Identifier: Apache-2.0
// How fast a picture absorbs reports, what a live track costs in memory, and what an idle advance() costs.
#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>
#include <malloc.h>

#include "fusion/tracker.hpp"

namespace fairlead::fusion {
namespace {

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

void absorb(benchmark::State& state) {
  const auto size = static_cast<std::uint32_t>(state.range(0));
  Fleet fleet(size);
  Tracker tracker;
  TrackChanges changes;
  std::vector<domain::Observation> round;
  for (int warm = 0; warm < 3; ++warm) {
    fleet.report(round);
    for (const domain::Observation& o : round) tracker.absorb(o, changes);
    changes.clear();
  }
  std::int64_t absorbed = 0;
  for (auto _ : state) {
    state.PauseTiming();
    fleet.report(round);
    state.ResumeTiming();
    std::size_t in_slot = 0;
    for (const domain::Observation& o : round) {
      tracker.absorb(o, changes);
      if (++in_slot == 5000) {
        tracker.advance(o.received_at, changes);
        benchmark::DoNotOptimize(changes.history.data());
        changes.clear();
        in_slot = 0;
      }
    }
    absorbed += static_cast<std::int64_t>(round.size());
  }
  if (tracker.size() != size) state.SkipWithError("tracks were lost or split");
  state.SetItemsProcessed(absorbed);
}
BENCHMARK(absorb)->Arg(1'000)->Arg(50'000)->Unit(benchmark::kMillisecond);

// What the allocator holds, its own overhead included.
std::size_t held() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

void memory(benchmark::State& state) {
  for (auto _ : state) {
    Fleet fleet(50'000);
    std::vector<domain::Observation> round;
    fleet.report(round);
    const std::size_t before = held();
    Tracker tracker;
    {
      TrackChanges changes;
      for (int i = 0; i < 3; ++i) {
        for (const domain::Observation& o : round) {
          tracker.absorb(o, changes);
          if (changes.changed.size() >= 1000) changes.clear();
        }
        fleet.report(round);
      }
    }
    state.counters["bytes_per_track"] = static_cast<double>(held() - before) / 50'000.0;
    state.counters["bytes_of_domain_track"] = sizeof(domain::Track);
  }
}
BENCHMARK(memory)->Iterations(1)->Unit(benchmark::kMillisecond);

void idle_advance(benchmark::State& state) {
  Fleet fleet(50'000);
  Tracker tracker;
  TrackChanges changes;
  std::vector<domain::Observation> round;
  fleet.report(round);
  for (const domain::Observation& o : round) tracker.absorb(o, changes);
  Instant now = fleet.now;
  for (auto _ : state) {
    now = now + std::chrono::milliseconds(1);
    tracker.advance(now, changes);
  }
}
BENCHMARK(idle_advance)->Iterations(100'000);

void save_and_restore(benchmark::State& state) {
  Fleet fleet(50'000);
  Tracker tracker;
  TrackChanges changes;
  std::vector<domain::Observation> round;
  fleet.report(round);
  for (const domain::Observation& o : round) tracker.absorb(o, changes);
  for (auto _ : state) {
    wire::ByteWriter out;
    tracker.save(out);
    wire::ByteReader in(out.view());
    benchmark::DoNotOptimize(Tracker::restore(in).has_value());
    state.counters["snapshot_bytes_per_track"] = static_cast<double>(out.size()) / 50'000.0;
  }
}
BENCHMARK(save_and_restore)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fairlead::fusion
