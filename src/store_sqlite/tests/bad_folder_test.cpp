// SPDX-License-Identifier: Apache-2.0
// Folders that are not as we left them: of a newer program, of another one, in use, torn, tampered with, unreadable.
#include <fstream>

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder.hpp"
#include "migrations.hpp"
#include "sqlite.hpp"
#include "sqlite_harness.hpp"

namespace fairlead::store_sqlite {
namespace {

namespace fs = std::filesystem;
using testing::SampleSea;

const SampleSea kSea(3);

// A folder with slots, a checkpoint and days, closed in order.
void fill(const fs::path& folder, std::uint64_t slots = 300) {
  const auto store = open_or_die(folder);
  ASSERT_TRUE(append_slots(*store, kSea, 1, slots - 20));
  ASSERT_TRUE(store->checkpoint({slots - 20, kSea.state(slots)}));
  ASSERT_TRUE(append_slots(*store, kSea, slots - 19, slots));
}

void run_sql(const fs::path& file, const std::string& sql) {
  const auto connection = Connection::open(file, Access::write);
  ASSERT_TRUE(connection);
  const auto done = (*connection)->execute(sql);
  ASSERT_TRUE(done) << done.error().message;
}

Error error_of_open(const fs::path& folder) {
  const auto store = SqliteStore::open(folder);
  return store ? Error{ErrorCode::internal, "it opened"} : store.error();
}

mode_t mode_of(const fs::path& path) {
  struct stat status{};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 0777U;
}

TEST(Folder, is_for_its_owner_only) {
  const TestFolder home;
  ::umask(0);
  const auto store = open_or_die(home.data());
  ASSERT_TRUE(append_slots(*store, kSea, 1, 50));
  ASSERT_TRUE(store->checkpoint({50, "state"}));
  EXPECT_EQ(mode_of(home.data()), 0700U);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(home.data())) {
    EXPECT_EQ(mode_of(entry.path()), 0600U) << entry.path();
    ++files;
  }
  EXPECT_GT(files, 4U);
  ::umask(022);
}

TEST(Folder, is_used_by_one_process_at_a_time) {
  const TestFolder home;
  const auto store = open_or_die(home.data());
  const pid_t child = ::fork();
  if (child == 0) {
    const auto second = SqliteStore::open(home.data());
    const bool told = !second && second.error().code == ErrorCode::conflict &&
                      second.error().message.contains("in use by process " + std::to_string(::getppid()));
    ::_exit(told ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(error_of_open(home.data()).code, ErrorCode::conflict);
}

TEST(Folder, is_free_again_after_it_was_closed) {
  const TestFolder home;
  open_or_die(home.data()).reset();
  EXPECT_TRUE(SqliteStore::open(home.data()));
}

TEST(Folder, of_a_newer_fairlead_is_refused_with_the_cure) {
  const TestFolder home;
  fill(home.data());
  run_sql(journal_file(home.data()), "PRAGMA user_version=99");
  const Error error = error_of_open(home.data());
  EXPECT_EQ(error.code, ErrorCode::newer_version);
  EXPECT_TRUE(error.message.contains("fairlead.db")) << error.message;
  EXPECT_TRUE(error.message.contains("format 99")) << error.message;
  EXPECT_TRUE(error.message.contains("install that version")) << error.message;
  EXPECT_EQ(check(home.data()).error().code, ErrorCode::newer_version);
  EXPECT_EQ(stats(home.data()).error().code, ErrorCode::newer_version);
}

TEST(Folder, with_a_day_of_a_newer_fairlead_is_refused) {
  const TestFolder home;
  fill(home.data());
  const auto days = days_in(home.data());
  ASSERT_FALSE(days->empty());
  run_sql(day_file(home.data(), days->back()), "PRAGMA user_version=99");
  EXPECT_EQ(error_of_open(home.data()).code, ErrorCode::newer_version);
}

TEST(Folder, with_a_file_of_another_program_is_refused) {
  const TestFolder home;
  fs::create_directory(home.data());
  run_sql(
      [&] {
        std::ofstream(journal_file(home.data()));
        return journal_file(home.data());
      }(),
      "CREATE TABLE recipes(name)");
  EXPECT_EQ(error_of_open(home.data()).code, ErrorCode::corrupt);
}

TEST(Folder, with_a_file_that_is_no_database_is_refused) {
  const TestFolder home;
  fs::create_directory(home.data());
  std::ofstream(journal_file(home.data())) << std::string(5'000, 'x');
  const Error error = error_of_open(home.data());
  EXPECT_EQ(error.code, ErrorCode::corrupt);
  EXPECT_TRUE(error.message.contains("restore")) << error.message;
}

TEST(Folder, that_cannot_be_made_is_told_by_name) {
  const Error error = error_of_open("/proc/fairlead-cannot-be-here");
  EXPECT_EQ(error.code, ErrorCode::io);
  EXPECT_TRUE(error.message.contains("/proc/fairlead-cannot-be-here")) << error.message;
}

TEST(Folder, that_is_missing_has_nothing_to_inspect) {
  const TestFolder home;
  EXPECT_FALSE(check(home.data()));
  EXPECT_EQ(stats(home.path()).error().code, ErrorCode::not_found);
}

// Version 1 as it was first written. This text must never change: it stands for the folders that people have.
TEST(Migration, opens_a_folder_of_version_1_with_all_that_is_in_it) {
  const TestFolder home;
  fs::create_directory(home.data());
  std::ofstream(journal_file(home.data()));
  run_sql(journal_file(home.data()), R"(
    PRAGMA application_id=1179403330;
    CREATE TABLE migrations(version INTEGER PRIMARY KEY, what TEXT NOT NULL);
    CREATE TABLE slots(slot INTEGER PRIMARY KEY, closed_at INTEGER NOT NULL, crc INTEGER NOT NULL,
      size INTEGER NOT NULL, event BLOB NOT NULL);
    CREATE TABLE checkpoint(id INTEGER PRIMARY KEY CHECK (id = 1), slot INTEGER NOT NULL, crc INTEGER NOT NULL,
      size INTEGER NOT NULL, state BLOB NOT NULL);
    INSERT INTO migrations VALUES(1,'journal and checkpoint');
    INSERT INTO slots VALUES(1,1000,4014730609,5,x'68656c6c6f'),(2,2000,2783695822,0,x'');
    INSERT INTO checkpoint VALUES(1,1,3485121502,3,x'616263');
    PRAGMA user_version=1)");
  const auto store = open_or_die(home.data());
  std::string events;
  const auto replayed = store->replay(0, [&](const engine::StoredSlot& slot) -> Result<void> {
    events += std::to_string(slot.closed_at.unix_ms()) + "=" + std::string(slot.event) + ";";
    return {};
  });
  ASSERT_TRUE(replayed) << replayed.error().message;
  EXPECT_EQ(events, "1000=hello;2000=;");
  EXPECT_EQ((*store->newest_checkpoint())->state, "abc");
  EXPECT_EQ(problems_of(home.data()), "");
}

// Version 2 as it was first written, with a log; this text must never change either.
TEST(Migration, opens_a_folder_of_version_2_with_its_logs) {
  const TestFolder home;
  fs::create_directory(home.data());
  std::ofstream(journal_file(home.data()));
  run_sql(journal_file(home.data()), R"(
    PRAGMA application_id=1179403330;
    CREATE TABLE migrations(version INTEGER PRIMARY KEY, what TEXT NOT NULL);
    CREATE TABLE slots(slot INTEGER PRIMARY KEY, closed_at INTEGER NOT NULL, crc INTEGER NOT NULL,
      size INTEGER NOT NULL, event BLOB NOT NULL);
    CREATE TABLE checkpoint(id INTEGER PRIMARY KEY CHECK (id = 1), slot INTEGER NOT NULL, crc INTEGER NOT NULL,
      size INTEGER NOT NULL, state BLOB NOT NULL);
    CREATE TABLE logs(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, entries INTEGER NOT NULL DEFAULT 0,
      body_bytes INTEGER NOT NULL DEFAULT 0, note BLOB);
    CREATE TABLE tiles(id INTEGER PRIMARY KEY, log INTEGER NOT NULL, level INTEGER NOT NULL, number INTEGER NOT NULL,
      width INTEGER NOT NULL, crc INTEGER NOT NULL, bytes BLOB NOT NULL, UNIQUE(log, level, number));
    CREATE TABLE bodies(id INTEGER PRIMARY KEY, log INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,
      crc INTEGER NOT NULL, size INTEGER NOT NULL, stored BLOB NOT NULL, UNIQUE(log, first));
    INSERT INTO migrations VALUES(1,'journal and checkpoint'),(2,'ledger logs');
    INSERT INTO slots VALUES(1,1000,4014730609,5,x'68656c6c6f');
    INSERT INTO logs VALUES(1,'home',5,102,NULL);
    INSERT INTO tiles VALUES
      (1,1,0,0,1,2954705952,x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'),
      (2,1,255,0,1,4025462549,x'00026869');
    INSERT INTO bodies VALUES(1,1,0,3,2269081668,6,x'020001616163'),(2,1,3,2,892309092,0,x'');
    PRAGMA user_version=2)");
  const auto store = open_or_die(home.data());
  EXPECT_EQ(*store->logs(), std::vector<std::string>{"home"});
  const auto reader = *store->log("home");
  EXPECT_EQ(reader->tile({0, 0}, 1)->substr(30), "\x1E\x1F");
  EXPECT_EQ(*reader->tile({ledger::TileId::kEntries, 0}, 1), std::string("\0\2hi", 4));
  const std::vector<std::optional<std::string>> bodies{"aa", "", "c", std::nullopt, std::nullopt};
  EXPECT_EQ(*reader->bodies(0, 5), bodies);
  EXPECT_EQ(problems_of(home.data()), "");
  engine::SlotRecord next{2, Instant(), "", {}, {{"home", {}}}};
  next.logs[0].writes.bodies.first = 5;
  next.logs[0].writes.bodies.add("f");
  ASSERT_TRUE(store->append({&next, 1}));
  EXPECT_EQ(reader->bodies(5, 1)->front(), "f");
}

TEST(Migration, takes_each_step_once_and_notes_it) {
  const TestFolder home;
  fs::create_directory(home.data());
  const fs::path file = journal_file(home.data());
  const auto connection = Connection::open(file, Access::create);
  ASSERT_TRUE(connection);
  ASSERT_TRUE(migrate(**connection));
  std::vector<Migration> steps(migrations().begin(), migrations().end());
  steps.push_back({"a table of the future", "CREATE TABLE future(x); INSERT INTO future VALUES(5)"});
  steps.push_back({"its meaning", "UPDATE future SET x=x+1"});
  ASSERT_TRUE(migrate(**connection, steps));
  ASSERT_TRUE(migrate(**connection, steps));
  EXPECT_EQ((*connection)->number("SELECT x FROM future"), 6);
  EXPECT_EQ((*connection)->number("SELECT count(*) FROM migrations"), static_cast<std::int64_t>(steps.size()));
  EXPECT_EQ((*connection)->number("PRAGMA user_version"), static_cast<std::int64_t>(steps.size()));
  // A step that fails leaves the file at the step before, and this program refuses what it does not know.
  steps.push_back({"impossible", "CREATE TABLE half(x); INSERT INTO nowhere VALUES(1)"});
  EXPECT_FALSE(migrate(**connection, steps));
  EXPECT_EQ((*connection)->number("SELECT count(*) FROM sqlite_schema WHERE name='half'"), 0);
  EXPECT_EQ(migrate(**connection).error().code, ErrorCode::newer_version);
}

struct Tampering {
  std::string name;
  std::string sql;
  std::string told;
};

TEST(Check, tells_what_was_tampered_with) {
  const std::vector<Tampering> journal{
      {"event", "UPDATE slots SET event=x'00' WHERE slot=17", "slot 17 does not have its checksum"},
      {"time", "UPDATE slots SET closed_at=closed_at+1 WHERE slot=18", "slot 18 does not have its checksum"},
      {"exchange",
       "UPDATE slots SET slot=-1 WHERE slot=5; UPDATE slots SET slot=5 WHERE slot=6;"
       "UPDATE slots SET slot=6 WHERE slot=-1",
       "slot 5 does not have its checksum"},
      {"gap", "DELETE FROM slots WHERE slot=290", "slots 290 to 290 are missing"},
      {"front", "DELETE FROM slots WHERE slot<285", "slots 281 to 284 are missing"},
      {"end", "DELETE FROM slots WHERE slot>200", "ends with slot 200, before its checkpoint 280"},
      {"state", "UPDATE checkpoint SET state=x'00'", "the checkpoint after slot 280"},
  };
  for (const Tampering& tampering : journal) {
    SCOPED_TRACE(tampering.name);
    const TestFolder home;
    fill(home.data());
    ASSERT_EQ(problems_of(home.data()), "");
    run_sql(journal_file(home.data()), tampering.sql);
    EXPECT_TRUE(problems_of(home.data()).contains(tampering.told)) << problems_of(home.data());
  }
  const std::vector<Tampering> day{
      {"chunk", "UPDATE tails SET points=substr(points,1,length(points)-1)", "is damaged"},
      {"count", "UPDATE tails SET count=count+1", "count and times"},
      {"missing", "DELETE FROM tails WHERE track=101", "were written"},
      {"slot", "UPDATE day SET applied_slot=100000", "the journal ends with 300"},
  };
  for (const Tampering& tampering : day) {
    SCOPED_TRACE(tampering.name);
    const TestFolder home;
    fill(home.data());
    run_sql(day_file(home.data(), days_in(home.data())->back()), tampering.sql);
    EXPECT_TRUE(problems_of(home.data()).contains(tampering.told)) << problems_of(home.data());
  }
}

TEST(Check, survives_files_torn_or_overwritten_anywhere) {
  const TestFolder home;
  fill(home.data());
  for (std::uint64_t turn = 0; turn < 24; ++turn) {
    SCOPED_TRACE("turn " + std::to_string(turn));
    const std::uint64_t dice = testing::mixed(9, turn);
    const fs::path damaged = home.path() / ("damaged" + std::to_string(turn));
    copy_as_killed(home.data(), damaged);
    const auto days = days_in(damaged);
    const fs::path file = turn % 2 == 0 ? journal_file(damaged) : day_file(damaged, days->at(dice % days->size()));
    const std::uint64_t size = fs::file_size(file);
    if (turn % 3 == 0) {
      fs::resize_file(file, dice / 16 % size);
    } else {
      std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
      stream.seekp(static_cast<std::streamoff>(dice / 16 % (size - 300)));
      stream << std::string(300, static_cast<char>(dice));
    }
    // Reported, refused or (where nothing lay there) sound: never a crash.
    static_cast<void>(check(damaged));
    static_cast<void>(stats(damaged));
    const auto store = SqliteStore::open(damaged);
    if (!store) continue;
    static_cast<void>(recover(**store, kSea));
    for (const domain::TrackId track : kSea.tracks()) {
      static_cast<void>((*store)->history().of_track(track, SampleSea::start(), kSea.closed_at(300), 100));
    }
    static_cast<void>((*store)->history().at(kSea.closed_at(200), std::chrono::hours(1)));
    static_cast<void>((*store)->checkpoint({*(*store)->newest_slot(), "state"}));
  }
}

TEST(Replay, stops_at_a_damaged_or_missing_slot_and_names_it) {
  const TestFolder home;
  fill(home.data());
  run_sql(journal_file(home.data()), "UPDATE slots SET event=x'00' WHERE slot=295");
  const auto ignore = [](const engine::StoredSlot&) -> Result<void> { return {}; };
  const auto damaged = open_or_die(home.data())->replay(280, ignore);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, ErrorCode::corrupt);
  EXPECT_TRUE(damaged.error().message.contains("slot 295 is damaged")) << damaged.error().message;
  run_sql(journal_file(home.data()), "DELETE FROM slots WHERE slot=281");
  const auto missing = open_or_die(home.data())->replay(280, ignore);
  EXPECT_TRUE(missing.error().message.contains("slot 281 is missing")) << missing.error().message;
}

TEST(Stats, count_what_is_there_even_while_a_store_is_open) {
  const TestFolder home;
  const auto store = open_or_die(home.data());
  ASSERT_TRUE(append_slots(*store, kSea, 1, 280));
  ASSERT_TRUE(store->checkpoint({280, "abc"}));
  ASSERT_TRUE(append_slots(*store, kSea, 281, 300));
  std::uint64_t points = 0;
  for (std::uint64_t slot = 1; slot <= 280; ++slot) points += kSea.history(slot).size();
  const auto found = stats(home.data());
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->version, migrations().size());
  EXPECT_EQ(found->slots, 300U);
  EXPECT_EQ(found->oldest_slot, 1U);
  EXPECT_EQ(found->newest_slot, 300U);
  EXPECT_EQ(found->slot_times->to, kSea.closed_at(300));
  EXPECT_EQ(found->checkpoint_slot, 280U);
  EXPECT_EQ(found->points, points);
  EXPECT_GT(found->history_bytes, 0U);
  ASSERT_GE(found->days.size(), 2U);
  EXPECT_EQ(found->days.back().applied_slot, 280U);
  EXPECT_EQ(found->days.back().tracks, 5U);
  EXPECT_EQ(problems_of(home.data()), "");
}

}  // namespace
}  // namespace fairlead::store_sqlite
