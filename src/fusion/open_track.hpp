// SPDX-License-Identifier: Apache-2.0
// A track with what its picture must remember to continue it.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <limits>

#include "domain/track.hpp"
#include "motion.hpp"
#include "slab.hpp"

namespace fairlead::fusion {

inline constexpr Instant kNever = Instant::from_unix_ms(std::numeric_limits<std::int64_t>::max());

// Compares the speed that a vessel reports with the way it makes, in windows of at least a minute.
struct SpeedCheck {
  Instant since;
  Instant newest;
  geo::Position start;
  double way_m = 0;       // sum of the steps between reports
  double reported_m = 0;  // the way that the reported speeds explain
  double step_max_s = 0;
  double speed = 0;  // as reported last
  bool running = false;
  std::uint8_t contradictions = 0;  // windows in a row in which the two did not fit, at most 2
};

// A run of late reports that keep pace with our clock: a clock that was set back, not a slow delivery.
struct LateRun {
  Instant first_received;
  Instant first_at;
  std::uint32_t reports = 0;
};

struct OpenTrack {
  domain::Track track;
  Motion motion;             // has a meaning when track.position is there
  std::uint64_t opened = 0;  // the id with which it was opened; a copy keeps it, so that it orders a view's tracks
  std::uint64_t newest_transmission = 0;
  std::uint64_t position_turn = 0;  // Identity::turn of its newest position
  Instant newest_received;          // of its newest position in order
  Instant jump_until = kNever;      // when the flags go, while they are set
  Instant disputed_until = kNever;
  SpeedCheck speed_check;
  LateRun late;
  double interval_s = 0;        // smoothed time between reports, 0 when unknown
  std::uint32_t positions = 0;  // accepted ones
  bool estimated = false;       // its newest position is that of a contact, not reported
  std::uint32_t identity = kNowhere;

  // Not part of the state: where its id stands in the lists of changes, and which entry of the schedule counts.
  std::uint32_t changed_at = kNowhere;
  std::uint32_t described_at = kNowhere;
  Instant scheduled = kNever;
};

}  // namespace fairlead::fusion
