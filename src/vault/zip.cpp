// SPDX-License-Identifier: Apache-2.0
// APPNOTE 6.3: local headers with sizes and CRC, a central directory, ZIP64 members where 32 bits do not suffice.
#include "vault/zip.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "crc32.hpp"

namespace fairlead::vault {
namespace {

constexpr std::uint64_t kLimit32 = 0xFFFFFFFF;
constexpr std::uint32_t kLocal = 0x04034B50;
constexpr std::uint32_t kCentral = 0x02014B50;

template <class Number>
void put(std::string& out, Number value, std::size_t bytes) {
  auto rest = static_cast<std::uint64_t>(value);
  for (std::size_t i = 0; i < bytes; ++i, rest >>= 8) out += static_cast<char>(rest & 0xFFU);
}
std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

// The date of old filesystems: two-second steps since 1980, in UTC.
std::uint32_t dos_time(Instant at) {
  using namespace std::chrono;
  const sys_time<milliseconds> moment{milliseconds(at.unix_ms())};
  const sys_days day = floor<days>(moment);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<seconds>(moment - day));
  const int year = std::clamp(static_cast<int>(date.year()), 1980, 2107) - 1980;
  return static_cast<std::uint32_t>(year) << 25 | static_cast<unsigned>(date.month()) << 21 |
         static_cast<unsigned>(date.day()) << 16 | static_cast<std::uint32_t>(clock.hours().count()) << 11 |
         static_cast<std::uint32_t>(clock.minutes().count()) << 5 |
         static_cast<std::uint32_t>(clock.seconds().count() / 2);
}

struct Entry {
  std::string path;
  std::uint32_t crc = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;
};

std::string local_header(const Entry& entry, std::uint32_t time) {
  const bool large = entry.size >= kLimit32;
  std::string out;
  put(out, kLocal, 4);
  put(out, large ? 45 : 20, 2);
  put(out, 0x0800, 2);  // names in UTF-8
  put(out, 0, 2);       // as it is
  put(out, time, 4);
  put(out, entry.crc, 4);
  for (int i = 0; i < 2; ++i) put(out, large ? kLimit32 : entry.size, 4);
  put(out, entry.path.size(), 2);
  put(out, large ? 20 : 0, 2);
  out += entry.path;
  if (large) {
    put(out, 1, 2);
    put(out, 16, 2);
    for (int i = 0; i < 2; ++i) put(out, entry.size, 8);
  }
  return out;
}

std::string central_header(const Entry& entry, std::uint32_t time) {
  std::string more;
  if (entry.size >= kLimit32) {
    for (int i = 0; i < 2; ++i) put(more, entry.size, 8);
  }
  if (entry.offset >= kLimit32) put(more, entry.offset, 8);
  std::string out;
  put(out, kCentral, 4);
  put(out, 3 << 8 | 45, 2);  // Unix
  put(out, more.empty() ? 20 : 45, 2);
  put(out, 0x0800, 2);
  put(out, 0, 2);
  put(out, time, 4);
  put(out, entry.crc, 4);
  for (int i = 0; i < 2; ++i) put(out, std::min(entry.size, kLimit32), 4);
  put(out, entry.path.size(), 2);
  put(out, more.empty() ? 0 : more.size() + 4, 2);
  put(out, 0, 2);
  put(out, 0, 2);
  put(out, 0, 2);
  put(out, 0100644U << 16, 4);  // a plain file that its owner may write
  put(out, std::min(entry.offset, kLimit32), 4);
  out += entry.path;
  if (!more.empty()) {
    put(out, 1, 2);
    put(out, more.size(), 2);
    out += more;
  }
  return out;
}

std::string ending(std::uint64_t count, std::uint64_t directory_size, std::uint64_t directory_offset) {
  std::string out;
  if (count >= 0xFFFF || directory_size >= kLimit32 || directory_offset >= kLimit32) {
    const std::uint64_t at = directory_offset + directory_size;
    put(out, 0x06064B50, 4);
    put(out, 44, 8);
    put(out, 3 << 8 | 45, 2);
    put(out, 45, 2);
    put(out, 0, 8);
    put(out, count, 8);
    put(out, count, 8);
    put(out, directory_size, 8);
    put(out, directory_offset, 8);
    put(out, 0x07064B50, 4);
    put(out, 0, 4);
    put(out, at, 8);
    put(out, 1, 4);
  }
  put(out, 0x06054B50, 4);
  put(out, 0, 4);
  for (int i = 0; i < 2; ++i) put(out, std::min<std::uint64_t>(count, 0xFFFF), 2);
  put(out, std::min(directory_size, kLimit32), 4);
  put(out, std::min(directory_offset, kLimit32), 4);
  put(out, 0, 2);
  return out;
}

}  // namespace

Result<ZipStream> ZipStream::make(ByteStore& store, std::vector<ZipEntry> entries, Instant at) {
  ZipStream zip(store);
  const std::uint32_t time = dos_time(at);
  std::string directory;
  const auto add = [&zip](Part part) {
    if (part.size == 0) return;
    zip.size_ += part.size;
    zip.parts_.push_back(std::move(part));
  };
  for (ZipEntry& entry : entries) {
    Entry made{entry.path, 0, 0, zip.size_};
    if (entry.file) {
      auto file = store.open_file(*entry.file);
      if (!file) return Failure(file.error().within(entry.path));
      made.size = (*file)->size();
      made.crc = (*file)->crc32();
    } else {
      made.size = entry.text.size();
      made.crc = crc32(0, entry.text);
    }
    std::string header = local_header(made, time);
    const std::size_t header_size = header.size();
    add({std::move(header), std::nullopt, header_size});
    add({std::move(entry.text), entry.file, made.size});
    directory += central_header(made, time);
  }
  const std::uint64_t offset = zip.size_;
  directory += ending(entries.size(), directory.size(), offset);
  const std::size_t directory_size = directory.size();
  add({std::move(directory), std::nullopt, directory_size});
  return zip;
}

Result<std::string> ZipStream::next(std::size_t at_most) {
  std::string out;
  while (out.size() < at_most && part_ < parts_.size()) {
    const Part& part = parts_[part_];
    const std::size_t wanted = std::min<std::uint64_t>(at_most - out.size(), part.size - within_);
    if (part.file) {
      if (!open_) {
        FL_TRY(open_, store_->open_file(*part.file));
        if (open_->size() != part.size) return fail(ErrorCode::verification, "a file changed while it was sent");
      }
      FL_TRY(const std::string piece, open_->read(within_, wanted));
      if (piece.size() != wanted) return fail(ErrorCode::verification, "a file changed while it was sent");
      out += piece;
    } else {
      out.append(part.text, within_, wanted);
    }
    within_ += wanted;
    if (within_ == part.size) {
      ++part_;
      within_ = 0;
      open_.reset();
    }
  }
  return out;
}

Result<void> ZipReader::add(std::string_view bytes) {
  while (!bytes.empty() && !at_end_) {
    if (in_file_) {
      const std::size_t part = std::min<std::uint64_t>(left_, bytes.size());
      if (part > 0) FL_CHECK(take_(path_, bytes.substr(0, part)));
      bytes.remove_prefix(part);
      left_ -= part;
      if (left_ == 0) {
        in_file_ = false;
        FL_CHECK(take_(path_, {}));
      }
      continue;
    }
    held_ += bytes.front();
    bytes.remove_prefix(1);
    if (held_.size() < 4) continue;
    if (number_at(held_, 0, 4) != kLocal) {
      at_end_ = number_at(held_, 0, 4) == kCentral;
      if (at_end_) break;
      return fail(ErrorCode::unsupported, "this is no zip file as Fairlead writes them");
    }
    if (held_.size() < 30) continue;
    const std::size_t name_size = number_at(held_, 26, 2);
    if (held_.size() < 30 + name_size + number_at(held_, 28, 2)) continue;
    path_ = held_.substr(30, name_size);
    left_ = number_at(held_, 18, 4);
    if (left_ == kLimit32 && held_.size() >= 30 + name_size + 20) left_ = number_at(held_, 30 + name_size + 4, 8);
    const bool plain = number_at(held_, 8, 2) == 0 && (number_at(held_, 6, 2) & 1U) == 0;
    const bool inside = !path_.empty() && path_.front() != '/' && !path_.contains("..") && !path_.contains('\\') &&
                        !path_.contains('\0');
    if (!plain || !inside) return fail(ErrorCode::unsupported, "this is no zip file as Fairlead writes them");
    held_.clear();
    in_file_ = true;
    if (left_ == 0) {
      in_file_ = false;
      FL_CHECK(take_(path_, {}));
    }
  }
  return {};
}

}  // namespace fairlead::vault
