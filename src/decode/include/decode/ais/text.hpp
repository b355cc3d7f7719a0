// SPDX-License-Identifier: Apache-2.0
// A fixed-length six-bit text field of an AIS message, kept as sent (with `@` and trailing blanks) in ASCII.
//
// Threads: values, no shared state.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "decode/ais/bits.hpp"

namespace fairlead::decode::ais {

// Ends a text at the first `@` and removes trailing blanks.
[[nodiscard]] constexpr std::string_view trimmed_text(std::string_view raw) noexcept {
  raw = raw.substr(0, raw.find('@'));
  while (!raw.empty() && raw.back() == ' ') {
    raw.remove_suffix(1);
  }
  return raw;
}

// Up to N characters. `size` is smaller than N only in messages that were cut inside the field.
template <std::size_t N>
struct SixBitText {
  static constexpr std::size_t kCapacity = N;
  // Room for whole eight-byte stores.
  std::array<char, (N + 7) / 8 * 8> characters;
  std::uint8_t size = 0;

  [[nodiscard]] constexpr std::string_view raw() const noexcept { return {characters.data(), size}; }
  [[nodiscard]] constexpr std::string_view view() const noexcept { return trimmed_text(raw()); }
  // Absent when nothing is left after trimming.
  [[nodiscard]] constexpr std::optional<std::string_view> value() const noexcept {
    const std::string_view text = view();
    return text.empty() ? std::nullopt : std::optional(text);
  }

  // Takes at most N characters of `text`, as they are; the rest is `@`.
  static constexpr SixBitText from(std::string_view text) noexcept {
    SixBitText result;
    for (std::size_t i = 0; i < N; ++i) {
      result.characters[i] = i < text.size() ? text[i] : '@';
    }
    result.size = N;
    return result;
  }
};

}  // namespace fairlead::decode::ais
