// SPDX-License-Identifier: Apache-2.0
// How one ship of the simulated coast moves.
//
// Threads: one owner.
#include "coast_vessel.hpp"

#include <algorithm>
#include <cstdlib>

namespace fairlead::testing {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

// Tenths of a knot in millimetres a second.
constexpr std::int64_t tenths_of_knots(std::int64_t value) { return value * 1852 / 36; }

std::int64_t cruise_of(CoastKind kind, CoastRandom& random) {
  switch (kind) {
    case CoastKind::cargo:
      return tenths_of_knots(random.between(95, 145));
    case CoastKind::container:
      return tenths_of_knots(random.between(140, 205));
    case CoastKind::tanker:
      return tenths_of_knots(random.between(90, 140));
    case CoastKind::ferry:
      return tenths_of_knots(random.between(180, 230));
    case CoastKind::fishing:
      return tenths_of_knots(random.between(25, 45));
    case CoastKind::yacht:
      return tenths_of_knots(random.between(35, 75));
    case CoastKind::pilot:
      return tenths_of_knots(random.between(170, 250));
    case CoastKind::tug:
      return tenths_of_knots(random.between(80, 115));
    case CoastKind::rescue:
      return tenths_of_knots(random.between(800, 1250));
  }
  return 0;
}

// The greatest change of course, in tenths of a degree a minute.
std::int32_t turn_limit(CoastKind kind) {
  switch (kind) {
    case CoastKind::cargo:
    case CoastKind::container:
    case CoastKind::tanker:
      return 250;
    case CoastKind::ferry:
      return 400;
    case CoastKind::rescue:
      return 3600;
    default:
      return 1800;
  }
}

}  // namespace

CoastVessel::CoastVessel(CoastKind kind, CoastUnit unit, CoastIdentity identity, CoastRandom random)
    : kind_(kind), unit_(unit), identity_(std::move(identity)), random_(random) {
  cruise_ = cruise_of(kind, random_);
  drift_ = static_cast<std::int32_t>(random_.between(-25, 25));
}

void CoastVessel::sail(std::span<const CoastRoute> routes, std::size_t route) {
  routes_ = routes;
  route_ = &routes[route];
  backward_ = route_->two_way && random_.one_in(2);
  start_voyage();
  // Somewhere on the way when the scenario begins.
  along_ = random_.below(std::max<std::int64_t>(path_.length() / 1000, 1)) * 1000;
  speed_ = wanted_speed();
  const CoastPath::Place place = path_.at(along_);
  position_ = place.point;
  course_ = place.course;
  heading_ = (course_ + drift_ + 3600) % 3600;
}

void CoastVessel::wander(const CoastArea& area) {
  area_ = &area;
  position_ = point_in(area);
  start_leg();
  speed_ = cruise_;
  course_ = path_.at(0).course;
  heading_ = course_;
}

void CoastVessel::anchor(const CoastArea& area) {
  area_ = &area;
  anchor_ = point_in(area);
  chain_ = random_.between(60, 220) * 1000;
  phase_ = CoastPhase::at_anchor;
  swing(0);
}

// A point of the area: a weighted mean of its corners, so that it is inside any convex area.
CoastPoint CoastVessel::point_in(const CoastArea& area) {
  std::int64_t weights = 0;
  std::int64_t lon = 0;
  std::int64_t lat = 0;
  for (const CoastPoint corner : area.corners) {
    // The square keeps points from crowding in the middle.
    const std::int64_t weight = random_.between(1, 100);
    const std::int64_t squared = weight * weight;
    weights += squared;
    lon += squared * corner.lon;
    lat += squared * corner.lat;
  }
  return {static_cast<std::int32_t>(lon / weights), static_cast<std::int32_t>(lat / weights)};
}

// The route in the direction of sailing, set off to the side this ship keeps.
void CoastVessel::start_voyage() {
  const auto count = route_->waypoints.size();
  const std::int64_t side = route_->two_way ? random_.between(15, 95) : random_.between(-95, 95);
  std::vector<CoastPoint> corners;
  corners.reserve(count);
  const auto waypoint = [&](std::size_t i) -> const CoastWaypoint& {
    return route_->waypoints[backward_ ? count - 1 - i : i];
  };
  for (std::size_t i = 0; i < count; ++i) {
    const CoastOffset along =
        offset_between(waypoint(i == 0 ? 0 : i - 1).point, waypoint(i + 1 < count ? i + 1 : i).point);
    const std::int64_t length = std::max<std::int64_t>(length_of(along), 1);
    const std::int64_t aside = std::int64_t{waypoint(i).half_width} * 10 * side;  // mm: half width in m * side in %
    corners.push_back(moved(waypoint(i).point, {along.north * aside / length, -along.east * aside / length}));
  }
  const bool large = kind_ != CoastKind::pilot && kind_ != CoastKind::tug;
  path_ = CoastPath(corners, large ? 1'500'000 : 300'000);
  along_ = 0;
  phase_ = CoastPhase::under_way;
}

// A few legs inside the area, from where the ship is.
void CoastVessel::start_leg() {
  std::vector<CoastPoint> corners = {position_};
  for (int i = 0; i < 4; ++i) {
    corners.push_back(point_in(*area_));
  }
  path_ = CoastPath(corners, kind_ == CoastKind::rescue ? 1'500'000 : 250'000);
  along_ = 0;
}

std::int64_t CoastVessel::wanted_speed() const {
  if (route_ == nullptr) {
    return cruise_;
  }
  const bool berth_behind = !(backward_ ? route_->to : route_->from).empty();
  const bool berth_ahead = !(backward_ ? route_->from : route_->to).empty();
  const std::int64_t ramp = kind_ == CoastKind::pilot ? 600'000 : 4'000'000;
  std::int64_t reach = ramp;
  if (berth_behind) reach = std::min(reach, along_);
  if (berth_ahead) reach = std::min(reach, path_.length() - along_);
  // A quarter of the speed at the berth, all of it `ramp` away from it.
  return cruise_ / 4 + cruise_ * 3 / 4 * std::max<std::int64_t>(reach, 0) / ramp;
}

void CoastVessel::arrive(std::int64_t now) {
  if (route_ == nullptr) {
    start_leg();
    return;
  }
  const std::string_view port = backward_ ? route_->from : route_->to;
  turn_rate_ = 0;
  turning_ = false;
  speed_ = 0;
  if (port.empty() && kind_ != CoastKind::pilot) {
    phase_ = CoastPhase::away;
    // Long enough for the way from the end of one lane to the start of the other.
    phase_until_ = now + (route_->two_way ? random_.between(60, 240) : random_.between(220, 480)) * kMinute;
    return;
  }
  phase_ = CoastPhase::at_berth;
  const std::int64_t stay = kind_ == CoastKind::ferry   ? random_.between(45, 100) * kMinute
                            : kind_ == CoastKind::pilot ? random_.between(4, 40) * kMinute
                                                        : random_.between(4, 20) * kHour;
  phase_until_ = now + stay;
}

void CoastVessel::swing(std::int64_t now) {
  // The stream turns the ship once in twelve hours and a bit.
  const auto tide = static_cast<std::int32_t>(now / 1000 * 3600 / 44'700 % 3600);
  heading_ = (tide + drift_ * 4 + static_cast<std::int32_t>(random_.between(-20, 20)) + 7200) % 3600;
  position_ = moved(anchor_, offset_towards(heading_ + 1800, chain_));
  course_ = static_cast<std::int32_t>(random_.below(3600));
}

void CoastVessel::advance(std::int64_t now) {
  const std::int64_t passed = now - moved_at_;
  if (passed <= 0) {
    return;
  }
  moved_at_ = now;
  if (phase_ == CoastPhase::at_anchor) {
    swing(now);
    return;
  }
  if (phase_ != CoastPhase::under_way) {
    if (now < phase_until_) {
      return;
    }
    if (route_->two_way) {
      backward_ = !backward_;
    } else {
      const auto index = static_cast<std::size_t>(route_ - routes_.data());
      route_ = &routes_[(index + routes_.size() / 2) % routes_.size()];
    }
    start_voyage();
    course_ = path_.at(0).course;
    speed_ = wanted_speed();
  }
  along_ += speed_ * passed / 1000;
  const CoastPath::Place place = path_.at(along_);
  position_ = place.point;
  const std::int32_t wanted = turn_between(course_, place.course);
  const auto limit = static_cast<std::int32_t>(std::clamp<std::int64_t>(turn_limit(kind_) * passed / kMinute, 1, 1800));
  const std::int32_t turn = std::clamp(wanted, -limit, limit);
  course_ = (course_ + turn + 3600) % 3600;
  heading_ = (course_ + drift_ + 3600) % 3600;
  turning_ = std::abs(wanted) > 15;
  turn_rate_ = static_cast<std::int32_t>(turn * kMinute / passed);
  if (along_ >= path_.length()) {
    arrive(now);
    return;
  }
  // Slowly towards the wanted speed, with a little unrest.
  const std::int64_t target = wanted_speed() * random_.between(97, 103) / 100;
  const std::int64_t step = std::max<std::int64_t>(cruise_ * std::min<std::int64_t>(passed, 30'000) / 200'000, 1);
  speed_ = std::clamp(target, speed_ - step, speed_ + step);
}

CoastPoint CoastVessel::elsewhere() {
  constexpr std::int64_t kFar = 111'120'000;
  return path_.at(along_ > path_.length() / 2 ? along_ - kFar : along_ + kFar).point;
}

bool CoastVessel::eastbound() const { return course_ < 1800; }

std::string_view CoastVessel::bound_for() const {
  if (route_ == nullptr) {
    return {};
  }
  return backward_ ? route_->from : route_->to;
}

std::int64_t CoastVessel::report_interval() const {
  const std::int64_t knots_tenths = speed() * 36 / 1852;
  if (unit_ == CoastUnit::aircraft) {
    return 10'000;
  }
  if (unit_ != CoastUnit::class_a) {
    return knots_tenths <= 20 ? 3 * kMinute : 30'000;
  }
  if (phase_ != CoastPhase::under_way) {
    return knots_tenths <= 30 ? 3 * kMinute : 10'000;
  }
  if (knots_tenths <= 140) {
    return turning_ ? 3'333 : 10'000;
  }
  return knots_tenths <= 230 && !turning_ ? 6'000 : 2'000;
}

}  // namespace fairlead::testing
