// SPDX-License-Identifier: Apache-2.0
// One table for both directions between an enumeration and its words.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace fairlead::domain {

template <class Enum, std::size_t N>
constexpr std::string_view word_of(Enum value, const std::array<std::string_view, N>& words) {
  const auto index = static_cast<std::size_t>(value);
  return index < N ? words[index] : std::string_view{};
}

template <class Enum, std::size_t N>
constexpr std::optional<Enum> value_of(std::string_view word, const std::array<std::string_view, N>& words) {
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i] == word) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace fairlead::domain
