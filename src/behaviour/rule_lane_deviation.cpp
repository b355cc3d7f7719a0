// SPDX-License-Identifier: Apache-2.0
// lane_deviation: a ship leaves the lane that it followed, or sails it the wrong way.
//
// Definition: (a) a ship that followed a named lane (inside, course within `angle_max` of its direction) for
// `follow_min` is, before the lane ends, more than `off_factor` half widths from its middle for `off_min`; (b) a ship
// in the lane keeps a course `against_min` or more from its direction for `off_min`. At `speed_min` and of `length_min`
// or more; those that fish, serve or are small need not follow a lane. Source: COLREG rule 10 (a vessel using a lane
// proceeds in its general direction); the numbers are own.
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::lane_deviation);
constexpr Duration kGap = std::chrono::minutes(15);

void open(const Moment& m, const Line& lane, const Streak& streak, std::string reason) {
  World& w = m.w;
  Vessel& v = m.v;
  if (v.open[kRule] != 0 || !w.terms(Rule::lane_deviation).in_force(m.s.at)) return;
  if (w.is_quiet(v, Rule::lane_deviation)) return;
  w.open_for(v, {.rule = Rule::lane_deviation,
                 .vessels = {&v},
                 .begins_at = streak.since,
                 .at = m.s.at,
                 .position = streak.begin,
                 .reasons = {std::move(reason), fmt::format("for {}, at least {}", words::minutes(streak.length()),
                                                            words::minutes(w.rules.lane_deviation.off_min))},
                 .evidence = {streak.first, m.s.evidence},
                 .subject = lane.name,
                 .priority = std::nullopt,
                 .again_within = std::nullopt});
}

}  // namespace

void lane_deviation(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const LaneDeviation& t = w.rules.lane_deviation;
  const PlaceIndex::Near* near = w.places->at(*m.s.position);
  if ((near == nullptr || near->lines.empty()) && v.lane == 0) return;
  if (!m.ais || v.kind != domain::TrackKind::ship || !v.course || !v.speed || *v.speed < t.speed_min) return;
  const auto length = length_of(v);
  if (length && *length < t.length_min) return;
  const Line* best = nullptr;
  Beside place{};
  std::uint32_t best_index = 0;
  if (near != nullptr) {
    for (const std::uint32_t i : near->lines) {
      const Line& line = w.rules.lines[i];
      if (line.kind != LineKind::lane) continue;
      const Beside b = beside(line.points, *m.s.position);
      // The lane that it followed is the one to judge by; else the nearest.
      if (best != nullptr && (best_index + 1 == v.lane || b.distance >= place.distance) && i + 1 != v.lane) continue;
      best = &line;
      place = b;
      best_index = i;
    }
  }
  if (best == nullptr || place.beyond_end) {
    w.end_for(v, Rule::lane_deviation, m.s.at, "away from the lane");
    v.in_lane = v.off_lane = {};
    v.lane = 0;
    return;
  }
  const double apart = degrees_between(*v.course, Course::degrees(place.direction_degrees));
  const bool inside = place.distance <= best->half_width;
  if (inside && apart <= t.angle_max) {
    if (v.lane != best_index + 1) v.in_lane = {};
    v.lane = best_index + 1;
    v.in_lane.yes(m.s.at, *m.s.position, m.s.evidence, kGap);
    v.off_lane = {};
    w.end_for(v, Rule::lane_deviation, m.s.at, "follows the lane again");
    return;
  }
  if (inside && apart >= t.against_min) {
    if (v.lane != 0) v.off_lane = {};
    v.lane = 0;
    v.in_lane = {};
    v.off_lane.yes(m.s.at, *m.s.position, m.s.evidence, kGap);
    if (v.off_lane.length() >= t.off_min) {
      open(m, *best, v.off_lane,
           fmt::format("{} sails `{}` against its direction, {:.0f}° off", words::who(v), best->name, apart));
    }
    return;
  }
  const bool followed = v.lane == best_index + 1 && v.in_lane.length() >= t.follow_min;
  const bool off = place.distance > best->half_width * t.off_factor;
  if (followed && off) {
    v.off_lane.yes(m.s.at, *m.s.position, m.s.evidence, kGap);
    if (v.off_lane.length() >= t.off_min) {
      open(m, *best, v.off_lane,
           fmt::format("{} followed `{}` for {} and is {} from its middle, more than {:.1f} half widths of {}",
                       words::who(v), best->name, words::minutes(v.in_lane.length()), words::length(place.distance),
                       t.off_factor, words::length(best->half_width)));
    }
  } else if (!followed) {
    if (v.lane == 0) v.off_lane = {};
    // Crossing a lane is no deviation from it.
    w.end_for(v, Rule::lane_deviation, m.s.at, "crosses or has left the lane");
  }
}

}  // namespace fairlead::behaviour
