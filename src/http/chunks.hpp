// SPDX-License-Identifier: Apache-2.0
// A body in chunks (RFC 9112 §7.1), read strictly: line ends are CRLF, sizes are hexadecimal digits, and what is not
// the body itself (extensions, trailers) has a bound and is dropped.
//
// Threads: one owner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace fairlead::http {

class ChunkReader {
 public:
  explicit ChunkReader(std::size_t body_bytes_max) : max_(body_bytes_max) {}

  enum class State : std::uint8_t { more, done, bad, too_large };
  // Takes what it understands from the front of `bytes` and appends the body's part to `body`; `taken_out` bytes of the
  // body are with the owner already.
  State feed(std::string& bytes, std::string& body, std::size_t taken_out = 0);

 private:
  enum class Stage : std::uint8_t { size, data, data_end, trailer };
  State on_line(std::string_view line, std::size_t body_so_far);

  static constexpr std::size_t kLineMax = 1024;
  static constexpr std::size_t kAsideMax = 16 * 1024;  // extensions and trailers together
  const std::size_t max_;
  Stage stage_ = Stage::size;
  std::size_t left_ = 0;  // of the chunk
  std::size_t aside_ = 0;
};

}  // namespace fairlead::http
