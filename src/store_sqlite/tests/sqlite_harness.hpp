// SPDX-License-Identifier: Apache-2.0
// The SQLite store over a folder of its own, for tests.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "store_sqlite/database.hpp"
#include "store_sqlite/inspect.hpp"
#include "testing/store_harness.hpp"

namespace fairlead::store_sqlite {

// A folder that goes with its owner.
class TestFolder {
 public:
  TestFolder() {
    // Memory where there is some: what a killed process leaves is the same there, and waiting for disks proves nothing.
    const bool in_memory = std::getenv("TMPDIR") == nullptr && ::access("/dev/shm", W_OK) == 0;
    const std::filesystem::path above = in_memory ? "/dev/shm" : std::filesystem::temp_directory_path();
    std::string pattern = (above / "fairlead-store-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::filesystem::path data() const { return path_ / "data"; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::unique_ptr<SqliteStore> open_or_die(const std::filesystem::path& folder, const StoreLimits& limits = {}) {
  auto store = SqliteStore::open(folder, limits);
  if (!store) {
    ADD_FAILURE() << store.error().message;
    std::abort();
  }
  return std::move(*store);
}

// What a kill leaves: the files as they are this moment, without the shared memory of SQLite.
inline void copy_as_killed(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::filesystem::create_directory(to);
  for (const auto& entry : std::filesystem::directory_iterator(from)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with("-shm")) std::filesystem::copy_file(entry.path(), to / name);
  }
}

inline std::string problems_of(const std::filesystem::path& folder) {
  const auto report = check(folder);
  if (!report) return report.error().message;
  std::string all;
  for (const std::string& problem : report->problems) all += problem + "\n";
  return all;
}

class SqliteHarness final : public testing::StoreHarness {
 public:
  explicit SqliteHarness(const testing::HarnessLimits& limits)
      : limits_{limits.journal_age, limits.journal_bytes, limits.history_age, limits.history_bytes,
                limits.waiting_points_max},
        folder_(home_.data()),
        store_(open_or_die(folder_, limits_)) {}
  ~SqliteHarness() override { expect_sound(); }

  engine::Store& store() override { return *store_; }
  engine::History& history() override { return store_->history(); }
  void reopen() override {
    expect_sound();
    store_.reset();
    expect_sound();
    store_ = open_or_die(folder_, limits_);
  }
  void crash() override {
    const std::filesystem::path next = home_.path() / ("data" + std::to_string(++crashes_));
    copy_as_killed(folder_, next);
    store_.reset();
    folder_ = next;
    expect_sound();
    store_ = open_or_die(folder_, limits_);
  }

 private:
  void expect_sound() const { EXPECT_EQ(problems_of(folder_), ""); }

  StoreLimits limits_;
  TestFolder home_;
  std::filesystem::path folder_;
  int crashes_ = 0;
  std::unique_ptr<SqliteStore> store_;
};

}  // namespace fairlead::store_sqlite
