// SPDX-License-Identifier: Apache-2.0
// The contract suite of engine/store.hpp: every store must pass it. A test program includes this file once and says
//   INSTANTIATE_TEST_SUITE_P(Memory, StoreContract, testing::Values(MakeHarness{…}));
// The history is compared with a plain model: all slots so far, in a MemoryStore that never crashes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "testing/store_harness.hpp"

namespace fairlead::testing {

class StoreContract : public ::testing::TestWithParam<MakeHarness> {
 protected:
  void open(const HarnessLimits& limits = {}) { harness_ = GetParam()(limits); }
  engine::Store& store() { return harness_->store(); }
  engine::History& history() { return harness_->history(); }

  std::vector<std::uint64_t> replayed(std::uint64_t after) {
    std::vector<std::uint64_t> slots;
    const auto done = store().replay(after, [&](const engine::StoredSlot& slot) -> Result<void> {
      EXPECT_EQ(slot.event, sea_.event(slot.slot));
      EXPECT_EQ(slot.closed_at, sea_.closed_at(slot.slot));
      slots.push_back(slot.slot);
      return {};
    });
    EXPECT_TRUE(done) << done.error().message;
    return slots;
  }
  static std::vector<std::uint64_t> numbers(std::uint64_t first, std::uint64_t last) {
    std::vector<std::uint64_t> list;
    for (std::uint64_t i = first; i <= last; ++i) list.push_back(i);
    return list;
  }
  void append(std::uint64_t first, std::uint64_t last) {
    const auto done = append_slots(store(), sea_, first, last);
    ASSERT_TRUE(done) << done.error().message;
    ASSERT_TRUE(append_slots(model_, sea_, first, last));
  }
  void checkpoint(std::uint64_t slot) {
    const auto done = store().checkpoint({slot, sea_.state(slot)});
    ASSERT_TRUE(done) << done.error().message;
  }
  void expect_history_as_modelled(std::uint64_t newest) {
    EXPECT_EQ(history_difference(history(), model_, sea_, newest, newest), "");
  }

  SampleSea sea_{11};
  MemoryStore model_;
  std::unique_ptr<StoreHarness> harness_;
};

TEST_P(StoreContract, begins_empty) {
  open();
  EXPECT_EQ(store().newest_slot(), 0U);
  EXPECT_FALSE(store().newest_checkpoint()->has_value());
  EXPECT_TRUE(replayed(0).empty());
  EXPECT_FALSE(history().span()->has_value());
  EXPECT_TRUE(history().at(SampleSea::start(), std::chrono::hours(1))->empty());
  EXPECT_TRUE(history().of_track(domain::TrackId(1), SampleSea::start(), SampleSea::start(), 10)->points.empty());
}

TEST_P(StoreContract, keeps_slots_through_a_crash) {
  open();
  append(1, 1);
  append(2, 40);
  harness_->crash();
  EXPECT_EQ(store().newest_slot(), 40U);
  EXPECT_EQ(replayed(0), numbers(1, 40));
  EXPECT_EQ(replayed(17), numbers(18, 40));
  EXPECT_TRUE(replayed(40).empty());
  EXPECT_TRUE(replayed(1'000).empty());
}

TEST_P(StoreContract, takes_an_empty_group_for_nothing) {
  open();
  EXPECT_TRUE(store().append({}));
  EXPECT_EQ(store().newest_slot(), 0U);
}

TEST_P(StoreContract, refuses_gaps_and_repetitions_whole) {
  open();
  append(1, 5);
  const auto refused = [&](std::vector<std::uint64_t> slots) {
    std::vector<engine::SlotRecord> group;
    for (const std::uint64_t slot : slots) group.push_back(sea_.slot(slot));
    const auto done = store().append(group);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::conflict);
    EXPECT_EQ(store().newest_slot(), 5U);
  };
  refused({5});
  refused({7});
  refused({6, 8});
  refused({6, 7, 7});
  refused({6, 5});
  append(6, 7);
  EXPECT_EQ(replayed(0), numbers(1, 7));
  expect_history_as_modelled(7);
}

TEST_P(StoreContract, stops_a_replay_at_the_first_error_of_the_visitor) {
  open();
  append(1, 9);
  std::uint64_t seen = 0;
  const auto done = store().replay(2, [&](const engine::StoredSlot& slot) -> Result<void> {
    seen = slot.slot;
    if (slot.slot == 5) return fail(ErrorCode::timed_out, "enough");
    return {};
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::timed_out);
  EXPECT_EQ(done.error().message, "enough");
  EXPECT_EQ(seen, 5U);
  append(10, 11);
  EXPECT_EQ(replayed(8), numbers(9, 11));
}

TEST_P(StoreContract, gives_back_the_newest_checkpoint) {
  open();
  append(1, 3);
  checkpoint(3);
  append(4, 9);
  checkpoint(9);
  append(10, 12);
  for (int round = 0; round < 2; ++round) {
    const auto found = store().newest_checkpoint();
    ASSERT_TRUE(found && found->has_value());
    EXPECT_EQ((*found)->slot, 9U);
    EXPECT_EQ((*found)->state, sea_.state(9));
    harness_->crash();
  }
  EXPECT_EQ(replayed(9), numbers(10, 12));
}

TEST_P(StoreContract, refuses_a_checkpoint_that_is_not_of_the_newest_slot) {
  open();
  append(1, 3);
  for (const std::uint64_t slot : {std::uint64_t{2}, std::uint64_t{4}}) {
    const auto done = store().checkpoint({slot, "state"});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::conflict);
  }
  EXPECT_FALSE(store().newest_checkpoint()->has_value());
}

TEST_P(StoreContract, shows_history_before_between_and_after_checkpoints) {
  open();
  append(1, 120);
  expect_history_as_modelled(120);
  checkpoint(120);
  expect_history_as_modelled(120);
  append(121, 300);
  expect_history_as_modelled(300);
  checkpoint(300);
  expect_history_as_modelled(300);
  harness_->reopen();
  expect_history_as_modelled(300);
}

TEST_P(StoreContract, rebuilds_history_from_the_journal_after_a_crash) {
  open();
  append(1, 100);
  checkpoint(100);
  append(101, 260);
  harness_->crash();
  ASSERT_EQ(recover(store(), sea_), 160U);
  expect_history_as_modelled(260);
  append(261, 270);
  expect_history_as_modelled(270);
  harness_->crash();
  ASSERT_EQ(recover(store(), sea_), 170U);
  checkpoint(270);
  harness_->reopen();
  ASSERT_EQ(recover(store(), sea_), 0U);
  expect_history_as_modelled(270);
}

TEST_P(StoreContract, remembers_a_slot_once_however_often_it_is_told) {
  open();
  append(1, 30);
  ASSERT_TRUE(store().remember(7, sea_.history(7)));
  expect_history_as_modelled(30);
  harness_->crash();
  for (std::uint64_t slot = 1; slot <= 30; ++slot) {
    ASSERT_TRUE(store().remember(slot, sea_.history(slot)));
    ASSERT_TRUE(store().remember(slot, sea_.history(slot)));
  }
  expect_history_as_modelled(30);
  EXPECT_FALSE(store().remember(31, sea_.history(31)));
}

TEST_P(StoreContract, keeps_history_that_went_to_disk_before_a_checkpoint_asked) {
  HarnessLimits limits;
  limits.waiting_points_max = 64;
  open(limits);
  for (std::uint64_t slot = 1; slot <= 200; slot += 4) append(slot, slot + 3);
  expect_history_as_modelled(200);
  harness_->crash();
  ASSERT_EQ(recover(store(), sea_), 200U);
  expect_history_as_modelled(200);
  append(201, 203);
  checkpoint(203);
  expect_history_as_modelled(203);
}

TEST_P(StoreContract, cuts_a_track_at_the_limit_and_says_so) {
  open();
  engine::SlotRecord slot{1, SampleSea::start(), "e", {}};
  for (int i = 0; i < 1'000; ++i) {
    engine::HistoryPoint point;
    point.track = domain::TrackId(7);
    point.at = SampleSea::start() + std::chrono::minutes(i * 5);  // over several days
    point.position = *geo::Position::from_units(i, -i);
    slot.history.push_back(point);
  }
  ASSERT_TRUE(store().append({&slot, 1}));
  ASSERT_TRUE(store().checkpoint({1, ""}));
  const Instant from = SampleSea::start();
  const Instant to = from + std::chrono::days(9);
  for (const std::size_t limit : {std::size_t{0}, std::size_t{1}, std::size_t{999}, std::size_t{1'000}, SIZE_MAX}) {
    const auto found = history().of_track(domain::TrackId(7), from, to, limit);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->truncated, limit < 1'000);
    ASSERT_EQ(found->points.size(), std::min<std::size_t>(limit, 1'000));
    if (limit > 0) {
      EXPECT_EQ(found->points.back(), slot.history.back());
    }
  }
}

TEST_P(StoreContract, keeps_moments_of_any_year) {
  open();
  engine::SlotRecord slot{1, SampleSea::start(), "e", {}};
  const std::vector<Instant> moments{Instant::from_unix_ms(INT64_MIN),
                                     Instant::from_civil(1, 1, 1),
                                     Instant::from_unix_ms(-1),
                                     Instant::from_unix_ms(0),
                                     Instant::from_civil(9999, 12, 31, 23, 59, 59, 999),
                                     Instant::from_unix_ms(INT64_MAX)};
  for (const Instant at : moments) {
    engine::HistoryPoint point;
    point.track = domain::TrackId(3);
    point.at = at;
    slot.history.push_back(point);
  }
  ASSERT_TRUE(store().append({&slot, 1}));
  for (int round = 0; round < 2; ++round) {
    const auto found = history().of_track(domain::TrackId(3), moments.front(), moments.back(), 100);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->points, slot.history);
    EXPECT_EQ((*history().span())->from, moments.front());
    EXPECT_EQ((*history().span())->to, moments.back());
    const auto last = history().at(Instant::from_unix_ms(5), Duration(10));
    ASSERT_EQ(last->size(), 1U);
    EXPECT_EQ(last->front(), slot.history[3]);
    const auto done = store().checkpoint({1, ""});
    ASSERT_TRUE(done) << done.error().message;
  }
}

TEST_P(StoreContract, removes_old_slots_but_none_after_the_checkpoint) {
  HarnessLimits limits;
  limits.journal_age = std::chrono::minutes(60);
  open(limits);
  append(1, 100);
  const Instant late = sea_.closed_at(100) + std::chrono::hours(24);
  EXPECT_EQ(store().retire(late)->slots, 0U);
  EXPECT_EQ(replayed(0), numbers(1, 100));
  checkpoint(100);
  append(101, 160);
  EXPECT_EQ(store().retire(sea_.closed_at(130))->slots, 69U);
  EXPECT_EQ(replayed(69), numbers(70, 160));
  EXPECT_EQ(store().retire(late)->slots, 31U);
  EXPECT_EQ(replayed(100), numbers(101, 160));
  EXPECT_EQ(store().newest_slot(), 160U);
  harness_->crash();
  ASSERT_EQ(recover(store(), sea_), 60U);
  expect_history_as_modelled(160);
  checkpoint(160);
  EXPECT_EQ(store().retire(late)->slots, 60U);
  harness_->reopen();
  EXPECT_EQ(store().newest_slot(), 160U);
  EXPECT_TRUE(replayed(160).empty());
  append(161, 162);
  EXPECT_EQ(replayed(160), numbers(161, 162));
}

TEST_P(StoreContract, removes_slots_when_the_journal_is_too_large) {
  HarnessLimits limits;
  limits.journal_bytes = 400'000;
  open(limits);
  std::string noise;
  for (std::uint64_t slot = 1; slot <= 40; ++slot) {
    noise.clear();
    for (std::uint64_t i = 0; i < 40'000; ++i) noise.push_back(static_cast<char>(mixed(slot, i)));
    const engine::SlotRecord record{slot, sea_.closed_at(slot), noise, {}};
    ASSERT_TRUE(store().append({&record, 1}));
  }
  ASSERT_TRUE(store().checkpoint({40, "s"}));
  const auto retired = store().retire(sea_.closed_at(40));
  ASSERT_TRUE(retired);
  EXPECT_GE(retired->slots, 29U);
  EXPECT_LE(retired->slots, 34U);
  EXPECT_GE(retired->bytes, 1'100'000U);
  EXPECT_EQ(store().newest_slot(), 40U);
}

TEST_P(StoreContract, removes_days_by_age_but_keeps_an_old_recording_received_today) {
  HarnessLimits limits;
  limits.history_age = std::chrono::days(10);
  open(limits);
  const Instant today = Instant::from_civil(2026, 6, 20, 12);
  const auto point = [&](Instant at) {
    engine::HistoryPoint p;
    p.track = domain::TrackId(5);
    p.at = at;
    return p;
  };
  const auto days_kept = [&] {
    std::set<std::int64_t> days;
    const auto found = history().of_track(domain::TrackId(5), Instant::from_civil(2001, 1, 1), today, 1'000);
    for (const auto& p : found->points) days.insert(utc_day(p.at));
    return days.size();
  };
  std::uint64_t slot = 0;
  for (int day = 30; day > 0; --day) {
    const engine::SlotRecord record{
        ++slot, today - std::chrono::days(day), "e", {point(today - std::chrono::days(day))}};
    ASSERT_TRUE(store().append({&record, 1}));
  }
  const engine::SlotRecord recording{++slot, today, "e", {point(Instant::from_civil(2017, 5, 5))}};
  ASSERT_TRUE(store().append({&recording, 1}));
  EXPECT_EQ(days_kept(), 31U);
  ASSERT_TRUE(store().checkpoint({slot, ""}));
  const auto retired = store().retire(today);
  ASSERT_TRUE(retired);
  EXPECT_EQ(retired->days, 20U);
  EXPECT_GT(retired->bytes, 0U);
  EXPECT_EQ(days_kept(), 11U);
  EXPECT_EQ((*history().span())->from, Instant::from_civil(2017, 5, 5));
  EXPECT_EQ(store().retire(today + std::chrono::days(400))->days, 10U);
  EXPECT_EQ(days_kept(), 1U);
  harness_->reopen();
  EXPECT_EQ(days_kept(), 1U);
}

TEST_P(StoreContract, removes_the_oldest_days_when_history_is_too_large) {
  HarnessLimits limits;
  limits.history_bytes = 1;
  open(limits);
  append(1, 700);
  checkpoint(700);
  const auto before = history().span();
  const auto retired = store().retire(sea_.closed_at(700));
  ASSERT_TRUE(retired);
  EXPECT_GE(retired->days, 1U);
  const auto after = history().span();
  ASSERT_TRUE(after && after->has_value());
  EXPECT_EQ(utc_day((*after)->from), utc_day((*after)->to));
  EXPECT_EQ((*after)->to, (*before)->to);
}

// Any mixture of appending, checkpoints, crashes and clean closes leaves the slots and the history of the model.
TEST_P(StoreContract, equals_its_model_whatever_happens) {
  const char* const rounds = std::getenv("FAIRLEAD_STORE_ROUNDS");
  const std::uint64_t seeds = rounds == nullptr ? 12 : std::strtoull(rounds, nullptr, 10);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    HarnessLimits limits;
    limits.waiting_points_max = seed % 3 == 0 ? 1 + seed : 1'000'000;
    open(limits);
    const SampleSea sea(seed, 1 + seed % 9);
    MemoryStore model;
    std::uint64_t newest = 0;
    for (std::uint64_t step = 0; step < 40; ++step) {
      const std::uint64_t dice = mixed(seed * 1'000, step);
      switch (dice % 8) {
        case 0: {
          const auto done = store().checkpoint({newest, sea.state(newest)});
          ASSERT_TRUE(done) << done.error().message;
          break;
        }
        case 1:
          harness_->crash();
          ASSERT_TRUE(recover(store(), sea));
          break;
        case 2:
          harness_->reopen();
          ASSERT_TRUE(recover(store(), sea));
          break;
        default: {
          const std::uint64_t last = newest + 1 + dice / 8 % 60;
          const auto done = append_slots(store(), sea, newest + 1, last);
          ASSERT_TRUE(done) << done.error().message;
          ASSERT_TRUE(append_slots(model, sea, newest + 1, last));
          newest = last;
        }
      }
      ASSERT_EQ(store().newest_slot(), newest);
      ASSERT_EQ(history_difference(history(), model, sea, newest, step), "");
    }
  }
}

}  // namespace fairlead::testing
