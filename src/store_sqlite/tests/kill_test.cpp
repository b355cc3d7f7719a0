// SPDX-License-Identifier: Apache-2.0
// kill -9 at random moments: whatever was acknowledged is there, and the history is that of the slots in the journal.
// FAIRLEAD_KILLS sets how many times (default 10).
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sqlite_harness.hpp"
#include "testing/sample_logs.hpp"

namespace fairlead::store_sqlite {
namespace {

using testing::SampleLogs;
using testing::SampleSea;

constexpr std::uint64_t kSeed = 77;

StoreLimits small_limits() {
  StoreLimits limits;
  limits.waiting_points_max = 300;  // day files are written all the time
  return limits;
}

// Appends the slots first … last in one group, with what they add to the logs.
Result<void> append_with_logs(engine::Store& store, const SampleSea& sea, SampleLogs& logs, std::uint64_t first,
                              std::uint64_t last) {
  std::vector<engine::SlotRecord> group;
  for (std::uint64_t slot = first; slot <= last; ++slot) {
    group.push_back(sea.slot(slot));
    group.back().logs = logs.next();
  }
  return store.append(group);
}

// Appends without end and tells each acknowledged slot. Runs in a process that will be killed.
[[noreturn]] void serve_until_killed(const std::filesystem::path& folder, int acknowledged, std::uint64_t dice) {
  const auto must = [](bool good, int code) {
    if (!good) ::_exit(code);
  };
  auto opened = SqliteStore::open(folder, small_limits());
  must(opened.has_value(), 10);
  SqliteStore& store = **opened;
  const SampleSea sea(kSeed, 40);
  must(recover(store, sea).has_value(), 11);
  SampleLogs logs(kSeed);
  while (logs.slots() < *store.newest_slot()) logs.next();
  for (std::uint64_t round = 0;; ++round) {
    const std::uint64_t roll = testing::mixed(dice, round);
    const std::uint64_t newest = *store.newest_slot();
    if (roll % 6 == 0) {
      must(store.checkpoint({newest, sea.state(newest)}).has_value(), 12);
    } else {
      const std::uint64_t last = newest + 1 + roll / 8 % 12;
      must(append_with_logs(store, sea, logs, newest + 1, last).has_value(), 13);
      must(::write(acknowledged, &last, sizeof last) == sizeof last, 14);
    }
  }
}

struct Killed {
  std::uint64_t acknowledged = 0;
  bool by_us = false;
  int exit_code = 0;
};

Killed run_and_kill(const std::filesystem::path& folder, std::uint64_t dice) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    serve_until_killed(folder, ends[1], dice);
  }
  ::close(ends[1]);
  // The first acknowledgement, so that the kill hits the work and not the start; every fifth time even that.
  Killed killed;
  std::uint64_t slot = 0;
  if (dice % 5 != 0 && ::read(ends[0], &slot, sizeof slot) == sizeof slot) killed.acknowledged = slot;
  std::this_thread::sleep_for(std::chrono::microseconds(dice / 7 % 60'000));
  ::kill(child, SIGKILL);
  while (::read(ends[0], &slot, sizeof slot) == sizeof slot) killed.acknowledged = slot;
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  killed.by_us = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  killed.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  return killed;
}

// Ten kills of one folder: the store goes on where the one before it died.
void kill_ten_times(std::uint64_t first, std::uint64_t last) {
  const TestFolder home;
  const SampleSea sea(kSeed, 40);
  testing::MemoryStore model;
  SampleLogs logs(kSeed);
  std::uint64_t modelled = 0;
  std::uint64_t acknowledged = 0;
  for (std::uint64_t kill = first; kill < last; ++kill) {
    SCOPED_TRACE("kill " + std::to_string(kill));
    const Killed killed = run_and_kill(home.data(), testing::mixed(kSeed, kill));
    ASSERT_TRUE(killed.by_us) << "the store failed by itself with " << killed.exit_code;
    acknowledged = std::max(acknowledged, killed.acknowledged);
    // Folders that a kill left before anything was in them are none to check.
    if (!std::filesystem::exists(home.data() / "fairlead.db")) continue;
    auto opened = SqliteStore::open(home.data(), small_limits());
    ASSERT_TRUE(opened) << opened.error().message;
    SqliteStore& store = **opened;
    ASSERT_EQ(problems_of(home.data()), "");
    const std::uint64_t newest = *store.newest_slot();
    ASSERT_GE(newest, acknowledged);
    ASSERT_GE(newest, modelled);
    std::uint64_t seen = 0;
    const auto replayed = store.replay(0, [&](const engine::StoredSlot& slot) -> Result<void> {
      EXPECT_EQ(slot.slot, ++seen);
      EXPECT_EQ(slot.event, sea.event(slot.slot));
      return {};
    });
    ASSERT_TRUE(replayed) << replayed.error().message;
    ASSERT_EQ(seen, newest);
    if (const auto checkpoint = store.newest_checkpoint(); *checkpoint) {
      ASSERT_EQ((*checkpoint)->state, sea.state((*checkpoint)->slot));
    }
    if (newest > modelled) {
      ASSERT_TRUE(append_slots(model, sea, modelled + 1, newest));
    }
    modelled = newest;
    // Journal and ledger are in step: the logs are those of exactly these slots.
    while (logs.slots() < newest) logs.next();
    for (const std::string name : {SampleLogs::kHome, SampleLogs::kPartner}) {
      ASSERT_EQ(testing::log_difference(**store.log(name), logs.model(name), logs.entries(name)), "");
    }
    ASSERT_TRUE(recover(store, sea));
    ASSERT_EQ(history_difference(store.history(), model, sea, newest, kill), "");
    if (kill + 1 < last || newest < 3) continue;
    for (const std::string name : {SampleLogs::kHome, SampleLogs::kPartner}) {
      ASSERT_EQ(testing::log_problems(**store.log(name), logs.keys(name)), "");
    }
  }
}

TEST(Kill, loses_nothing_acknowledged_and_rebuilds_the_history) {
  const char* const wanted = std::getenv("FAIRLEAD_KILLS");
  const std::uint64_t kills = wanted == nullptr ? 10 : std::strtoull(wanted, nullptr, 10);
  for (std::uint64_t kill = 0; kill < kills && !HasFatalFailure(); kill += 10) {
    kill_ten_times(kill, std::min(kill + 10, kills));
  }
}

}  // namespace
}  // namespace fairlead::store_sqlite
