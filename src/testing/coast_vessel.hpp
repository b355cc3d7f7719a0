// SPDX-License-Identifier: Apache-2.0
// How one ship of the simulated coast moves: voyages along routes, wandering in areas, swinging at anchor.
//
// Time is milliseconds since the start of the scenario. Threads: one owner.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "coast_chart.hpp"
#include "coast_geometry.hpp"
#include "coast_identity.hpp"

namespace fairlead::testing {

// A member of M.1371's classes, which sets how often and with which messages it reports.
enum class CoastUnit : std::uint8_t { class_a, class_b, class_b_extended, aircraft };

enum class CoastPhase : std::uint8_t { under_way, at_berth, at_anchor, away };

class CoastVessel {
 public:
  CoastVessel(CoastKind kind, CoastUnit unit, CoastIdentity identity, CoastRandom random);

  // Exactly one of these is called once. One-way routes come in two halves of a list: the way out, the way back.
  void sail(std::span<const CoastRoute> routes, std::size_t route);
  void wander(const CoastArea& area);
  void anchor(const CoastArea& area);

  // Moves to `now`, which must not go back.
  void advance(std::int64_t now);

  [[nodiscard]] const CoastIdentity& identity() const { return identity_; }
  CoastIdentity& identity() { return identity_; }
  [[nodiscard]] CoastKind kind() const { return kind_; }
  [[nodiscard]] CoastUnit unit() const { return unit_; }
  [[nodiscard]] CoastPhase phase() const { return phase_; }
  [[nodiscard]] CoastPoint position() const { return position_; }
  [[nodiscard]] std::int64_t speed() const { return phase_ == CoastPhase::under_way ? speed_ : 0; }  // mm/s
  [[nodiscard]] std::int32_t course() const { return course_; }                                      // 1/10 degree
  [[nodiscard]] std::int32_t heading() const { return heading_; }
  [[nodiscard]] std::int32_t turn_rate() const { return turn_rate_; }  // 1/10 degree a minute, right positive
  [[nodiscard]] bool turning() const { return turning_; }
  [[nodiscard]] bool eastbound() const;
  [[nodiscard]] std::int64_t way_left() const { return path_.length() - along_; }  // mm
  // A place about sixty miles away on the same way: where a position that jumps goes.
  CoastPoint elsewhere();
  [[nodiscard]] std::string_view bound_for() const;
  // Milliseconds until the next position report, as M.1371-5 tables 1 and 2 ask.
  [[nodiscard]] std::int64_t report_interval() const;
  CoastRandom& random() { return random_; }

 private:
  void start_voyage();
  void start_leg();
  void arrive(std::int64_t now);
  void swing(std::int64_t now);
  [[nodiscard]] std::int64_t wanted_speed() const;
  [[nodiscard]] CoastPoint point_in(const CoastArea& area);

  CoastKind kind_;
  CoastUnit unit_;
  CoastIdentity identity_;
  CoastRandom random_;
  CoastPhase phase_ = CoastPhase::under_way;
  std::span<const CoastRoute> routes_;
  const CoastRoute* route_ = nullptr;  // of routes_
  const CoastArea* area_ = nullptr;
  bool backward_ = false;
  CoastPath path_;
  std::int64_t along_ = 0;   // mm
  std::int64_t cruise_ = 0;  // mm/s
  std::int64_t speed_ = 0;
  std::int64_t phase_until_ = 0;
  std::int64_t moved_at_ = 0;
  CoastPoint position_;
  CoastPoint anchor_;
  std::int64_t chain_ = 0;  // mm
  std::int32_t drift_ = 0;  // heading less course
  std::int32_t course_ = 0;
  std::int32_t heading_ = 0;
  std::int32_t turn_rate_ = 0;
  bool turning_ = false;
};

}  // namespace fairlead::testing
