// SPDX-License-Identifier: Apache-2.0
// landing_course: something without AIS runs toward a place where boats have landed.
//
// Definition: a contact without AIS, or a vessel that has gone dark (rule gone_dark), makes good `speed_min` on a
// course that passes a named landing place within its radius, at most `range_max` ahead, for `duration_min`.
// Source: own; the places are named in the configuration.
#include <cmath>

#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::landing_course);

struct Aim {
  double ahead_m = 0;
  double miss_m = 0;
};

// The course made good over the last minutes, extended.
std::optional<Aim> aim(const Vessel& v, geo::Position from, const Spot& spot) {
  const geo::LocalOffset way = geo::local_offset(from, v.now->position);
  const double length = std::hypot(way.east_m, way.north_m);
  if (length <= 0) return std::nullopt;
  const geo::LocalOffset to = geo::local_offset(v.now->position, spot.position);
  const double along = (to.east_m * way.east_m + to.north_m * way.north_m) / length;
  const double across = std::fabs(to.east_m * way.north_m - to.north_m * way.east_m) / length;
  return Aim{along, across};
}

}  // namespace

void landing_course(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const LandingCourse& t = w.rules.landing_course;
  const PlaceIndex::Near* near = w.places->at(*m.s.position);
  const bool dark = !v.heard_at || v.open[static_cast<std::size_t>(Rule::gone_dark)] != 0;
  if ((near == nullptr || near->spots.empty() || m.ais || !dark || !is_ship_like(v)) && !v.landing.on) return;
  std::optional<Aim> best;
  std::uint32_t best_spot = 0;
  const auto net = net_motion(v, std::chrono::minutes(2), std::chrono::minutes(6));
  if (near != nullptr && dark && net && net->knots() >= t.speed_min.in_knots()) {
    const auto from = position_at(v, m.s.at - net->span, std::chrono::minutes(1));
    for (const std::uint32_t i : near->spots) {
      const Spot& spot = w.rules.spots[i];
      if (spot.kind != SpotKind::landing_place || !from) continue;
      const auto a = aim(v, *from, spot);
      if (!a || a->ahead_m <= 0 || a->ahead_m > t.range_max.in_metres() || a->miss_m > spot.radius.in_metres())
        continue;
      // The place it was heading for keeps it; else the nearest.
      if (best && (best_spot == v.landing_spot || a->ahead_m >= best->ahead_m) && i != v.landing_spot) continue;
      best = a;
      best_spot = i;
    }
  }
  if (!best) {
    const bool was_on = v.landing.on;
    const Instant last = v.landing.last;
    v.landing.no(m.s.at, t.duration_min);
    if (was_on && !v.landing.on) w.end_for(v, Rule::landing_course, last, "no longer heads for it");
    return;
  }
  if (v.landing.on && best_spot != v.landing_spot) {
    w.end_for(v, Rule::landing_course, m.s.at, "heads for another place");
    v.landing = {};
  }
  v.landing_spot = best_spot;
  v.landing.yes(m.s.at, *m.s.position, m.s.evidence, std::chrono::minutes(6));
  if (v.landing.length() < t.duration_min || !w.terms(Rule::landing_course).in_force(m.s.at)) return;
  const Spot& spot = w.rules.spots[best_spot];
  const double hours = best->ahead_m / kMetresPerNauticalMile / net->knots();
  std::vector<std::string> reasons;
  reasons.push_back(fmt::format("{} makes good {} toward `{}`, {} ahead; its course passes within {}", words::who(v),
                                words::knots(net->knots()), spot.name, words::length(best->ahead_m),
                                words::length(best->miss_m)));
  reasons.push_back(
      fmt::format("it would be there in {}", words::minutes(Duration(static_cast<std::int64_t>(hours * 3'600'000.0)))));
  reasons.push_back(
      fmt::format("so for {}, at least {}", words::minutes(v.landing.length()), words::minutes(t.duration_min)));
  if (v.open[kRule] != 0) {
    w.renew(v.open[kRule], m.s.at, std::chrono::minutes(15), std::move(reasons), m.s.evidence);
    return;
  }
  if (w.is_quiet(v, Rule::landing_course)) return;
  w.open_for(v, {.rule = Rule::landing_course,
                 .vessels = {&v},
                 .begins_at = v.landing.since,
                 .at = m.s.at,
                 .position = v.landing.begin,
                 .reasons = std::move(reasons),
                 .evidence = {v.landing.first, m.s.evidence},
                 .subject = spot.name,
                 .priority = std::nullopt,
                 .again_within = std::nullopt});
}

}  // namespace fairlead::behaviour
