// SPDX-License-Identifier: Apache-2.0
// stop_and_drift: something that was under way stops and drifts at sea.
//
// Definition, ship: under way at `under_way_min` for `under_way_for` within the last `under_way_within`; now
// `drift_min` to `drift_max` with heading and course `angle_min` apart, for `duration_min` and over `distance_min`;
// `length_min` long. Contact: a go-fast within `under_way_within`, now below `contact_speed_max` for
// `contact_duration_min`.
// Source: Danish Maritime Authority AisAbnormal (1 to 5 kn, 45 degrees, 10 min, 500 m, 50 m) and AMSA (tolerance 5
// min); the part before the drift and the contact's form are own.
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::stop_and_drift);
constexpr Duration kGap = std::chrono::minutes(10);

struct Drift {
  bool is = false;
  bool long_enough = false;
  std::string words;
};

Drift of_ship(const Moment& m, const StopAndDrift& t) {
  const Vessel& v = m.v;
  Drift d;
  if (!v.speed || !v.heading || !v.course || !m.ais) return d;
  const auto length = length_of(v);
  if (!length || *length < t.length_min) return d;
  const double knots = v.speed->in_knots();
  const double apart = degrees_between(Course::degrees(v.heading->in_degrees()), *v.course);
  d.is = knots >= t.drift_min.in_knots() && knots <= t.drift_max.in_knots() && apart >= t.angle_min;
  if (d.is) d.words = fmt::format("{} with heading and course {:.0f}° apart", words::knots(knots), apart);
  return d;
}

}  // namespace

void stop_and_drift(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const StopAndDrift& t = w.rules.stop_and_drift;
  if (!is_ship_like(v)) return;
  const bool contact = !v.mmsi;
  // A report of another sensor says nothing about the heading of an AIS ship.
  if (!contact && !m.ais) return;
  Drift drift;
  if (contact) {
    const auto net = net_motion(v, std::chrono::minutes(3), std::chrono::minutes(6));
    drift.is = net && net->knots() <= t.contact_speed_max.in_knots();
    if (drift.is)
      drift.words = fmt::format("made good {} over {}", words::knots(net->knots()), words::minutes(net->span));
  } else {
    drift = of_ship(m, t);
  }
  const bool was_on = v.drift.on;
  if (drift.is) {
    v.drift.yes(m.s.at, *m.s.position, m.s.evidence, kGap);
  } else {
    v.drift.no(m.s.at, t.tolerance);
    if (was_on && !v.drift.on) w.end_for(v, Rule::stop_and_drift, m.s.at, "no longer adrift");
    return;
  }
  if (v.open[kRule] != 0) return;
  // Beside another vessel it is told as a meeting, once it has lasted.
  if (is_meeting(w, v, m.s.at)) return;
  const Duration enough = contact ? t.contact_duration_min : t.duration_min;
  if (v.drift.length() < enough) return;
  const double moved = geo::quick_distance(v.drift.begin, *m.s.position).in_metres();
  if (!contact && moved < t.distance_min.in_metres()) return;
  const std::optional<Instant> before = contact ? v.fast_at : v.under_way_at;
  if (!before || v.drift.since - *before > t.under_way_within) return;
  if (!w.terms(Rule::stop_and_drift).in_force(m.s.at) || w.is_quiet(v, Rule::stop_and_drift)) return;
  if (v.place.to_coast && *v.place.to_coast < t.coast_min) return;
  std::vector<std::string> reasons;
  reasons.push_back(
      fmt::format("{} was {} until {}", words::who(v), contact ? "a go-fast" : "under way", words::when(*before)));
  reasons.push_back(fmt::format("adrift for {}, at least {}: {}", words::minutes(v.drift.length()),
                                words::minutes(enough), drift.words));
  reasons.push_back(fmt::format("{} from where that began", words::length(moved)));
  w.open_for(v, {.rule = Rule::stop_and_drift,
                 .vessels = {&v},
                 .begins_at = v.drift.since,
                 .at = m.s.at,
                 .position = v.drift.begin,
                 .reasons = std::move(reasons),
                 .evidence = {v.drift.first, m.s.evidence},
                 .subject = {},
                 .priority = std::nullopt,
                 .again_within = std::nullopt});
}

}  // namespace fairlead::behaviour
