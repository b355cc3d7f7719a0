// SPDX-License-Identifier: Apache-2.0
// Questions over many releases. FAIRLEAD_TRACE_RELEASES (millions, 2 unless told) says how many; 100 need 2 GB of disk.
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "sample_releases.hpp"
#include "trace/release_index.hpp"

namespace fairlead::trace {
namespace {

std::uint64_t millions() {
  const char* text = std::getenv("FAIRLEAD_TRACE_RELEASES");
  return text == nullptr ? 2 : static_cast<std::uint64_t>(std::atoll(text));
}

struct Filled {
  Filled() {
    sample::World world;
    world.vessels = 5'000;
    world.recipients = 16;
    world.every_s = 60;
    world.size = 12;
    for (std::uint64_t i = 0; i < millions() * 1'000'000; ++i) {
      const Item item = releases.next();
      index.add(item);
    }
    (void)index.flush();
  }
  std::string path = (std::filesystem::temp_directory_path() / ("trace-bench-" + std::to_string(::getpid()))).string();
  sample::Releases releases{[] {
                              sample::World world;
                              world.vessels = 5'000;
                              world.recipients = 16;
                              world.size = 12;
                              return world;
                            }(),
                            1};
  ReleaseIndex index = *ReleaseIndex::open(path);
  ~Filled() { std::filesystem::remove(path); }
};

Filled& filled() {
  static Filled all;
  return all;
}

// p50 and p99 of single questions, in milliseconds.
template <class Ask>
void measure(benchmark::State& state, Ask ask) {
  Filled& all = filled();
  std::vector<double> times;
  std::uint64_t found = 0;
  for (auto _ : state) {
    const Question question = ask(all);
    const auto begin = std::chrono::steady_clock::now();
    found += all.index.answer(question).size();
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  std::ranges::sort(times);
  state.counters["p50_ms"] = times[times.size() / 2];
  state.counters["p99_ms"] = times[times.size() * 99 / 100];
  state.counters["found"] = static_cast<double>(found) / static_cast<double>(times.size());
  state.counters["releases"] = static_cast<double>(all.index.size());
  state.counters["bytes_each"] = static_cast<double>(all.index.bytes()) / static_cast<double>(all.index.size());
}

void fifty_tracks(benchmark::State& state) {
  measure(state, [](Filled& all) {
    Question question = all.releases.question();
    question.place.reset();
    question.tracks.clear();
    while (question.tracks.size() < 50) {
      question.tracks.insert(domain::TrackId(1 + static_cast<std::uint64_t>(all.releases.unit() * 5'000)));
    }
    question.lookback = std::chrono::hours(72);
    return question;
  });
}
BENCHMARK(fifty_tracks)->Iterations(400)->Unit(benchmark::kMillisecond);

void a_place_and_a_day(benchmark::State& state) {
  measure(state, [](Filled& all) {
    Question question = all.releases.question();
    question.tracks.clear();
    question.place = Place{*geo::Position::from_degrees(15 + all.releases.unit() * 12, -65 + all.releases.unit() * 12),
                           Length::nautical_miles(10)};
    question.lookback = std::chrono::hours(24);
    question.speed_max = Speed::knots(30);
    return question;
  });
}
BENCHMARK(a_place_and_a_day)->Iterations(200)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fairlead::trace
