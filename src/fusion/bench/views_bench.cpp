// SPDX-License-Identifier: Apache-2.0
// What sixteen views cost beside one, by how much they differ, and what a copy of a track weighs: of vessels that name
// themselves, and of contacts of three radars.
#include <algorithm>
#include <array>
#include <vector>

#include <benchmark/benchmark.h>

#include "fleet.hpp"
#include "fusion/tracker.hpp"
#include "radar_sea.hpp"

namespace fairlead::fusion {
namespace {

constexpr std::uint32_t kShips = 20'000;
constexpr ViewMask kSixteen = 0xFFFF;
constexpr ViewMask kFour = 0xF000;

bool is_a_tenth(std::uint64_t number, std::uint64_t salt = 0) {
  return ((number + salt * 0x632BE59BD9B4E019ULL) * 0x9E3779B97F4A7C15ULL >> 32) % 10 == 0;
}

// Calls absorb(observation, number of the observation) for rounds of reports and measures it.
template <class Absorb>
void sail(benchmark::State& state, Tracker& tracker, Absorb absorb) {
  Fleet fleet(kShips);
  TrackChanges changes;
  std::vector<domain::Observation> round;
  std::uint64_t number = 0;
  const auto play = [&] {
    std::size_t in_slot = 0;
    for (const domain::Observation& o : round) {
      absorb(tracker, o, ++number, changes);
      if (++in_slot < 5000) continue;
      tracker.advance(o.received_at, changes);
      benchmark::DoNotOptimize(changes.history.data());
      changes.clear();
      in_slot = 0;
    }
    changes.clear();
  };
  // Until whatever divides the views has done so.
  for (int warm = 0; warm < 30; ++warm) {
    fleet.report(round);
    play();
  }
  std::int64_t absorbed = 0;
  for (auto _ : state) {
    state.PauseTiming();
    fleet.report(round);
    state.ResumeTiming();
    play();
    absorbed += static_cast<std::int64_t>(round.size());
  }
  if (tracker.size() != kShips) state.SkipWithError("tracks were lost or split");
  std::size_t copies = 0;
  tracker.for_each_in(~ViewMask{0}, [&](const domain::Track&, ViewMask) { ++copies; });
  state.counters["copies_per_ship"] = static_cast<double>(copies) / kShips;
  state.SetItemsProcessed(absorbed);
}

void show(Tracker& tracker, const domain::Observation& o, ViewMask views, TrackChanges& changes) {
  const Share share{views, &o};
  tracker.absorb(o, {&share, 1}, changes);
}

void one_view(benchmark::State& state) {
  Tracker tracker;
  sail(state, tracker,
       [](Tracker& t, const domain::Observation& o, std::uint64_t, TrackChanges& changes) { t.absorb(o, changes); });
}
BENCHMARK(one_view)->Unit(benchmark::kMillisecond);

void sixteen_equal_views(benchmark::State& state) {
  Tracker tracker;
  sail(state, tracker, [](Tracker& t, const domain::Observation& o, std::uint64_t, TrackChanges& changes) {
    show(t, o, kSixteen, changes);
  });
}
BENCHMARK(sixteen_equal_views)->Unit(benchmark::kMillisecond);

void sixteen_views_four_without_a_tenth_of_the_vessels(benchmark::State& state) {
  Tracker tracker;
  sail(state, tracker, [](Tracker& t, const domain::Observation& o, std::uint64_t, TrackChanges& changes) {
    show(t, o, is_a_tenth(o.mmsi->number()) ? kSixteen & ~kFour : kSixteen, changes);
  });
}
BENCHMARK(sixteen_views_four_without_a_tenth_of_the_vessels)->Unit(benchmark::kMillisecond);

void sixteen_views_four_with_a_tenth_of_the_vessels_reduced(benchmark::State& state) {
  Tracker tracker;
  sail(state, tracker, [](Tracker& t, const domain::Observation& o, std::uint64_t, TrackChanges& changes) {
    if (!is_a_tenth(o.mmsi->number())) {
      show(t, o, kSixteen, changes);
      return;
    }
    domain::Observation less = o;
    less.speed.reset();
    less.position_sigma = Length::kilometres(1);
    const std::array shares = {Share{kSixteen & ~kFour, &o}, Share{kFour, &less}};
    t.absorb(o, shares, changes);
  });
}
BENCHMARK(sixteen_views_four_with_a_tenth_of_the_vessels_reduced)->Unit(benchmark::kMillisecond);

void sixteen_views_four_without_a_tenth_of_the_observations(benchmark::State& state) {
  Tracker tracker;
  sail(state, tracker, [](Tracker& t, const domain::Observation& o, std::uint64_t number, TrackChanges& changes) {
    show(t, o, is_a_tenth(number) ? kSixteen & ~kFour : kSixteen, changes);
  });
}
BENCHMARK(sixteen_views_four_without_a_tenth_of_the_observations)->Unit(benchmark::kMillisecond);

void sixteen_views_four_each_without_another_tenth_of_the_observations(benchmark::State& state) {
  Tracker tracker;
  sail(state, tracker, [](Tracker& t, const domain::Observation& o, std::uint64_t number, TrackChanges& changes) {
    ViewMask views = kSixteen;
    for (std::uint64_t view = 12; view < 16; ++view) {
      if (is_a_tenth(number, view)) views &= ~(ViewMask{1} << view);
    }
    show(t, o, views, changes);
  });
}
BENCHMARK(sixteen_views_four_each_without_another_tenth_of_the_observations)->Unit(benchmark::kMillisecond);

void memory_of_copies(benchmark::State& state) {
  for (auto _ : state) {
    Fleet fleet(kShips);
    std::vector<domain::Observation> round;
    Tracker tracker;
    TrackChanges changes;
    fleet.report(round);
    for (const domain::Observation& o : round) show(tracker, o, kSixteen, changes);
    fleet.report(round);
    changes = {};
    const std::size_t before = held();
    for (std::size_t i = 0; i < round.size(); ++i) {
      show(tracker, round[i], kSixteen & ~kFour, changes);
      if (i % 1000 == 0) changes = {};
    }
    changes = {};
    state.counters["bytes_per_copy"] = static_cast<double>(held() - before) / kShips;
  }
}
BENCHMARK(memory_of_copies)->Iterations(1)->Unit(benchmark::kMillisecond);

// Three radars over one sea, each in turn; `told` says which views a radar is shared with. Plots and scans both.
void look(benchmark::State& state, std::array<ViewMask, RadarSea::kRadars> told, ViewMask views) {
  RadarSea sea;
  Tracker tracker;
  TrackChanges changes;
  std::vector<domain::Observation> plots;
  const auto play = [&](std::size_t radar, const domain::Scan& scan) {
    for (const domain::Observation& plot : plots) show(tracker, plot, told[radar], changes);
    tracker.absorb(scan, told[radar], changes);
    tracker.advance(scan.at, changes);
    benchmark::DoNotOptimize(changes.history.data());
    changes.clear();
  };
  for (std::size_t warm = 0; warm < 15 * RadarSea::kRadars; ++warm) {
    const domain::Scan scan = sea.look(plots);
    play(warm % RadarSea::kRadars, scan);
  }
  std::int64_t seen = 0;
  for (auto _ : state) {
    for (std::size_t radar = 0; radar < RadarSea::kRadars; ++radar) {
      state.PauseTiming();
      const domain::Scan scan = sea.look(plots);
      state.ResumeTiming();
      play(radar, scan);
      seen += static_cast<std::int64_t>(plots.size());
    }
  }
  std::size_t copies = 0;
  tracker.for_each_in(~ViewMask{0}, [&](const domain::Track&, ViewMask) { ++copies; });
  state.counters["tracks"] = static_cast<double>(tracker.size());
  state.counters["copies"] =
      static_cast<double>(copies) / static_cast<double>(std::max<std::size_t>(1, tracker.size()));
  if (tracker.size(views & (~views + 1)) == 0) state.SkipWithError("nothing was tracked");
  state.SetItemsProcessed(seen);
}

void contacts_one_view(benchmark::State& state) { look(state, {kHomeView, kHomeView, kHomeView}, kHomeView); }
BENCHMARK(contacts_one_view)->Unit(benchmark::kMillisecond);

void contacts_sixteen_equal_views(benchmark::State& state) { look(state, {kSixteen, kSixteen, kSixteen}, kSixteen); }
BENCHMARK(contacts_sixteen_equal_views)->Unit(benchmark::kMillisecond);

void contacts_sixteen_views_four_without_one_of_three_radars(benchmark::State& state) {
  look(state, {kSixteen, kSixteen, kSixteen & ~kFour}, kSixteen);
}
BENCHMARK(contacts_sixteen_views_four_without_one_of_three_radars)->Unit(benchmark::kMillisecond);

void contacts_sixteen_views_three_each_without_another_of_three_radars(benchmark::State& state) {
  look(state, {kSixteen & ~ViewMask{0x8000}, kSixteen & ~ViewMask{0x4000}, kSixteen & ~ViewMask{0x2000}}, kSixteen);
}
BENCHMARK(contacts_sixteen_views_three_each_without_another_of_three_radars)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fairlead::fusion
