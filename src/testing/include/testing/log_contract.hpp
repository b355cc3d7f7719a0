// SPDX-License-Identifier: Apache-2.0
// The contract suite of the ledger logs in engine/store.hpp: every store must pass it. A test program includes this
// file once and says
//   INSTANTIATE_TEST_SUITE_P(Memory, LogContract, testing::Values(MakeHarness{…}));
// The logs are compared with those of ledger::MemoryLog, and judged by ledger::verify.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "testing/faulty_store.hpp"
#include "testing/sample_logs.hpp"
#include "testing/store_harness.hpp"

namespace fairlead::testing {

class LogContract : public ::testing::TestWithParam<MakeHarness> {
 protected:
  void open(const HarnessLimits& limits = {}) { harness_ = GetParam()(limits); }
  engine::Store& store() { return harness_->store(); }
  std::unique_ptr<ledger::LogReader> log(const std::string& name) { return std::move(*store().log(name)); }

  engine::SlotRecord next_slot() {
    const std::uint64_t number = logs_.slots() + 1;
    return {number, sea_.closed_at(number), sea_.event(number), {}, logs_.next()};
  }
  void append(std::uint64_t slots) {
    std::vector<engine::SlotRecord> group;
    for (std::uint64_t i = 0; i < slots; ++i) group.push_back(next_slot());
    const auto done = store().append(group);
    ASSERT_TRUE(done) << done.error().message;
  }
  void expect_as_modelled() {
    for (const std::string name : {SampleLogs::kHome, SampleLogs::kPartner}) {
      EXPECT_EQ(log_difference(*log(name), logs_.model(name), logs_.entries(name)), "") << name;
    }
  }
  void expect_verified() {
    for (const std::string name : {SampleLogs::kHome, SampleLogs::kPartner}) {
      EXPECT_EQ(log_problems(*log(name), logs_.keys(name)), "") << name;
    }
  }
  // A slot that carries these writes for one log and nothing else.
  engine::SlotRecord slot_with(std::uint64_t number, std::vector<engine::LogWrites> writes) {
    return {number, sea_.closed_at(number), "event", {}, std::move(writes)};
  }
  static engine::LogWrites bodies(const std::string& name, std::uint64_t first, std::vector<std::string> all) {
    engine::LogWrites writes{name, {}};
    writes.writes.bodies.first = first;
    for (const std::string& body : all) writes.writes.bodies.add(body);
    return writes;
  }
  static engine::LogWrites hashes(const std::string& name, std::uint64_t number, unsigned width, char fill = 'h') {
    const std::string bytes(std::size_t{width} * ledger::kHashBytes, fill);
    return {name, {{{{0, number}, width, bytes}}, {}, {}}};
  }

  SampleSea sea_{21};
  SampleLogs logs_{21};
  std::unique_ptr<StoreHarness> harness_;
};

TEST_P(LogContract, begins_without_logs) {
  open();
  EXPECT_TRUE(store().logs()->empty());
  const auto unknown = log("home");
  EXPECT_EQ(unknown->checkpoint().error().code, ErrorCode::not_found);
  EXPECT_EQ(unknown->tile({0, 0}, 1).error().code, ErrorCode::not_found);
  EXPECT_EQ(unknown->bodies(0, 3)->size(), 3U);
  EXPECT_FALSE(unknown->bodies(0, 3)->front().has_value());
  EXPECT_EQ(store().erase_bodies("home", 0, 5).error().code, ErrorCode::not_found);
  // Writes that hold nothing make no log; a reader from before the first writes sees what comes.
  const auto nothing = slot_with(1, {{"home", {}}});
  ASSERT_TRUE(store().append({&nothing, 1}));
  EXPECT_TRUE(store().logs()->empty());
  const auto first = slot_with(2, {bodies("home", 0, {"body"})});
  ASSERT_TRUE(store().append({&first, 1}));
  EXPECT_EQ(*store().logs(), std::vector<std::string>{"home"});
  EXPECT_EQ(unknown->bodies(0, 1)->front(), "body");
  EXPECT_EQ(unknown->checkpoint().error().code, ErrorCode::not_found);
}

TEST_P(LogContract, keeps_what_slots_added_through_a_crash) {
  open();
  append(1);
  append(20);
  expect_as_modelled();
  harness_->crash();
  EXPECT_EQ(store().newest_slot(), 21U);
  expect_as_modelled();
  append(30);
  harness_->reopen();
  append(3);
  expect_as_modelled();
  expect_verified();
  const std::vector<std::string> names{SampleLogs::kPartner, SampleLogs::kHome};
  EXPECT_EQ(*store().logs(), names);
}

TEST_P(LogContract, commits_a_log_with_its_slot_or_not_at_all) {
  open();
  append(12);
  FaultyStore faulty(store());
  faulty.fail_next(FaultyStore::Call::append, ErrorCode::io);
  const std::vector<ledger::MemoryLog> before{logs_.model(SampleLogs::kHome), logs_.model(SampleLogs::kPartner)};
  const std::uint64_t home = logs_.entries(SampleLogs::kHome);
  const std::uint64_t partner = logs_.entries(SampleLogs::kPartner);
  std::vector<engine::SlotRecord> group{next_slot(), next_slot(), next_slot()};
  const auto expect_nothing_new = [&] {
    EXPECT_EQ(store().newest_slot(), 12U);
    EXPECT_EQ(log_difference(*log(SampleLogs::kHome), before[0], home), "");
    EXPECT_EQ(log_difference(*log(SampleLogs::kPartner), before[1], partner), "");
    EXPECT_EQ(store().logs()->size(), 2U);
  };
  EXPECT_FALSE(faulty.append(group));
  expect_nothing_new();
  // What a log refuses at the end of a group takes the whole group with it, and so does a slot that does not follow.
  const std::vector<std::vector<engine::LogWrites>> refused{
      {bodies("a new one", 0, {"x"}), bodies("a new one", 2, {"y"})},  // a gap
      {bodies("a new one", 0, {"x"}), bodies("a new one", 0, {"y"})},  // a repetition
      {hashes("a new one", 0, 5), hashes("a new one", 0, 4)},          // narrower
      {hashes("a new one", 0, 5), hashes("a new one", 0, 9, 'i')},     // not the same beginning
      {bodies("a new one", 0, {"x"}), bodies("", 0, {"y"})},           // no name
  };
  for (const auto& writes : refused) {
    SCOPED_TRACE(&writes - refused.data());
    std::vector<engine::SlotRecord> spoiled = group;
    for (const auto& one : writes) spoiled.back().logs.push_back(one);
    const auto done = store().append(spoiled);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, writes.back().log.empty() ? ErrorCode::invalid_argument : ErrorCode::conflict);
    expect_nothing_new();
  }
  std::vector<engine::SlotRecord> gap = group;
  gap.back().slot += 1;
  EXPECT_FALSE(store().append(gap));
  expect_nothing_new();
  harness_->crash();
  expect_nothing_new();
  const auto done = store().append(group);
  ASSERT_TRUE(done) << done.error().message;
  expect_as_modelled();
}

TEST_P(LogContract, widens_a_partial_tile_and_gives_every_width_of_it) {
  open();
  std::uint64_t slot = 0;
  for (unsigned width = 1; width <= ledger::kTileWidth; width += width < 250 ? 83 : 1) {
    std::string bytes;
    for (unsigned i = 0; i < width; ++i) bytes += std::string(ledger::kHashBytes, static_cast<char>(i));
    std::string bundle;
    for (unsigned i = 0; i < width; ++i) ledger::append_bundle_entry(bundle, std::string(i % 50, static_cast<char>(i)));
    engine::LogWrites writes{"home", {}};
    writes.writes.tiles = {{{1, 3}, width, bytes}, {{ledger::TileId::kEntries, 70'000}, width, bundle}};
    const auto record = slot_with(++slot, {writes});
    ASSERT_TRUE(store().append({&record, 1}));
    if (width % 2 == 0) harness_->crash();
    const auto reader = log("home");
    for (const unsigned narrower : {1U, width / 2 + 1, width}) {
      EXPECT_EQ(*reader->tile({1, 3}, narrower), bytes.substr(0, std::size_t{narrower} * ledger::kHashBytes));
      EXPECT_EQ(*reader->tile({ledger::TileId::kEntries, 70'000}, narrower),
                bundle.substr(0, *ledger::bundle_prefix(bundle, narrower)));
    }
    if (width < ledger::kTileWidth) {
      EXPECT_EQ(reader->tile({1, 3}, width + 1).error().code, ErrorCode::not_found);
    }
    EXPECT_EQ(reader->tile({0, 3}, 1).error().code, ErrorCode::not_found);
    EXPECT_EQ(reader->tile({1, 4}, 1).error().code, ErrorCode::not_found);
  }
}

TEST_P(LogContract, forgets_erased_bodies_for_good_and_nothing_else) {
  open();
  append(80);
  const std::uint64_t entries = logs_.entries(SampleLogs::kHome);
  ASSERT_GT(entries, 600U);
  std::uint64_t turn = 0;
  const auto erase = [&](std::uint64_t first, std::uint64_t last) {
    const auto done = store().erase_bodies(SampleLogs::kHome, first, last);
    ASSERT_TRUE(done) << done.error().message;
    if (first < entries) logs_.erase(first, std::min(last, entries - 1));
    expect_as_modelled();
  };
  erase(0, 0);
  erase(0, 3);
  erase(5, 5);
  erase(5, 5);
  erase(7, 300);
  erase(40, 310);
  for (; turn < 12; ++turn) {
    const std::uint64_t first = mixed(4, turn) % entries;
    erase(first, first + mixed(5, turn) % 40);
  }
  erase(entries - 1, UINT64_MAX);
  erase(entries + 5, entries + 9);
  ASSERT_TRUE(store().erase_bodies(SampleLogs::kHome, 9, 8));
  harness_->reopen();
  expect_as_modelled();
  append(9);
  harness_->crash();
  expect_as_modelled();
  expect_verified();
  erase(0, entries - 1);
  harness_->crash();
  append(6);
  expect_as_modelled();
  expect_verified();
}

TEST_P(LogContract, exports_a_log_that_others_can_verify) {
  open();
  append(30);
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("fairlead-export-" + std::to_string(::getpid()));
  for (const std::string name : {SampleLogs::kHome, SampleLogs::kPartner}) {
    std::filesystem::remove_all(folder);
    const auto exported = ledger::export_log(*log(name), folder.string());
    ASSERT_TRUE(exported) << exported.error().message;
    EXPECT_EQ(log_problems(ledger::DirectoryLog(folder.string()), logs_.keys(name)), "");
  }
  std::filesystem::remove_all(folder);
}

TEST_P(LogContract, keeps_logs_apart_by_name) {
  open();
  const std::vector<std::string> names{"XAA/coast_guard", "XAA/navy", "XBB/coast_guard", "home", "\xC3\xA9t\xC3\xA9"};
  std::vector<engine::LogWrites> writes;
  for (const std::string& name : names) writes.push_back(bodies(name, 0, {"of " + name, "and more"}));
  std::vector<engine::SlotRecord> group{slot_with(1, writes)};
  group.push_back(slot_with(2, {hashes("home", 0, 2), hashes("XAA/navy", 0, 7, 'n')}));
  ASSERT_TRUE(store().append(group));
  ASSERT_TRUE(store().erase_bodies("XAA/navy", 1, 1));
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(*store().logs(), names);
    for (const std::string& name : names) {
      const auto reader = log(name);
      EXPECT_EQ((*reader->bodies(0, 2))[0], "of " + name);
      EXPECT_EQ((*reader->bodies(1, 1))[0].has_value(), name != "XAA/navy");
      EXPECT_EQ(reader->tile({0, 0}, 1).has_value(), name == "home" || name == "XAA/navy");
      EXPECT_EQ(reader->tile({0, 0}, 7).has_value(), name == "XAA/navy");
    }
    harness_->crash();
  }
}

TEST_P(LogContract, loses_nothing_of_a_log_to_retention) {
  HarnessLimits limits;
  limits.journal_age = std::chrono::minutes(1);
  limits.journal_bytes = 300'000;
  open(limits);
  append(60);
  ASSERT_TRUE(store().checkpoint({60, "state"}));
  EXPECT_GT(store().retire(sea_.closed_at(100))->slots, 50U);
  expect_as_modelled();
  append(2);
  harness_->crash();
  expect_as_modelled();
  expect_verified();
}

// What a log takes must not push slots out of the journal.
TEST_P(LogContract, does_not_count_logs_as_journal) {
  HarnessLimits limits;
  limits.journal_bytes = 600'000;
  open(limits);
  std::string noise;
  for (std::uint64_t i = 0; i < 5'000; ++i) noise.push_back(static_cast<char>(mixed(9, i)));
  for (std::uint64_t slot = 1; slot <= 40; ++slot) {
    std::vector<std::string> all(20, noise);
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (char& byte : all[i])
        byte = static_cast<char>(byte ^ static_cast<char>(mixed(slot, i + static_cast<unsigned char>(byte))));
    }
    const auto record = slot_with(slot, {bodies("home", (slot - 1) * 20, all)});
    ASSERT_TRUE(store().append({&record, 1}));
  }
  ASSERT_TRUE(store().checkpoint({40, ""}));
  EXPECT_EQ(store().retire(sea_.closed_at(40))->slots, 0U);
}

// Readers beside the writer: what append() acknowledged before a question is in the answer, and everything that a
// checkpoint covers is there.
TEST_P(LogContract, shows_readers_whole_slots_only) {
  open();
  append(3);
  std::atomic<std::uint64_t> acknowledged{0};
  std::atomic<bool> over{false};
  std::vector<std::string> wrong(2);
  const auto look = [&](std::size_t turn) {
    const auto reader = log(SampleLogs::kHome);
    std::uint64_t looks = 0;
    while (!over || looks == 0) {
      ++looks;
      const std::uint64_t told = acknowledged;
      const auto note = reader->checkpoint();
      if (!note) return note.error().message;
      const auto signed_one = ledger::open_checkpoint(*note, logs_.keys(SampleLogs::kHome));
      if (!signed_one) return signed_one.error().message;
      const std::uint64_t size = signed_one->checkpoint.size;
      if (size < told) return "a checkpoint of " + std::to_string(size) + ", told " + std::to_string(told);
      for (const unsigned level : {0U, ledger::TileId::kEntries}) {
        const std::uint64_t number = mixed(turn, looks) % (size / ledger::kTileWidth + 1);
        const unsigned width = ledger::tile_width({level, number}, size);
        if (width == 0) continue;
        const auto tile = reader->tile({level, number}, width);
        if (!tile) return tile.error().message;
      }
      const auto found =
          reader->bodies(size > 90 ? size - 90 : 0, static_cast<unsigned>(std::min<std::uint64_t>(size, 90)));
      if (!found) return found.error().message;
      for (const auto& body : *found) {
        if (!body) return std::string("a body that the checkpoint covers is missing");
      }
    }
    return std::string();
  };
  {
    std::vector<std::jthread> readers;
    for (std::size_t i = 0; i < wrong.size(); ++i) readers.emplace_back([&, i] { wrong[i] = look(i); });
    for (int i = 0; i < 120; ++i) {
      append(1);
      if (logs_.home().last_checkpoint()) acknowledged = logs_.home().last_checkpoint()->size;
    }
    over = true;
  }
  for (const std::string& what : wrong) EXPECT_EQ(what, "");
  expect_verified();
}

TEST_P(LogContract, equals_its_model_whatever_happens) {
  const char* const rounds = std::getenv("FAIRLEAD_STORE_ROUNDS");
  const std::uint64_t seeds = rounds == nullptr ? 6 : std::strtoull(rounds, nullptr, 10);
  for (std::uint64_t seed = 1; seed <= seeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    open();
    logs_ = SampleLogs(seed);
    for (std::uint64_t step = 0; step < 25; ++step) {
      const std::uint64_t dice = mixed(seed * 1'000, step);
      const std::uint64_t entries = logs_.entries(SampleLogs::kHome);
      switch (dice % 8) {
        case 0:
          harness_->crash();
          break;
        case 1:
          harness_->reopen();
          break;
        case 2:
        case 3: {
          if (entries == 0) break;
          const std::uint64_t first = dice / 8 % entries;
          const std::uint64_t last = std::min(entries - 1, first + dice / 1'024 % (dice % 3 == 0 ? 600 : 3));
          const auto done = store().erase_bodies(SampleLogs::kHome, first, last);
          ASSERT_TRUE(done) << done.error().message;
          logs_.erase(first, last);
          break;
        }
        default:
          append(1 + dice / 8 % 5);
      }
      expect_as_modelled();
    }
    append(3);
    expect_verified();
  }
}

}  // namespace fairlead::testing
