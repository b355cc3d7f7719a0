// SPDX-License-Identifier: Apache-2.0
// Packed bits of an AIS message and a bounded reader over them.
//
// Bits count from 0 at the most significant bit of the first byte, as in ITU-R M.1371-5 §3.3.7. A read that reaches
// past the end yields zeros there: it is defined for every input and never touches memory outside the buffer.
//
// Threads: values, no shared state.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

namespace fairlead::decode::ais {

// The longest message kept, in bits. The five slots of the longest message carry 1,064.
inline constexpr std::size_t kPayloadBitsMax = 2048;
inline constexpr std::size_t kPayloadBytesMax = kPayloadBitsMax / 8;
// Bytes behind the last payload byte that may be read (and are masked away) by an eight-byte load.
inline constexpr std::size_t kPayloadSlack = 64;

// One character of the six-bit alphabet of M.1371-5 table 47: 0-31 are `@A-Z[\]^_`, 32-63 blank to `?`.
[[nodiscard]] constexpr char six_bit_character(std::uint32_t code) noexcept {
  return static_cast<char>((code & 0x20U) != 0 ? (code & 0x3FU) : ((code & 0x3FU) | 0x40U));
}

// A view of some bits of a buffer which has at least `kPayloadSlack` readable bytes behind its last payload byte.
// `PackedBits` (below) is the owner that guarantees that.
class BitReader {
 public:
  constexpr BitReader() noexcept = default;
  constexpr BitReader(const std::uint8_t* bytes, std::size_t first_bit, std::size_t bits) noexcept
      : bytes_(bytes), first_(static_cast<std::uint32_t>(first_bit)), size_(static_cast<std::uint32_t>(bits)) {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] bool has(std::size_t position, std::size_t width) const noexcept {
    return position <= size_ && width <= size_ - position;
  }

  // An unsigned field of 1 to 57 bits. Bits past the end read as zero.
  [[nodiscard]] std::uint64_t u64(std::size_t position, std::size_t width) const noexcept {
    if (has(position, width)) [[likely]] {
      return raw(position, width);
    }
    if (position >= size_) {
      return 0;
    }
    const std::size_t held = size_ - position;
    return raw(position, held) << (width - held);
  }
  [[nodiscard]] std::uint32_t u(std::size_t position, std::size_t width) const noexcept {
    return static_cast<std::uint32_t>(u64(position, width));
  }
  // A two's-complement field of 1 to 32 bits. Bits past the end read as zero.
  [[nodiscard]] std::int32_t s(std::size_t position, std::size_t width) const noexcept {
    const auto shift = static_cast<unsigned>(64U - width);
    return static_cast<std::int32_t>(static_cast<std::int64_t>(u64(position, width) << shift) >> shift);
  }
  [[nodiscard]] bool flag(std::size_t position) const noexcept { return u64(position, 1) != 0; }

  // Absent when the field is not wholly inside.
  [[nodiscard]] std::optional<std::uint32_t> try_u(std::size_t position, std::size_t width) const noexcept {
    return has(position, width) ? std::optional(u(position, width)) : std::nullopt;
  }
  [[nodiscard]] std::optional<std::int32_t> try_s(std::size_t position, std::size_t width) const noexcept {
    return has(position, width) ? std::optional(s(position, width)) : std::nullopt;
  }

  // The whole characters among the next `characters` ones, as sent: with `@` and trailing blanks.
  [[nodiscard]] std::string raw_text(std::size_t position, std::size_t characters) const {
    std::string text;
    for (std::size_t i = 0; i < characters && has(position + i * 6, 6); ++i) {
      text.push_back(six_bit_character(u(position + i * 6, 6)));
    }
    return text;
  }
  // The same as people read it: ends at the first `@`, trailing blanks removed.
  [[nodiscard]] std::string text(std::size_t position, std::size_t characters) const {
    std::string text = raw_text(position, characters);
    text.erase(std::min(text.find('@'), text.size()));
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
  }

  // The bits from `position` on, at most `width` of them.
  [[nodiscard]] BitReader sub(std::size_t position, std::size_t width = kPayloadBitsMax) const noexcept {
    const std::size_t from = std::min<std::size_t>(position, size_);
    return {bytes_, first_ + from, std::min<std::size_t>(width, size_ - from)};
  }

 private:
  [[nodiscard]] std::uint64_t raw(std::size_t position, std::size_t width) const noexcept {
    if (width == 0) {
      return 0;
    }
    const std::size_t at = first_ + position;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes_ + at / 8, sizeof word);
    if constexpr (std::endian::native == std::endian::little) {
      word = __builtin_bswap64(word);
    }
    return (word << (at % 8)) >> (64U - width);
  }

  const std::uint8_t* bytes_ = nullptr;
  std::uint32_t first_ = 0;
  std::uint32_t size_ = 0;
};

// Owns packed bits. Bytes behind `bits` are not meaningful (the reader masks them).
struct PackedBits {
  std::array<std::uint8_t, kPayloadBytesMax + kPayloadSlack> bytes{};
  std::uint32_t bits = 0;

  [[nodiscard]] BitReader reader() const noexcept { return {bytes.data(), 0, bits}; }
  [[nodiscard]] BitReader reader(std::size_t position, std::size_t width) const noexcept {
    return reader().sub(position, width);
  }
  void clear() noexcept { bits = 0; }

  // Appends the low `width` (0 to 32) bits of `value`. Returns false and appends nothing when there is no room.
  bool append(std::uint64_t value, std::size_t width) noexcept {
    if (width > 32 || bits + width > kPayloadBitsMax) {
      return false;
    }
    for (std::size_t i = width; i-- > 0;) {
      const std::size_t at = bits++;
      const auto mask = static_cast<std::uint8_t>(0x80U >> (at % 8));
      std::uint8_t& byte = bytes[at / 8];
      byte = static_cast<std::uint8_t>(((value >> i) & 1U) != 0 ? (byte | mask) : (byte & ~mask));
    }
    return true;
  }
};

}  // namespace fairlead::decode::ais
