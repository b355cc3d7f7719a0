// SPDX-License-Identifier: Apache-2.0
// The memory store against the store contract, the false clocks and the faulty store.
#include "testing/memory_store.hpp"

#include <gtest/gtest.h>

#include "testing/false_clock.hpp"
#include "testing/faulty_store.hpp"
#include "testing/log_contract.hpp"
#include "testing/store_contract.hpp"

namespace fairlead::testing {
namespace {

class MemoryHarness final : public StoreHarness {
 public:
  explicit MemoryHarness(const HarnessLimits& limits)
      : store_({limits.journal_age, limits.journal_bytes, limits.history_age, limits.history_bytes}) {}
  engine::Store& store() override { return store_; }
  engine::History& history() override { return store_; }
  // Memory is its own disk: closing in order and being killed are the same to it.
  void reopen() override { store_.crash(); }
  void crash() override { store_.crash(); }

 private:
  MemoryStore store_;
};

const MakeHarness kMemory = [](const HarnessLimits& limits) { return std::make_unique<MemoryHarness>(limits); };
INSTANTIATE_TEST_SUITE_P(Memory, StoreContract, ::testing::Values(kMemory));
INSTANTIATE_TEST_SUITE_P(Memory, LogContract, ::testing::Values(kMemory));

TEST(MemoryStore, has_no_room_beyond_what_it_was_given) {
  MemoryStore store;
  store.set_room(10);
  const engine::SlotRecord small{1, Instant(), "12345678", {}};
  ASSERT_TRUE(store.append({&small, 1}));
  const engine::SlotRecord next{2, Instant(), "12345678", {}};
  EXPECT_EQ(store.append({&next, 1}).error().code, ErrorCode::full);
  EXPECT_EQ(store.newest_slot(), 1U);
  store.set_room(16);
  EXPECT_TRUE(store.append({&next, 1}));
}

TEST(FaultyStore, fails_as_often_as_asked_and_then_works) {
  MemoryStore inner;
  FaultyStore store(inner);
  store.fail_next(FaultyStore::Call::append, ErrorCode::full, 2);
  const engine::SlotRecord slot{1, Instant(), "e", {}};
  EXPECT_EQ(store.append({&slot, 1}).error().code, ErrorCode::full);
  EXPECT_EQ(store.append({&slot, 1}).error().code, ErrorCode::full);
  EXPECT_EQ(inner.newest_slot(), 0U);
  EXPECT_TRUE(store.append({&slot, 1}));
  EXPECT_EQ(store.calls(FaultyStore::Call::append), 3U);
}

TEST(FalseClock, moves_only_when_told) {
  FalseWallClock wall(Instant::from_unix_ms(5));
  wall.advance(std::chrono::seconds(2));
  EXPECT_EQ(wall.now_ms(), 2'005);
  wall.set(Instant::from_unix_ms(1));
  EXPECT_EQ(wall.now(), Instant::from_unix_ms(1));
  FalseSteadyClock steady;
  steady.advance(std::chrono::milliseconds(3));
  EXPECT_EQ(steady.now_ns(), 3'000'000);
}

}  // namespace
}  // namespace fairlead::testing
