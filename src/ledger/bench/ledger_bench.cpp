// SPDX-License-Identifier: Apache-2.0
// What the ledger costs in memory, one core: appending, signing, proving, verifying. Durability is the store's part.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "ledger/ledger.hpp"
#include "ledger/proofs.hpp"
#include "ledger/record.hpp"
#include "ledger/verify.hpp"

namespace fairlead::ledger {
namespace {

constexpr const char* kOrigin = "ledger.example.org/home";
const Signer& key() {
  static const Signer signer = *Signer::from_seed(kOrigin, {});
  return signer;
}

// Canonical bytes of about `size`.
std::string record_of_size(std::size_t size) {
  Manifest manifest;
  manifest.partner = "Norland";
  manifest.agency = "coast-guard";
  manifest.purpose = "search-and-rescue";
  manifest.basis.agreement = "norland-2026";
  manifest.objects.push_back({"track", "1000", "q7f2", {}, {}});
  while (canonical_bytes({Instant(), manifest}).size() < size) manifest.objects[0].observations.push_back(7);
  return canonical_bytes({Instant(), manifest});
}

std::vector<Item> batch_of(const std::string& record, std::size_t count) {
  std::vector<Item> items(count, Item{{}, record});
  for (std::size_t i = 0; i < count; ++i) items[i].salt[0] = static_cast<std::uint8_t>(i);
  return items;
}

// Records of the given size, 1,024 a batch: commitment, tree, tiles, bundles, bodies.
void append(benchmark::State& state) {
  const std::string record = record_of_size(static_cast<std::size_t>(state.range(0)));
  const auto items = batch_of(record, 1024);
  Ledger ledger = *Ledger::create(kOrigin);
  for (auto _ : state) benchmark::DoNotOptimize(ledger.append(items));
  state.SetItemsProcessed(state.iterations() * 1024);
  state.SetBytesProcessed(state.iterations() * 1024 * static_cast<std::int64_t>(record.size()));
}
BENCHMARK(append)->Arg(64)->Arg(300)->Arg(1000);

// The same with making the records' bytes and salts.
void record_and_append(benchmark::State& state) {
  const Record record = *record_from_bytes(record_of_size(300));
  Ledger ledger = *Ledger::create(kOrigin);
  SaltStream salts({});
  std::vector<std::string> bytes(1024);
  std::vector<Item> items(1024);
  for (auto _ : state) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = canonical_bytes(record);
      items[i] = {salts.next(), bytes[i]};
    }
    benchmark::DoNotOptimize(ledger.append(items));
  }
  state.SetItemsProcessed(state.iterations() * 1024);
}
BENCHMARK(record_and_append);

void commitments(benchmark::State& state) {
  const std::string record = record_of_size(300);
  const Salt salt{};
  for (auto _ : state) benchmark::DoNotOptimize(commitment(salt, record));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(commitments);

void checkpoint(benchmark::State& state) {
  Ledger ledger = *Ledger::create(kOrigin);
  const std::string record = record_of_size(64);
  (void)ledger.append(batch_of(record, 65535));
  const Signer* keys[] = {&key()};
  for (auto _ : state) benchmark::DoNotOptimize(ledger.checkpoint(Instant(), keys));
}
BENCHMARK(checkpoint);

const MemoryLog& log_of_200000() {
  static const MemoryLog log = [] {
    MemoryLog made;
    Ledger ledger = *Ledger::create(kOrigin);
    const std::string record = record_of_size(300);
    for (int i = 0; i < 20; ++i) (void)made.commit(ledger.append(batch_of(record, 10'000))->writes);
    const Signer* keys[] = {&key()};
    (void)made.commit(ledger.checkpoint(Instant(), keys)->writes);
    return made;
  }();
  return log;
}

void receipt(benchmark::State& state) {
  const MemoryLog& log = log_of_200000();
  std::uint64_t index = 0;
  for (auto _ : state) benchmark::DoNotOptimize(prove(log, index = (index + 7919) % 200'000, true));
}
BENCHMARK(receipt);

// Full replay: every entry, tile and record.
void verify_all(benchmark::State& state) {
  const MemoryLog& log = log_of_200000();
  const Verifier trusted[] = {key().verifier()};
  for (auto _ : state) {
    if (!verify(log, trusted).good()) state.SkipWithError("the log is not good");
  }
  state.SetItemsProcessed(state.iterations() * 200'000);
}
BENCHMARK(verify_all)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace fairlead::ledger
