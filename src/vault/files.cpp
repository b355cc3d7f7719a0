// SPDX-License-Identifier: Apache-2.0
#include "files.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>

namespace fairlead::vault {

Failure refused(std::string_view what, const std::string& path) {
  const int code = errno;
  if (code == ENOSPC || code == EDQUOT || code == EFBIG) {
    return fail(ErrorCode::full, fmt::format("there is no room on the disk to {} `{}`", what, path));
  }
  return fail(ErrorCode::io, fmt::format("cannot {} `{}`: {}", what, path, std::strerror(code)));
}

Result<void> write_all(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return refused("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<std::string> read_at(int file, std::uint64_t offset, std::size_t at_most, const std::string& path) {
  std::string bytes(at_most, '\0');
  std::size_t got = 0;
  while (got < at_most) {
    const ssize_t part = ::pread(file, bytes.data() + got, at_most - got, static_cast<off_t>(offset + got));
    if (part < 0 && errno == EINTR) continue;
    if (part < 0) return refused("read", path);
    if (part == 0) break;
    got += static_cast<std::size_t>(part);
  }
  bytes.resize(got);
  return bytes;
}

Result<void> sync_folder(const std::string& folder) {
  const Descriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.number() < 0) return refused("open", folder);
  if (::fsync(file.number()) != 0) return refused("sync", folder);
  return {};
}

Result<void> make_file(const std::string& path, std::string_view bytes) {
  const std::string beside = fmt::format("{}.{}.new", path, ::getpid());
  {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (file.number() < 0) return refused("make", beside);
    FL_CHECK(write_all(file.number(), bytes, beside));
    if (::fsync(file.number()) != 0) return refused("sync", beside);
  }
  const int linked = ::link(beside.c_str(), path.c_str());
  const int code = errno;
  ::unlink(beside.c_str());
  errno = code;
  if (linked != 0 && errno == EEXIST) return fail(ErrorCode::conflict, fmt::format("`{}` is there already", path));
  if (linked != 0) return refused("name", path);
  return sync_folder(std::filesystem::path(path).parent_path().string());
}

}  // namespace fairlead::vault
