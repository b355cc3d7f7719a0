// SPDX-License-Identifier: Apache-2.0
// circle_spoofing: an AIS track runs round a ring that no ship sails.
//
// Definition: `points_min` positions over the last two hours lie on a circle of `radius_min` to `radius_max` with a
// mean residual below `residual_max` of the radius, at `speed_min` and for `turns_min` turns by the reported speed; and
// the ring lies on land, or the reported course disagrees with the motion by `course_apart_min` (median), or
// `ships_min` ships follow rings of like size within 5 nm. Source: Bergman (SkyTruth): rings of constant radius and
// speed, often on land, courses that do not fit; no thresholds are published, the numbers are own. Real ships do turn
// in circles, hence the second half.
#include <algorithm>
#include <array>
#include <cmath>

#include "words.hpp"
#include "world.hpp"

namespace fairlead::behaviour {
namespace {

constexpr auto kRule = static_cast<std::size_t>(Rule::circle_spoofing);
constexpr Duration kStep = std::chrono::minutes(5);

struct Circle {
  double east = 0, north = 0, radius = 0, residual = 0;
};

// Least squares of x² + y² = a x + b y + c (Kåsa 1976); nothing when the points lie on a line.
std::optional<Circle> fit(const std::vector<geo::LocalOffset>& points) {
  double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0, sxz = 0, syz = 0, sz = 0;
  const auto n = static_cast<double>(points.size());
  for (const geo::LocalOffset& p : points) {
    const double z = p.east_m * p.east_m + p.north_m * p.north_m;
    sx += p.east_m;
    sy += p.north_m;
    sxx += p.east_m * p.east_m;
    syy += p.north_m * p.north_m;
    sxy += p.east_m * p.north_m;
    sxz += p.east_m * z;
    syz += p.north_m * z;
    sz += z;
  }
  const double cxx = sxx - sx * sx / n;
  const double cyy = syy - sy * sy / n;
  const double cxy = sxy - sx * sy / n;
  const double cxz = sxz - sx * sz / n;
  const double cyz = syz - sy * sz / n;
  const double det = cxx * cyy - cxy * cxy;
  if (!(std::fabs(det) > 1e-6 * (cxx * cyy + 1))) return std::nullopt;
  Circle c;
  c.east = 0.5 * (cxz * cyy - cyz * cxy) / det;
  c.north = 0.5 * (cyz * cxx - cxz * cxy) / det;
  for (const geo::LocalOffset& p : points) c.radius += std::hypot(p.east_m - c.east, p.north_m - c.north) / n;
  for (const geo::LocalOffset& p : points) {
    c.residual += std::fabs(std::hypot(p.east_m - c.east, p.north_m - c.north) - c.radius) / n;
  }
  return c;
}

double apart(double a, double b) { return degrees_between(Course::degrees(a), Course::degrees(b)); }

}  // namespace

void circle_spoofing(const Moment& m) {
  World& w = m.w;
  Vessel& v = m.v;
  const CircleSpoofing& t = w.rules.circle_spoofing;
  if (!m.ais || (v.kind != domain::TrackKind::ship && v.kind != domain::TrackKind::class_b)) return;
  if (v.circle_at && m.s.at - *v.circle_at < kStep) return;
  v.circle_at = m.s.at;
  if (static_cast<double>(v.fine.size() + v.coarse.size()) < t.points_min) return;
  if (v.coarse.empty()) return;
  // Whoever made good much of its speed is on no ring.
  const Fix& oldest = v.coarse.front();
  if (geo::quick_distance(oldest.position, *m.s.position) > t.radius_max * 2.2) return;
  std::vector<const Fix*> fixes;
  for (const Fix& f : v.coarse) {
    if (v.fine.empty() || f.at < v.fine.front().at) fixes.push_back(&f);
  }
  for (const Fix& f : v.fine) fixes.push_back(&f);
  if (static_cast<double>(fixes.size()) < t.points_min) return;
  double knots = 0;
  double known = 0;
  std::vector<geo::LocalOffset> points;
  for (const Fix* f : fixes) {
    points.push_back(geo::local_offset(fixes.front()->position, f->position));
    if (f->deci_knots >= 0) {
      knots += f->deci_knots / 10.0;
      ++known;
    }
  }
  if (known < t.points_min || knots / known < t.speed_min.in_knots()) return;
  knots /= known;
  const std::optional<Circle> circle = fit(points);
  const bool over = v.open[kRule] != 0;
  const double seconds = static_cast<double>((fixes.back()->at - fixes.front()->at).count()) / 1000.0;
  const bool ring = circle && circle->radius >= t.radius_min.in_metres() &&
                    circle->radius <= t.radius_max.in_metres() && circle->residual <= t.residual_max * circle->radius;
  const double turns =
      ring ? Speed::knots(knots).in_metres_per_second() * seconds / (6.283185307179586 * circle->radius) : 0;
  // All round, not an arc.
  double ce = 0;
  double cn = 0;
  std::array<std::vector<double>, 2> off;  // reported course against the tangent, turning right and turning left
  if (ring) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double e = (points[i].east_m - circle->east) / circle->radius;
      const double n = (points[i].north_m - circle->north) / circle->radius;
      ce += e / static_cast<double>(points.size());
      cn += n / static_cast<double>(points.size());
      if (fixes[i]->deci_degrees < 0) continue;
      const double bearing = std::atan2(e, n) * 57.29577951308232;
      off[0].push_back(apart(fixes[i]->deci_degrees / 10.0, bearing + 90));
      off[1].push_back(apart(fixes[i]->deci_degrees / 10.0, bearing - 90));
    }
  }
  if (!ring || turns < t.turns_min || std::hypot(ce, cn) > 0.4) {
    if (over && !ring) w.end_for(v, Rule::circle_spoofing, m.s.at, "no longer on the ring");
    return;
  }
  const geo::Position centre = geo::from_local_offset(fixes.front()->position, {circle->east, circle->north});
  std::erase_if(w.rings, [&](const Ring& r) { return r.vessel == v.ordinal; });
  std::vector<Ordinal> like;
  for (const Ring& r : w.rings) {
    if (m.s.at - r.at > std::chrono::hours(2) || geo::distance(r.centre, centre).in_nautical_miles() > 5) continue;
    if (r.radius_m < 0.7 * circle->radius || r.radius_m > 1.43 * circle->radius) continue;
    like.push_back(r.vessel);
  }
  w.rings.push_back({v.ordinal, m.s.at, centre, circle->radius});
  double mismatch = 0;
  if (off[0].size() * 2 >= points.size()) {
    std::array<double, 2> medians{};
    for (std::size_t k = 0; k < 2; ++k) {
      std::ranges::nth_element(off[k], off[k].begin() + static_cast<std::ptrdiff_t>(off[k].size() / 2));
      medians[k] = off[k][off[k].size() / 2];
    }
    mismatch = std::min(medians[0], medians[1]);
  }
  const bool land = v.place.on_land.value_or(false) && v.place.to_coast && v.place.to_coast->in_metres() > 500;
  const bool many = static_cast<double>(like.size() + 1) >= t.ships_min;
  if (!land && mismatch < t.course_apart_min && !many) return;
  if (over || !w.terms(Rule::circle_spoofing).in_force(m.s.at) || w.is_quiet(v, Rule::circle_spoofing)) return;
  std::vector<std::string> reasons;
  reasons.push_back(
      fmt::format("{} reports {} positions on a ring of {} radius, {:.1f} % off at most in the mean, {:.1f} "
                  "turns at {}",
                  words::who(v), points.size(), words::length(circle->radius), 100 * circle->residual / circle->radius,
                  turns, words::knots(knots)));
  if (land) reasons.emplace_back("the ring lies on land");
  if (mismatch >= t.course_apart_min) {
    reasons.push_back(fmt::format("the reported course is {:.0f}° off the motion (median)", mismatch));
  }
  // Others on like rings are the same situation.
  for (const Ordinal o : like) {
    Vessel* u = w.vessel(o);
    if (u == nullptr || u->open[kRule] == 0 || !w.book.is_open(u->open[kRule])) continue;
    v.open[kRule] = u->open[kRule];
    w.book.include(u->open[kRule], v, m.s.at);
    w.book.note(u->open[kRule], m.s.at, fmt::format("{} follows a ring there too", words::who(v)));
    return;
  }
  std::vector<Vessel*> vessels{&v};
  if (many) {
    reasons.push_back(fmt::format("{} ships follow rings of like size within 5 nm", like.size() + 1));
    std::ranges::sort(like);
    for (const Ordinal o : like) {
      if (Vessel* u = w.vessel(o)) vessels.push_back(u);
    }
  }
  const std::uint64_t number = w.open_for(v, {.rule = Rule::circle_spoofing,
                                              .vessels = vessels,
                                              .begins_at = fixes.front()->at,
                                              .at = m.s.at,
                                              .position = fixes.front()->position,
                                              .reasons = std::move(reasons),
                                              .evidence = {fixes.front()->evidence, m.s.evidence},
                                              .subject = {},
                                              .priority = std::nullopt,
                                              .again_within = std::nullopt});
  for (Vessel* u : vessels) u->open[kRule] = number;
}

}  // namespace fairlead::behaviour
