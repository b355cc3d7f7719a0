// SPDX-License-Identifier: Apache-2.0
// The two things that make a run differ from its replay, as ports: the clock and randomness. Only this module asks the
// operating system for either; everything else is handed one of these.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace fairlead {

// Milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored (POSIX).
class WallClock {
 public:
  virtual ~WallClock() = default;
  virtual std::int64_t now_ms() const = 0;
};

// Nanoseconds that never go back; the origin means nothing.
class SteadyClock {
 public:
  virtual ~SteadyClock() = default;
  virtual std::int64_t now_ns() const = 0;
};

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> bytes) = 0;
};

const WallClock& system_wall_clock();
const SteadyClock& system_steady_clock();
Random& system_random();

}  // namespace fairlead
