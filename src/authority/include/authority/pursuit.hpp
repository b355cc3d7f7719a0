// SPDX-License-Identifier: Apache-2.0
// A hot pursuit as it runs: a state machine over what happens to one track. Each condition of article 111 has its own
// line with the moment it was met and the evidence for it. facts() gives what the engine judges; the machine itself
// judges nothing but the order of things.
//
//   none -> grounds -> located -> signalled -> pursuing -> arrested
//                                     any of these -> ceased, for good
//
// 1. Pure: the same events give the same state; time comes with the events.
// 2. Ceased and arrested are final; later events change nothing but are counted.
// 3. A pursuit that was broken or that entered another State's territorial sea never revives.
//
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "authority/facts.hpp"
#include "units/instant.hpp"

namespace fairlead::authority {

FL_VOCABULARY(PursuitState, none, grounds, located, signalled, pursuing, arrested, ceased)
FL_VOCABULARY(PursuitCondition, good_reason, in_zone_at_start, position_verified, signal_given, before_exit, continuous,
              outside_foreign_waters)
FL_VOCABULARY(PursuitEnd, none, contact_lost, broken_off, handover_broken, entered_territorial_sea, left_unsignalled,
              arrested)

namespace pursuit_event {
// Good reason to believe that the vessel broke this law.
struct Grounds {
  SuspicionKind law = SuspicionKind::drug_trafficking;
};
// The track, or its boats, placed in a zone by practicable means.
struct Located {
  ZoneReading zone;
  bool verified = false;
  bool through_boats = false;  // its boats or its team were inside, not the ship itself
};
struct Signalled {
  Signal signal = Signal::visual;
  Tri in_range = Tri::unknown;
};
// The vessel is now in another zone. `seen_at` is when the position was observed that showed it: a signal given later
// was not given before the exit, whatever came in first.
struct Crossed {
  ZoneReading zone;
  std::optional<Instant> seen_at = std::nullopt;
};
// Nothing was seen of the vessel; `Regained` within the limit keeps the pursuit alive.
struct Lost {};
struct Regained {};
struct BrokenOff {};
struct HandedOver {
  Handover how = Handover::ship_to_ship_same_state;
  bool continuous = true;
  State to;  // whose craft took over
};
struct Arrested {};
}  // namespace pursuit_event

using PursuitEvent = std::variant<pursuit_event::Grounds, pursuit_event::Located, pursuit_event::Signalled,
                                  pursuit_event::Crossed, pursuit_event::Lost, pursuit_event::Regained,
                                  pursuit_event::BrokenOff, pursuit_event::HandedOver, pursuit_event::Arrested>;

struct ConditionRecord {
  Tri met = Tri::unknown;
  Instant at;            // when it was met or failed
  std::string evidence;  // what it rests on, in words
};

struct PursuitLimits {
  Duration gap_max = std::chrono::minutes(15);  // a longer silence of the track breaks the pursuit
};

class Pursuit {
 public:
  Pursuit(State pursuer, PursuitLimits limits);

  // Needs: `at` not earlier than in the call before. `evidence` says what it rests on, such as a message or a log
  // entry.
  PursuitState on(Instant at, const PursuitEvent& event, std::string evidence = {});
  // Time passes without an event: a silence that lasts too long breaks the pursuit.
  PursuitState on_time(Instant now);

  PursuitState state() const { return state_; }
  PursuitEnd end() const { return end_; }
  State ended_in() const { return facts_.entered_ts_of; }
  Instant started_at() const { return started_at_; }
  Instant ended_at() const { return ended_at_; }
  // Since the signal, until now or until it ended.
  Duration running(Instant now) const;
  const ConditionRecord& condition(PursuitCondition which) const {
    return conditions_[static_cast<std::size_t>(which)];
  }
  int ignored_events() const { return ignored_; }
  // One plain sentence on where it stands and why.
  std::string sentence() const;
  // What the engine is told.
  const PursuitFacts& facts() const { return facts_; }

 private:
  void apply(Instant at, const pursuit_event::Grounds& event, const std::string& evidence);
  void apply(Instant at, const pursuit_event::Located& event, const std::string& evidence);
  void apply(Instant at, const pursuit_event::Signalled& event, const std::string& evidence);
  void apply(Instant at, const pursuit_event::Crossed& event, const std::string& evidence);
  void apply(Instant at, const pursuit_event::Lost& event, const std::string& evidence);
  void apply(Instant at, const pursuit_event::Regained& event, const std::string& evidence);
  void apply(Instant at, const pursuit_event::BrokenOff& event, const std::string& evidence);
  void apply(Instant at, const pursuit_event::HandedOver& event, const std::string& evidence);
  void apply(Instant at, const pursuit_event::Arrested& event, const std::string& evidence);
  void record(PursuitCondition which, bool met, Instant at, std::string evidence);
  void cease(Instant at, PursuitEnd why);
  void advance(Instant at);
  bool final() const { return state_ == PursuitState::arrested || state_ == PursuitState::ceased; }

  State pursuer_;
  PursuitLimits limits_;
  PursuitState state_ = PursuitState::none;
  PursuitEnd end_ = PursuitEnd::none;
  PursuitFacts facts_;
  std::array<ConditionRecord, kWords<PursuitCondition>.size()> conditions_;
  ZoneReading zone_;
  Instant started_at_, ended_at_, lost_at_, signalled_at_;
  bool lost_ = false;
  int ignored_ = 0;
};

}  // namespace fairlead::authority
