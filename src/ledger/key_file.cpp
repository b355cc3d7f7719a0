// SPDX-License-Identifier: Apache-2.0
#include "ledger/key_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.hpp"

namespace fairlead::ledger {
namespace {

constexpr unsigned kRights = 0600;
constexpr std::size_t kKeyBytesMax = 1024;

Result<void> check_rights(int file, const std::string& path) {
  struct stat about{};
  if (::fstat(file, &about) != 0) {
    return fail(ErrorCode::io, fmt::format("cannot look at `{}`: {}", path, std::strerror(errno)));
  }
  if (!S_ISREG(about.st_mode)) return fail(ErrorCode::invalid_argument, fmt::format("`{}` is not a file", path));
  if ((about.st_mode & 07177U) != 0) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("`{}` has rights {:04o}: others may use this key; say chmod 600", path, about.st_mode & 07777U));
  }
  if (about.st_uid != ::geteuid()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` belongs to another user; keys belong to who signs", path));
  }
  return {};
}

Result<void> write_key(const std::string& path, const Signer& signer) {
  std::string line = signer.secret_text() + "\n";
  auto written = create_file(path, line, kRights);
  sodium_memzero(line.data(), line.size());
  if (!written && written.error().code == ErrorCode::conflict) {
    return fail(ErrorCode::conflict, fmt::format("`{}` exists; a key is never written over", path));
  }
  return written;
}

}  // namespace

Result<Signer> make_key_file(const std::string& path, std::string_view name, Random& random) {
  FL_TRY(Signer signer, Signer::generate(name, random));
  FL_CHECK(write_key(path, signer));
  return signer;
}

Result<Signer> load_key_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) {
    const int number = errno;
    if (number == ELOOP) {
      return fail(ErrorCode::invalid_argument, fmt::format("`{}` is a link; name the key file itself", path));
    }
    return fail(number == ENOENT ? ErrorCode::not_found : ErrorCode::io,
                fmt::format("cannot read the key `{}`: {}", path, std::strerror(number)));
  }
  if (auto right = check_rights(file, path); !right) {
    ::close(file);
    return Failure(std::move(right).error());
  }
  std::string line(kKeyBytesMax, '\0');
  const ssize_t got = ::read(file, line.data(), line.size());
  ::close(file);
  if (got < 0) return fail(ErrorCode::io, fmt::format("cannot read the key `{}`: {}", path, std::strerror(errno)));
  auto signer = Signer::parse(std::string_view(line).substr(0, static_cast<std::size_t>(got)));
  sodium_memzero(line.data(), line.size());
  if (!signer) return Failure(signer.error().within(fmt::format("`{}`", path)));
  return signer;
}

Result<KeyRotation> rotate_key_file(const std::string& path, Random& random) {
  FL_TRY(Signer before, load_key_file(path));
  FL_TRY(Signer after, Signer::generate(before.verifier().name(), random));
  const std::string beside = path + ".new";
  const std::string kept = fmt::format("{}.{:08x}", path, before.verifier().key_id());
  // The new key is on disk before the old one moves; after a crash at any step one of the two bears the name.
  std::error_code error;
  std::filesystem::remove(beside, error);
  FL_CHECK(write_key(beside, after));
  std::filesystem::create_hard_link(path, kept, error);
  if (error)
    return fail(ErrorCode::conflict, fmt::format("cannot keep the old key as `{}`: {}", kept, error.message()));
  std::filesystem::rename(beside, path, error);
  if (error) return fail(ErrorCode::io, fmt::format("cannot put the new key into `{}`: {}", path, error.message()));
  const auto folder = std::filesystem::path(path).parent_path().string();
  FL_CHECK(sync_folder(folder.empty() ? "." : folder));
  return KeyRotation{std::move(before), std::move(after), kept};
}

}  // namespace fairlead::ledger
