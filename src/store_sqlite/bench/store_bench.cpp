// SPDX-License-Identifier: Apache-2.0
// A day of a busy coast through the store: 5,000 vessels, 10 million positions. Rates, size, and the two questions of
// the Picture screen. FAIRLEAD_BENCH_POINTS makes the day smaller or larger.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/system.hpp"
#include "store_sqlite/database.hpp"
#include "store_sqlite/inspect.hpp"

namespace fairlead::store_sqlite {
namespace {

namespace fs = std::filesystem;
using engine::HistoryPoint;

constexpr std::uint64_t kVessels = 5'000;
constexpr std::int64_t kDayMs = 86'400'000;
const Instant kDay = Instant::from_civil(2026, 5, 4);

std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}
double uniform(std::uint64_t place) { return static_cast<double>(mixed(place) >> 11) / 9007199254740992.0; }

std::uint64_t points_wanted() {
  const char* const text = std::getenv("FAIRLEAD_BENCH_POINTS");
  return text == nullptr ? 10'000'000 : std::strtoull(text, nullptr, 10);
}

// A third under way with changing course, the rest moored or at anchor; receivers' noise of ten metres; reports at the
// intervals of AIS, in whole seconds.
class Vessel {
 public:
  Vessel(std::uint64_t number, double interval_s) : number_(number), interval_s_(interval_s) {
    under_way_ = uniform(number * 7 + 1) < 0.35;
    latitude_ = 57.0 + 5 * uniform(number * 7 + 2);
    longitude_ = 4.0 + 8 * uniform(number * 7 + 3);
    course_ = 360 * uniform(number * 7 + 4);
    speed_kn_ = under_way_ ? 6 + 12 * uniform(number * 7 + 5) : 0;
    // Vessels under way report three times as often.
    if (!under_way_) interval_s_ *= 2.0;
    if (under_way_) interval_s_ *= 0.6;
    next_s_ = interval_s_ * uniform(number * 7 + 6);
  }

  // The reports until `until_s`.
  void report(double until_s, std::vector<HistoryPoint>& out) {
    for (; next_s_ < until_s; next_s_ += interval_s_ * (0.7 + 0.6 * uniform(number_ * 1'000'003 + step_))) {
      const std::uint64_t dice = number_ * 0x9E3779B97F4A7C15ULL + step_++ * 16;
      const double passed_s = next_s_ - last_s_;
      last_s_ = next_s_;
      if (under_way_ && uniform(dice) < 0.1) course_ = std::fmod(course_ + 20 * uniform(dice + 1) + 350, 360.0);
      const double miles = speed_kn_ * passed_s / 3'600;
      const double radians = course_ * std::numbers::pi / 180;
      latitude_ += miles / 60 * std::cos(radians);
      longitude_ += miles / 60 * std::sin(radians) / 0.52;
      HistoryPoint p;
      p.track = domain::TrackId(number_);
      p.at = kDay + Duration(static_cast<std::int64_t>(next_s_) * 1'000);
      p.position = geo::Position::from_degrees(latitude_ + 1e-4 * (uniform(dice + 2) - 0.5),
                                               longitude_ + 1e-4 * (uniform(dice + 3) - 0.5))
                       .value_or(geo::Position());
      p.speed = Speed::knots(std::floor(10 * std::max(0.0, speed_kn_ + 0.3 * (uniform(dice + 4) - 0.5))) / 10.0);
      p.course = Course::degrees(
          std::floor(10 * std::fmod(under_way_ ? course_ + 4 * uniform(dice + 5) : 360 * uniform(dice + 5), 360.0)) /
          10.0);
      if (number_ % 10 != 0)
        p.heading = Heading::degrees(std::floor(std::fmod(course_ + 2 * uniform(dice + 6), 360.0)));
      out.push_back(p);
    }
  }

 private:
  std::uint64_t number_;
  double interval_s_;
  bool under_way_ = false;
  double latitude_ = 0;
  double longitude_ = 0;
  double course_ = 0;
  double speed_kn_ = 0;
  double next_s_ = 0;
  double last_s_ = 0;
  std::uint64_t step_ = 0;
};

struct DayAtSea {
  fs::path folder;
  std::unique_ptr<SqliteStore> store;
  std::uint64_t points = 0;
  double append_s = 0;
  double checkpoint_s = 0;
  double cpu_s = 0;
  std::uint64_t bytes = 0;

  ~DayAtSea() {
    store.reset();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
};

double seconds_since(std::int64_t begin_ns) {
  return static_cast<double>(system_steady_clock().now_ns() - begin_ns) * 1e-9;
}

void must(const Result<void>& result) {
  if (result) return;
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::abort();
}

// Slots of a second, checkpoints every ten minutes of the day, as a server does it; only the store is on the clock.
DayAtSea& the_day() {
  static const std::unique_ptr<DayAtSea> day = [] {
    auto made = std::make_unique<DayAtSea>();
    std::string pattern = (fs::temp_directory_path() / "fairlead-bench-XXXXXX").string();
    made->folder = ::mkdtemp(pattern.data());
    auto store = SqliteStore::open(made->folder / "data");
    if (!store) std::abort();
    made->store = std::move(*store);
    // With the intervals above the mean is about 1.14 of the base.
    const double interval_s = 86'400.0 * static_cast<double>(kVessels) / static_cast<double>(points_wanted()) / 1.13;
    std::vector<Vessel> vessels;
    for (std::uint64_t i = 1; i <= kVessels; ++i) vessels.emplace_back(i, interval_s);
    constexpr std::uint64_t kSlotSeconds = 20;
    const std::string event(200, 'e');  // the journal has its own benchmark
    std::uint64_t slot = 0;
    for (std::uint64_t second = kSlotSeconds; second <= 86'400; second += kSlotSeconds) {
      engine::SlotRecord record{++slot, kDay + std::chrono::seconds(second), event, {}};
      for (Vessel& vessel : vessels) vessel.report(static_cast<double>(second), record.history);
      made->points += record.history.size();
      const std::clock_t cpu = std::clock();
      std::int64_t begin = system_steady_clock().now_ns();
      must(made->store->append({&record, 1}));
      made->append_s += seconds_since(begin);
      if (second % 600 == 0) {
        begin = system_steady_clock().now_ns();
        must(made->store->checkpoint({slot, "state"}));
        made->checkpoint_s += seconds_since(begin);
      }
      made->cpu_s += static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    }
    if (const auto found = stats(made->folder / "data")) made->bytes = found->history_bytes;
    return made;
  }();
  return *day;
}

void write_a_day(benchmark::State& state) {
  for (auto _ : state) {
    const DayAtSea& day = the_day();
    state.SetIterationTime(day.append_s + day.checkpoint_s);
  }
  const DayAtSea& day = the_day();
  const auto points = static_cast<double>(day.points);
  state.counters["points"] = points;
  state.counters["MB"] = static_cast<double>(day.bytes) / 1e6;
  state.counters["bytes_per_point"] = static_cast<double>(day.bytes) / points;
  state.counters["points_per_s"] = points / (day.append_s + day.checkpoint_s);
  state.counters["points_per_cpu_s"] = points / day.cpu_s;
  state.counters["append_s"] = day.append_s;
  state.counters["checkpoint_s"] = day.checkpoint_s;
}
BENCHMARK(write_a_day)->Iterations(1)->UseManualTime()->Unit(benchmark::kSecond);

void one_vessel_24_hours(benchmark::State& state) {
  DayAtSea& day = the_day();
  std::uint64_t track = 0;
  std::size_t points = 0;
  for (auto _ : state) {
    track = track % kVessels + 1;
    const auto found = day.store->history().of_track(domain::TrackId(track), kDay, kDay + Duration(kDayMs), 50'000);
    points += found->points.size();
    benchmark::DoNotOptimize(found);
  }
  state.counters["points"] = static_cast<double>(points) / static_cast<double>(state.iterations());
}
BENCHMARK(one_vessel_24_hours)->Unit(benchmark::kMillisecond);

void picture_at_a_past_moment(benchmark::State& state) {
  DayAtSea& day = the_day();
  std::uint64_t turn = 0;
  std::size_t vessels = 0;
  for (auto _ : state) {
    const Duration into(static_cast<std::int64_t>(uniform(++turn) * static_cast<double>(kDayMs)));
    const auto found = day.store->history().at(kDay + into, std::chrono::minutes(30));
    vessels += found->size();
    benchmark::DoNotOptimize(found);
  }
  state.counters["vessels"] = static_cast<double>(vessels) / static_cast<double>(state.iterations());
}
BENCHMARK(picture_at_a_past_moment)->Unit(benchmark::kMillisecond);

// Group commit: so many slots a call, each of 100 ms of a feed (about 4 KB of sentences and fields).
void append_to_the_journal(benchmark::State& state) {
  std::string pattern = (fs::temp_directory_path() / "fairlead-bench-XXXXXX").string();
  const fs::path folder = ::mkdtemp(pattern.data());
  {
    auto store = SqliteStore::open(folder / "data");
    if (!store) std::abort();
    std::vector<engine::SlotRecord> group(static_cast<std::size_t>(state.range(0)));
    std::uint64_t slot = 0;
    for (auto _ : state) {
      for (engine::SlotRecord& record : group) {
        record.slot = ++slot;
        record.event.clear();
        // As compressible as sentences are: six bits a byte.
        for (std::uint64_t i = 0; i < 4'096; ++i)
          record.event.push_back(static_cast<char>(48 + mixed(slot * 4'096 + i) % 64));
      }
      const std::int64_t begin = system_steady_clock().now_ns();
      must((*store)->append(group));
      state.SetIterationTime(seconds_since(begin));
    }
    state.counters["slots_per_s"] = benchmark::Counter(static_cast<double>(slot), benchmark::Counter::kIsRate);
    state.SetBytesProcessed(static_cast<std::int64_t>(slot * 4'096));
  }
  fs::remove_all(folder);
}
BENCHMARK(append_to_the_journal)
    ->Arg(1)
    ->Arg(16)
    ->Arg(64)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->MinTime(0.3);

}  // namespace
}  // namespace fairlead::store_sqlite
