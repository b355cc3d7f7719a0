// SPDX-License-Identifier: Apache-2.0
// When each line of a recording is due, and which time of receipt it gets. Pure: all times are handed in.
//
// Times: recorded time (on the lines), shown time (recorded, moved by `retime` and `loop`), and steady nanoseconds, in
// which lines are due.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "recorded_time.hpp"
#include "units/instant.hpp"

namespace fairlead::intake {

struct PlayerOptions {
  std::optional<double> speed = {};  // times recorded time; absent: everything is due at once
  std::optional<double> rate = {};   // lines a second, where there is no speed or the lines carry no times
  bool retime_now = false;
};

class Player {
 public:
  static constexpr double kRateUntimed = 50;                     // lines a second when only `speed` was given
  static constexpr std::int64_t kHeldUpNs = 1'000'000'000;       // shorter waits are made up for
  static constexpr Duration kLoopGap = std::chrono::seconds(1);  // between the last line and the first again

  // `first`: the first time written in the recording; absent when it carries none at all.
  Player(PlayerOptions options, std::optional<Instant> first);

  struct Cue {
    std::int64_t due_ns = 0;             // steady; 0 or earlier than now: at once
    std::optional<Instant> recorded_at;  // absent: by our clock, when the line goes out
    Duration shift{0};                   // shown time = recorded time + shift
    Instant shown_at() const { return recorded_at.value_or(Instant()) + shift; }
  };
  // The cue of the next line. `wall_now` and `steady_now` anchor the first.
  Cue next(std::optional<Instant> written, Instant wall_now, std::int64_t steady_now);
  // What is due now waited for others for so long: if it was long, the pace goes on from here, instead of catching up.
  void held_up(std::int64_t ns);
  // The recording begins again; shown time goes on.
  void rewind();

  bool timed() const { return first_.has_value(); }
  std::uint64_t passes() const { return passes_; }  // begun, from 1
  std::uint64_t doubted() const { return doubted_ + (clock_ ? clock_->doubted() : 0); }
  // "replaying recorded time at 20x": what is being done, in words.
  std::string description() const;

 private:
  std::int64_t due_by_rate(double rate);
  std::int64_t due_by_time(Instant shown, bool stepped);

  const PlayerOptions options_;
  const std::optional<Instant> first_;
  std::optional<RecordedClock> clock_;
  bool started_ = false;
  std::int64_t start_ns_ = 0;
  std::uint64_t lines_ = 0;
  std::uint64_t passes_ = 1;
  std::uint64_t doubted_ = 0;
  Duration shift_{0};
  Instant shown_;   // of the newest line
  Instant anchor_;  // shown at anchor_ns_
  std::int64_t anchor_ns_ = 0;
  std::int64_t due_ns_ = 0;  // of the newest line
};

}  // namespace fairlead::intake
