// SPDX-License-Identifier: Apache-2.0
// An area made ready for many questions. Private to `release`.
//
// Threads: immutable after construction.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "release/area.hpp"

namespace fairlead::release {

struct Corner {
  std::int64_t x = 0;  // longitude in units; may lie beyond 180 degrees
  std::int64_t y = 0;
};

class AreaTest {
 public:
  explicit AreaTest(const Area& area);
  Inside inside(const std::optional<geo::Position>& position, Set<ZoneKind> zones_possible) const;

 private:
  std::vector<Corner> corners_;
  Set<ZoneKind> zones_;
  std::int64_t west_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t east_ = std::numeric_limits<std::int64_t>::min();
  std::int64_t south_ = std::numeric_limits<std::int64_t>::max();
  std::int64_t north_ = std::numeric_limits<std::int64_t>::min();
};

}  // namespace fairlead::release
