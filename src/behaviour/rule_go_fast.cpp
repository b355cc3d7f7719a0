// SPDX-License-Identifier: Apache-2.0
// go_fast: a contact without AIS runs fast and straight.
//
// Definition: a contact without AIS, or a vessel that has gone dark (rule gone_dark), that made good `speed_min` to
// `speed_max` from its first to its last position over `duration_min`, on a path no longer than 1 / `straightness_min`
// times that, no minute of it below nine tenths of `speed_min`; at least `coast_min` from shore where that is known. A
// vessel that has gone dark is also faster by `above_reported_min` than it said last, or faster than `ship_speed_max`.
// Source: own; none is published for track data. Made good, not reported or estimated speed: noise of a radar adds
// speed to every step, and nothing to the distance made good.
#include <algorithm>

#include "sun.hpp"
#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::go_fast);
constexpr Duration kRevisit = std::chrono::minutes(6);  // of an aircraft
constexpr double kSustained = 0.9;                      // of the speed, in each minute: noise slows some

// What it must make good: of somebody who said how fast a ship it is, more than that.
double knots_wanted(const GoFast& t, const Vessel& v) {
  if (!v.heard || v.heard->deci_knots < 0) return t.speed_min.in_knots();
  const double above = v.heard->deci_knots / 10.0 + t.above_reported_min.in_knots();
  return std::max(t.speed_min.in_knots(), std::min(above, t.ship_speed_max.in_knots()));
}

}  // namespace

void go_fast(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const GoFast& t = w.rules.go_fast;
  const bool dark = !v.heard_at || v.open[static_cast<std::size_t>(Rule::gone_dark)] != 0;
  if (m.ais || !dark || !is_ship_like(v)) {
    if (v.open[kRule] != 0 && v.mmsi)
      w.end_for(v, Rule::go_fast, m.s.at, fmt::format("it is {} by AIS", words::who(v)));
    v.fast = {};
    return;
  }
  const std::optional<Net> net = net_motion(v, t.duration_min, kRevisit);
  const bool is_fast = net && net->knots() >= knots_wanted(t, v) && net->knots() <= t.speed_max.in_knots() &&
                       net->straightness() >= t.straightness_min &&
                       net->slowest_knots >= kSustained * t.speed_min.in_knots() &&
                       net->fastest_knots <= t.speed_max.in_knots();
  if (!is_fast) {
    if (v.fast.on && m.s.at - v.fast.last >= t.slow_end) {
      w.end_for(v, Rule::go_fast, v.fast.last,
                fmt::format("slower than {} since {}", words::knots(t.speed_min), words::when(v.fast.last)));
      v.fast = {};
    }
    return;
  }
  v.fast_at = m.s.at;
  if (!v.fast.on) v.fast = {true, m.s.at - net->span, m.s.at, m.s.position.value(), m.s.evidence, 0};
  v.fast.last = m.s.at;
  ++v.fast.count;
  if (v.fast.count == 1) {
    const auto begin = position_at(v, v.fast.since, std::chrono::minutes(5));
    if (begin) v.fast.begin = *begin;
  }
  if (v.place.to_coast && *v.place.to_coast < t.coast_min && v.open[kRule] == 0) return;
  if (v.place.on_land.value_or(false)) return;
  std::vector<std::string> reasons;
  reasons.push_back(fmt::format("{} made good {} over {}: at least {} over {}", words::who(v),
                                words::knots(net->knots()), words::minutes(net->span), words::knots(t.speed_min),
                                words::minutes(t.duration_min)));
  reasons.push_back(fmt::format("its path was straight to {:.0f} %", net->straightness() * 100));
  reasons.push_back(v.heard_at ? fmt::format("its AIS has been silent since {}", words::when(*v.heard_at))
                               : std::string("no AIS"));
  if (is_night(*m.s.position, m.s.at)) reasons.emplace_back("at night");
  if (v.place.to_coast) reasons.push_back(fmt::format("{} from the coast", words::length(*v.place.to_coast)));
  if (v.open[kRule] != 0) {
    w.renew(v.open[kRule], m.s.at, std::chrono::minutes(15), std::move(reasons), m.s.evidence);
    return;
  }
  if (!w.terms(Rule::go_fast).in_force(m.s.at) || w.is_quiet(v, Rule::go_fast)) return;
  w.end_for(v, Rule::dark_contact, m.s.at, "told further as a go-fast");
  w.open_for(v, {.rule = Rule::go_fast,
                 .vessels = {&v},
                 .begins_at = v.fast.since,
                 .at = m.s.at,
                 .position = v.fast.begin,
                 .reasons = std::move(reasons),
                 .evidence = {v.fast.first, m.s.evidence},
                 .subject = {},
                 .priority = std::nullopt,
                 .again_within = std::nullopt});
}

}  // namespace fairlead::behaviour
