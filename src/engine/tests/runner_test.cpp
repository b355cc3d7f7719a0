// SPDX-License-Identifier: Apache-2.0
#include "engine/runner.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "sample.hpp"
#include "testing/false_clock.hpp"
#include "testing/faulty_store.hpp"
#include "testing/memory_store.hpp"

namespace fairlead::engine {
namespace {

using testing::FalseWallClock;
using testing::FaultyStore;
using testing::MemoryStore;

// Waits, without sleeping, until a published picture has what is asked for.
class Watcher {
 public:
  explicit Watcher(Runner& runner) : runner_(runner) {
    runner.on_publish([this] {
      const std::lock_guard lock(mutex_);
      heard_.notify_all();
    });
  }
  ~Watcher() { runner_.on_publish(nullptr); }
  bool wait_until(const std::function<bool()>& reached) {
    std::unique_lock lock(mutex_);
    return heard_.wait_for(lock, std::chrono::seconds(30), reached);
  }

 private:
  Runner& runner_;
  std::mutex mutex_;
  std::condition_variable heard_;
};

domain::ObservationBatch ships(std::uint32_t first, std::uint32_t count, Instant at) {
  domain::ObservationBatch batch;
  batch.source = domain::SourceId(1);
  for (std::uint32_t i = 0; i < count; ++i) batch.observations.push_back(report(232'000'000 + first + i, at, 50, -4));
  return batch;
}

RunnerOptions quick() {
  RunnerOptions options;
  options.slot_length = std::chrono::milliseconds(1);
  return options;
}

domain::Source north() { return {{}, "north", "tcp://north:10110", "GBR", {}}; }

TEST(Runner, publishes_only_what_the_store_holds) {
  MemoryStore inner;
  FaultyStore store(inner);
  FalseWallClock clock(kNoon);
  auto runner = *Runner::open(quick(), store, clock);
  Watcher watcher(*runner);
  runner->start();
  EXPECT_EQ(runner->declare(north()).value(), domain::SourceId(1));
  runner->inbox().offer(ships(0, 10, kNoon));
  EXPECT_TRUE(watcher.wait_until([&] { return runner->picture()->size() == 10; }));
  const std::uint64_t seen = runner->picture()->slot();
  // From here on nothing reaches the disk, and then the power goes.
  store.fail_next(FaultyStore::Call::append, ErrorCode::io, UINT32_MAX);
  store.fail_next(FaultyStore::Call::checkpoint, ErrorCode::io, UINT32_MAX);
  runner->inbox().offer(ships(10, 10, kNoon));
  runner->stop();
  EXPECT_EQ(runner->picture()->size(), 10U);
  inner.crash();
  auto restored = *Runner::open(quick(), inner, clock);
  EXPECT_GE(restored->picture()->slot(), seen);
  EXPECT_EQ(restored->picture()->size(), 10U);
  ASSERT_EQ(restored->sources().size(), 1U);
  EXPECT_EQ(restored->sources()[0].name, "north");
}

TEST(Runner, resumes_where_it_stopped_with_the_same_ids) {
  MemoryStore store;
  FalseWallClock clock(kNoon);
  for (std::uint32_t round = 0; round < 4; ++round) {
    auto runner = *Runner::open(quick(), store, clock);
    EXPECT_EQ(runner->picture()->size(), round * 5);
    Watcher watcher(*runner);
    runner->start();
    EXPECT_EQ(runner->declare(north()).value(), domain::SourceId(1));
    runner->inbox().offer(ships(round * 5, 5, clock.now()));
    EXPECT_TRUE(watcher.wait_until([&] { return runner->picture()->size() == round * 5 + 5; }));
    runner->stop();
    EXPECT_NE(runner->picture()->find(domain::TrackId(1)), nullptr);
    EXPECT_EQ(runner->status().checkpoints, 1U);
  }
}

TEST(Runner, shows_after_a_restart_what_was_looked_at_before_it) {
  MemoryStore inner;
  FaultyStore store(inner);
  FalseWallClock clock(kNoon);
  const auto looks = [](const Runner& runner) { return runner.picture()->coverage()->looks.size(); };
  for (std::size_t round = 0; round < 3; ++round) {
    auto runner = *Runner::open(quick(), store, clock);
    EXPECT_EQ(looks(*runner), round);
    Watcher watcher(*runner);
    runner->start();
    EXPECT_EQ(runner->declare(north()).value(), domain::SourceId(1));
    domain::ObservationBatch batch;
    batch.source = domain::SourceId(1);
    batch.scans.push_back(scan(round + 1, clock.now(), 50 + static_cast<double>(round), -4));
    runner->inbox().offer(std::move(batch));
    EXPECT_TRUE(watcher.wait_until([&] { return looks(*runner) == round + 1; }));
    // From the journal alone, and from a checkpoint.
    if (round == 0) store.fail_next(FaultyStore::Call::checkpoint, ErrorCode::io);
    runner->stop();
  }
}

TEST(Runner, publishes_nothing_while_the_store_is_full_and_loses_nothing_when_there_is_room_again) {
  MemoryStore inner;
  FaultyStore store(inner);
  FalseWallClock clock(kNoon);
  auto runner = *Runner::open(quick(), store, clock);
  Watcher watcher(*runner);
  runner->start();
  runner->inbox().offer(ships(0, 3, kNoon));
  ASSERT_TRUE(watcher.wait_until([&] { return runner->picture()->size() == 3; }));
  store.fail_next(FaultyStore::Call::append, ErrorCode::full, 2);
  runner->inbox().offer(ships(3, 3, kNoon));
  // The writer tries again by itself; afterwards all is there and the state says so.
  ASSERT_TRUE(watcher.wait_until([&] { return runner->picture()->size() == 6; }));
  EXPECT_EQ(runner->status().store, StoreState::ok);
  EXPECT_GE(store.calls(FaultyStore::Call::append), 4U);
  runner->stop();
}

TEST(Runner, stops_in_the_middle_of_a_full_disk_and_says_what_was_not_recorded) {
  MemoryStore inner;
  inner.set_room(0);
  FalseWallClock clock(kNoon);
  auto runner = *Runner::open(quick(), inner, clock);
  runner->start();
  std::thread asker([&] {
    const auto declared = runner->declare(north());
    EXPECT_FALSE(declared.has_value());
  });
  while (runner->status().store != StoreState::full) std::this_thread::yield();
  EXPECT_EQ(runner->picture()->slot(), 0U);
  runner->stop();
  asker.join();
  EXPECT_EQ(inner.newest_slot().value(), 0U);
}

TEST(Runner, tells_those_who_wait_behind_a_full_disk_that_it_stops) {
  MemoryStore inner;
  inner.set_room(0);
  FalseWallClock clock(kNoon);
  auto runner = *Runner::open(quick(), inner, clock);
  runner->start();
  while (runner->status().store != StoreState::full) std::this_thread::yield();
  // Behind the slot that the store refuses.
  std::thread asker([&] { EXPECT_FALSE(runner->declare(north()).has_value()); });
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
  while (std::chrono::steady_clock::now() < until) std::this_thread::yield();
  runner->stop();
  asker.join();
}

TEST(Runner, refuses_to_start_on_a_journal_that_it_cannot_read) {
  MemoryStore store;
  const SlotRecord broken{1, kNoon, "not an event", {}};
  ASSERT_TRUE(store.append({&broken, 1}).has_value());
  FalseWallClock clock(kNoon);
  const auto runner = Runner::open(quick(), store, clock);
  ASSERT_FALSE(runner.has_value());
  EXPECT_NE(runner.error().message.find("slot 1"), std::string::npos);
}

TEST(Runner, shows_recorded_time_when_told_to_and_our_clock_otherwise) {
  MemoryStore store;
  FalseWallClock clock(kNoon + std::chrono::hours(24 * 365));
  auto runner = *Runner::open(quick(), store, clock);
  Watcher watcher(*runner);
  runner->use_recorded_time(true);
  runner->start();
  runner->inbox().offer(ships(0, 2, kNoon));
  ASSERT_TRUE(watcher.wait_until([&] { return runner->picture()->size() == 2; }));
  EXPECT_EQ(runner->picture()->picture_time(), kNoon);
  EXPECT_EQ(runner->picture()->closed_at(), clock.now());
  // Time passes, too, while sensors look and see nothing.
  const Instant later = kNoon + std::chrono::minutes(10);
  domain::ObservationBatch empty_look;
  empty_look.source = domain::SourceId(1);
  empty_look.scans.push_back(scan(1, later, 50, -4));
  runner->inbox().offer(std::move(empty_look));
  ASSERT_TRUE(watcher.wait_until([&] { return runner->picture()->picture_time() == later; }));
  runner->use_recorded_time(false);
  runner->inbox().offer(ships(0, 1, clock.now()));
  ASSERT_TRUE(watcher.wait_until([&] { return runner->picture()->picture_time() == clock.now(); }));
  runner->stop();
}

}  // namespace
}  // namespace fairlead::engine
