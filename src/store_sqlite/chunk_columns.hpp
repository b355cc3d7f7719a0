// SPDX-License-Identifier: Apache-2.0
// The numbers of a chunk's columns, one after the other, as fast as they go: the bounds are checked once a number, and
// whoever reads asks ok() at the end of a column. The encoding is that of canonical bytes.
//
// Threads: values of one thread.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead::store_sqlite {

inline std::uint64_t folded(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
inline std::int64_t unfolded(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1U);
}

class ColumnWriter {
 public:
  // Needs: room for all that will be written.
  explicit ColumnWriter(char* at) : at_(at) {}

  void number(std::uint64_t value) {
    while (value >= 0x80) {
      *at_++ = static_cast<char>(value | 0x80U);
      value >>= 7;
    }
    *at_++ = static_cast<char>(value);
  }
  void real(double value) {
    auto bits = std::bit_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i, bits >>= 8) *at_++ = static_cast<char>(bits & 0xFFU);
  }
  const char* at() const { return at_; }

 private:
  char* at_;
};

class ColumnReader {
 public:
  explicit ColumnReader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  std::uint64_t number() {
    if (at_ != end_ && static_cast<std::uint8_t>(*at_) < 0x80) return static_cast<std::uint8_t>(*at_++);
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && at_ != end_; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(*at_++);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    at_ = end_;
    return 0;
  }
  double real() {
    if (end_ - at_ < 8) {
      ok_ = false;
      at_ = end_;
      return 0;
    }
    std::uint64_t bits = 0;
    for (int i = 8; i-- > 0;) bits = bits << 8 | static_cast<std::uint8_t>(at_[i]);
    at_ += 8;
    return std::bit_cast<double>(bits);
  }
  bool ok() const { return ok_; }
  bool at_end() const { return at_ == end_; }

 private:
  const char* at_;
  const char* end_;
  bool ok_ = true;
};

}  // namespace fairlead::store_sqlite
