// SPDX-License-Identifier: Apache-2.0
// Releases of vessels that wander about, and questions about them, from a seed; for tests and benchmarks alone.
#pragma once

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "trace/question.hpp"

namespace fairlead::trace::sample {

struct World {
  std::uint32_t vessels = 40;
  std::uint32_t recipients = 4;
  double hours = 48;
  double every_s = 60;
  // Degrees of the box that vessels start in; beyond 180 goes on at -180.
  double latitude = 15, longitude = -65, size = 6;
};

// Each call gives the next release; time goes on.
class Releases {
 public:
  Releases(World world, std::uint64_t seed) : world_(world), random_(seed) {
    for (std::uint32_t i = 0; i < world_.vessels; ++i) {
      vessels_.push_back({world_.latitude + unit() * world_.size, world_.longitude + unit() * world_.size, unit() * 12,
                          unit() * 2 * std::numbers::pi});
    }
  }
  Item next() {
    Item item;
    const auto which = static_cast<std::uint32_t>(unit() * world_.vessels) % world_.vessels;
    Vessel& vessel = vessels_[which];
    now_ms_ += unit() * 2 * world_.every_s * 1000 / world_.vessels;
    const double dt = (now_ms_ - vessel.at_ms) / 1000;
    vessel.at_ms = now_ms_;
    vessel.heading += (unit() - 0.5) * 0.6;
    vessel.latitude += vessel.speed * dt * std::cos(vessel.heading) / 111'000;
    vessel.longitude += vessel.speed * dt * std::sin(vessel.heading) / 105'000;
    vessel.latitude = std::clamp(vessel.latitude, -89.0, 89.0);
    item.entry = entry_ += 1 + static_cast<std::uint64_t>(unit() * 5);
    item.released_at = start_ + Duration(static_cast<std::int64_t>(now_ms_));
    item.recipient = RecipientId(1 + static_cast<std::uint32_t>(unit() * world_.recipients));
    item.track = domain::TrackId(which + 1);
    if (unit() < 0.02) return item;
    Whereabouts where;
    where.at = item.released_at - Duration(static_cast<std::int64_t>(unit() * 20'000));
    where.position = *geo::Position::from_degrees(vessel.latitude, vessel.longitude);
    where.sigma = Length::metres(std::floor(unit() * 200));
    if (unit() < 0.9) where.speed = Speed::metres_per_second(std::round(vessel.speed * 100) / 100);
    item.where = where;
    return item;
  }
  Question question() {
    Question question;
    question.from = start_ + Duration(static_cast<std::int64_t>(unit() * now_ms_ * 1.1));
    question.to = question.from + Duration(static_cast<std::int64_t>(unit() * 3'600'000));
    question.lookback = Duration(static_cast<std::int64_t>(unit() * 24 * 3'600'000));
    question.speed_max = Speed::knots(5 + unit() * 50);
    const double kind = unit();
    if (kind < 0.8) {
      question.place = Place{*geo::Position::from_degrees(world_.latitude + (unit() * 3 - 1) * world_.size,
                                                          world_.longitude + (unit() * 3 - 1) * world_.size),
                             Length::nautical_miles(unit() * 20)};
    }
    if (kind > 0.6) {
      for (int i = 0; i < 5; ++i) {
        question.tracks.insert(domain::TrackId(1 + static_cast<std::uint64_t>(unit() * 1.2 * world_.vessels)));
      }
    }
    return question;
  }
  double unit() { return static_cast<double>(random_() >> 11) * 0x1p-53; }

 private:
  struct Vessel {
    double latitude, longitude, speed, heading;
    double at_ms = 0;
  };
  World world_;
  std::mt19937_64 random_;
  std::vector<Vessel> vessels_;
  Instant start_ = Instant::from_civil(2026, 11, 1);
  double now_ms_ = 0;
  std::uint64_t entry_ = 0;
};

// By looking at every item.
inline std::vector<Contribution> brute_force(const Question& question, const std::vector<Item>& items) {
  std::vector<Contribution> found;
  for (const Item& item : items) {
    if (!could_contribute(question, item)) continue;
    auto c = std::ranges::find_if(
        found, [&](const Contribution& f) { return f.recipient == item.recipient && f.track == item.track; });
    if (c == found.end()) {
      found.emplace_back();
      c = found.end() - 1;
      c->recipient = item.recipient;
      c->track = item.track;
      c->first_entry = item.entry;
      c->first_released_at = item.released_at;
    }
    ++c->releases;
    c->last_entry = item.entry;
    c->last_released_at = item.released_at;
    c->newest = item;
  }
  for (Contribution& c : found) judge(question, c);
  rank(found);
  return found;
}

}  // namespace fairlead::trace::sample
