// SPDX-License-Identifier: Apache-2.0
// A device that runs full at each possible write: the store says `full`, has changed nothing, and goes on when there is
// room again.
#include <csignal>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faulty_disk.hpp"
#include "sqlite_harness.hpp"

namespace fairlead::store_sqlite {
namespace {

namespace fs = std::filesystem;
using testing::SampleSea;

const SampleSea kSea(21);

// Tries `action` with room for 0, 1, 2, … writes until it succeeds. After each failure the folder is as a kill would
// leave it, and must recover to the same as the store that goes on.
template <class Action>
std::int64_t with_ever_more_room(Action action, std::uint64_t slots_before, std::uint64_t slots_after) {
  for (std::int64_t writes = 0; writes < 2'000; ++writes) {
    SCOPED_TRACE("room for " + std::to_string(writes) + " writes");
    const TestFolder home;
    FaultyDisk disk;
    testing::MemoryStore model;
    EXPECT_TRUE(append_slots(model, kSea, 1, slots_before));
    auto store = open_or_die(home.data());
    EXPECT_TRUE(append_slots(*store, kSea, 1, slots_before));
    disk.writes_left(writes);
    const Result<void> done = action(*store);
    disk.writes_left(-1);
    if (!done) {
      EXPECT_EQ(done.error().code, ErrorCode::full) << done.error().message;
      EXPECT_TRUE(done.error().message.contains("no room on the device")) << done.error().message;
      EXPECT_EQ(store->newest_slot(), slots_before);
      EXPECT_EQ(history_difference(store->history(), model, kSea, slots_before, 1), "");
      const fs::path image = home.path() / "killed";
      copy_as_killed(home.data(), image);
      EXPECT_EQ(problems_of(image), "");
      {
        const auto again = open_or_die(image);
        EXPECT_EQ(again->newest_slot(), slots_before);
        EXPECT_TRUE(recover(*again, kSea));
        EXPECT_EQ(history_difference(again->history(), model, kSea, slots_before, 2), "");
      }
      const auto retried = action(*store);
      EXPECT_TRUE(retried) << retried.error().message;
    }
    if (slots_after > slots_before) {
      EXPECT_TRUE(append_slots(model, kSea, slots_before + 1, slots_after));
    }
    EXPECT_EQ(history_difference(store->history(), model, kSea, slots_after, 3), "");
    store.reset();
    EXPECT_EQ(problems_of(home.data()), "");
    if (done || ::testing::Test::HasFailure()) return writes;
  }
  ADD_FAILURE() << "it never succeeded";
  return 0;
}

TEST(FullDisk, refuses_an_append_whole_and_takes_it_when_there_is_room) {
  const auto writes = with_ever_more_room([](SqliteStore& store) { return append_slots(store, kSea, 41, 60); }, 40, 60);
  EXPECT_GT(writes, 0);
}

TEST(FullDisk, refuses_a_checkpoint_and_takes_it_when_there_is_room) {
  const auto writes =
      with_ever_more_room([](SqliteStore& store) { return store.checkpoint({200, kSea.state(200)}); }, 200, 200);
  EXPECT_GT(writes, 3);
}

// The kernel itself: a bound on the size of files, which ends with EFBIG.
TEST(FullDisk, is_told_apart_from_other_failures_of_the_kernel) {
  const TestFolder home;
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    auto store = SqliteStore::open(home.data());
    if (!store) ::_exit(1);
    struct rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const rlim_t before = limit.rlim_cur;
    limit.rlim_cur = 600'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::uint64_t slot = 0;
    Result<void> done;
    while (slot < 5'000 && (done = append_slots(**store, kSea, slot + 1, slot + 10))) slot += 10;
    if (done || done.error().code != ErrorCode::full) {
      std::fprintf(stderr, "%s\n", done ? "it never failed" : done.error().message.c_str());
      ::_exit(2);
    }
    if ((*store)->newest_slot() != slot) ::_exit(3);
    limit.rlim_cur = before;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    if (!append_slots(**store, kSea, slot + 1, slot + 10)) ::_exit(4);
    ::_exit((*store)->newest_slot() == slot + 10 ? 0 : 5);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(problems_of(home.data()), "");
}

TEST(FullDisk, still_lets_retention_give_room_back) {
  const TestFolder home;
  FaultyDisk disk;
  StoreLimits limits;
  limits.history_bytes = 1;
  const auto store = open_or_die(home.data(), limits);
  ASSERT_TRUE(append_slots(*store, kSea, 1, 700));
  ASSERT_TRUE(store->checkpoint({700, ""}));
  disk.writes_left(0);
  const auto retired = store->retire(kSea.closed_at(700));
  ASSERT_TRUE(retired) << retired.error().message;
  EXPECT_GE(retired->days, 1U);
}

TEST(FailingDisk, is_an_error_of_its_own_and_acknowledges_nothing) {
  const TestFolder home;
  FaultyDisk disk;
  const auto store = open_or_die(home.data());
  ASSERT_TRUE(append_slots(*store, kSea, 1, 5));
  disk.syncs_left(0);
  const auto done = append_slots(*store, kSea, 6, 9);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::io);
  EXPECT_EQ(store->newest_slot(), 5U);
  disk.syncs_left(-1);
  EXPECT_TRUE(append_slots(*store, kSea, 6, 9));
}

}  // namespace
}  // namespace fairlead::store_sqlite
