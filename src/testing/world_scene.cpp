// SPDX-License-Identifier: Apache-2.0
#include "world_scene.hpp"

#include <algorithm>

namespace fairlead::testing {

Track::State Track::at(double t) const {
  // The knot behind `t`; tracks are asked in any order.
  auto next = std::ranges::upper_bound(knots_, t, {}, &Knot::t);
  if (next == knots_.begin()) return {knots_.front().spot, {}};
  if (next == knots_.end()) {
    if (knots_.size() == 1) return {knots_.front().spot, {}};
    --next;
  }
  const Knot& a = *(next - 1);
  const Knot& b = *next;
  const double span = b.t - a.t;
  if (span <= 0) return {b.spot, {}};
  const Spot velocity = (b.spot - a.spot) * (1 / span);
  return {a.spot + velocity * (std::min(t, b.t) - a.t), velocity};
}

Helmsman& Helmsman::run(double seconds) {
  t_ += seconds;
  spot_ = spot_ + towards(course_, speed_ * seconds);
  mark();
  return *this;
}

Helmsman& Helmsman::turn(double degrees_per_second, double seconds) {
  for (double left = seconds; left > 0; left -= 1) {
    course_ += degrees_per_second * std::min(left, 1.0);
    run(std::min(left, 1.0));
  }
  return *this;
}

Helmsman& Helmsman::accelerate(double metres_per_second_squared, double seconds) {
  for (double left = seconds; left > 0; left -= 1) {
    speed_ = std::max(0.3, speed_ + metres_per_second_squared * std::min(left, 1.0));
    run(std::min(left, 1.0));
  }
  return *this;
}

Helmsman& Helmsman::to(Spot goal) {
  const double way = distance(spot_, goal);
  if (way < 1 || speed_ <= 0) return *this;
  course_ = course_between(spot_, goal);
  t_ += way / speed_;
  spot_ = goal;
  mark();
  return *this;
}

Helmsman& Helmsman::drift(WorldRandom& random, double seconds, double speed_max) {
  const double set = random.uniform(0, 360);  // of wind and stream
  for (double left = seconds; left > 0; left -= 120) {
    const double step = std::min(left, 120.0);
    speed_ = random.uniform(0.2, 1) * speed_max;
    course_ = set + random.uniform(-35, 35);
    run(step);
  }
  return *this;
}

Helmsman& Helmsman::hold(WorldRandom& random, double seconds, double radius) {
  const Spot about = spot_;
  for (double left = seconds; left > 0; left -= 180) {
    const double step = std::min(left, 180.0);
    const Spot goal = about + scatter(random, radius);
    t_ += step;
    spot_ = goal;
    mark();
  }
  return *this;
}

Helmsman& Helmsman::wander(WorldRandom& random, double until, double turn_max, double turn_chance,
                           double acceleration_max) {
  while (t_ < until) {
    run(random.uniform(60, 240));
    if (random.chance(turn_chance)) {
      const double rate = random.uniform(0.5, turn_max);
      const double angle = random.uniform(20, 120);
      turn(random.chance(0.5) ? rate : -rate, angle / rate);
    }
    if (acceleration_max > 0 && random.chance(0.3)) {
      accelerate(random.uniform(-acceleration_max, acceleration_max), 15);
    }
  }
  return *this;
}

bool Scene::on_land(Spot s, double margin) const {
  return std::ranges::any_of(land, [&](const Land& l) { return distance(l.centre, s) < l.radius + margin; });
}

bool Scene::crosses_land(Spot a, Spot b, double margin) const {
  const Spot leg = b - a;
  const double way = length_of(leg);
  return std::ranges::any_of(land, [&](const Land& l) {
    const Spot to = l.centre - a;
    const double along = way > 0 ? (to.x * leg.x + to.y * leg.y) / (way * way) : 0;
    return distance(a + leg * std::clamp(along, 0.0, 1.0), l.centre) < l.radius + margin;
  });
}

Vessel& Scene::add(std::string kind, Track track) {
  Vessel& vessel = vessels.emplace_back();
  vessel.id = static_cast<std::int64_t>(vessels.size());
  vessel.kind = std::move(kind);
  vessel.small = vessel.kind != "ship" && vessel.kind != "tanker" && vessel.kind != "mother" && vessel.kind != "patrol";
  vessel.length = vessel.small ? 12 : 120;
  vessel.track = std::move(track);
  return vessel;
}

void Scene::give_ais(Vessel& vessel, CoastIdentity identity, AisClass ais, double interval) {
  vessel.ais = ais;
  vessel.identity = std::move(identity);
  vessel.interval = interval;
  vessel.length = vessel.identity.to_bow + vessel.identity.to_stern;
}

void Scene::give_ais(Vessel& vessel, WorldRandom& random, AisClass ais, double interval) {
  const CoastKind kind = vessel.kind == "tanker"    ? CoastKind::tanker
                         : vessel.kind == "fishing" ? CoastKind::fishing
                         : vessel.kind == "ship"    ? (random.chance(0.4) ? CoastKind::container : CoastKind::cargo)
                                                    : CoastKind::yacht;
  give_ais(vessel, make_identity(kind, random.bits(), numbers), ais, interval);
}

void Scene::plant(std::string rule, std::vector<std::int64_t> who, double begins, double ends, std::string what,
                  bool optional) {
  ends = std::min(ends, duration);
  if (ends - begins < 300) return;  // too short for anybody to find
  const Spot spot = who.empty() ? Spot{} : vessel(who.front()).track.at(begins).spot;
  behaviours.push_back({std::move(rule), std::move(who), begins, ends, spot, optional, std::move(what)});
}

}  // namespace fairlead::testing
