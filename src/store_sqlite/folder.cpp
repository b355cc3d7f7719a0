// SPDX-License-Identifier: Apache-2.0
#include "folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"

namespace fairlead::store_sqlite {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDayPrefix = "positions-";
constexpr std::string_view kDatabaseSuffix = ".db";
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::array<std::string_view, 3> kSideSuffixes{"-wal", "-shm", "-journal"};

Failure refused(const fs::path& path, std::string_view what, int reason) {
  const bool no_room = reason == ENOSPC || reason == EDQUOT;
  return fail(no_room ? ErrorCode::full : ErrorCode::io,
              fmt::format("`{}`: {}: {}; check the path and its rights", path.string(), what, std::strerror(reason)));
}

std::string holder_of(int descriptor) {
  std::array<char, 32> text{};
  const ssize_t size = ::pread(descriptor, text.data(), text.size(), 0);
  const std::string_view pid = trim({text.data(), size > 0 ? static_cast<std::size_t>(size) : 0});
  return parse_number<std::uint32_t>(pid) ? fmt::format("process {}", pid) : std::string("another process");
}

// The day in `positions-20261122.db`, or nothing.
std::optional<Day> day_in(std::string_view file) {
  if (!file.starts_with(kDayPrefix) || !file.ends_with(kDatabaseSuffix)) return std::nullopt;
  file.remove_prefix(kDayPrefix.size());
  file.remove_suffix(kDatabaseSuffix.size());
  if (file.size() != 8 || !std::ranges::all_of(file, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  const auto date =
      parse_rfc3339(fmt::format("{}-{}-{}T00:00:00Z", file.substr(0, 4), file.substr(4, 2), file.substr(6)));
  if (!date) return std::nullopt;
  return day_of(*date);
}

}  // namespace

Day day_of(Instant at) {
  static const Day first = utc_day(Instant::from_civil(1, 1, 1));
  static const Day last = utc_day(Instant::from_civil(9999, 12, 31));
  return std::clamp(utc_day(at), first, last);
}

Instant first_moment(Day day) { return Instant::from_unix_ms(day * kDayMs); }
std::string name_of(Day day) { return to_compact_day(first_moment(day)); }

fs::path journal_file(const fs::path& folder) { return folder / "fairlead.db"; }
fs::path day_file(const fs::path& folder, Day day) {
  return folder / fmt::format("{}{}{}", kDayPrefix, name_of(day), kDatabaseSuffix);
}

Result<std::vector<Day>> days_in(const fs::path& folder) {
  std::error_code error;
  std::vector<Day> days;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (const auto day = day_in(entry->path().filename().string())) days.push_back(*day);
  }
  if (error) return refused(folder, "cannot list the folder", error.value());
  std::ranges::sort(days);
  return days;
}

std::uint64_t size_on_disk(const fs::path& file) {
  std::uint64_t total = 0;
  for (const char* const suffix : {"", "-wal"}) {
    std::error_code error;
    const auto size = fs::file_size(fs::path(file) += suffix, error);
    if (!error) total += size;
  }
  return total;
}

Result<void> sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return refused(folder, "cannot open the folder", errno);
  const int code = ::fsync(descriptor);
  const int reason = errno;
  ::close(descriptor);
  if (code != 0) return refused(folder, "cannot make the folder durable", reason);
  return {};
}

std::uint64_t remove_database(const fs::path& file) {
  const std::uint64_t bytes = size_on_disk(file);
  std::error_code ignored;  // what stays is found by the next sweep
  fs::remove(file, ignored);
  for (const std::string_view suffix : kSideSuffixes) fs::remove(fs::path(file) += suffix, ignored);
  return bytes;
}

void sweep(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> left;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(kDayPrefix)) continue;
    if (name.contains(".db.new")) left.push_back(entry->path());
    for (const std::string_view suffix : kSideSuffixes) {
      if (!name.ends_with(suffix)) continue;
      const fs::path main = folder / name.substr(0, name.size() - suffix.size());
      if (!fs::exists(main, error)) left.push_back(entry->path());
    }
  }
  for (const fs::path& file : left) fs::remove(file, error);
}

Result<FolderLock> FolderLock::take(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) {
    if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), error);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return refused(folder, "cannot make the folder", errno);
  }
  const fs::path file = folder / "fairlead.lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return refused(file, "cannot open the lock", errno);
  FolderLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return refused(file, "cannot lock the folder", errno);
    return fail(ErrorCode::conflict,
                fmt::format("`{}` is in use by {}; stop that one or name another folder with `--data`", folder.string(),
                            holder_of(descriptor)));
  }
  const std::string pid = fmt::format("{}\n", ::getpid());
  // For the message above only, so a failure here changes nothing.
  if (::ftruncate(descriptor, 0) == 0) static_cast<void>(::pwrite(descriptor, pid.data(), pid.size(), 0) < 0);
  return lock;
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace fairlead::store_sqlite
