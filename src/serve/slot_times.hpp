// SPDX-License-Identifier: Apache-2.0
// Which slot was the newest at a past instant of our clock: for `since`.
//
// Threads: network thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "engine/picture.hpp"

namespace fairlead::serve {

class SlotTimes {
 public:
  // The newest slot is always kept exactly; older ones no closer together than kStep.
  void note(const engine::Picture& picture) {
    if (!times_.empty() && picture.slot() <= times_.back().slot) return;
    const SlotTime newest{picture.slot(), picture.closed_at()};
    if (times_.size() >= 2 && newest.closed_at - times_[times_.size() - 2].closed_at < kStep) {
      times_.back() = newest;
    } else {
      times_.push_back(newest);
    }
    if (times_.size() > kKept) times_.pop_front();
  }

  // A slot closed at or before `when`, and not much older than the newest such; nothing when that is further back than
  // is remembered.
  std::optional<std::uint64_t> newest_at(Instant when) const {
    auto after = times_.end();
    while (after != times_.begin() && std::prev(after)->closed_at > when) --after;
    if (after == times_.begin()) return std::nullopt;
    return std::prev(after)->slot;
  }

 private:
  static constexpr Duration kStep = std::chrono::milliseconds(200);
  static constexpr std::size_t kKept = 100'000;  // five hours and more
  struct SlotTime {
    std::uint64_t slot;
    Instant closed_at;
  };
  std::deque<SlotTime> times_;
};

}  // namespace fairlead::serve
