// SPDX-License-Identifier: Apache-2.0
// What a picture of 20,000 tracks costs to print, follow and search. No sockets: the writes are the kernel's.
#include <benchmark/benchmark.h>

#include "follower.hpp"
#include "search_index.hpp"
#include "tests/sea.hpp"
#include "wire/json.hpp"

namespace fairlead::serve {
namespace {

struct Ground {
  explicit Ground(std::uint32_t ships = 20'000) {
    fill(sea, ships);
    inputs = sea.inputs();
    names = std::make_shared<const SourceNames>(inputs);
    maker.set(sea.picture(), names);
  }
  // Another slot, in which one ship in ten reports.
  void sail(std::uint32_t ships = 20'000) {
    sea.advance(std::chrono::seconds(1));
    for (std::uint32_t ship = step++ % 10; ship < ships; ship += 10) {
      sea.absorb(sea.report(232'000'000 + ship, 52.0 + (ship / 200) % 200 * 0.02, 1.0 + ship % 200 * 0.02));
    }
    sea.publish();
    maker.set(sea.picture(), names);
  }
  Metrics metrics;
  Sea sea;
  ServerInputs inputs;
  std::shared_ptr<const SourceNames> names;
  FrameMaker maker{metrics, std::uint64_t{1} << 40};
  std::uint32_t step = 0;
};

void tracks_as_json(benchmark::State& state) {
  Ground ground;
  const auto picture = ground.sea.picture();
  const wire::SourceName lookup = ground.names->lookup();
  std::size_t bytes = 0;
  for (auto _ : state) {
    std::string out;
    picture->for_each([&](const engine::Picture::Entry& entry) {
      wire::append_json(out, entry.track, lookup);
      return true;
    });
    bytes += out.size();
    benchmark::DoNotOptimize(out);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(picture->size()));
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
BENCHMARK(tracks_as_json)->Unit(benchmark::kMillisecond);

// One slot for so many followers without a viewport: they share one frame.
void slot_for_followers_of_everything(benchmark::State& state) {
  Ground ground;
  std::vector<Follower> followers(static_cast<std::size_t>(state.range(0)), Follower(Form::messages, std::nullopt));
  for (Follower& follower : followers) follower.next(ground.maker, false);
  for (auto _ : state) {
    state.PauseTiming();
    ground.sail();
    state.ResumeTiming();
    for (Follower& follower : followers) benchmark::DoNotOptimize(follower.next(ground.maker, false));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(slot_for_followers_of_everything)->Arg(1)->Arg(1000)->Unit(benchmark::kMillisecond)->Iterations(20);

// One slot for so many followers, each with a viewport of its own of about a quarter of the ships.
void slot_for_followers_of_viewports(benchmark::State& state) {
  Ground ground;
  std::vector<Follower> followers;
  for (int i = 0; i < state.range(0); ++i) {
    const auto units = [](double degrees) { return static_cast<std::int32_t>(degrees * geo::kUnitsPerDegree); };
    const double west = 1.0 + i % 100 * 0.02;
    followers.emplace_back(Form::messages, geo::Box{units(west), units(52), units(west + 2), units(53)});
  }
  for (Follower& follower : followers) follower.next(ground.maker, false);
  for (auto _ : state) {
    state.PauseTiming();
    ground.sail();
    state.ResumeTiming();
    for (Follower& follower : followers) benchmark::DoNotOptimize(follower.next(ground.maker, false));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(slot_for_followers_of_viewports)->Arg(1)->Arg(100)->Unit(benchmark::kMillisecond)->Iterations(20);

void search_among_50000(benchmark::State& state, const char* text) {
  Ground ground(50'000);
  SearchIndex index;
  const auto picture = ground.sea.picture();
  index.find(*picture, text, 50);
  for (auto _ : state) benchmark::DoNotOptimize(index.find(*picture, text, 50));
}
BENCHMARK_CAPTURE(search_among_50000, rare, "ship 4711")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search_among_50000, common, "ship")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search_among_50000, digits, "232")->Unit(benchmark::kMillisecond);

void first_search_among_50000(benchmark::State& state) {
  Ground ground(50'000);
  const auto picture = ground.sea.picture();
  for (auto _ : state) {
    SearchIndex index;
    benchmark::DoNotOptimize(index.find(*picture, "ship 4711", 50));
  }
}
BENCHMARK(first_search_among_50000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fairlead::serve
