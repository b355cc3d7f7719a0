// SPDX-License-Identifier: Apache-2.0
// Fast reads of fields at fixed places of a payload whose length was checked before. Private to `decode`.
//
// Needs: the field lies inside the buffer's `kPayloadBytesMax`. Bits behind the payload's end are not masked here, so
// a caller checks the length or calls `PackedBits::reader()`.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "decode/ais/message.hpp"

namespace fairlead::decode::ais {

class Fields {
 public:
  explicit Fields(const PackedBits& payload) noexcept : bytes_(payload.bytes.data()) {}

  template <unsigned kFirst, unsigned kWidth>
  [[nodiscard]] std::uint32_t u() const noexcept {
    static_assert(kWidth >= 1 && kWidth <= 32);
    return static_cast<std::uint32_t>((word(kFirst / 8) << (kFirst % 8)) >> (64U - kWidth));
  }
  template <unsigned kFirst, unsigned kWidth>
  [[nodiscard]] std::uint8_t u8() const noexcept {
    static_assert(kWidth <= 8);
    return static_cast<std::uint8_t>(u<kFirst, kWidth>());
  }
  template <unsigned kFirst, unsigned kWidth>
  [[nodiscard]] std::uint16_t u16() const noexcept {
    static_assert(kWidth <= 16);
    return static_cast<std::uint16_t>(u<kFirst, kWidth>());
  }
  template <unsigned kFirst, unsigned kWidth>
  [[nodiscard]] std::int32_t s() const noexcept {
    return static_cast<std::int32_t>(static_cast<std::int64_t>(word(kFirst / 8) << (kFirst % 8)) >> (64U - kWidth));
  }
  template <unsigned kFirst>
  [[nodiscard]] bool flag() const noexcept {
    return (bytes_[kFirst / 8] >> (7U - kFirst % 8) & 1U) != 0;
  }

  template <unsigned kLon, unsigned kLat>
  [[nodiscard]] RawPosition position() const noexcept {
    return {s<kLon, 28>(), s<kLat, 27>()};
  }
  template <unsigned kLon, unsigned kLat>
  [[nodiscard]] CoarsePosition coarse() const noexcept {
    return {s<kLon, 18>(), s<kLat, 17>()};
  }
  // Bow 9, stern 9, port 6, starboard 6.
  template <unsigned kFirst>
  [[nodiscard]] Dimensions dimensions() const noexcept {
    return {u16<kFirst, 9>(), u16<kFirst + 9, 9>(), u8<kFirst + 18, 6>(), u8<kFirst + 24, 6>()};
  }
  template <unsigned kSog, unsigned kCog, unsigned kHeading>
  [[nodiscard]] Motion motion() const noexcept {
    return {u16<kSog, 10>(), u16<kCog, 12>(), u16<kHeading, 9>()};
  }

  // N characters of six bits, eight at a time: 48 bits are spread over eight bytes, then raised to ASCII.
  template <unsigned kFirst, std::size_t N>
  void text(SixBitText<N>& out, std::size_t characters = N) const noexcept {
    for (std::size_t i = 0; i < N; i += 8) {
      const std::size_t at = kFirst + i * 6;
      const std::uint64_t spread = ascii((word(at / 8) << (at % 8)) >> 16U);
      std::memcpy(out.characters.data() + i, &spread, sizeof spread);
    }
    out.size = static_cast<std::uint8_t>(characters < N ? characters : N);
  }

  // The low 48 bits of `six` are eight codes, the first in the highest bits. Returns their characters, the first in
  // the byte with the lowest address.
  [[nodiscard]] static constexpr std::uint64_t ascii(std::uint64_t six) noexcept {
    std::uint64_t x = ((six & 0xFFFFFF000000U) << 8U) | (six & 0x000000FFFFFFU);
    x = ((x & 0x00FFF00000FFF000U) << 4U) | (x & 0x00000FFF00000FFFU);
    x = ((x & 0x0FC00FC00FC00FC0U) << 2U) | (x & 0x003F003F003F003FU);
    const std::uint64_t low = ~x & 0x2020202020202020U;  // codes below 32 become letters
    x |= low << 1U;
    if constexpr (std::endian::native == std::endian::little) {
      x = __builtin_bswap64(x);
    }
    return x;
  }

 private:
  [[nodiscard]] std::uint64_t word(std::size_t byte) const noexcept {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes_ + byte, sizeof value);
    if constexpr (std::endian::native == std::endian::little) {
      value = __builtin_bswap64(value);
    }
    return value;
  }

  const std::uint8_t* bytes_;
};

}  // namespace fairlead::decode::ais
