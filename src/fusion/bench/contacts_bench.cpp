// SPDX-License-Identifier: Apache-2.0
// How fast contacts are followed: open water with many vessels, and few vessels in many false plots.
#include <benchmark/benchmark.h>

#include "fusion/contacts.hpp"
#include "tests/contact_sea.hpp"

namespace fairlead::fusion {
namespace {

void follow(benchmark::State& state, int vessels, double half, double period, double detection, int clutter) {
  ContactSea sea(1);
  for (int i = 0; i < vessels; ++i) {
    sea.vessels.push_back({sea.uniform(-half, half), sea.uniform(-half, half), sea.uniform(-8, 8), sea.uniform(-8, 8),
                           i % 4 == 0 ? 0.02 : 0.0, 0});
  }
  Contacts contacts(on_a_plane());
  for (int k = 0; k < 8; ++k, sea.go(period)) contacts.absorb(sea.radar(1, half, detection, 40, clutter));
  std::int64_t plots = 0;
  double seconds = 0;
  for (auto _ : state) {
    state.PauseTiming();
    sea.go(period);
    const Look look = sea.radar(1, half, detection, 40, clutter);
    state.ResumeTiming();
    contacts.absorb(look);
    benchmark::DoNotOptimize(contacts.at(look.at).size());
    plots += static_cast<std::int64_t>(look.plots.size());
    seconds += period;
  }
  state.SetItemsProcessed(plots);
  // How much faster than the sea itself.
  state.counters["real_time"] = benchmark::Counter(seconds, benchmark::Counter::kIsRate);
  state.counters["contacts"] = static_cast<double>(contacts.size());
}

void open_water(benchmark::State& state) {
  follow(state, static_cast<int>(state.range(0)), 150'000, 10, 0.9, static_cast<int>(state.range(0)) / 10);
}
BENCHMARK(open_water)->Arg(500)->Arg(5000)->Unit(benchmark::kMillisecond)->Iterations(20);

// 200 vessels at one look a second, 2,000 false plots a look, in a square of 40 km and one of 16 km.
void dense_clutter(benchmark::State& state) {
  follow(state, 200, static_cast<double>(state.range(0)) * 500, 1, 0.9, 2000);
}
BENCHMARK(dense_clutter)->Arg(40)->Arg(16)->Unit(benchmark::kMillisecond)->Iterations(30);

}  // namespace
}  // namespace fairlead::fusion
