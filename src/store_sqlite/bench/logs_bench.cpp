// SPDX-License-Identifier: Apache-2.0
// The ledger as the engine keeps it: records of 300 bytes appended to a log and made durable with their slot, and
// signed checkpoints in between. What is on the clock is the store and the ledger, not the making of records.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/system.hpp"
#include "ledger/ledger.hpp"
#include "store_sqlite/database.hpp"

namespace fairlead::store_sqlite {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRecordBytes = 300;
constexpr const char* kOrigin = "ledger.example.org/home";

std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

// Like a release: a hundred bytes of hashes and numbers that nothing makes smaller, and words that come again.
std::string record(std::uint64_t number) {
  static const std::string words =
      "norland coast-guard search-and-rescue track stream permit norland-2026 clause-3 norland-osja-4 obligation: no "
      "onward release; obligation: acknowledge within 24 h; area north sea; precision full; delay none; reason: "
      "distress";
  std::string bytes;
  for (std::uint64_t i = 0; bytes.size() < 104; ++i) {
    const std::uint64_t eight = mixed(number * 13 + i + 1);
    bytes.append(reinterpret_cast<const char*>(&eight), sizeof eight);
  }
  bytes.append(words);
  bytes.resize(kRecordBytes, 'x');
  return bytes;
}

double seconds_since(std::int64_t begin_ns) {
  return static_cast<double>(system_steady_clock().now_ns() - begin_ns) * 1e-9;
}

template <class T>
T must(Result<T> result) {
  if (result) {
    if constexpr (std::is_void_v<T>) {
      return;
    } else {
      return std::move(*result);
    }
  }
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::abort();
}

double quantile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

// A slot for each batch. Every `per_checkpoint` slots one more slot carries a signed checkpoint; its time, from signing
// to durable, is told apart.
void append_to_a_log(benchmark::State& state) {
  const auto batch = static_cast<std::size_t>(state.range(0));
  const std::uint64_t per_checkpoint = std::max<std::uint64_t>(1, 8'192 / batch);
  std::string pattern = (fs::temp_directory_path() / "fairlead-bench-XXXXXX").string();
  const fs::path folder = ::mkdtemp(pattern.data());
  std::vector<double> appends;
  std::vector<double> checkpoints;
  {
    const auto store = must(SqliteStore::open(folder / "data"));
    std::array<std::uint8_t, 32> seed{};
    seed.fill(7);
    const auto key = must(ledger::Signer::from_seed(kOrigin, seed));
    const ledger::Signer* const signers[] = {&key};
    auto log = must(ledger::Ledger::create(kOrigin));
    ledger::SaltStream salts(seed);
    std::vector<std::string> records(batch);
    std::vector<ledger::Item> items(batch);
    engine::SlotRecord slot;
    slot.event = std::string(200, 'e');
    std::uint64_t entries = 0;
    double spent = 0;
    double cpu_s = 0;
    for (auto _ : state) {
      for (std::size_t i = 0; i < batch; ++i) {
        records[i] = record(entries + i);
        items[i] = {salts.next(), records[i]};
      }
      double iteration = 0;
      const auto commit = [&](std::vector<double>& times, auto make) {
        const std::clock_t cpu = std::clock();
        const std::int64_t begin = system_steady_clock().now_ns();
        ++slot.slot;
        slot.closed_at = Instant::from_unix_ms(static_cast<std::int64_t>(slot.slot) * 100);
        slot.logs.clear();
        slot.logs.push_back({"home", make()});
        must(store->append({&slot, 1}));
        times.push_back(seconds_since(begin));
        iteration += times.back();
        cpu_s += static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
      };
      commit(appends, [&] { return must(log.append(items)).writes; });
      entries += batch;
      if (appends.size() % per_checkpoint == 0) {
        commit(checkpoints, [&] { return must(log.checkpoint(slot.closed_at, signers)).writes; });
      }
      spent += iteration;
      state.SetIterationTime(iteration);
    }
    state.counters["entries_per_s"] = static_cast<double>(entries) / spent;
    state.counters["entries_per_cpu_s"] = static_cast<double>(entries) / cpu_s;
    state.counters["append_p50_ms"] = quantile(appends, 0.5) * 1e3;
    state.counters["append_p99_ms"] = quantile(appends, 0.99) * 1e3;
    state.counters["checkpoints"] = static_cast<double>(checkpoints.size());
    state.counters["checkpoint_p50_ms"] = quantile(checkpoints, 0.5) * 1e3;
    state.counters["checkpoint_p99_ms"] = quantile(checkpoints, 0.99) * 1e3;
    state.counters["bytes_per_entry"] =
        static_cast<double>(fs::file_size(folder / "data" / "fairlead.db")) / static_cast<double>(entries);
  }
  fs::remove_all(folder);
}
BENCHMARK(append_to_a_log)->Arg(1'024)->Arg(8'192)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(3.0);

}  // namespace
}  // namespace fairlead::store_sqlite
