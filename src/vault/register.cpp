// SPDX-License-Identifier: Apache-2.0
#include "vault/register.hpp"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>

#include "files.hpp"

namespace fairlead::vault {
namespace {

Digest link_of(const Digest& before, std::string_view text) {
  Hasher hasher;
  hasher.add(std::as_bytes(std::span(before)));
  hasher.add(text);
  return hasher.finish();
}

}  // namespace

Result<std::unique_ptr<Register>> Register::open(std::string path) {
  auto made = std::unique_ptr<Register>(new Register(std::move(path)));
  const Descriptor file(::open(made->path_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.number() < 0) return refused("open", made->path_);
  std::string bytes;
  for (;;) {
    FL_TRY(const std::string piece, read_at(file.number(), bytes.size(), 1U << 20U, made->path_));
    if (piece.empty()) break;
    bytes += piece;
  }
  auto lines = std::make_shared<Lines>();
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t end = bytes.find('\n', at);
    if (end == std::string::npos) break;
    const std::string_view line = std::string_view(bytes).substr(at, end - at);
    const std::string_view text = line.substr(std::min<std::size_t>(line.size(), 65));
    const Digest link = link_of(made->last_, text);
    if (line.size() < 65 || line.substr(0, 64) != hex(link)) {
      return fail(ErrorCode::corrupt, fmt::format("{}:{}: this line is not as it was written; restore the file",
                                                  made->path_, lines->size() + 1));
    }
    made->last_ = link;
    lines->push_back(std::make_shared<const std::string>(text));
    at = end + 1;
  }
  if (at < bytes.size() && ::ftruncate(file.number(), static_cast<off_t>(at)) != 0) {
    return refused("mend", made->path_);
  }
  FL_CHECK(sync_folder(std::filesystem::path(made->path_).parent_path().string()));
  made->lines_.set(std::move(lines));
  return made;
}

Result<std::uint64_t> Register::add(std::string_view text) {
  const Descriptor file(::open(path_.c_str(), O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC));
  if (file.number() < 0) return refused("open", path_);
  const Digest link = link_of(last_, text);
  const off_t before = ::lseek(file.number(), 0, SEEK_END);
  const auto give_up = [&](Failure why) {
    // What is half there must not stand before the next line.
    if (::ftruncate(file.number(), before) != 0) return refused("mend", path_);
    return why;
  };
  if (auto written = write_all(file.number(), fmt::format("{} {}\n", hex(link), text), path_); !written) {
    return give_up(Failure(written.error()));
  }
  if (::fsync(file.number()) != 0) return give_up(refused("sync", path_));
  auto next = std::make_shared<Lines>(*lines_.get());
  next->push_back(std::make_shared<const std::string>(text));
  last_ = link;
  const std::uint64_t number = next->size();
  lines_.set(std::move(next));
  return number;
}

std::optional<std::string> Register::entry(std::uint64_t number) const {
  const auto lines = lines_.get();
  if (number == 0 || number > lines->size()) return std::nullopt;
  return *(*lines)[number - 1];
}

std::uint64_t Register::size() const { return lines_.get()->size(); }

}  // namespace fairlead::vault
