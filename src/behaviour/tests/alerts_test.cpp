// SPDX-License-Identifier: Apache-2.0
// The life of alerts.
#include "behaviour/alerts.hpp"

#include <gtest/gtest.h>

namespace fairlead::behaviour {
namespace {

using namespace std::chrono_literals;
using domain::Priority;

const Instant kNow = Instant::from_civil(2026, 5, 4, 23, 50);

FindingChange change(std::uint64_t number, Priority priority = Priority::warning, Duration begins = 0s,
                     std::optional<Duration> ends = std::nullopt, std::uint64_t track = 1) {
  FindingChange c;
  c.number = number;
  c.kind = ends ? ChangeKind::ended : ChangeKind::opened;
  c.finding.id = "F-" + std::to_string(number);
  c.finding.rule = "gone_dark";
  c.finding.rule_version = 1;
  c.finding.priority = priority;
  c.finding.tracks = {domain::TrackId(track)};
  c.finding.begins_at = kNow + begins;
  if (ends) c.finding.ends_at = kNow + *ends;
  return c;
}

AlertState state(const AlertBook& book, std::uint64_t number) { return book.find(number)->state; }

TEST(Alerts, go_from_unacknowledged_to_acknowledged_to_rectified) {
  AlertBook book;
  book.follow({change(1)}, kNow);
  EXPECT_EQ(state(book, 1), AlertState::unacknowledged);
  EXPECT_TRUE(book.find(1)->wants_attention(kNow));
  ASSERT_TRUE(book.acknowledge(1, "ana", kNow));
  EXPECT_EQ(state(book, 1), AlertState::acknowledged);
  EXPECT_FALSE(book.acknowledge(1, "ben", kNow));
  book.follow({change(1, Priority::warning, 0s, 10min)}, kNow);
  EXPECT_EQ(state(book, 1), AlertState::rectified);
  EXPECT_TRUE(book.open().empty());
}

TEST(Alerts, that_end_before_anybody_acknowledged_stay) {
  AlertBook book;
  book.follow({change(1), change(2, Priority::caution, 0s, std::nullopt, 2)}, kNow);
  book.follow({change(1, Priority::warning, 0s, 10min), change(2, Priority::caution, 0s, 10min, 2)}, kNow);
  EXPECT_EQ(state(book, 1), AlertState::rectified_unacknowledged);
  EXPECT_EQ(state(book, 2), AlertState::rectified);
  ASSERT_TRUE(book.acknowledge(1, "ana", kNow));
  EXPECT_EQ(state(book, 1), AlertState::rectified);
}

TEST(Alerts, are_silent_for_half_a_minute_and_then_loud_again) {
  AlertBook book;
  book.follow({change(1)}, kNow);
  ASSERT_TRUE(book.silence(1, "ana", kNow, 10min));
  EXPECT_FALSE(book.find(1)->wants_attention(kNow + 29s));
  EXPECT_TRUE(book.find(1)->wants_attention(kNow + 30s));
}

TEST(Alerts, muted_in_the_behaviours_time_do_not_return_however_late_they_are_computed) {
  AlertBook book;
  book.follow({change(1)}, kNow);
  ASSERT_TRUE(book.mute(1, "ana", kNow, kNow + 2h));
  EXPECT_FALSE(book.find(1)->wants_attention(kNow));
  // The same behaviour again, begun within, told five hours later; one that began after; one of another vessel.
  book.follow({change(2, Priority::warning, 119min), change(3, Priority::warning, 120min),
               change(4, Priority::warning, 1h, std::nullopt, 2)},
              kNow + 5h);
  EXPECT_FALSE(book.find(2)->wants_attention(kNow + 5h));
  EXPECT_TRUE(book.find(3)->wants_attention(kNow + 5h));
  EXPECT_TRUE(book.find(4)->wants_attention(kNow + 5h));
  ASSERT_TRUE(book.unmute(2, "ana", kNow + 5h));
  EXPECT_TRUE(book.find(2)->wants_attention(kNow + 5h));
}

TEST(Alerts, of_distress_cannot_be_muted_and_a_higher_priority_is_loud_again) {
  AlertBook book;
  book.follow({change(1, Priority::emergency), change(2)}, kNow);
  EXPECT_FALSE(book.mute(1, "ana", kNow, kNow + 1h));
  ASSERT_TRUE(book.mute(2, "ana", kNow, kNow + 1h));
  ASSERT_TRUE(book.acknowledge(2, "ana", kNow));
  book.follow({change(2, Priority::alarm)}, kNow + 1min);
  EXPECT_TRUE(book.find(2)->wants_attention(kNow + 1min));
  EXPECT_EQ(state(book, 2), AlertState::unacknowledged);
}

TEST(Alerts, are_judged_and_count_for_their_rule) {
  AlertBook book;
  book.follow({change(1), change(2), change(3)}, kNow);
  ASSERT_TRUE(book.judge(1, "ana", kNow, true, ""));
  EXPECT_FALSE(book.judge(2, "ana", kNow, false, ""));
  ASSERT_TRUE(book.judge(2, "ana", kNow, false, "ferry in its berth"));
  Precision p = book.precision().at({"gone_dark", 1});
  EXPECT_EQ(p, (Precision{3, 1, 1}));
  EXPECT_DOUBLE_EQ(*p.value(), 0.5);
  ASSERT_TRUE(book.judge(2, "ben", kNow, true, "was worth it"));  // judged again counts once
  EXPECT_EQ(book.precision().at({"gone_dark", 1}), (Precision{3, 2, 0}));
}

TEST(Alerts, are_handed_over_with_the_watch) {
  AlertBook book;
  book.follow({change(1), change(2), change(3), change(4, Priority::caution, 0s, 1min)}, kNow);
  ASSERT_TRUE(book.take_over(1, "ana", kNow));
  ASSERT_TRUE(book.take_over(2, "cem", kNow));
  EXPECT_EQ(book.hand_over("ana", "ben", kNow), 2U);
  EXPECT_EQ(book.find(1)->responsible, "ben");
  EXPECT_EQ(book.find(2)->responsible, "cem");
  EXPECT_EQ(book.find(3)->responsible, "ben");
}

TEST(Alerts, are_listed_the_most_urgent_first) {
  AlertBook book;
  book.follow({change(1, Priority::caution), change(2, Priority::alarm), change(3, Priority::emergency),
               change(4, Priority::alarm)},
              kNow);
  ASSERT_TRUE(book.acknowledge(4, "ana", kNow));
  std::vector<std::uint64_t> order;
  for (const Alert* a : book.open()) order.push_back(a->number);
  EXPECT_EQ(order, (std::vector<std::uint64_t>{3, 2, 4, 1}));
}

TEST(Alerts, are_the_same_after_a_restore_and_bounded) {
  AlertLimits limits;
  limits.kept_max = 10;
  AlertBook book(limits);
  for (std::uint64_t n = 1; n <= 30; ++n) {
    book.follow({change(n, Priority::caution, 0s, n < 25 ? std::optional<Duration>(1min) : std::nullopt)}, kNow);
  }
  EXPECT_EQ(book.size(), 10U);
  EXPECT_EQ(book.precision().at({"gone_dark", 1}).raised, 30U);
  ASSERT_TRUE(book.judge(30, "ana", kNow, false, "noise"));
  ASSERT_TRUE(book.mute(29, "ana", kNow, kNow + 1h));
  wire::ByteWriter out;
  book.save(out);
  wire::ByteReader in(out.view());
  auto restored = AlertBook::restore(in, limits);
  ASSERT_TRUE(restored);
  wire::ByteWriter again;
  restored->save(again);
  EXPECT_EQ(out.view(), again.view());
  for (std::size_t n = 0; n < out.size(); n += 7) {
    wire::ByteReader cut(out.view().substr(0, n));
    EXPECT_FALSE(AlertBook::restore(cut));
  }
}

}  // namespace
}  // namespace fairlead::behaviour
