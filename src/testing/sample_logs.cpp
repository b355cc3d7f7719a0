// SPDX-License-Identifier: Apache-2.0
#include "testing/sample_logs.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "ledger/verify.hpp"
#include "testing/store_harness.hpp"

namespace fairlead::testing {
namespace {

using namespace ledger;

constexpr const char* kHomeOrigin = "ledger.example.org/home";
constexpr const char* kPartnerOrigin = "ledger.example.org/XAA/coast_guard";
constexpr std::uint64_t kCheckpointEvery = 3;

Signer key(const char* name, std::uint8_t fill) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(fill);
  return *Signer::from_seed(name, seed);
}

SaltStream salts_of(std::uint64_t seed, std::uint64_t slot) {
  SaltStream::Seed bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(mixed(seed, slot * 32 + i));
  return SaltStream(bytes);
}

Record home_record(Instant at, std::uint64_t dice) {
  if (dice % 7 == 0) {
    Manifest release;
    release.slot = dice % 1'000;
    release.partner = "XAA";
    release.agency = "coast_guard";
    release.purpose = "rescue";
    release.object_type = "track";
    release.channel = "stream";
    release.outcome = "permit";
    release.objects.push_back({"track", std::to_string(dice % 977), "k3", {dice % 10, 10 + dice % 10}, {}});
    release.payload_bytes = dice % 4'096;
    return {at, release};
  }
  if (dice % 7 == 1) return {at, SignIn{"overseer." + std::to_string(dice % 100), "overseer", "password", true}};
  // A long one now and then, larger than a row of bodies.
  const bool long_one = dice % 1'024 == 2;
  return {at, Approval{"lead " + std::to_string(dice), "approved", "release.officer", "release",
                       std::string(long_one ? 200'000 : dice % 400, 'n')}};
}

}  // namespace

SampleLogs::SampleLogs(std::uint64_t seed)
    : seed_(seed),
      home_key_(key(kHomeOrigin, 7)),
      partner_key_(key(kPartnerOrigin, 8)),
      home_(*Ledger::create(kHomeOrigin)),
      partner_(*ClockedLog::create(kPartnerOrigin, {SampleSea::start(), std::chrono::minutes(1), 6}, 1'000)) {}

std::uint64_t SampleLogs::entries(const std::string& log) const {
  return log == kHome ? home_.size() : partner_.ledger().size();
}

std::vector<Verifier> SampleLogs::keys(const std::string& log) const {
  return {log == kHome ? home_key_.verifier() : partner_key_.verifier()};
}

void SampleLogs::erase(std::uint64_t first, std::uint64_t last) {
  const std::uint64_t from = first;
  // The record names all that was ever erased, for this one may have taken the records before it.
  if (erased_) first = std::min(first, erased_->first_index);
  erased_ = Erasure{first, erased_ ? std::max(last, erased_->last_index) : last, "retention", "the rule"};
  erasure_said_ = false;
  FL_ASSERT(models_[kHome].erase(from, last).has_value());
}

ledger::Writes SampleLogs::home_slot(Instant at) {
  const std::uint64_t base = mixed(seed_, slots_);
  std::vector<std::string> records;
  if (erased_ && !erasure_said_) records.push_back(canonical_bytes({at, *erased_}));
  erasure_said_ = true;
  // Some slots have nothing to say; some say a lot.
  const std::uint64_t count = base % 4 == 0 ? 0 : base % 29 == 1 ? 700 : base % 23;
  for (std::uint64_t i = 0; i < count; ++i) records.push_back(canonical_bytes(home_record(at, mixed(base, i))));
  SaltStream salts = salts_of(seed_, slots_);
  std::vector<Item> items;
  for (const std::string& record : records) items.push_back({salts.next(), record});
  return std::move(home_.append(items)->writes);
}

std::vector<ledger::Writes> SampleLogs::partner_slot(Instant at) {
  SaltStream salts = salts_of(~seed_, slots_);
  const std::uint64_t offered = mixed(seed_ ^ 0xAB, slots_) % 9;
  for (std::uint64_t i = 0; i < offered; ++i) {
    Delivery delivery;
    delivery.release = "r" + std::to_string(mixed(seed_, slots_ * 16 + i));
    delivery.purpose = "rescue";
    delivery.agreement = "xaa-2026";
    delivery.objects = i;
    FL_ASSERT(partner_.offer(salts.next(), canonical_bytes({at, delivery})).has_value());
  }
  const Signer* const signers[] = {&partner_key_};
  return std::move(partner_.close(at, salts, signers)->writes);
}

std::vector<engine::LogWrites> SampleLogs::next() {
  const Instant at = SampleSea::start() + std::chrono::minutes(++slots_);
  std::vector<engine::LogWrites> all;
  all.push_back({kHome, home_slot(at)});
  if (slots_ % kCheckpointEvery == 0) {
    const Signer* const signers[] = {&home_key_};
    all.push_back({kHome, std::move(home_.checkpoint(at, signers)->writes)});
  }
  for (Writes& writes : partner_slot(at)) all.push_back({kPartner, std::move(writes)});
  for (const engine::LogWrites& one : all) FL_ASSERT(models_[one.log].commit(one.writes).has_value());
  return all;
}

std::string log_difference(const LogReader& log, const LogReader& model, std::uint64_t entries) {
  const auto same = [](const auto& got, const auto& wanted) {
    if (got.has_value() != wanted.has_value()) return false;
    return got ? *got == *wanted : got.error().code == ErrorCode::not_found;
  };
  if (!same(log.checkpoint(), model.checkpoint())) return "the checkpoint differs";
  for (const unsigned level : {0U, 1U, 2U, TileId::kEntries}) {
    for (std::uint64_t number = 0; number <= entries / kTileWidth + 1; ++number) {
      for (const unsigned width : {1U, 37U, 255U, 256U, tile_width({level, number}, entries)}) {
        if (width == 0 || same(log.tile({level, number}, width), model.tile({level, number}, width))) continue;
        return fmt::format("`{}` differs", tile_path({level, number}, width));
      }
    }
  }
  for (std::uint64_t first = 0; first <= entries; first += 300) {
    const auto got = log.bodies(first, 301);
    const auto wanted = model.bodies(first, 301);
    if (!got) return got.error().message;
    if (*got == *wanted) continue;
    for (std::size_t i = 0; i < wanted->size(); ++i) {
      if ((*got)[i] != (*wanted)[i]) {
        return fmt::format("the body of entry {} {}", first + i,
                           !(*got)[i]      ? "is missing"
                           : !(*wanted)[i] ? "should not be there"
                                           : "differs");
      }
    }
  }
  return {};
}

std::string log_problems(const LogReader& log, std::span<const Verifier> trusted) {
  const VerifyReport report = verify(log, trusted);
  std::string all;
  for (const Problem& problem : report.problems) {
    all += fmt::format("{}: {}\n", problem.index ? fmt::format("entry {}", *problem.index) : "log", problem.what);
  }
  return all;
}

}  // namespace fairlead::testing
