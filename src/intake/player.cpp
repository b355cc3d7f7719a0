// SPDX-License-Identifier: Apache-2.0
// Pacing by recorded time.
#include "player.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fairlead::intake {

Player::Player(PlayerOptions options, std::optional<Instant> first) : options_(options), first_(first) {
  if (first_) clock_.emplace(*first_);
}

Player::Cue Player::next(std::optional<Instant> written, Instant wall_now, std::int64_t steady_now) {
  if (!started_) {
    started_ = true;
    start_ns_ = anchor_ns_ = due_ns_ = steady_now;
    if (first_) {
      if (options_.retime_now) shift_ = wall_now - *first_;
      shown_ = anchor_ = *first_ + shift_;
    }
  }
  Cue cue;
  if (!clock_) {
    if (options_.rate || options_.speed) cue.due_ns = due_by_rate(options_.rate.value_or(kRateUntimed));
    return cue;
  }
  const auto stamp = clock_->stamp(written);
  // A clock that was set is no reason to leave the present: moved time goes on where it was.
  if (stamp.stepped && (options_.retime_now || passes_ > 1)) shift_ = shown_ - stamp.at;
  cue.recorded_at = stamp.at;
  cue.shift = shift_;
  shown_ = stamp.at + shift_;
  if (options_.speed) {
    cue.due_ns = due_by_time(shown_, stamp.stepped);
  } else if (options_.rate) {
    cue.due_ns = due_by_rate(*options_.rate);
  }
  return cue;
}

std::int64_t Player::due_by_rate(double rate) {
  return start_ns_ + static_cast<std::int64_t>(static_cast<double>(lines_++) * 1e9 / rate);
}

std::int64_t Player::due_by_time(Instant shown, bool stepped) {
  if (stepped) {
    anchor_ = shown;
    anchor_ns_ = due_ns_;
  }
  const auto elapsed = static_cast<double>((shown - anchor_).count());
  due_ns_ = std::max(due_ns_, anchor_ns_ + static_cast<std::int64_t>(elapsed * 1e6 / *options_.speed));
  return due_ns_;
}

void Player::held_up(std::int64_t ns) {
  if (ns < kHeldUpNs) return;
  anchor_ns_ += ns;
  due_ns_ += ns;
}

void Player::rewind() {
  ++passes_;
  if (!clock_) return;
  doubted_ += clock_->doubted();
  clock_.emplace(*first_);
  shift_ = shown_ + kLoopGap - *first_;
}

std::string Player::description() const {
  std::string text;
  if (clock_) {
    text = "replaying recorded time";
    if (options_.retime_now) text += ", moved to now,";
    if (options_.speed) {
      text += fmt::format(" at {:g}x", *options_.speed);
    } else if (options_.rate) {
      text += fmt::format(" at {:g} sentences/s", *options_.rate);
    } else {
      text += " as fast as it is taken";
    }
  } else if (options_.rate || options_.speed) {
    text = fmt::format("no times recorded: our clock, {:g} sentences/s", options_.rate.value_or(kRateUntimed));
  } else {
    text = "no times recorded: our clock, as fast as it is taken";
  }
  if (passes_ > 1) text += fmt::format(", pass {}", passes_);
  return text;
}

}  // namespace fairlead::intake
