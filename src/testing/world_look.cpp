// SPDX-License-Identifier: Apache-2.0
#include "world_look.hpp"

#include <algorithm>
#include <tuple>

namespace fairlead::testing {
namespace {

constexpr double kAisSigma = 10;

std::int64_t to_ms(double seconds) { return static_cast<std::int64_t>(std::llround(seconds * 1000)); }

bool in_ring(Spot s, const std::vector<Spot>& ring) {
  bool inside = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const Spot a = ring[i], b = ring[j];
    if ((a.y > s.y) != (b.y > s.y) && s.x < (b.x - a.x) * (s.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

// Looks with their plots while they are made; put in order of time at the end.
class Watch {
 public:
  explicit Watch(const Scene& scene) : scene_(scene) {}

  Looks run() {
    for (std::size_t i = 0; i < scene_.radars.size(); ++i) radar(i);
    for (std::size_t i = 0; i < scene_.patrols.size(); ++i) patrol(i);
    for (std::size_t i = 0; i < scene_.passes.size(); ++i) pass(i);
    in_order();
    const bool any = std::ranges::any_of(scene_.vessels, [](const Vessel& v) { return v.ais != AisClass::none; });
    if (any) {
      out_.sensors.push_back({"AIS", SensorForm::ais, 0});
      listen();
    }
    return std::move(out_);
  }

 private:
  WorldRandom chance_of(std::uint64_t sensor) const { return WorldRandom(scene_.seed, 0x5EE0'0000U + sensor); }

  void open(Look look) {
    look.sensor = out_.sensors.size() - 1;
    looks_.push_back({std::move(look), {}});
  }
  void add(Seen seen) {
    seen.at = looks_.back().look.at;
    looks_.back().seen.push_back(seen);
  }
  // Plots arrive in no order that would tell which is which.
  void shuffle(WorldRandom& random) {
    auto& seen = looks_.back().seen;
    for (std::size_t i = seen.size(); i > 1; --i) {
      std::swap(seen[i - 1], seen[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(i)))]);
    }
  }

  void radar(std::size_t index) {
    const Radar& r = scene_.radars[index];
    out_.sensors.push_back({r.id, r.polar ? SensorForm::polar : SensorForm::area, index});
    WorldRandom random = chance_of(out_.sensors.size());
    std::int64_t number = 0;
    for (double t = r.offset; t < scene_.duration; t += r.period) {
      Look look;
      look.at = to_ms(t);
      look.number = ++number;
      look.near = r.near;
      look.far = r.polar ? r.far : r.near;
      look.clutter = r.clutter;
      if (r.polar) {
        look.centre = r.site;
        look.range = r.range;
      } else {
        look.ring = {{scene_.west, scene_.south},
                     {scene_.east, scene_.south},
                     {scene_.east, scene_.north},
                     {scene_.west, scene_.north}};
      }
      open(std::move(look));
      for (const Vessel& v : scene_.vessels) radar_sees(r, v, t, random);
      radar_clutter(r, random);
      shuffle(random);
    }
  }

  void radar_sees(const Radar& r, const Vessel& v, double t, WorldRandom& random) {
    if (!v.track.alive(t)) return;
    const Spot spot = v.track.at(t).spot;
    if (!scene_.inside(spot)) return;
    const Spot off = spot - r.site;
    const double range = length_of(off);
    const double share = range / r.range;
    if (r.polar && share > 1) return;
    const double pd = (r.polar ? r.near - (r.near - r.far) * share * share : r.near) * (v.small ? r.small_factor : 1);
    if (!random.chance(pd)) return;
    Seen seen;
    seen.label = v.id;
    if (r.polar) {
      seen.range = range + r.bias_range + random.normal() * r.sigma_range;
      const double bearing = course_between({}, off) + r.bias_bearing + random.normal() * r.sigma_bearing;
      place(r, seen, bearing);
    } else {
      seen.spot.x = spot.x + random.normal() * r.sigma;
      seen.spot.y = spot.y + random.normal() * r.sigma;
    }
    add(seen);
  }
  void radar_clutter(const Radar& r, WorldRandom& random) {
    for (std::int64_t n = random.poisson(r.clutter); n > 0; --n) {
      Seen seen;
      if (r.polar) {
        seen.range = r.range * std::sqrt(random.uniform());
        place(r, seen, random.uniform(0, 360));
      } else {
        seen.spot.x = random.uniform(scene_.west, scene_.east);
        seen.spot.y = random.uniform(scene_.south, scene_.north);
      }
      add(seen);
    }
  }
  static void place(const Radar& r, Seen& seen, double bearing) {
    seen.range = std::max(seen.range, 1.0);
    seen.bearing = bearing - 360 * std::floor(bearing / 360);
    seen.spot = r.site + towards(seen.bearing, seen.range);
  }

  void patrol(std::size_t index) {
    const Patrol& p = scene_.patrols[index];
    out_.sensors.push_back({p.id, SensorForm::sighting, index});
    WorldRandom random = chance_of(out_.sensors.size());
    std::int64_t number = 0;
    for (double t = p.track.begins() + p.period; t < std::min(p.track.ends(), scene_.duration); t += p.period) {
      Look look;
      look.at = to_ms(t);
      look.number = ++number;
      look.centre = p.track.at(t).spot;
      look.range = p.footprint;
      look.near = look.far = p.chance;
      const Spot centre = look.centre;
      open(std::move(look));
      for (const Vessel& v : scene_.vessels) {
        if (!v.track.alive(t)) continue;
        const Spot spot = v.track.at(t).spot;
        const double away = distance(spot, centre);
        if (!scene_.inside(spot) || away > p.footprint || !random.chance(p.chance)) continue;
        Seen seen;
        seen.label = v.id;
        seen.spot.x = spot.x + random.normal() * p.sigma;
        seen.spot.y = spot.y + random.normal() * p.sigma;
        seen.recognised = away < p.recognise_within;
        if (seen.recognised) seen.length = v.length * random.uniform(0.85, 1.15);
        add(seen);
      }
    }
  }

  void pass(std::size_t index) {
    const SatellitePass& p = scene_.passes[index];
    out_.sensors.push_back({p.id, SensorForm::sighting, scene_.patrols.size() + index});
    WorldRandom random = chance_of(out_.sensors.size());
    Look look;
    look.at = to_ms(p.at);
    look.number = 1;
    look.ring = p.swath;
    look.near = look.far = p.chance_small;
    look.clutter = p.clutter;
    open(std::move(look));
    for (const Vessel& v : scene_.vessels) {
      if (!v.track.alive(p.at)) continue;
      const Spot spot = v.track.at(p.at).spot;
      if (!scene_.inside(spot) || !in_ring(spot, p.swath)) continue;
      if (!random.chance(v.small ? p.chance_small : p.chance_large)) continue;
      Seen seen;
      seen.label = v.id;
      seen.spot.x = spot.x + random.normal() * p.sigma;
      seen.spot.y = spot.y + random.normal() * p.sigma;
      seen.length = v.length * random.uniform(0.8, 1.25);
      add(seen);
    }
    for (std::int64_t n = random.poisson(p.clutter); n > 0; --n) {
      Seen seen;
      seen.spot.x = random.uniform(scene_.west, scene_.east);
      seen.spot.y = random.uniform(scene_.south, scene_.north);
      if (in_ring(seen.spot, p.swath)) add(seen);
    }
    shuffle(random);
  }

  void in_order() {
    std::stable_sort(looks_.begin(), looks_.end(), [](const Kept& a, const Kept& b) {
      return std::tie(a.look.at, a.look.sensor) < std::tie(b.look.at, b.look.sensor);
    });
    for (Kept& kept : looks_) {
      for (Seen& seen : kept.seen) {
        seen.look = out_.looks.size();
        out_.seen.push_back(seen);
      }
      out_.looks.push_back(std::move(kept.look));
    }
    looks_.clear();
  }

  void listen() {
    for (const Vessel& v : scene_.vessels) {
      if (v.ais == AisClass::none) continue;
      WorldRandom random(scene_.seed, 0xA150'0000U + static_cast<std::uint64_t>(v.id));
      double t = v.track.begins() + random.uniform(0, v.interval);
      for (; t < std::min(v.track.ends(), scene_.duration); t += v.interval + random.uniform(-0.5, 0.5)) {
        if (t >= 0) report(v, t, random);  // some were under way before it begins
      }
    }
    std::stable_sort(out_.heard.begin(), out_.heard.end(), [](const Heard& a, const Heard& b) {
      return std::tie(a.at, a.vessel) < std::tie(b.at, b.vessel);
    });
  }

  void report(const Vessel& v, double t, WorldRandom& random) {
    // Drawn for silent ones, too, so that a silence moves nothing else.
    const double east = random.normal() * kAisSigma, north = random.normal() * kAisSigma;
    const std::uint64_t luck = random.bits().next();
    Track::State state;
    const CoastIdentity* identity = nullptr;
    if (!ais_state(v, t, state, identity)) return;
    const Spot antenna = v.track.at(t).spot;
    if (!scene_.inside(antenna)) return;
    Heard heard;
    heard.at = to_ms(t);
    heard.vessel = v.id;
    heard.mmsi = identity->mmsi;
    heard.spot = state.spot + Spot{east, north};
    heard.speed = length_of(state.velocity);
    heard.course = heard.speed > 0.05 ? course_between({}, state.velocity) : 0;
    for (std::size_t i = 0; i < scene_.receivers.size(); ++i) {
      const Receiver& r = scene_.receivers[i];
      const double range = v.ais == AisClass::a ? r.range_a : r.range_b;
      WorldRandom dice(luck, i);
      if (distance(antenna, r.site) < range && !dice.chance(r.loss)) heard.receivers.push_back(i);
    }
    for (std::size_t i = 0; i < scene_.patrols.size(); ++i) {
      const Patrol& p = scene_.patrols[i];
      WorldRandom dice(luck, 100 + i);
      if (p.hears_ais_within > 0 && p.track.alive(t) && distance(antenna, p.track.at(t).spot) < p.hears_ais_within &&
          !dice.chance(0.2)) {
        heard.receivers.push_back(scene_.receivers.size() + i);
      }
    }
    if (!heard.receivers.empty()) out_.heard.push_back(std::move(heard));
  }

  struct Kept {
    Look look;
    std::vector<Seen> seen;
  };
  const Scene& scene_;
  Looks out_;
  std::vector<Kept> looks_;
};

}  // namespace

bool ais_state(const Vessel& vessel, double t, Track::State& state, const CoastIdentity*& identity) {
  if (vessel.ais == AisClass::none || !vessel.track.alive(t)) return false;
  for (const Silence& s : vessel.silences) {
    if (t >= s.from && t < s.until) return false;
  }
  state = vessel.track.at(t);
  for (const Lie& lie : vessel.lies) {
    if (t < lie.from || t >= lie.until) continue;
    if (lie.kind == Lie::Kind::offset) {
      state.spot = state.spot + lie.to;
    } else {
      const double turn = (t - lie.from) * lie.speed / lie.radius * (180.0 / std::numbers::pi);
      state.spot = lie.to + towards(turn, lie.radius);
      state.velocity = towards(turn + 90, lie.speed);
    }
  }
  identity = vessel.new_identity_at && t >= *vessel.new_identity_at ? &vessel.new_identity : &vessel.identity;
  return true;
}

Looks look_at(const Scene& scene) { return Watch(scene).run(); }

}  // namespace fairlead::testing
