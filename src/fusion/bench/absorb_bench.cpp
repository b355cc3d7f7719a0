// SPDX-License-Identifier: Apache-2.0
// How fast a picture absorbs reports, what a live track costs in memory, and what an idle advance() costs.
#include <vector>

#include <benchmark/benchmark.h>

#include "fleet.hpp"
#include "fusion/tracker.hpp"

namespace fairlead::fusion {
namespace {

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
