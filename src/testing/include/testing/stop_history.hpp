// SPDX-License-Identifier: Apache-2.0
// What was seen of stops and of what was handed over, and the judge of it: whether stop meant stop.
//
// A stop is certainly in force from its acknowledgement until somebody asks for its lifting with the voice that
// decides.
// 1. Within that time no release passes the gate on a line that it covers.
// 2. What was decided before a stop never passes after its acknowledgement, lifted or not.
// 3. Within that time no more bytes arrive at readers than the stop said were with the kernel already, where it did
// say. Of bytes that came partly before and partly within it, one counts; of bytes that may have, none.
// 4. A stop of an area: no release holds an object that is surely inside.
// 5. Whenever the program begins again, each such stop stands; none that was lifted stands; none that nobody ordered.
// Threads: plain values, one owner. All times are of one steady clock, in nanoseconds.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "geo/position.hpp"
#include "release/stop.hpp"

namespace fairlead::testing {

struct StopHistory {
  // What somebody follows: an agency for a purpose.
  struct Line {
    std::string agency;
    release::Purpose purpose{};
    bool survives_stops = false;
    release::Set<release::ObjectType> types;  // as which its objects are decided
    friend bool operator==(const Line&, const Line&) = default;
  };
  struct Stop {
    release::StopCell cell;
    std::int64_t asked_ns = 0;
    std::optional<std::int64_t> acknowledged_ns;  // absent: there was no answer, it may stand or not
    std::uint64_t epoch = 0;                      // as answered; 0: not known
    std::optional<std::uint64_t> kernel_bytes;    // as answered; absent: the network had not answered in time
    std::optional<std::int64_t> lift_asked_ns;
    std::optional<std::int64_t> lifted_ns;
  };
  // A release was in the gate until `at_ns`, whole or in part.
  struct Handed {
    std::size_t line = 0;
    std::int64_t at_ns = 0;
    std::uint64_t release = 0;
    std::uint64_t stop_epoch = 0;  // the newest stop or lifting that its decision knew
  };
  // Bytes of a payload reached a reader's kernel: none of them before `since_ns`, none after `at_ns`, and the last at
  // `at_ns` itself where that is known.
  struct Arrived {
    std::size_t line = 0;
    std::int64_t since_ns = 0;
    std::int64_t at_ns = 0;
    std::uint64_t bytes = 0;
    bool is_exact = true;
  };
  // The program began again and says which stops stand.
  struct Started {
    std::int64_t at_ns = 0;
    std::set<std::uint64_t> open;
  };

  std::vector<Line> lines;
  std::vector<Stop> stops;
  std::vector<Handed> handed;
  std::vector<Arrived> arrived;
  std::map<std::uint64_t, std::vector<geo::Position>> contents;  // of releases, as far as they were read
  std::vector<Started> starts;
};

struct StopViolation {
  enum class Kind : std::uint8_t {
    handed_after,
    decided_before,
    arrived_after,
    inside_area,
    lost,
    came_back,
    unordered
  };
  Kind kind{};
  std::size_t stop = 0;  // its place in the history; of `unordered`, the start's
  std::string text;
};
std::string_view name(StopViolation::Kind kind);

struct StopJudgement {
  std::vector<StopViolation> violations;  // the first of each kind and stop
  std::uint64_t acknowledged = 0;         // stops
  std::uint64_t handed = 0;
  std::uint64_t handed_under_stops = 0;  // on lines that no stop in force covered, while another stop was: they went on
  std::uint64_t bytes_arrived = 0;
  std::uint64_t without_figures = 0;  // stops that did not say what the kernel held
};
StopJudgement judge(const StopHistory& history);

}  // namespace fairlead::testing
