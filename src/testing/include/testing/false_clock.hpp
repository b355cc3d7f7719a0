// SPDX-License-Identifier: Apache-2.0
// Clocks that stand still until a test moves them.
//
// Threads: any.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/system.hpp"
#include "units/instant.hpp"

namespace fairlead::testing {

class FalseWallClock final : public WallClock {
 public:
  explicit FalseWallClock(Instant now = Instant::from_unix_ms(0)) : now_ms_(now.unix_ms()) {}

  std::int64_t now_ms() const override { return now_ms_.load(); }
  Instant now() const { return Instant::from_unix_ms(now_ms_.load()); }
  // Any way: wall clocks jump.
  void set(Instant now) { now_ms_.store(now.unix_ms()); }
  void advance(Duration by) { now_ms_.fetch_add(by.count()); }

 private:
  std::atomic<std::int64_t> now_ms_;
};

class FalseSteadyClock final : public SteadyClock {
 public:
  std::int64_t now_ns() const override { return now_ns_.load(); }
  // Needs: not negative.
  void advance(std::chrono::nanoseconds by) { now_ns_.fetch_add(by.count()); }

 private:
  std::atomic<std::int64_t> now_ns_{0};
};

}  // namespace fairlead::testing
