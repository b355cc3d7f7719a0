// SPDX-License-Identifier: Apache-2.0
// What AIS was heard where and when: how many vessels in each tenth of a degree and each ten minutes, over the last two
// hours. It tells a ship that fell silent from a place that is not heard.
//
// A vessel counts once for a cell and a bin. Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <unordered_map>

#include "archive.hpp"
#include "geo/position.hpp"
#include "units/quantity.hpp"

namespace fairlead::behaviour {

class Reception {
 public:
  static constexpr std::int64_t kBins = 12;
  static constexpr std::int32_t kUnits = geo::kUnitsPerDegree / 10;

  void heard(geo::Position position, std::int64_t bin, bool class_a);
  // Vessels heard around a place in a bin; for a class B vessel only class B counts, because it is weaker.
  std::uint32_t others(geo::Position centre, Length radius, std::int64_t bin, bool class_b) const;
  // Forgets what is over, and the oldest cells beyond `cells_max`.
  void sweep(std::int64_t bin, std::size_t cells_max);

  template <class A>
  void archive(A& a) {
    std::map<std::uint32_t, Cell> ordered(cells_.begin(), cells_.end());
    a(ordered);
    cells_ = std::unordered_map<std::uint32_t, Cell>(ordered.begin(), ordered.end());
  }

 private:
  struct Cell {
    std::int64_t newest = 0;
    std::array<std::uint16_t, kBins> class_a{};  // by bin modulo kBins
    std::array<std::uint16_t, kBins> class_b{};
    template <class A>
    void archive(A& a) {
      a(newest, class_a, class_b);
    }
  };
  std::unordered_map<std::uint32_t, Cell> cells_;
};

}  // namespace fairlead::behaviour
