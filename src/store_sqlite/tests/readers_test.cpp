// SPDX-License-Identifier: Apache-2.0
// Readers beside the writer: what was appended before a question is in the answer, once, while positions move from
// memory to the day files and old days go.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "sqlite_harness.hpp"

namespace fairlead::store_sqlite {
namespace {

constexpr domain::TrackId kTrack(7);
const Instant kStart = Instant::from_civil(2026, 3, 14, 23, 50);

// One position a slot and track, a second apart, so that midnight comes in the middle.
engine::SlotRecord slot_of(std::uint64_t number) {
  engine::SlotRecord slot{number, kStart + std::chrono::seconds(number), "event", {}};
  for (const std::uint64_t track : {kTrack.number(), kTrack.number() + 1}) {
    engine::HistoryPoint point;
    point.track = domain::TrackId(track);
    point.at = slot.closed_at;
    point.position = *geo::Position::from_units(static_cast<std::int32_t>(number), 0);
    slot.history.push_back(point);
  }
  return slot;
}

struct Told {
  std::atomic<std::uint64_t> newest{0};
  std::atomic<bool> over{false};
};

// Looks until it is over; returns what was wrong first.
std::string look(engine::History& history, const Told& told, std::uint64_t& looks) {
  const Instant far = kStart + std::chrono::days(2);
  while (!told.over) {
    ++looks;
    const std::uint64_t newest = told.newest;
    const auto found = history.of_track(kTrack, kStart, far, 1'000'000);
    if (!found) return found.error().message;
    if (found->points.size() < newest) return "of_track misses what was appended before";
    for (std::size_t i = 0; i < found->points.size(); ++i) {
      if (found->points[i].position.latitude_units() == static_cast<std::int32_t>(i + 1)) continue;
      return "of_track has a gap or a double at " + std::to_string(i);
    }
    const auto last = history.at(far, std::chrono::days(3));
    if (!last) return last.error().message;
    if (newest > 0 && last->size() != 2) return "at misses a track";
    for (const auto& point : *last) {
      if (point.position.latitude_units() < static_cast<std::int32_t>(newest)) return "at is behind";
    }
    const auto span = history.span();
    if (!span) return span.error().message;
    if (newest > 0 && (*span)->to < kStart + std::chrono::seconds(newest)) return "the span is behind";
  }
  return {};
}

TEST(Readers, see_each_position_once_while_the_writer_works) {
  const TestFolder home;
  StoreLimits limits;
  limits.waiting_points_max = 150;
  const auto store = open_or_die(home.data(), limits);
  Told told;
  std::array<std::string, 2> wrong;
  std::array<std::uint64_t, 2> looks{};
  std::vector<std::jthread> readers;
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    readers.emplace_back([&, i] { wrong[i] = look(store->history(), told, looks[i]); });
  }
  for (std::uint64_t slot = 1; slot <= 1'200; ++slot) {
    const engine::SlotRecord record = slot_of(slot);
    const auto done = store->append({&record, 1});
    EXPECT_TRUE(done) << done.error().message;
    told.newest = slot;
    if (slot % 40 == 0) {
      EXPECT_TRUE(store->checkpoint({slot, "state"}));
    }
  }
  told.over = true;
  readers.clear();
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    EXPECT_EQ(wrong[i], "");
    EXPECT_GT(looks[i], 0U);
  }
  EXPECT_EQ(problems_of(home.data()), "");
}

TEST(Readers, live_through_the_removal_of_days) {
  const TestFolder home;
  StoreLimits limits;
  limits.history_bytes = 1;
  const auto store = open_or_die(home.data(), limits);
  std::atomic<bool> over{false};
  std::string wrong;
  {
    std::jthread reader([&] {
      while (!over && wrong.empty()) {
        const auto found = store->history().of_track(kTrack, kStart, kStart + std::chrono::days(60), 100);
        if (!found) wrong = found.error().message;
        const auto last = store->history().at(kStart + std::chrono::days(60), std::chrono::days(60));
        if (!last) wrong = last.error().message;
        const auto span = store->history().span();
        if (!span) wrong = span.error().message;
      }
    });
    for (std::uint64_t slot = 1; slot <= 30; ++slot) {
      engine::SlotRecord record = slot_of(slot);
      for (auto& point : record.history) point.at = point.at + std::chrono::days(slot);
      EXPECT_TRUE(store->append({&record, 1}));
      EXPECT_TRUE(store->checkpoint({slot, ""}));
      EXPECT_TRUE(store->retire(record.closed_at));
    }
    over = true;
  }
  EXPECT_EQ(wrong, "");
}

}  // namespace
}  // namespace fairlead::store_sqlite
