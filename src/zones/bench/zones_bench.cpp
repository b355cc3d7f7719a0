// SPDX-License-Identifier: Apache-2.0
// How quickly positions are answered. Needs the world's zone file: `./dev zones`.
#include <cmath>
#include <cstdlib>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "zones/atlas.hpp"

namespace fairlead::zones {
namespace {

const char* world_file() {
  const char* set = std::getenv("FAIRLEAD_ZONES__FILE");
  return set != nullptr ? set : FAIRLEAD_ZONES_FILE;
}

const Atlas* world() {
  static const auto opened = Atlas::open(world_file());
  return opened ? &*opened : nullptr;
}

std::vector<geo::Position> uniform(std::size_t count) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> sine(-0.94, 0.94);
  std::uniform_real_distribution<double> lon(-180, 180);
  std::vector<geo::Position> result;
  while (result.size() < count) {
    const double lat = std::asin(sine(random)) * 57.29577951308232;
    result.push_back(*geo::Position::from_degrees(lat, lon(random)));
  }
  return result;
}

// Where ships are: half of the points within 30 nm of a coast.
std::vector<geo::Position> coastal(std::size_t count) {
  std::vector<geo::Position> result;
  for (const geo::Position p : uniform(count * 40)) {
    const ZoneReport report = world()->at(p);
    if (!report.coasts.empty() && report.coasts[0].distance_nm < 30 && !report.has(Flag::on_land)) result.push_back(p);
    if (result.size() == count) break;
  }
  return result;
}

// Vessels report again and again from nearby: 1,000 tracks, each fix 200 m from the last.
std::vector<geo::Position> tracks(std::size_t count) {
  const auto starts = coastal(1000);
  std::vector<geo::Position> result;
  for (std::size_t i = 0; result.size() < count; ++i) {
    const geo::Position p = starts[i % starts.size()];
    const auto step = static_cast<std::int32_t>(i / starts.size()) * 1000;
    if (const auto moved = geo::Position::from_units(p.latitude_units(), p.longitude_units() + step))
      result.push_back(*moved);
  }
  return result;
}

void ask(benchmark::State& state, const std::vector<geo::Position>& points) {
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(world()->at(points[i]));
    if (++i == points.size()) i = 0;
  }
  state.SetItemsProcessed(state.iterations());
}

void at_uniform_points(benchmark::State& state) {
  if (world() == nullptr) return state.SkipWithError("there is no zone file of the world; `./dev zones` makes it");
  ask(state, uniform(1 << 17));
}
void at_coastal_points(benchmark::State& state) {
  if (world() == nullptr) return state.SkipWithError("there is no zone file of the world; `./dev zones` makes it");
  ask(state, coastal(1 << 13));
}
void at_points_of_tracks(benchmark::State& state) {
  if (world() == nullptr) return state.SkipWithError("there is no zone file of the world; `./dev zones` makes it");
  ask(state, tracks(1 << 16));
}
void open_world(benchmark::State& state) {
  if (world() == nullptr) return state.SkipWithError("there is no zone file of the world; `./dev zones` makes it");
  for (auto _ : state) benchmark::DoNotOptimize(Atlas::open(world_file()));
}

BENCHMARK(at_uniform_points);
BENCHMARK(at_coastal_points);
BENCHMARK(at_points_of_tracks);
BENCHMARK(open_world)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fairlead::zones
