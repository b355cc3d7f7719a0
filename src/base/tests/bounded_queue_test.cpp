// SPDX-License-Identifier: Apache-2.0
// The queue between two threads: its bound, its order, its end and its counters.
#include "base/bounded_queue.hpp"

#include <deque>
#include <memory>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fairlead {
namespace {

TEST(BoundedQueue, gives_items_in_the_order_they_came) {
  BoundedQueue<int> queue("test", 3);
  EXPECT_TRUE(queue.push(1));
  EXPECT_TRUE(queue.push(2));
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_TRUE(queue.push(3));
  EXPECT_EQ(queue.drain(), (std::vector{2, 3}));
  EXPECT_EQ(queue.name(), "test");
  EXPECT_EQ(queue.capacity(), 3U);
}

TEST(BoundedQueue, turns_away_what_does_not_fit_and_leaves_it_with_its_owner) {
  BoundedQueue<std::unique_ptr<int>> queue("test", 1);
  EXPECT_TRUE(queue.try_push(std::make_unique<int>(1)));
  auto second = std::make_unique<int>(2);
  EXPECT_FALSE(queue.try_push(std::move(second)));
  ASSERT_NE(second, nullptr);  // NOLINT(bugprone-use-after-move): that is the promise
  EXPECT_EQ(*second, 2);
  EXPECT_EQ(queue.counters().turned_away, 1U);
}

TEST(BoundedQueue, after_close_takes_nothing_and_still_gives_what_is_inside) {
  BoundedQueue<int> queue("test", 3);
  EXPECT_TRUE(queue.push(1));
  EXPECT_TRUE(queue.push(2));
  queue.close();
  EXPECT_FALSE(queue.push(3));
  EXPECT_FALSE(queue.try_push(4));
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop_within(std::chrono::milliseconds(0)), 2);
  EXPECT_EQ(queue.pop(), std::nullopt);
  EXPECT_EQ(queue.pop_within(std::chrono::milliseconds(0)), std::nullopt);
  EXPECT_EQ(queue.counters().turned_away, 2U);
}

TEST(BoundedQueue, close_wakes_whoever_waits_for_room_or_for_an_item) {
  BoundedQueue<int> full("full", 1);
  BoundedQueue<int> empty("empty", 1);
  EXPECT_TRUE(full.push(1));
  bool pushed = true;
  std::optional<int> popped = 1;
  std::thread pusher([&] { pushed = full.push(2); });
  std::thread popper([&] { popped = empty.pop(); });
  while (full.counters().waited == 0) std::this_thread::yield();
  full.close();
  empty.close();
  pusher.join();
  popper.join();
  EXPECT_FALSE(pushed);
  EXPECT_EQ(popped, std::nullopt);
  EXPECT_EQ(full.drain(), std::vector{1});
}

TEST(BoundedQueue, waits_for_an_item_no_longer_than_its_patience) {
  BoundedQueue<int> queue("test", 1);
  EXPECT_EQ(queue.pop_within(std::chrono::milliseconds(1)), std::nullopt);
}

TEST(BoundedQueue, loses_and_repeats_nothing_between_many_threads) {
  constexpr int kPushers = 3;
  constexpr int kPoppers = 3;
  constexpr int kItems = 3000;
  BoundedQueue<int> queue("test", 7);
  std::vector<std::vector<int>> taken(kPoppers);
  std::vector<std::thread> pushers;
  std::vector<std::thread> poppers;
  for (int p = 0; p < kPushers; ++p) {
    pushers.emplace_back([&queue, p] {
      for (int i = 0; i < kItems; ++i) {
        if (!queue.push(p * kItems + i)) return;
      }
    });
  }
  for (auto& list : taken) {
    poppers.emplace_back([&queue, &list] {
      while (const auto item = queue.pop()) list.push_back(*item);
    });
  }
  for (auto& thread : pushers) thread.join();
  queue.close();
  for (auto& thread : poppers) thread.join();

  std::set<int> all;
  std::size_t count = 0;
  for (const auto& list : taken) {
    count += list.size();
    all.insert(list.begin(), list.end());
    // What one thread pushed comes out in order, also for each popper alone.
    for (int p = 0; p < kPushers; ++p) {
      int last = -1;
      for (const int item : list) {
        if (item / kItems != p) continue;
        EXPECT_GT(item, last);
        last = item;
      }
    }
  }
  EXPECT_EQ(count, std::size_t{kPushers} * kItems);
  EXPECT_EQ(all.size(), count);
  const QueueCounters counters = queue.counters();
  EXPECT_EQ(counters.pushed, count);
  EXPECT_EQ(counters.popped, count);
  EXPECT_EQ(counters.depth, 0U);
  EXPECT_LE(counters.depth_max, queue.capacity());
}

// Against the plainest queue there is.
RC_GTEST_PROP(BoundedQueue, does_what_a_list_with_a_bound_does, (const std::vector<std::uint8_t>& steps)) {
  const std::size_t capacity = *rc::gen::inRange<std::size_t>(1, 6);
  BoundedQueue<int> queue("test", capacity);
  std::deque<int> model;
  QueueCounters expected;
  bool closed = false;
  int next = 0;
  for (const std::uint8_t step : steps) {
    if (step < 150) {
      const bool fits = !closed && model.size() < capacity;
      RC_ASSERT(queue.try_push(int{next}) == fits);
      if (fits) {
        model.push_back(next);
        ++expected.pushed;
        expected.depth_max = std::max(expected.depth_max, model.size());
      } else {
        ++expected.turned_away;
      }
      ++next;
    } else if (step < 240) {
      const auto item = queue.pop_within(std::chrono::milliseconds(0));
      RC_ASSERT(item.has_value() == !model.empty());
      if (item) {
        RC_ASSERT(*item == model.front());
        model.pop_front();
        ++expected.popped;
      }
    } else if (step < 254) {
      const auto drained = queue.drain();
      RC_ASSERT(std::equal(drained.begin(), drained.end(), model.begin(), model.end()));
      expected.popped += model.size();
      model.clear();
    } else {
      queue.close();
      closed = true;
    }
    const QueueCounters counters = queue.counters();
    RC_ASSERT(counters.depth == model.size());
    RC_ASSERT(counters.depth_max == expected.depth_max);
    RC_ASSERT(counters.pushed == expected.pushed);
    RC_ASSERT(counters.popped == expected.popped);
    RC_ASSERT(counters.turned_away == expected.turned_away);
  }
}

}  // namespace
}  // namespace fairlead
