// SPDX-License-Identifier: Apache-2.0
// Sentences to durable journal, tracks and history, through the parts that `fairlead serve` wires; beside it, in the
// same run, decoding alone, so that the ratio holds when the machine's speed drifts.
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "base/system.hpp"
#include "decode/reader.hpp"
#include "engine/runner.hpp"
#include "intake/intake.hpp"
#include "store_sqlite/database.hpp"
#include "testing/coast.hpp"

namespace fairlead {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLines = 1'500'000;

const std::string& lines() {
  static const std::string text = testing::coast_lines(kLines);
  return text;
}

void DecodeOnly(benchmark::State& state) {
  struct Ignore final : decode::Sink {
    void on_message(const decode::ais::Message&) override {}
  };
  std::uint64_t sentences = 0;
  benchmark::DoNotOptimize(lines().data());  // made before the clock runs
  for (auto _ : state) {
    decode::Reader reader;
    Ignore sink;
    reader.feed(lines(), sink);
    reader.finish(sink);
    sentences += reader.counters().sentences;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(sentences));
}
BENCHMARK(DecodeOnly)->Unit(benchmark::kMillisecond)->UseRealTime();

// Waits until everything that the file held is published, and therefore durable.
void SentencesToDurablePicture(benchmark::State& state) {
  const fs::path folder = fs::temp_directory_path() / ("fairlead-bench-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const std::string file = (folder / "coast.nmea").string();
  std::ofstream(file, std::ios::binary) << lines();
  std::uint64_t sentences = 0;
  for (auto _ : state) {
    state.PauseTiming();
    fs::remove_all(folder / "data");
    auto store = store_sqlite::SqliteStore::open(folder / "data").value();
    auto runner = engine::Runner::open({}, *store, system_wall_clock()).value();
    intake::Intake intake(runner->inbox(), system_wall_clock(), system_steady_clock());
    runner->use_recorded_time(true);
    std::mutex mutex;
    std::condition_variable published;
    runner->on_publish([&] {
      const std::lock_guard lock(mutex);
      published.notify_all();
    });
    runner->start();
    const auto id = runner->declare({{}, "coast", "file:coast", "", {}}).value();
    state.ResumeTiming();
    if (!intake.add(id, {"coast", "file:" + file, "", {}, {}})) state.SkipWithError("the file cannot be read");
    intake.start();
    std::unique_lock lock(mutex);
    while (true) {
      const auto health = intake.health();
      if (intake.finished() && runner->status().observations_total == health.at(0).observations_total) break;
      published.wait_for(lock, std::chrono::milliseconds(20));
    }
    lock.unlock();
    state.PauseTiming();
    sentences += intake.health().at(0).sentences_total;
    state.counters["tracks"] = static_cast<double>(runner->picture()->size());
    intake.stop();
    runner->on_publish(nullptr);
    runner->stop();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(sentences));
  fs::remove_all(folder);
}
BENCHMARK(SentencesToDurablePicture)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);

}  // namespace
}  // namespace fairlead
