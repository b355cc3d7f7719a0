// SPDX-License-Identifier: Apache-2.0
#include "engine/inbox.hpp"

#include <thread>

#include <gtest/gtest.h>

#include "sample.hpp"

namespace fairlead::engine {
namespace {

domain::ObservationBatch batch_of(std::uint32_t source, std::vector<domain::Observation> observations) {
  for (auto& o : observations) o.source = domain::SourceId(source);
  return {domain::SourceId(source), std::move(observations), {}, {}};
}

domain::Observation at_second(std::uint32_t mmsi, int second) {
  return report(mmsi, kNoon + std::chrono::seconds(second), 50, -4);
}

TEST(Inbox, drops_repeats_of_one_ship_first_and_keeps_the_newest) {
  Inbox inbox(4);
  EXPECT_EQ(inbox.offer(batch_of(1, {at_second(1, 0), at_second(2, 0), at_second(1, 1), at_second(1, 2)})), 0U);
  EXPECT_EQ(inbox.offer(batch_of(2, {at_second(3, 3)})), 2U);
  const auto taken = inbox.take_all();
  ASSERT_EQ(taken.size(), 2U);
  ASSERT_EQ(taken[0].observations.size(), 2U);
  EXPECT_EQ(taken[0].observations[0].mmsi->number(), 2U);
  EXPECT_EQ(taken[0].observations[1].received_at, kNoon + std::chrono::seconds(2));
  EXPECT_EQ(inbox.dropped().at(domain::SourceId(1)), 2U);
  EXPECT_FALSE(inbox.dropped().contains(domain::SourceId(2)));
}

TEST(Inbox, never_drops_static_data_as_a_repeat) {
  Inbox inbox(2);
  EXPECT_EQ(inbox.offer(batch_of(1, {named(1, kNoon, "PETREL"), at_second(1, 0)})), 0U);
  EXPECT_EQ(inbox.offer(batch_of(1, {at_second(1, 1)})), 1U);
  const auto taken = inbox.take_all();
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_TRUE(taken[0].observations.at(0).claims.has_value());
}

TEST(Inbox, drops_the_newest_arrivals_when_every_ship_is_another) {
  Inbox inbox(3);
  std::vector<domain::Observation> many;
  for (std::uint32_t ship = 0; ship < 10; ++ship) many.push_back(at_second(ship, 0));
  EXPECT_EQ(inbox.offer(batch_of(1, many)), 7U);
  EXPECT_EQ(inbox.size(), 3U);
  EXPECT_EQ(inbox.offer(batch_of(2, {at_second(99, 0)})), 1U);
  EXPECT_EQ(inbox.dropped().at(domain::SourceId(2)), 1U);
}

TEST(Inbox, leaves_a_waiting_sources_batch_untouched_when_there_is_no_room) {
  Inbox inbox(2);
  auto first = batch_of(1, {at_second(1, 0), at_second(2, 0)});
  EXPECT_TRUE(inbox.try_offer(first));
  auto second = batch_of(1, {at_second(3, 0)});
  EXPECT_FALSE(inbox.try_offer(second));
  EXPECT_EQ(second.observations.size(), 1U);
  static_cast<void>(inbox.take_all());
  EXPECT_TRUE(inbox.try_offer(second));
}

TEST(Inbox, never_drops_what_it_took_from_a_source_that_waits) {
  Inbox inbox(4);
  auto waiting = batch_of(1, {at_second(1, 0), at_second(1, 1), at_second(1, 2)});
  ASSERT_TRUE(inbox.try_offer(waiting));
  // A live source floods with the same ship and with others.
  EXPECT_EQ(inbox.offer(batch_of(2, {at_second(1, 3), at_second(1, 4), at_second(2, 4), at_second(3, 4)})), 3U);
  std::size_t from_waiting = 0;
  for (const auto& batch : inbox.take_all()) {
    if (batch.source == domain::SourceId(1)) from_waiting += batch.observations.size();
  }
  EXPECT_EQ(from_waiting, 3U);
  EXPECT_FALSE(inbox.dropped().contains(domain::SourceId(1)));
}

TEST(Inbox, takes_a_batch_larger_than_itself_when_it_is_empty) {
  Inbox inbox(2);
  auto large = batch_of(1, {at_second(1, 0), at_second(2, 0), at_second(3, 0)});
  EXPECT_TRUE(inbox.try_offer(large));
  EXPECT_EQ(inbox.size(), 3U);
}

TEST(Inbox, wakes_whoever_waits_for_room) {
  Inbox inbox(2);
  auto full = batch_of(1, {at_second(1, 0), at_second(2, 0)});
  ASSERT_TRUE(inbox.try_offer(full));
  std::thread taker([&] { static_cast<void>(inbox.take_all()); });
  EXPECT_TRUE(inbox.wait_for_room(std::chrono::seconds(10)));
  taker.join();
}

TEST(Inbox, counts_what_comes_after_it_closed_as_dropped) {
  Inbox inbox(10);
  inbox.close();
  EXPECT_EQ(inbox.offer(batch_of(1, {at_second(1, 0)})), 1U);
  EXPECT_EQ(inbox.size(), 0U);
  auto batch = batch_of(1, {at_second(1, 0)});
  EXPECT_FALSE(inbox.try_offer(batch));
}

// Whatever is offered, what comes out and what was dropped add up, and the bound holds.
TEST(Inbox, keeps_its_bound_and_its_books_under_a_flood) {
  Dice dice(7);
  Inbox inbox(100);
  std::uint64_t offered = 0;
  std::uint64_t dropped = 0;
  std::uint64_t taken = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<domain::Observation> some;
    for (unsigned n = dice.below(60); n > 0; --n) some.push_back(at_second(dice.below(50), round));
    offered += some.size();
    dropped += inbox.offer(batch_of(1 + dice.below(3), some));
    ASSERT_LE(inbox.size(), 100U);
    if (dice.below(10) == 0) {
      for (const auto& batch : inbox.take_all()) taken += batch.observations.size();
    }
  }
  EXPECT_EQ(offered, dropped + taken + inbox.size());
  std::uint64_t counted = 0;
  for (const auto& [source, count] : inbox.dropped()) counted += count;
  EXPECT_EQ(counted, dropped);
}

}  // namespace
}  // namespace fairlead::engine
