// SPDX-License-Identifier: Apache-2.0
// Writes JSON members into a buffer on the stack: no allocation, no locale, numbers from integers. Private to `decode`.
//
// Needs: the caller keeps what is written below kCapacity; `text` and `hex` stop at its end by themselves.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "decode/ais/bits.hpp"

namespace fairlead::decode::ais {

// "00" to "99".
inline constexpr std::array<char, 200> kDigitPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

class JsonWriter {
 public:
  static constexpr std::size_t kCapacity = 8192;

  JsonWriter() noexcept { at_ = buffer_.data(); }

  [[nodiscard]] std::string_view view() const noexcept {
    return {buffer_.data(), static_cast<std::size_t>(at_ - buffer_.data())};
  }
  [[nodiscard]] std::size_t room() const noexcept { return static_cast<std::size_t>(buffer_.data() + kCapacity - at_); }

  template <std::size_t N>
  void literal(const char (&text)[N]) noexcept {
    std::memcpy(at_, text, N - 1);
    at_ += N - 1;
  }
  // A member's name, with the comma before and the colon behind it.
  template <std::size_t N>
  void key(const char (&name)[N]) noexcept {
    at_[0] = ',';
    at_[1] = '"';
    std::memcpy(at_ + 2, name, N - 1);
    at_[N + 1] = '"';
    at_[N + 2] = ':';
    at_ += N + 3;
  }
  void character(char c) noexcept { *at_++ = c; }
  void piece(std::string_view text) noexcept {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  // Drops zeros at the end of a decimal fraction.
  void trim_zeros() noexcept {
    while (at_[-1] == '0') {
      --at_;
    }
  }

  void number(std::uint32_t value) noexcept {
    if (value < 10) {
      character(static_cast<char>('0' + value));
      return;
    }
    std::array<char, 12> digits;
    char* const end = digits.data() + digits.size();
    char* from = end;
    while (value >= 100) {
      const std::uint32_t pair = value % 100;
      value /= 100;
      from -= 2;
      std::memcpy(from, kDigitPairs.data() + 2 * pair, 2);
    }
    if (value >= 10) {
      from -= 2;
      std::memcpy(from, kDigitPairs.data() + 2 * value, 2);
    } else {
      *--from = static_cast<char>('0' + value);
    }
    const auto size = static_cast<std::size_t>(end - from);
    std::memcpy(at_, from, size);
    at_ += size;
  }
  void number64(std::int64_t value) noexcept {
    if (value < 0) {
      character('-');
      value = -value;
    }
    constexpr std::int64_t kBillion = 1'000'000'000;
    if (value < kBillion) {
      number(static_cast<std::uint32_t>(value));
      return;
    }
    number64(value / kBillion);
    digits(static_cast<std::uint32_t>(value % kBillion), 9);
  }
  // Exactly `width` digits.
  void digits(std::uint32_t value, unsigned width) noexcept {
    for (unsigned i = width; i-- > 0;) {
      at_[i] = static_cast<char>('0' + value % 10);
      value /= 10;
    }
    at_ += width;
  }
  // Tenths as a decimal: 123 becomes 12.3.
  void tenths(std::uint32_t value) noexcept {
    number(value / 10);
    character('.');
    character(static_cast<char>('0' + value % 10));
  }
  // 1/10,000 minutes as degrees with up to seven decimals, enough to give the integer back.
  void degrees(std::int32_t units) noexcept {
    std::uint32_t size = units < 0 ? 0U - static_cast<std::uint32_t>(units) : static_cast<std::uint32_t>(units);
    if (units < 0) {
      character('-');
    }
    const std::uint32_t whole = size / 600'000;
    std::uint32_t fraction = ((size % 600'000) * 50 + 1) / 3;  // rounded to 10^-7
    number(whole);
    if (fraction == 0) {
      return;
    }
    character('.');
    const std::uint32_t high = fraction / 10'000;  // three digits
    const std::uint32_t low = fraction % 10'000;   // four
    at_[0] = static_cast<char>('0' + high / 100);
    std::memcpy(at_ + 1, kDigitPairs.data() + 2 * (high % 100), 2);
    std::memcpy(at_ + 3, kDigitPairs.data() + 2 * (low / 100), 2);
    std::memcpy(at_ + 5, kDigitPairs.data() + 2 * (low % 100), 2);
    at_ += 7;
    while (at_[-1] == '0') {
      --at_;
    }
  }
  void boolean(bool value) noexcept {
    if (value) {
      literal("true");
    } else {
      literal("false");
    }
  }
  // A quoted string. Bytes beyond ASCII are taken as Latin-1.
  void text(std::string_view value) noexcept {
    character('"');
    for (const char c : value) {
      if (room() < 16) {
        break;
      }
      const auto byte = static_cast<unsigned char>(c);
      if (byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\') [[likely]] {
        *at_++ = c;
      } else {
        escaped(byte);
      }
    }
    character('"');
  }
  // A string of six-bit text: no control characters in it, but `"` and `\` are.
  void six_bit(std::string_view value) noexcept {
    character('"');
    for (const char c : value) {
      if (c == '"' || c == '\\') [[unlikely]] {
        *at_++ = '\\';
      }
      *at_++ = c;
    }
    character('"');
  }
  // "<bits>:<hex>", the form of gpsd. The last byte is filled up with zeros.
  void bits(const BitReader& data) noexcept {
    constexpr std::string_view kHex = "0123456789abcdef";
    character('"');
    number(static_cast<std::uint32_t>(data.size()));
    character(':');
    for (std::size_t i = 0; i < data.size(); i += 8) {
      const std::uint32_t byte = data.u(i, 8);
      *at_++ = kHex[byte >> 4U];
      *at_++ = kHex[byte & 0xFU];
    }
    character('"');
  }

 private:
  void escaped(unsigned char byte) noexcept {
    constexpr std::string_view kHex = "0123456789abcdef";
    if (byte == '"' || byte == '\\') {
      *at_++ = '\\';
      *at_++ = static_cast<char>(byte);
      return;
    }
    literal("\\u00");
    *at_++ = kHex[byte >> 4U];
    *at_++ = kHex[byte & 0xFU];
  }

  std::array<char, kCapacity> buffer_;
  char* at_ = nullptr;
};

}  // namespace fairlead::decode::ais
