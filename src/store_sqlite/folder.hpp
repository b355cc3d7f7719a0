// SPDX-License-Identifier: Apache-2.0
// The data folder: which files it has, who may use it, and how files come and go so that a crash leaves none behind.
//
// Threads: one owner; the path functions are pure.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "units/instant.hpp"

namespace fairlead::store_sqlite {

// Days since 1970-01-01 in UTC. Moments outside the years 1 to 9999 count as the first or last day of that range.
using Day = std::int64_t;
Day day_of(Instant at);
Instant first_moment(Day day);
std::string name_of(Day day);  // 20261122

std::filesystem::path journal_file(const std::filesystem::path& folder);
std::filesystem::path day_file(const std::filesystem::path& folder, Day day);

// The days that have a file, oldest first.
Result<std::vector<Day>> days_in(const std::filesystem::path& folder);
// The size of a file with its write-ahead log; 0 when there is none.
std::uint64_t size_on_disk(const std::filesystem::path& file);
// Makes renames and new names in the folder durable.
Result<void> sync_folder(const std::filesystem::path& folder);
// Removes a database with its side files, the main file first. Returns the bytes freed.
std::uint64_t remove_database(const std::filesystem::path& file);
// Removes what a crash may have left: unfinished new files, side files whose main file is gone.
void sweep(const std::filesystem::path& folder);

// Makes the folder when it is missing and keeps other processes out until it dies.
class FolderLock {
 public:
  static Result<FolderLock> take(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  FolderLock& operator=(FolderLock&&) = delete;

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace fairlead::store_sqlite
