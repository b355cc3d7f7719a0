// SPDX-License-Identifier: Apache-2.0
// What the contract cannot ask of a store without files: that erased content is gone from them, and that a disk which
// runs full or a reader that will not go does no harm to the logs.
#include <cstring>
#include <fstream>
#include <set>
#include <unordered_map>

#include <gtest/gtest.h>

#include "faulty_disk.hpp"
#include "folder.hpp"
#include "sqlite.hpp"
#include "sqlite_harness.hpp"
#include "testing/sample_logs.hpp"

namespace fairlead::store_sqlite {
namespace {

namespace fs = std::filesystem;
using testing::mixed;
using testing::SampleLogs;
using testing::SampleSea;

const SampleSea kSea(31);
const std::vector<std::string> kNames{"home", "XAA/coast_guard", "XBB/navy"};

// Noise that does not get smaller, so that it lies in the file as it is.
std::string noise(std::uint64_t log, std::uint64_t entry) {
  std::string body;
  const std::uint64_t seed = log * 1'000'003 + entry;
  const std::uint64_t size = mixed(seed, 0) % 50 == 0 ? 20'000 : 24 + mixed(seed, 0) % 700;
  for (std::uint64_t i = 1; body.size() < size; ++i) {
    const std::uint64_t eight = mixed(seed, i);
    body.append(reinterpret_cast<const char*>(&eight), sizeof eight);
  }
  return body;
}

// Everything that the files of a folder hold.
std::string content_of(const fs::path& folder) {
  std::string all;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::string bytes(entry.file_size(), '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    all += bytes;
  }
  return all;
}

struct Entry {
  std::size_t log;
  std::uint64_t index;
  auto operator<=>(const Entry&) const = default;
};

// Those of the entries of which anything is left in the files: any of four stretches of eight bytes.
std::set<Entry> left_in(const fs::path& folder, const std::set<Entry>& entries) {
  std::unordered_map<std::uint64_t, Entry> wanted;
  const auto eight = [](const std::string& bytes, std::size_t at) {
    std::uint64_t number = 0;
    std::memcpy(&number, bytes.data() + at, sizeof number);
    return number;
  };
  for (const Entry& entry : entries) {
    const std::string body = noise(entry.log, entry.index);
    for (std::size_t part = 0; part < 4; ++part) wanted[eight(body, part * (body.size() - 8) / 3)] = entry;
  }
  std::vector<bool> likely(1U << 16U);  // by the first two bytes
  for (const auto& [number, entry] : wanted) likely[number & 0xFFFFU] = true;
  std::set<Entry> left;
  const std::string content = content_of(folder);
  for (std::size_t at = 0; at + 8 <= content.size(); ++at) {
    const std::uint64_t number = eight(content, at);
    if (!likely[number & 0xFFFFU]) continue;
    if (const auto found = wanted.find(number); found != wanted.end()) left.insert(found->second);
  }
  return left;
}

class Noisy {
 public:
  explicit Noisy(const fs::path& folder) : folder_(folder), store_(open_or_die(folder)) {}

  void append(std::uint64_t slots) {
    for (std::uint64_t i = 0; i < slots; ++i) {
      engine::SlotRecord record{++slot_, kSea.closed_at(slot_), "event", {}, {}};
      for (std::size_t log = 0; log < kNames.size(); ++log) {
        const std::uint64_t count = mixed(slot_, log) % 9 == 0 ? 300 : mixed(slot_, log) % 4;
        engine::LogWrites writes{kNames[log], {}};
        writes.writes.bodies.first = entries_[log];
        for (std::uint64_t n = 0; n < count; ++n) writes.writes.bodies.add(noise(log, entries_[log]++));
        record.logs.push_back(std::move(writes));
      }
      ASSERT_TRUE(store_->append({&record, 1}));
    }
  }
  void erase(std::size_t log, std::uint64_t first, std::uint64_t last) {
    const auto done = store_->erase_bodies(kNames[log], first, last);
    ASSERT_TRUE(done) << done.error().message;
    for (std::uint64_t entry = first; entry <= last; ++entry) erased_.insert({log, entry});
  }
  void expect_gone(const fs::path& folder) const {
    EXPECT_TRUE(left_in(folder, erased_).empty());
    // The others are there, as they are, so the search above would have found them.
    std::set<Entry> kept;
    for (std::size_t log = 0; log < kNames.size(); ++log) {
      const auto reader = *store_->log(kNames[log]);
      for (std::uint64_t entry = 0; entry < entries_[log]; entry += 29) {
        if (erased_.contains({log, entry})) continue;
        kept.insert({log, entry});
        EXPECT_EQ(reader->bodies(entry, 1)->front(), noise(log, entry));
      }
    }
    EXPECT_EQ(left_in(folder, kept), kept);
  }
  std::uint64_t entries(std::size_t log) const { return entries_[log]; }
  std::uint64_t slots() const { return slot_; }
  SqliteStore& store() { return *store_; }
  void reopen() {
    store_.reset();
    store_ = open_or_die(folder_);
  }

 private:
  fs::path folder_;
  std::unique_ptr<SqliteStore> store_;
  std::uint64_t slot_ = 0;
  std::vector<std::uint64_t> entries_ = std::vector<std::uint64_t>(kNames.size());
  std::set<Entry> erased_;
};

TEST(Erasure, leaves_nothing_of_a_body_in_any_file) {
  const TestFolder home;
  Noisy noisy(home.data());
  noisy.append(60);
  for (std::uint64_t turn = 0; turn < 25; ++turn) {
    const std::size_t log = turn % kNames.size();
    const std::uint64_t first = mixed(6, turn) % noisy.entries(log);
    const std::uint64_t length = turn % 4 == 0 ? 150 : mixed(7, turn) % 3;
    noisy.erase(log, first, std::min(noisy.entries(log) - 1, first + length));
    if (turn % 3 == 0) noisy.append(3);
    if (turn % 12 == 5) noisy.expect_gone(home.data());
  }
  noisy.expect_gone(home.data());
  const fs::path image = home.path() / "killed";
  copy_as_killed(home.data(), image);
  noisy.expect_gone(image);
  noisy.reopen();
  noisy.expect_gone(home.data());
  noisy.erase(0, 0, noisy.entries(0) - 1);
  {
    const auto connection = Connection::open(journal_file(home.data()), Access::write);
    ASSERT_TRUE((*connection)->execute("VACUUM"));
  }
  noisy.expect_gone(home.data());
  EXPECT_EQ(problems_of(home.data()), "");
}

TEST(Erasure, empties_the_write_ahead_log_as_soon_as_a_reader_lets_it) {
  const TestFolder home;
  Noisy noisy(home.data());
  noisy.append(30);
  {
    const auto connection = Connection::open(journal_file(home.data()), Access::read);
    const auto look = Snapshot::begin(**connection);
    ASSERT_EQ((*connection)->number("SELECT count(*) FROM logs"), 3);
    noisy.erase(1, 0, 5);
    EXPECT_FALSE((*noisy.store().log(kNames[1]))->bodies(0, 1)->front());
  }
  ASSERT_TRUE(noisy.store().checkpoint({noisy.slots(), "state"}));
  noisy.expect_gone(home.data());
}

TEST(Erasure, of_slots_by_retention_leaves_nothing_of_them_either) {
  const TestFolder home;
  StoreLimits limits;
  limits.journal_age = std::chrono::minutes(1);
  const auto store = open_or_die(home.data(), limits);
  for (std::uint64_t slot = 1; slot <= 100; ++slot) {
    const engine::SlotRecord record{slot, kSea.closed_at(slot), noise(9, slot), {}};
    ASSERT_TRUE(store->append({&record, 1}));
  }
  ASSERT_TRUE(store->checkpoint({100, "state"}));
  std::set<Entry> slots;
  for (std::uint64_t slot = 1; slot <= 100; ++slot) slots.insert({9, slot});
  ASSERT_EQ(left_in(home.data(), slots), slots);
  ASSERT_EQ(store->retire(kSea.closed_at(300))->slots, 100U);
  EXPECT_TRUE(left_in(home.data(), slots).empty());
}

TEST(FullDisk, leaves_logs_as_they_were_and_takes_the_same_slots_later) {
  std::int64_t writes = 0;
  for (bool done = false; !done; ++writes) {
    SCOPED_TRACE("room for " + std::to_string(writes) + " writes");
    ASSERT_LT(writes, 500);
    const TestFolder home;
    FaultyDisk disk;
    SampleLogs logs(3);
    const auto store = open_or_die(home.data());
    const auto next = [&] {
      const std::uint64_t slot = logs.slots() + 1;
      return engine::SlotRecord{slot, kSea.closed_at(slot), kSea.event(slot), {}, logs.next()};
    };
    std::vector<engine::SlotRecord> group;
    for (int i = 0; i < 9; ++i) group.push_back(next());
    ASSERT_TRUE(store->append(group));
    const ledger::MemoryLog before = logs.model("home");
    const std::uint64_t entries = logs.entries("home");
    group.clear();
    for (int i = 0; i < 6; ++i) group.push_back(next());
    disk.writes_left(writes);
    const auto appended = store->append(group);
    disk.writes_left(-1);
    done = appended.has_value();
    if (!done) {
      EXPECT_EQ(appended.error().code, ErrorCode::full) << appended.error().message;
      EXPECT_EQ(testing::log_difference(**store->log("home"), before, entries), "");
      ASSERT_TRUE(store->append(group));
    }
    EXPECT_EQ(testing::log_difference(**store->log("home"), logs.model("home"), logs.entries("home")), "");
    EXPECT_EQ(testing::log_problems(**store->log("home"), logs.keys("home")), "");
    EXPECT_EQ(problems_of(home.data()), "");
  }
  EXPECT_GT(writes, 1);
}

TEST(Check, tells_what_was_tampered_with_in_a_log) {
  struct Tampering {
    std::string sql;
    std::string told;
  };
  // The first slot has nothing for home, so the partner's log is the first.
  const std::vector<Tampering> all{
      {"UPDATE tiles SET bytes=zeroblob(length(bytes)) WHERE log=2 AND level=0 AND number=1",
       "`tile/0/001` of log `home` does not have its checksum"},
      {"DELETE FROM tiles WHERE log=2 AND level=255 AND number=0",
       "`tile/entries/000` of log `home` is missing, which its checkpoint covers"},
      {"DELETE FROM tiles WHERE log=1 AND level=0 AND number>=1", "of log `XAA/coast_guard` is missing"},
      {"DELETE FROM bodies WHERE log=2 AND first=(SELECT max(first) FROM bodies WHERE log=2)",
       "log `home` has the bodies of"},
      {"DELETE FROM bodies WHERE log=2 AND first=0", "of log `home` are missing"},
      {"UPDATE bodies SET stored=substr(stored,2) WHERE log=2 AND first=0",
       "the row of bodies from entry 0 of log `home` does not have its checksum"},
      {"UPDATE bodies SET log=7 WHERE log=1 AND first=0", "rows of `bodies` belong to no log"},
      {"UPDATE logs SET note=x'00' WHERE id=2", "the checkpoint of log `home` is damaged"},
  };
  for (const Tampering& tampering : all) {
    SCOPED_TRACE(tampering.sql);
    const TestFolder home;
    SampleLogs logs(5);
    {
      const auto store = open_or_die(home.data());
      for (std::uint64_t slot = 1; slot <= 90; ++slot) {
        const engine::SlotRecord record{slot, kSea.closed_at(slot), "event", {}, logs.next()};
        ASSERT_TRUE(store->append({&record, 1}));
      }
      ASSERT_GT(logs.entries("home"), 600U);
    }
    ASSERT_EQ(problems_of(home.data()), "");
    {
      const auto connection = Connection::open(journal_file(home.data()), Access::write);
      ASSERT_TRUE((*connection)->execute(tampering.sql));
    }
    EXPECT_TRUE(problems_of(home.data()).contains(tampering.told)) << problems_of(home.data());
    // Readers say so too, or answer with what is left.
    const auto store = open_or_die(home.data());
    const auto reader = *store->log("home");
    const auto tile = reader->tile({0, 1}, 3);
    EXPECT_TRUE(tile || tile.error().code == ErrorCode::corrupt || tile.error().code == ErrorCode::not_found);
    const auto bodies = reader->bodies(0, 700);
    EXPECT_TRUE(bodies || bodies.error().code == ErrorCode::corrupt);
  }
}

TEST(Stats, tell_the_size_of_each_log) {
  const TestFolder home;
  SampleLogs logs(5);
  const auto store = open_or_die(home.data());
  for (std::uint64_t slot = 1; slot <= 30; ++slot) {
    const engine::SlotRecord record{slot, kSea.closed_at(slot), "event", {}, logs.next()};
    ASSERT_TRUE(store->append({&record, 1}));
  }
  ASSERT_TRUE(store->erase_bodies("home", 3, 12));
  const auto found = stats(home.data());
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->logs.size(), 2U);
  EXPECT_EQ(found->logs[0].name, SampleLogs::kPartner);
  EXPECT_EQ(found->logs[1].name, "home");
  EXPECT_EQ(found->logs[1].entries, logs.entries("home"));
  EXPECT_EQ(found->logs[1].erased, 10U);
  EXPECT_EQ(found->logs[1].checkpoint_size, logs.home().last_checkpoint()->size);
  EXPECT_GT(found->logs[1].tile_bytes, logs.entries("home") * 60);
  EXPECT_GT(found->logs[1].stored_bytes, 0U);
  const auto report = check(home.data());
  EXPECT_EQ(report->logs, 2U);
  EXPECT_EQ(report->bodies_erased, 10U);
  EXPECT_EQ(report->bodies, logs.entries("home") + logs.entries(SampleLogs::kPartner) - 10);
}

}  // namespace
}  // namespace fairlead::store_sqlite
