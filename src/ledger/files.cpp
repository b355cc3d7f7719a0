// SPDX-License-Identifier: Apache-2.0
#include "files.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead::ledger {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

Failure refused(std::string_view what, const std::string& path) {
  const int number = errno;
  return fail(number == ENOENT   ? ErrorCode::not_found
              : number == EEXIST ? ErrorCode::conflict
              : number == ENOSPC ? ErrorCode::full
                                 : ErrorCode::io,
              fmt::format("cannot {} `{}`: {}", what, path, std::strerror(number)));
}

Result<void> write_all(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return refused("write", path);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> make_folder_of(const std::string& path) {
  std::error_code error;
  const auto folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) return fail(ErrorCode::io, fmt::format("cannot make the folder of `{}`: {}", path, error.message()));
  return {};
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t size_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return refused("read", path);
  std::string bytes;
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(file.number(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refused("read", path);
    if (got == 0) return bytes;
    if (bytes.size() + static_cast<std::size_t>(got) > size_max) {
      return fail(ErrorCode::corrupt, fmt::format("`{}` is larger than {} bytes", path, size_max));
    }
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
}

Result<void> replace_file(const std::string& path, std::string_view bytes) {
  FL_CHECK(make_folder_of(path));
  const std::string beside = path + ".new";
  {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.number() < 0) return refused("write", beside);
    FL_CHECK(write_all(file.number(), bytes, beside));
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) return refused("replace", path);
  return {};
}

Result<void> create_file(const std::string& path, std::string_view bytes, unsigned rights) {
  FL_CHECK(make_folder_of(path));
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, rights));
  if (file.number() < 0) return refused("make", path);
  FL_CHECK(write_all(file.number(), bytes, path));
  if (::fchmod(file.number(), rights) != 0 || ::fsync(file.number()) != 0) return refused("write", path);
  const auto folder = std::filesystem::path(path).parent_path().string();
  return sync_folder(folder.empty() ? "." : folder);
}

Result<void> sync_folder(const std::string& folder) {
  const Descriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.number() < 0) return refused("open", folder);
  if (::syncfs(file.number()) != 0) return refused("sync", folder);
  return {};
}

}  // namespace fairlead::ledger
