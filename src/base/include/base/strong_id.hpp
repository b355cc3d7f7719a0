// SPDX-License-Identifier: Apache-2.0
// Numbers that name things, one type for each kind of thing, so that a track's number is never taken for a source's.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace fairlead {

template <class Tag, class Number = std::uint64_t>
class StrongId {
 public:
  using number_type = Number;

  constexpr StrongId() = default;
  constexpr explicit StrongId(Number number) : number_(number) {}

  constexpr Number number() const { return number_; }
  friend constexpr auto operator<=>(StrongId, StrongId) = default;

 private:
  Number number_ = 0;
};

}  // namespace fairlead

template <class Tag, class Number>
struct std::hash<fairlead::StrongId<Tag, Number>> {
  std::size_t operator()(fairlead::StrongId<Tag, Number> id) const noexcept {
    // Fibonacci hashing: sequential ids spread over the table.
    return static_cast<std::size_t>(static_cast<std::uint64_t>(id.number()) * 0x9E3779B97F4A7C15ULL >> 7);
  }
};
