// SPDX-License-Identifier: Apache-2.0
// The log of a partner: what can be seen of it is a function of time.
#include "ledger/clocked_log.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/verify.hpp"
#include "sample.hpp"

namespace fairlead::ledger {
namespace {

constexpr const char* kPartner = "ledger.example.org/p/7c1f";

const Signer& key() {
  static const Signer signer = sample::signer(3, kPartner);
  return signer;
}
PaddingPlan plan() { return {sample::time_of(0), Duration(1000), 4}; }
Instant after(std::int64_t ms) { return sample::time_of(0) + Duration(ms); }

TicksClosed close(ClockedLog& log, Instant now, std::uint8_t seed = 1) {
  SaltStream::Seed bytes;
  bytes.fill(seed);
  SaltStream salts(bytes);
  const Signer* keys[] = {&key()};
  auto closed = log.close(now, salts, keys);
  EXPECT_TRUE(closed);
  return std::move(*closed);
}

std::string delivery(std::uint64_t i) {
  Delivery delivery;
  delivery.release = "r-" + std::to_string(i);
  delivery.purpose = "search-and-rescue";
  delivery.objects = i;
  return canonical_bytes({sample::time_of(i), delivery});
}

RC_GTEST_PROP(ClockedLog, has_a_size_that_time_alone_decides, ()) {
  ClockedLog busy = *ClockedLog::create(kPartner, plan(), 1000);
  ClockedLog idle = *ClockedLog::create(kPartner, plan(), 1000);
  MemoryLog store;
  std::vector<std::string> offered;
  std::vector<std::uint64_t> index_of(200, ~0ULL);
  std::int64_t now = 0;
  const auto steps = *rc::gen::inRange(1, 20);
  for (int step = 0; step < steps; ++step) {
    for (int n = *rc::gen::inRange(0, 10); n > 0; --n) {
      const auto ticket = busy.offer(sample::salt(offered.size()), delivery(offered.size()));
      RC_ASSERT(*ticket == offered.size());
      offered.push_back(delivery(offered.size()));
    }
    now += *rc::gen::inRange(-500, 2500);  // clocks go back, too
    const auto a = close(busy, after(now));
    const auto b = close(idle, after(now));
    RC_ASSERT(busy.ledger().size() == idle.ledger().size());
    RC_ASSERT(busy.ledger().size() == plan().size_after(busy.ticks()));
    RC_ASSERT(a.checkpoint.has_value() == b.checkpoint.has_value());
    if (a.checkpoint) RC_ASSERT(a.checkpoint->note.size() == b.checkpoint->note.size());
    RC_ASSERT(a.writes.size() == b.writes.size());
    for (const Writes& writes : a.writes) RC_ASSERT(store.commit(writes).has_value());
    for (const Placed& placed : a.placed) index_of[placed.ticket] = placed.index;
    busy = *ClockedLog::restore(busy.state());
  }
  RC_ASSERT(busy.waiting() <= offered.size());
  const std::uint64_t placed = offered.size() - busy.waiting();
  const Verifier trusted[] = {key().verifier()};
  for (std::uint64_t ticket = 0; ticket < placed; ++ticket) {
    if (ticket > 0) RC_ASSERT(index_of[ticket] > index_of[ticket - 1]);
    const auto opened = open_receipt(*prove(store, index_of[ticket], true), trusted);
    RC_ASSERT(opened.has_value());
    RC_ASSERT(canonical_bytes(opened->record) == offered[ticket]);
  }
  if (busy.ticks() != 0) RC_ASSERT(verify(store, trusted).good());
}

TEST(ClockedLog, lets_overflow_wait_and_then_refuses) {
  ClockedLog log = *ClockedLog::create(kPartner, plan(), 6);
  for (std::uint64_t i = 0; i < 6; ++i) ASSERT_TRUE(log.offer(sample::salt(i), delivery(i)));
  EXPECT_EQ(log.offer(sample::salt(6), delivery(6)).error().code, ErrorCode::full);
  auto closed = close(log, after(1000));
  ASSERT_EQ(closed.placed.size(), 4U);
  EXPECT_EQ(closed.placed[3].index, 3U);
  EXPECT_EQ(log.waiting(), 2U);
  closed = close(log, after(2000));
  ASSERT_EQ(closed.placed.size(), 2U);
  EXPECT_EQ(closed.placed[0].ticket, 4U);
  EXPECT_EQ(closed.placed[0].index, 4U);
  EXPECT_EQ(log.ledger().size(), 8U);
}

TEST(ClockedLog, closes_missed_ticks_late_and_bounded) {
  ClockedLog log = *ClockedLog::create(kPartner, plan(), 6);
  EXPECT_FALSE(close(log, after(999)).checkpoint);
  EXPECT_FALSE(close(log, after(-1'000'000)).checkpoint);
  const auto first = close(log, after(1000LL * 25'000));
  EXPECT_EQ(log.ticks(), ClockedLog::kTicksMax);
  EXPECT_EQ(first.ticks_left, 15'000U);
  close(log, after(1000LL * 25'000));
  EXPECT_EQ(close(log, after(1000LL * 25'000)).ticks_left, 0U);
  EXPECT_EQ(log.ledger().size(), 100'000U);
  SaltStream salts({});
  const Signer stranger = sample::signer(1, "stranger");
  const Signer* keys[] = {&stranger};
  EXPECT_FALSE(log.close(after(1000LL * 25'001), salts, keys));
  EXPECT_EQ(log.ledger().size(), 100'000U);
}

TEST(ClockedLog, has_entries_that_look_alike) {
  ClockedLog log = *ClockedLog::create(kPartner, plan(), 6);
  ASSERT_TRUE(log.offer(sample::salt(0), delivery(0)));
  const auto closed = close(log, after(1000));
  for (const Writes& writes : closed.writes) {
    for (const TileWrite& tile : writes.tiles) {
      if (tile.tile.level != TileId::kEntries) continue;
      const auto entries = parse_bundle(tile.bytes, tile.width);
      ASSERT_TRUE(entries);
      for (const auto entry : *entries) EXPECT_EQ(entry.size(), kEntryBytes);
    }
  }
}

TEST(ClockedLog, tells_the_same_story_as_home) {
  ClockedLog log = *ClockedLog::create(kPartner, plan(), 6);
  MemoryLog partner;
  ASSERT_TRUE(log.offer(sample::salt(0), delivery(0)));
  ASSERT_TRUE(log.offer(sample::salt(1), delivery(1)));
  for (const Writes& writes : close(log, after(2000)).writes) ASSERT_TRUE(partner.commit(writes));
  const auto home_of = [](std::vector<Record> all) {
    MemoryLog home;
    sample::fill(home, all, sample::signer());
    return home;
  };
  Record first = sample::release(0), second = sample::release(1);
  std::get<Manifest>(first.content).delivery = commitment(sample::salt(0), delivery(0));
  std::get<Manifest>(second.content).delivery = commitment(sample::salt(1), delivery(1));
  const Checkpoint head = log.ledger().head();
  const Record bound{sample::time_of(2), PartnerCheckpoint{"Norland", kPartner, head.size, head.root}};
  EXPECT_TRUE(compare_logs(home_of({first, second, bound}), partner).empty());
  EXPECT_EQ(compare_logs(home_of({first, bound}), partner),
            (std::vector<Problem>{{1, "no release in home's log stands behind this delivery"}}));
  const Record other{sample::time_of(2), PartnerCheckpoint{"Norland", kPartner, 4, head.root}};
  EXPECT_EQ(compare_logs(home_of({first, second, other}), partner).size(), 1U);
}

TEST(PaddingPlan, says_how_much_a_log_that_cannot_wait_lacks) {
  EXPECT_EQ(plan().missing(0, after(2500)), 8U);
  EXPECT_EQ(plan().missing(7, after(2500)), 1U);
  EXPECT_EQ(plan().missing(9, after(2500)), 0U);
  EXPECT_EQ(plan().missing(0, after(-5)), 0U);
}

}  // namespace
}  // namespace fairlead::ledger
