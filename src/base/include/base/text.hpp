// SPDX-License-Identifier: Apache-2.0
// Text that several modules need: JSON string escaping, strict number reading, nearest word for error messages.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace fairlead {

// Appends `text` as a JSON string with its quotes (RFC 8259). Bytes that are not UTF-8 become U+FFFD, so that the
// output is always valid JSON.
void append_json_string(std::string& out, std::string_view text);

// The whole text as a number, or nothing: no blanks, no sign for unsigned types, no rest.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if constexpr (std::is_floating_point_v<Number>) {
    if (!(value - value == 0)) return std::nullopt;  // `inf` and `nan` are words, not numbers
  }
  return value;
}

template <class Number>
void append_number(std::string& out, Number value) {
  char digits[32];
  const auto result = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, result.ptr);
}

// `value` / 10^decimals in decimal notation, exact, with all decimals: append_fixed(out, -1234, 2) gives -12.34.
void append_fixed(std::string& out, std::int64_t value, int decimals);

// The candidate closest to `word` by edit distance, if any is close enough to be what was meant.
std::optional<std::string_view> nearest_word(std::string_view word, std::span<const std::string_view> candidates);

std::string to_lower(std::string_view text);  // ASCII only
std::string to_upper(std::string_view text);  // ASCII only
std::string_view trim(std::string_view text);

}  // namespace fairlead
