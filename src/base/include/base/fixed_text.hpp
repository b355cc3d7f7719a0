// SPDX-License-Identifier: Apache-2.0
// Short text inside its owner, without an allocation: names and call signs of a fixed greatest length.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead {

// Holds at most Capacity bytes (at most 255); what is longer is cut.
template <std::size_t Capacity>
class FixedText {
  static_assert(Capacity <= 255);

 public:
  constexpr FixedText() = default;
  constexpr FixedText(std::string_view text)  // NOLINT(google-explicit-constructor): it is a text
      : size_(static_cast<std::uint8_t>(std::min(text.size(), Capacity))) {
    std::copy_n(text.data(), size_, bytes_.data());
  }

  constexpr std::string_view view() const { return {bytes_.data(), size_}; }
  constexpr operator std::string_view() const { return view(); }  // NOLINT(google-explicit-constructor)
  std::string str() const { return std::string(view()); }
  constexpr bool empty() const { return size_ == 0; }
  constexpr std::size_t size() const { return size_; }
  static constexpr std::size_t capacity() { return Capacity; }

  friend constexpr bool operator==(const FixedText& a, const FixedText& b) { return a.view() == b.view(); }
  friend constexpr auto operator<=>(const FixedText& a, const FixedText& b) { return a.view() <=> b.view(); }

 private:
  std::array<char, Capacity> bytes_{};
  std::uint8_t size_ = 0;
};

}  // namespace fairlead
