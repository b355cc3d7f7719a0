// SPDX-License-Identifier: Apache-2.0
// loitering: a vessel stays about one place at sea, hour after hour.
//
// Definition: every hour of a run of at least `duration_min` has a mean implied speed below `speed_max`, at
// least `coast_min` from shore. The speed is implied by positions five minutes apart, so that the jitter of a position
// at rest does not count as motion.
// Source: Global Fishing Watch pipe-loitering (blocks of an hour, 2 kn, 20 nm; here the hour slides), Miller et al.
// 2018 (8 h), Starboard (4 h). Beyond the sources: where the coast is not known, the run must have led `swing_min` away
// from where it began, or a ship swinging at an anchor that nobody named would count; a contact without AIS must have
// moved fast before.
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::loitering);
constexpr Duration kHour = std::chrono::hours(1);
constexpr Duration kStep = std::chrono::seconds(30);  // what a coarse step may be short of its length

}  // namespace

void loitering(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const Loitering& t = w.rules.loitering;
  // Called with each position; works when a coarse one was added.
  if (v.coarse.size() < 2 || v.coarse.back().at != m.s.at || !is_ship_like(v)) return;
  const Fix& before = v.coarse[v.coarse.size() - 2];
  if (m.s.at - before.at > t.gap_max) {
    w.end_for(v, Rule::loitering, before.at, fmt::format("not followed for {}", words::minutes(m.s.at - before.at)));
    v.slow_hours = {};
    return;
  }
  // The hour that ends now.
  double metres = 0;
  std::size_t first = v.coarse.size() - 1;
  while (first > 0 && m.s.at - v.coarse[first].at < kHour - kStep) {
    metres += geo::quick_distance(v.coarse[first - 1].position, v.coarse[first].position).in_metres();
    --first;
  }
  const Duration block = m.s.at - v.coarse[first].at;
  if (block < kHour - kStep) return;
  const double knots = metres / static_cast<double>(block.count()) * 1943.844492440605;
  if (knots >= t.speed_max.in_knots()) {
    w.end_for(v, Rule::loitering, before.at, fmt::format("moved on, {} in the mean of an hour", words::knots(knots)));
    v.slow_hours = {};
    return;
  }
  if (!v.slow_hours.on)
    v.slow_hours = {true, v.coarse[first].at, m.s.at, v.coarse[first].position, v.coarse[first].evidence, 0};
  v.slow_hours.last = m.s.at;
  ++v.slow_hours.count;
  const Duration run = v.slow_hours.length();
  if (run < t.duration_min || !w.terms(Rule::loitering).in_force(m.s.at)) return;
  std::vector<std::string> reasons;
  reasons.push_back(fmt::format("{} moved less than {} in the mean of every hour for {}, at least {}", words::who(v),
                                words::knots(t.speed_max), words::minutes(run), words::minutes(t.duration_min)));
  const double away = geo::quick_distance(v.slow_hours.begin, *m.s.position).in_metres();
  reasons.push_back(fmt::format("it is {} from where that began", words::length(away)));
  if (v.open[kRule] != 0) {
    w.renew(v.open[kRule], m.s.at, kHour, std::move(reasons), m.s.evidence);
    return;
  }
  if (w.is_quiet(v, Rule::loitering)) return;
  if (v.place.on_land.value_or(false)) return;
  if (v.place.to_coast) {
    if (*v.place.to_coast < t.coast_min) return;
    reasons.push_back(
        fmt::format("{} from the coast: at least {}", words::length(*v.place.to_coast), words::length(t.coast_min)));
  } else if (away < t.swing_min.in_metres()) {
    return;
  }
  if (!v.mmsi && (!v.fast_at || v.slow_hours.since - *v.fast_at > std::chrono::hours(12))) return;
  w.open_for(v, {.rule = Rule::loitering,
                 .vessels = {&v},
                 .begins_at = v.slow_hours.since,
                 .at = m.s.at,
                 .position = v.slow_hours.begin,
                 .reasons = std::move(reasons),
                 .evidence = {v.slow_hours.first, m.s.evidence},
                 .subject = {},
                 .priority = std::nullopt,
                 .again_within = std::nullopt});
}

}  // namespace fairlead::behaviour
