// SPDX-License-Identifier: Apache-2.0
// A small log to try things on: made from numbers, the same in every run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "ledger/ledger.hpp"
#include "ledger/proofs.hpp"
#include "ledger/record.hpp"
#include "ledger/store.hpp"

namespace fairlead::ledger::sample {

inline constexpr const char* kOrigin = "ledger.example.org/home";

inline Instant time_of(std::uint64_t i) {
  return Instant::from_civil(2026, 11, 22, 12) + Duration(static_cast<std::int64_t>(i) * 100);
}

inline Signer signer(std::uint8_t seed = 7, const char* name = kOrigin) {
  std::array<std::uint8_t, 32> bytes;
  bytes.fill(seed);
  return *Signer::from_seed(name, bytes);
}

inline Salt salt(std::uint64_t i) {
  Salt salt{};
  const Digest digest = sha256(std::to_string(i));
  std::copy_n(digest.begin(), salt.size(), salt.begin());
  return salt;
}

// A release of about 300 bytes to a partner that no stop of records() covers.
inline Record release(std::uint64_t i, std::uint64_t epoch = 0) {
  Manifest manifest;
  manifest.slot = i;
  manifest.partner = "Norland";
  manifest.agency = "coast-guard";
  manifest.purpose = "search-and-rescue";
  manifest.object_type = "track";
  manifest.channel = "stream";
  manifest.outcome = "permit";
  manifest.basis.agreement = "norland-2026";
  manifest.basis.clause = "clause-3";
  manifest.basis.assessment = "norland-osja-4";
  manifest.basis.label_hash = sha256("label");
  manifest.basis.agreements_hash = sha256("agreements");
  manifest.basis.engine_hash = sha256("engine");
  manifest.basis.stop_epoch = epoch;
  std::optional<Whereabouts> placed;
  if (i % 2 == 0) placed = Whereabouts{Instant(), -9'000'000, static_cast<std::int64_t>(i), 40, {}};
  manifest.objects.push_back({"track", std::to_string(1000 + i % 7), "q7f2", {i * 40, i * 40 + 3, i * 40 + 9}, placed});
  manifest.payload_hash = sha256("payload" + std::to_string(i));
  manifest.payload_bytes = 512 + i;
  return {time_of(i), manifest};
}

// `count` records of many kinds that do not contradict each other.
inline std::vector<Record> records(std::uint64_t count) {
  std::vector<Record> all;
  std::uint64_t epoch = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    Record record = release(i, epoch);
    if (i % 50 == 10) {
      Stop stop;
      stop.epoch = ++epoch;
      stop.cell.partner = "Sudland";
      stop.cell.purpose = "law-enforcement-interdiction";
      stop.by = "release.officer";
      record.content = stop;
    } else if (i % 50 == 20) {
      record.content = Resume{epoch + 1, epoch, "release.officer", "legal.adviser", "sudland-osja-5", "new assessment"};
      ++epoch;
    } else if (i % 10 == 3) {
      record.content = Padding{};
    } else if (i % 10 == 5) {
      record.content = SignIn{"overseer", "overseer", "password", i % 20 == 5};
    } else if (i % 10 == 7) {
      Refusal refusal;
      refusal.partner = "Sudland";
      refusal.outcome = "withhold";
      refusal.reasons = 5;
      refusal.observations = {i, i + 1};
      record.content = refusal;
    }
    all.push_back(std::move(record));
  }
  return all;
}

// Appends in batches of `batch`, commits, signs at the end.
inline Ledger fill(LogStore& store, const std::vector<Record>& all, const Signer& key, std::size_t batch = 100) {
  Ledger ledger = *Ledger::create(key.verifier().name());
  for (std::size_t at = 0; at < all.size(); at += batch) {
    std::vector<std::string> bytes;
    for (std::size_t i = at; i < std::min(all.size(), at + batch); ++i) bytes.push_back(canonical_bytes(all[i]));
    std::vector<Item> items;
    for (std::size_t i = 0; i < bytes.size(); ++i) items.push_back({salt(at + i), bytes[i]});
    EXPECT_TRUE(store.commit(ledger.append(items)->writes));
  }
  const Signer* keys[] = {&key};
  EXPECT_TRUE(store.commit(ledger.checkpoint(time_of(all.size()), keys)->writes));
  return ledger;
}

// A folder of this process that goes away with its owner.
class Folder {
 public:
  Folder() {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("fairlead-ledger-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string at(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace fairlead::ledger::sample
