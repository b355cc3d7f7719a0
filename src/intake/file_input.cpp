// SPDX-License-Identifier: Apache-2.0
// Reads plain, gzip (RFC 1952, several members) and Zstandard (RFC 8878, several frames) files.
#include "file_input.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

namespace fairlead::intake {

namespace {

enum class Packing : std::uint8_t { unknown, plain, gzip, zstandard };

struct ZstdClose {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

}  // namespace

struct FileInput::State {
  int descriptor = -1;
  std::string name;
  std::uint64_t size = 0;
  std::uint64_t stored = 0;  // bytes read from the descriptor

  Packing packing = Packing::unknown;
  std::array<char, 128 * 1024> buffer;
  std::size_t begin = 0, end = 0;  // of what is in the buffer
  bool at_end = false;             // of the descriptor
  bool inside = false;             // a member or frame has begun and not ended

  z_stream zlib{};
  bool zlib_ready = false;
  std::unique_ptr<ZSTD_DStream, ZstdClose> zstd;

  ~State() {
    if (zlib_ready) inflateEnd(&zlib);
    if (descriptor >= 0) ::close(descriptor);
  }

  std::string_view pending() const { return {buffer.data() + begin, end - begin}; }
  Failure broken(std::string_view what) const {
    return fail(ErrorCode::corrupt, fmt::format("file `{}` {} after {} bytes", name, what, stored - (end - begin)));
  }

  Result<std::size_t> read_some(char* into, std::size_t room) {
    for (;;) {
      const auto got = ::read(descriptor, into, room);
      if (got >= 0) {
        stored += static_cast<std::size_t>(got);
        at_end = got == 0;
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR) {
        return fail(ErrorCode::io, fmt::format("cannot read `{}`: {}", name, std::strerror(errno)));
      }
    }
  }
  // Adds to the buffer; true when something was added.
  Result<bool> fill() {
    if (begin > 0) {
      std::memmove(buffer.data(), buffer.data() + begin, end - begin);
      end -= begin;
      begin = 0;
    }
    if (at_end || end == buffer.size()) return false;
    FL_TRY(const auto got, read_some(buffer.data() + end, buffer.size() - end));
    end += got;
    return got > 0;
  }

  Result<void> recognise() {
    while (end - begin < 4 && !at_end) {
      auto more = fill();
      if (!more) return Failure(std::move(more).error());
    }
    const auto head = pending();
    packing = Packing::plain;
    if (head.starts_with("\x1f\x8b")) {
      packing = Packing::gzip;
      if (!zlib_ready && inflateInit2(&zlib, 15 + 16) != Z_OK) return fail(ErrorCode::internal, "zlib does not start");
      if (zlib_ready) inflateReset(&zlib);
      zlib_ready = true;
    } else if (head.starts_with("\x28\xb5\x2f\xfd") ||
               (head.size() >= 4 && (head[0] & 0xF0) == 0x50 && head.substr(1).starts_with("\x2a\x4d\x18"))) {
      packing = Packing::zstandard;
      if (!zstd) zstd.reset(ZSTD_createDStream());
      if (!zstd) return fail(ErrorCode::internal, "zstd does not start");
      ZSTD_initDStream(zstd.get());
    }
    return {};
  }

  Result<std::size_t> read_plain(std::span<char> into) {
    if (begin < end) {
      const auto count = std::min(into.size(), end - begin);
      std::memcpy(into.data(), buffer.data() + begin, count);
      begin += count;
      return count;
    }
    if (at_end) return 0U;
    return read_some(into.data(), into.size());
  }

  Result<std::size_t> read_gzip(std::span<char> into) {
    for (;;) {
      if (begin == end) {
        FL_TRY(const bool more, fill());
        if (!more) return inside ? Result<std::size_t>(broken("ends inside its compressed data")) : 0U;
      }
      if (!inside && !pending().starts_with('\x1f')) {  // padding behind the last member
        begin = end;
        if (at_end) return 0U;
        continue;
      }
      inside = true;
      zlib.next_in = reinterpret_cast<Bytef*>(buffer.data() + begin);
      zlib.avail_in = static_cast<uInt>(end - begin);
      zlib.next_out = reinterpret_cast<Bytef*>(into.data());
      zlib.avail_out = static_cast<uInt>(into.size());
      const int code = inflate(&zlib, Z_NO_FLUSH);
      begin = end - zlib.avail_in;
      const auto made = into.size() - zlib.avail_out;
      if (code == Z_STREAM_END) {
        inside = false;
        inflateReset(&zlib);
      } else if (code != Z_OK && code != Z_BUF_ERROR) {
        if (made > 0) return made;  // the error comes again with the next call
        return broken("is damaged: gzip data cannot be read");
      }
      if (made > 0) return made;
    }
  }

  Result<std::size_t> read_zstandard(std::span<char> into) {
    ZSTD_outBuffer out{into.data(), into.size(), 0};
    for (;;) {
      if (begin == end) {
        FL_TRY(const bool more, fill());
        if (!more && !inside) return 0U;
        if (!more) {  // what the decoder still holds, else the file is cut off
          ZSTD_inBuffer none{nullptr, 0, 0};
          const auto left = ZSTD_decompressStream(zstd.get(), &out, &none);
          if (out.pos > 0) return out.pos;
          if (ZSTD_isError(left) || left != 0) return broken("ends inside its compressed data");
          return 0U;
        }
      }
      ZSTD_inBuffer in{buffer.data() + begin, end - begin, 0};
      const auto left = ZSTD_decompressStream(zstd.get(), &out, &in);
      begin += in.pos;
      if (ZSTD_isError(left)) return broken("is damaged: Zstandard data cannot be read");
      inside = left != 0;
      if (out.pos > 0) return out.pos;
    }
  }
};

FileInput::FileInput(std::unique_ptr<State> state) : state_(std::move(state)) {}
FileInput::~FileInput() = default;
FileInput::FileInput(FileInput&&) noexcept = default;
FileInput& FileInput::operator=(FileInput&&) noexcept = default;

Result<FileInput> FileInput::open(const std::string& path) {
  // Not blocking: opening a pipe that nobody writes to would wait.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    const auto code = errno == ENOENT ? ErrorCode::not_found : ErrorCode::io;
    return fail(code, fmt::format("cannot open file `{}`: {}", path, std::strerror(errno)));
  }
  auto state = std::make_unique<State>();
  state->descriptor = descriptor;
  state->name = path;
  struct stat about{};
  if (::fstat(descriptor, &about) != 0) {
    return fail(ErrorCode::io, fmt::format("cannot open file `{}`: {}", path, std::strerror(errno)));
  }
  if (S_ISDIR(about.st_mode)) return fail(ErrorCode::invalid_argument, fmt::format("`{}` is a folder", path));
  if (!S_ISREG(about.st_mode)) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("`{}` is no regular file: give a pipe as standard input with `-`, a device as `serial:`", path));
  }
  state->size = static_cast<std::uint64_t>(about.st_size);
  return FileInput(std::move(state));
}

Result<std::size_t> FileInput::read(std::span<char> into) {
  if (into.empty()) return 0U;
  if (state_->packing == Packing::unknown) FL_CHECK(state_->recognise());
  switch (state_->packing) {
    case Packing::gzip:
      return state_->read_gzip(into);
    case Packing::zstandard:
      return state_->read_zstandard(into);
    default:
      return state_->read_plain(into);
  }
}

Result<void> FileInput::rewind() {
  if (::lseek(state_->descriptor, 0, SEEK_SET) != 0) {
    return fail(ErrorCode::io, fmt::format("cannot begin `{}` again: {}", state_->name, std::strerror(errno)));
  }
  state_->begin = state_->end = 0;
  state_->stored = 0;
  state_->at_end = state_->inside = false;
  state_->packing = Packing::unknown;
  return {};
}

std::uint64_t FileInput::stored_bytes_read() const { return state_->stored; }
std::uint64_t FileInput::stored_size() const { return state_->size; }

}  // namespace fairlead::intake
