// SPDX-License-Identifier: Apache-2.0
// Two small judgements of a live source, as pure values: how long to wait before trying again, and whether it is
// silent.
//
// Times: steady nanoseconds, handed in.
// Threads: one owner.
#pragma once

#include <algorithm>
#include <cstdint>

#include "units/instant.hpp"

namespace fairlead::intake {

// Waits double from `first` to `max`, each spread over three quarters to five quarters of it, so that many clients that
// lost one server do not come back together.
class BackOff {
 public:
  BackOff(Duration first, Duration max) : first_(first), max_(max), next_(first) {}

  // `chance`: any random number.
  Duration next(std::uint32_t chance) {
    const auto base = next_;
    next_ = std::min(next_ * 2, max_);
    ++tries_;
    return base * 3 / 4 + Duration(base.count() / 2 * static_cast<std::int64_t>(chance % 1024) / 1023);
  }
  // Data came: the next wait is short again. Connecting alone does not count, or a server that closes at once would be
  // asked without pause.
  void reset() {
    next_ = first_;
    tries_ = 0;
  }
  unsigned tries() const { return tries_; }  // without data since

 private:
  Duration first_, max_, next_;
  unsigned tries_ = 0;
};

enum class Silence : std::uint8_t { none, stale, dead };

class SilenceWatch {
 public:
  SilenceWatch(Duration stall, unsigned stalls_until_dead) : stall_(stall), stalls_until_dead_(stalls_until_dead) {}

  void heard(std::int64_t now_ns) { last_ns_ = now_ns; }
  Silence judge(std::int64_t now_ns) const {
    const Duration silent((now_ns - last_ns_) / 1'000'000);
    if (silent >= stall_ * static_cast<int>(stalls_until_dead_)) return Silence::dead;
    return silent >= stall_ ? Silence::stale : Silence::none;
  }
  // Whole seconds when it is longer than that, for words.
  Duration since(std::int64_t now_ns) const {
    const auto ms = (now_ns - last_ns_) / 1'000'000;
    return Duration(ms >= 1000 ? ms / 1000 * 1000 : ms);
  }

 private:
  Duration stall_;
  unsigned stalls_until_dead_;
  std::int64_t last_ns_ = 0;
};

}  // namespace fairlead::intake
