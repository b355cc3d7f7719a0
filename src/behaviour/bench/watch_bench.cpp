// SPDX-License-Identifier: Apache-2.0
// What findings cost for 50,000 live tracks at normal AIS rates: share of one core, and bytes a vessel.
//
// Class A under way reports every 10 s, a fifth of the ships lies still and reports every 3 minutes (ITU-R M.1371-5):
// 4,055 reports a second. The sea is dense: all of them sail in a belt of 20 by 20 degrees around harbours of nobody.
#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>
#include <malloc.h>

#include "behaviour/watch.hpp"

namespace fairlead::behaviour {
namespace {

struct Fleet {
  explicit Fleet(std::uint32_t size) : ships(size) {
    for (std::uint32_t i = 0; i < size; ++i) {
      ships[i].latitude = 40.0 + 20.0 * ((i * 7919U) % size) / size;
      ships[i].longitude = -10.0 + 20.0 * ((i * 104'729U) % size) / size;
      ships[i].knots = i % 5 == 0 ? 0.2 : 4.0 + i % 17;
      ships[i].course = (i * 37U) % 360U;
    }
  }

  // Everybody that reports within the next second.
  void second(Watch& watch, FindingChanges& changes) {
    ++tick;
    now = now + std::chrono::seconds(1);
    for (std::uint32_t i = 0; i < ships.size(); ++i) {
      const bool still = ships[i].knots < 1;
      const std::uint32_t every = still ? 180 : 10;
      if ((tick + i) % every != 0) continue;
      Ship& ship = ships[i];
      const double metres = ship.knots * 0.514444 * every;
      ship.latitude += metres * std::cos(ship.course * 0.0174532925) / 111'120.0;
      ship.longitude +=
          metres * std::sin(ship.course * 0.0174532925) / (111'120.0 * std::cos(ship.latitude * 0.0174532925));
      Sighting s;
      s.track = domain::TrackId(i + 1);
      s.evidence = domain::ObservationId(++observations);
      s.kind = domain::TrackKind::ship;
      s.at = s.received_at = now;
      s.position = geo::Position::from_degrees(ship.latitude, ship.longitude);
      s.speed = Speed::knots(ship.knots);
      s.course = Course::degrees(ship.course);
      s.heading = Heading::degrees(ship.course);
      s.nav_status = 0;
      s.mmsi = domain::Mmsi::from_number(211'000'000 + i);
      domain::StaticClaims claims;
      if ((tick / every + i) % 36 == 0) {
        claims.name = std::string_view("SHIP");
        claims.ship_type = 70;
        s.claims = &claims;
      }
      watch.absorb(s, changes);
    }
    watch.advance(now, changes);
  }

  struct Ship {
    double latitude, longitude, knots, course;
  };
  std::vector<Ship> ships;
  std::uint64_t tick = 0;
  std::uint64_t observations = 0;
  Instant now = Instant::from_civil(2026, 5, 4, 23);
};

std::size_t held() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// Time for one second of the sea: 200 ms would be 20 % of a core.
void one_second(benchmark::State& state) {
  Fleet fleet(static_cast<std::uint32_t>(state.range(0)));
  const std::size_t before = held();
  Watch watch;
  FindingChanges changes;
  for (int warm = 0; warm < state.range(1); ++warm) fleet.second(watch, changes);
  changes.clear();
  const std::uint64_t observations = fleet.observations;
  for (auto _ : state) {
    fleet.second(watch, changes);
    benchmark::DoNotOptimize(changes.data());
    changes.clear();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(fleet.observations - observations));
  state.counters["bytes_per_vessel"] = static_cast<double>(held() - before) / static_cast<double>(state.range(0));
  state.counters["share_of_core"] = benchmark::Counter(static_cast<double>(state.iterations()),
                                                       benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(one_second)->Args({50'000, 300})->Iterations(120)->Unit(benchmark::kMillisecond);

void save(benchmark::State& state) {
  Fleet fleet(50'000);
  Watch watch;
  FindingChanges changes;
  for (int warm = 0; warm < 200; ++warm) fleet.second(watch, changes);
  for (auto _ : state) {
    wire::ByteWriter out;
    watch.save(out);
    benchmark::DoNotOptimize(out.view().data());
    state.counters["bytes_per_vessel"] = static_cast<double>(out.size()) / 50'000.0;
  }
}
BENCHMARK(save)->Iterations(2)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fairlead::behaviour
