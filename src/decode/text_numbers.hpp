// SPDX-License-Identifier: Apache-2.0
// Small readers of numbers in sentences. Private to `decode`.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fairlead::decode {

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// The whole of `text` as a number; absent when it is empty, has another character, or does not fit.
template <typename T>
[[nodiscard]] std::optional<T> whole_number(std::string_view text) noexcept {
  T value{};
  const char* end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc() || stopped != end || text.empty()) {
    return std::nullopt;
  }
  return value;
}

// The number of leading digits.
[[nodiscard]] constexpr std::size_t count_digits(std::string_view text) noexcept {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) {
    ++n;
  }
  return n;
}

// Splits off what stands before the next `separator`; `rest` keeps what stands behind it.
[[nodiscard]] constexpr std::string_view take_field(std::string_view& rest, char separator = ',') noexcept {
  const std::size_t at = rest.find(separator);
  const std::string_view field = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return field;
}

}  // namespace fairlead::decode
