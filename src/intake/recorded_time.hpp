// SPDX-License-Identifier: Apache-2.0
// The times written on the lines of a recording, and what to make of them when they lie.
//
// Times: what comes out is the time of receipt as recorded, unshifted.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "units/instant.hpp"

namespace fairlead::intake {

// Reads the time that a line carries: one in front of it, a `$PGHP` line before it, a tag block's `c:`, or a trailer.
// The first of these that is there counts. Times outside 1990 to 2100 count as none.
class LineTimes {
 public:
  std::optional<Instant> of(std::string_view line);

 private:
  std::optional<Instant> announced_;  // by $PGHP, for the next sentence
};

// Gives every line a time of receipt that does not run back while the writer's clock ran well.
//
// A step of more than a day forward or more than an hour back is doubted until the next timed line agrees with it: one
// line that lies moves nothing, a clock that was set is followed.
class RecordedClock {
 public:
  static constexpr Duration kStepForward = std::chrono::hours(24);
  static constexpr Duration kStepBack = std::chrono::hours(1);

  // `first`: the first time in the recording; lines before it get this one.
  explicit RecordedClock(Instant first) : now_(first) {}

  struct Stamp {
    Instant at;
    bool stepped = false;  // the writer's clock was set: what lies between is no silence
  };
  Stamp stamp(std::optional<Instant> written);
  Instant now() const { return now_; }
  std::uint64_t doubted() const { return doubted_; }

 private:
  Instant now_;
  std::optional<Instant> candidate_;
  std::uint64_t doubted_ = 0;
};

}  // namespace fairlead::intake
