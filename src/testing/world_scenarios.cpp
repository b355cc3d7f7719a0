// SPDX-License-Identifier: Apache-2.0
// The scenarios that fit on a page: open water, a strait, clutter, a coast, small boats, the dark, lies, a satellite,
// and worlds drawn at random.
#include <algorithm>
#include <array>

#include "testing/world.hpp"
#include "world_scene.hpp"

namespace fairlead::testing {
namespace {

constexpr std::array<std::string_view, 10> kScenarios = {
    "open-water",      "dense-strait", "sea-clutter",    "coastal-fusion", "go-fasts-among-fishing",
    "dark-rendezvous", "spoofed-ais",  "satellite-pass", "caribbean",      "random"};

void square(Scene& scene, double half) {
  scene.west = scene.south = -half;
  scene.east = scene.north = half;
}

Radar radar_named(std::string id) {
  Radar radar;
  radar.id = std::move(id);
  return radar;
}

Spot anywhere(WorldRandom& random, double half) {
  const double x = random.uniform(-half, half);
  const double y = random.uniform(-half, half);
  return {x, y};
}

// Starts somewhere and wanders until the end.
Track wanderer(WorldRandom& random, Spot from, double begins, double until, double speed, double turn_max,
               double chance, double acceleration) {
  const double course = random.uniform(0, 360);
  return Helmsman(begins, from, speed, course).wander(random, until, turn_max, chance, acceleration).done();
}

Scene open_water(std::uint64_t seed) {
  Scene s;
  s.about = "one radar over open water; 30 vessels come, go and turn gently";
  square(s, 20'000);
  s.duration = 1000;
  WorldRandom random(seed, 1);
  for (int i = 0; i < 30; ++i) {
    const double begins = i < 20 ? 0 : static_cast<double>(random.between(8, 100)) * 5;
    const double until =
        i % 3 != 0 ? s.duration : std::min(s.duration, begins + static_cast<double>(random.between(80, 160)) * 5);
    const Spot from = anywhere(random, 17'000);
    const double speed = random.uniform(4, 20);
    s.add("boat", wanderer(random, from, begins, until, speed, 3, 0.5, 0.1)).small = false;
  }
  Radar radar = radar_named("R1");
  radar.polar = false;
  radar.period = 5;
  radar.near = radar.far = 0.9;
  radar.sigma = 30;
  radar.clutter = 40;
  radar.scores = true;
  s.radars.push_back(radar);
  return s;
}

Scene sea_clutter(std::uint64_t seed) {
  Scene s;
  s.about = "rough sea: 20 small boats among 300 false plots a scan, detected two times in three";
  square(s, 10'000);
  s.duration = 450;
  s.cut_off = 200;
  WorldRandom random(seed, 2);
  for (int i = 0; i < 20; ++i) {
    const Spot from = anywhere(random, 8000);
    const double begins = i < 14 ? 0 : static_cast<double>(random.between(10, 60)) * 3;
    const double speed = random.uniform(2, 14);
    s.add("small", wanderer(random, from, begins, s.duration, speed, 2.5, 0.4, 0.1)).small = false;
  }
  Radar radar = radar_named("R1");
  radar.polar = false;
  radar.period = 3;
  radar.near = radar.far = 0.65;
  radar.sigma = 40;
  radar.clutter = 300;
  radar.scores = true;
  s.radars.push_back(radar);
  return s;
}

Receiver receiver(std::string id, Spot site, double range, double loss) {
  return {std::move(id), site, range, range * 0.6, loss};
}

Scene dense_strait(std::uint64_t seed) {
  Scene s;
  s.about = "a strait: two lanes of ships 4 km apart, ferries that cross, small boats between; one radar and AIS";
  square(s, 25'000);
  s.duration = 1800;
  s.cut_off = 300;
  WorldRandom random(seed, 3);
  for (int i = 0; i < 120; ++i) {
    const bool eastbound = i % 2 == 0;
    const double lane = (eastbound ? -2000 : 2000) + random.uniform(-900, 900);
    const double x = random.uniform(-25'000, 25'000);
    const double speed = knots(random.uniform(9, 19));
    Helmsman helmsman(0, {x, lane}, speed, eastbound ? 90 : 270);
    Vessel& ship = s.add(random.chance(0.4) ? "tanker" : "ship", helmsman.run(s.duration).done());
    if (random.chance(0.93)) s.give_ais(ship, random, AisClass::a, 10);
  }
  for (int i = 0; i < 8; ++i) {
    const double x = random.uniform(-15'000, 15'000);
    const bool north = random.chance(0.5);
    const double speed = knots(random.uniform(18, 24));
    const double begins = random.uniform(0, 300);
    Helmsman helmsman(begins, {x, north ? -14'000.0 : 14'000.0}, speed, north ? 10 : 190);
    s.give_ais(s.add("ship", helmsman.run(s.duration - begins).done()), random, AisClass::a, 6);
  }
  for (int i = 0; i < 60; ++i) {
    const Spot from = anywhere(random, 15'000);
    const double speed = random.uniform(1, 6);
    Vessel& boat = s.add("small", wanderer(random, from, 0, s.duration, speed, 3, 0.4, 0.1));
    if (random.chance(0.3)) s.give_ais(boat, random, AisClass::b, 30);
  }
  Radar radar = radar_named("R1");
  radar.site = {0, -22'000};
  radar.period = 4;
  radar.range = 48'000;
  radar.sigma_range = 25;
  radar.sigma_bearing = 0.3;
  radar.near = 0.97;
  radar.far = 0.7;
  radar.clutter = 60;
  radar.scores = true;
  s.radars.push_back(radar);
  s.receivers.push_back(receiver("STRAIT", radar.site, 60'000, 0.1));
  return s;
}

Scene coastal_fusion(std::uint64_t seed) {
  Scene s;
  s.about =
      "two coastal radars, the second 40 m and 0.25 degrees off, AIS on 24 of 40 vessels, an aircraft; two fall silent";
  square(s, 40'000);
  s.duration = 3600;
  s.cut_off = 500;
  WorldRandom random(seed, 4);
  for (int i = 0; i < 40; ++i) {
    const bool dark = i >= 24;
    const bool ship = i < 14, fast = i >= 34;
    const Spot from = anywhere(random, 33'000);
    const double speed = ship ? random.uniform(4, 11) : fast ? random.uniform(14, 22) : random.uniform(1, 7);
    Vessel& v = s.add(ship   ? "ship"
                      : fast ? "gofast"
                             : "small",
                      wanderer(random, from, 0, s.duration, speed, ship ? 0.8 : 3.0, 0.35, ship ? 0 : 0.1));
    if (!dark) s.give_ais(v, random, ship ? AisClass::a : AisClass::b, ship ? 10 : 30);
  }
  s.vessels[3].silences.push_back({1200, 2100});
  s.vessels[18].silences.push_back({1500, 2700});
  // Shorter than any threshold: told to be seen, not to be alarmed about.
  s.plant("gone_dark", {4}, 1200, 2100, "AIS off for a quarter of an hour under radar", true);
  s.plant("gone_dark", {19}, 1500, 2700, "AIS of class B off for twenty minutes", true);
  for (std::int64_t id = 35; id <= 40; ++id) s.plant("go_fast", {id}, 0, s.duration, "no AIS, 27 to 43 knots", true);
  Radar radar = radar_named("R1");
  radar.site = {-22'000, -38'000};
  radar.scores = true;
  s.radars.push_back(radar);
  radar.id = "R2";
  radar.site = {24'000, -38'000};
  radar.offset = 5;
  radar.bias_range = 40;
  radar.bias_bearing = 0.25;
  radar.scores = false;
  s.radars.push_back(radar);
  s.receivers.push_back(receiver("COAST", {0, -38'000}, 130'000, 0.15));
  Patrol air;
  air.id = "AIR";
  Helmsman pilot(0, {-40'000, 10'000}, 90, 80);
  for (int leg = 0; leg < 5; ++leg) pilot.run(720).turn(leg % 2 == 0 ? 3 : -3, 60);
  air.track = pilot.done();
  air.period = 300;
  air.footprint = 15'000;
  air.chance = 0.7;
  s.patrols.push_back(air);
  return s;
}

Scene go_fasts(std::uint64_t seed) {
  Scene s;
  s.about = "a fleet of 60 fishing boats, half without AIS, and five go-fasts that run through it; two stop and drift";
  square(s, 30'000);
  s.duration = 7200;
  s.cut_off = 300;
  WorldRandom random(seed, 5);
  for (int i = 0; i < 60; ++i) {
    const Spot ground = i % 2 == 0 ? Spot{-8000, 4000} : Spot{9000, -6000};
    const Spot from = ground + scatter(random, 7000);
    const double speed = knots(random.uniform(1.5, 5));
    Vessel& boat = s.add("fishing", wanderer(random, from, 0, s.duration, speed, 3, 0.5, 0.05));
    boat.nav_status = 7;
    if (i % 2 == 0) s.give_ais(boat, random, random.chance(0.4) ? AisClass::a : AisClass::b, 30);
  }
  for (int i = 0; i < 6; ++i) {
    const double y = random.uniform(14'000, 28'000);
    const double speed = knots(random.uniform(10, 16));
    const bool east = i % 2 == 0;
    Vessel& ship =
        s.add("ship", Helmsman(0, {east ? -30'000.0 : 30'000.0, y}, speed, east ? 90 : 270).run(s.duration).done());
    s.give_ais(ship, random, AisClass::a, 10);
  }
  for (int i = 0; i < 5; ++i) {
    const double begins = 600 + 1100 * i + random.uniform(0, 400);
    const Spot from{-29'000, random.uniform(-20'000, 10'000)};
    const Spot middle{random.uniform(-4000, 6000), random.uniform(-6000, 6000)};
    const Spot goal{29'000, random.uniform(-10'000, 20'000)};
    const double speed = knots(random.uniform(26, 38));
    Helmsman helmsman(begins, from, speed, 90);
    helmsman.to(middle);
    const double stops = helmsman.time();
    if (i < 2) helmsman.drift(random, 1800, knots(0.8)).speed(speed);
    const double goes = helmsman.time();
    helmsman.to(goal);
    const double ends = std::min(helmsman.time(), s.duration);
    const std::int64_t id = s.add("gofast", helmsman.done()).id;
    s.plant("go_fast", {id}, begins, i < 2 ? stops : ends, "fast and straight without AIS");
    if (i < 2) {
      s.plant("stop_and_drift", {id}, stops, goes, "a fast boat lies still for half an hour");
      if (ends - goes > 400) s.plant("go_fast", {id}, goes, ends, "goes on as fast as it came", true);
    }
    s.plant("dark_contact", {id}, begins, ends, "seen by radar, never heard", true);
  }
  Radar radar = radar_named("R1");
  radar.site = {0, -29'000};
  radar.period = 6;
  radar.range = 62'000;
  radar.sigma_range = 30;
  radar.sigma_bearing = 0.3;
  radar.near = 0.95;
  radar.far = 0.65;
  radar.small_factor = 0.9;
  radar.clutter = 30;
  radar.scores = true;
  s.radars.push_back(radar);
  s.receivers.push_back(receiver("COAST", radar.site, 110'000, 0.1));
  return s;
}

Scene dark_rendezvous(std::uint64_t seed) {
  Scene s;
  s.about =
      "two tankers lie side by side for 50 minutes; a ship falls silent and meets two boats; others come close and "
      "pass";
  square(s, 60'000);
  s.duration = 5 * 3600;
  s.cut_off = 500;
  WorldRandom random(seed, 6);
  // Side by side, both heard.
  {
    const Spot place = Spot{random.uniform(-30'000, -15'000), random.uniform(10'000, 30'000)};
    Helmsman one(0, place + Spot{-45'000, -8000}, knots(11), 90);
    one.to(place);
    const double meets = one.time();
    one.drift(random, 3000, knots(0.7));
    const double parts = one.time();
    const Spot lay = one.spot();
    one.speed(knots(11)).to(lay + Spot{40'000, 10'000}).run(7200);
    const std::int64_t a = s.add("tanker", one.done()).id;
    // The other comes from the other side and stays 90 m off.
    const Track& first = s.vessel(a).track;
    const double speed = knots(10);
    const Spot start = place + Spot{30'000, -20'000};
    const double way = distance(start, place + Spot{90, 0});
    Helmsman two(std::max(0.0, meets - way / speed), start, speed, 300);
    two.to(place + Spot{90, 0});
    Track other = two.done();
    for (double t = meets + 60; t <= parts; t += 60) other.add(t, first.at(t).spot + Spot{90, random.uniform(-15, 15)});
    other.add(parts + 7200, other.last() + towards(200, knots(10) * 7200));
    const std::int64_t b = s.add("tanker", std::move(other)).id;
    s.give_ais(s.vessels[static_cast<std::size_t>(a - 1)], random, AisClass::a, 20);
    s.give_ais(s.vessels[static_cast<std::size_t>(b - 1)], random, AisClass::a, 20);
    s.plant("rendezvous", {a, b}, meets + 60, parts, "two tankers 90 m apart for 50 minutes");
  }
  // A ship that falls silent and waits for two boats.
  {
    const Spot place{random.uniform(5000, 20'000), random.uniform(-20'000, -5000)};
    Helmsman mother(0, place + Spot{-20'000, 24'000}, knots(9), 140);
    mother.to(place);
    const double arrives = mother.time();
    mother.hold(random, 4.2 * 3600, 80);
    Vessel& ship = s.add("mother", mother.done());
    ship.length = 45;
    const std::int64_t m = ship.id;
    CoastIdentity identity = make_identity(CoastKind::fishing, random.bits(), s.numbers);
    Scene::give_ais(ship, std::move(identity), AisClass::a, 20);
    ship.length = 45;
    ship.silences.push_back({arrives - 1500, s.duration});
    s.plant("gone_dark", {m}, arrives - 1500, s.duration, "falls silent before the meeting and stays so");
    s.plant("loitering", {m}, arrives, s.duration, "waits at one place", true);
    s.plant("dark_contact", {m}, arrives, s.duration, "radar sees it, AIS does not", true);
    for (int i = 0; i < 2; ++i) {
      const double speed = knots(random.uniform(28, 36));
      const Spot from = i == 0 ? Spot{place.x + 8000, -59'000} : Spot{59'000, place.y - 15'000};
      const double begins = arrives + 2400 + 4200 * i;
      Helmsman boat(begins, from, speed, 0);
      boat.to(place + Spot{60.0 + 30 * i, 0});
      const double meets = boat.time();
      boat.hold(random, 2700, 40);
      const double parts = boat.time();
      boat.speed(speed).to({i == 0 ? -20'000.0 : 45'000.0, 59'000});
      const double ends = std::min(boat.time(), s.duration);
      const std::int64_t id = s.add("gofast", boat.done()).id;
      s.plant("go_fast", {id}, begins, meets, "runs to the meeting");
      s.plant("rendezvous", {m, id}, meets, parts, "a boat beside the silent ship for 45 minutes");
      s.plant("go_fast", {id}, parts, ends, "runs on", true);
      s.plant("dark_contact", {id}, begins, ends, "seen by radar, never heard", true);
    }
  }
  // Near misses: a pair that passes, a pair of fishing boats, a short stop.
  for (int i = 0; i < 10; ++i) {
    const double y = -50'000 + 10'000.0 * i + random.uniform(-2000, 2000);
    const bool east = i % 2 == 0;
    const double speed = knots(random.uniform(9, 15));
    Vessel& ship =
        s.add("ship", Helmsman(0, {east ? -59'000.0 : 59'000.0, y}, speed, east ? 88 : 268).run(s.duration).done());
    s.give_ais(ship, random, AisClass::a, 20);
  }
  for (int i = 0; i < 6; ++i) {
    const Spot from = Spot{-40'000, -40'000} + scatter(random, 4000);
    const double speed = knots(random.uniform(1.5, 4));
    Vessel& boat = s.add("fishing", wanderer(random, from, 0, s.duration, speed, 2, 0.4, 0.05));
    boat.nav_status = 7;
    s.give_ais(boat, random, AisClass::b, 60);
  }
  Radar radar = radar_named("R1");
  radar.site = {0, -58'000};
  radar.period = 10;
  radar.range = 110'000;
  radar.sigma_range = 40;
  radar.sigma_bearing = 0.25;
  radar.near = 0.95;
  radar.far = 0.6;
  radar.clutter = 15;
  s.radars.push_back(radar);
  s.judged_every = 60;
  s.receivers.push_back(receiver("COAST", radar.site, 150'000, 0.1));
  return s;
}

Scene spoofed_ais(std::uint64_t seed) {
  Scene s;
  s.about =
      "AIS that lies: three ships set off to one place, two that go round in circles, a shared number, a changed one";
  square(s, 60'000);
  s.duration = 4 * 3600;
  s.cut_off = 500;
  WorldRandom random(seed, 7);
  const auto lane = [&](double y, bool east, double speed) {
    return Helmsman(0, {east ? -55'000.0 : 55'000.0, y}, speed, east ? 90 : 270).run(s.duration).done();
  };
  std::vector<std::int64_t> ships;
  for (int i = 0; i < 24; ++i) {
    const double y = -50'000 + 4300.0 * i;
    Vessel& ship = s.add(i % 3 == 0 ? "tanker" : "ship", lane(y, i % 2 == 0, knots(random.uniform(8, 14))));
    s.give_ais(ship, random, AisClass::a, 12);
    ships.push_back(ship.id);
  }
  const auto vessel = [&](std::size_t i) -> Vessel& { return s.vessels[static_cast<std::size_t>(ships[i] - 1)]; };
  // Three neighbours appear at one airport-like place for an hour.
  const Spot target{38'000, 46'000};
  for (std::size_t i = 3; i < 6; ++i) {
    const double from = 3600 + random.uniform(0, 300);
    const Spot offset =
        target - vessel(i).track.at(from).spot + Spot{random.uniform(-1500, 1500), random.uniform(-1500, 1500)};
    vessel(i).lies.push_back({from, from + 3600, Lie::Kind::offset, offset, 0, 0});
    s.plant("impossible_jump", {ships[i]}, from, from + 3600, "its position jumps tens of miles", true);
  }
  s.plant("offset_spoofing", {ships[3], ships[4], ships[5]}, 3600, 7500, "three ships are reported at one far place");
  for (std::size_t i = 12; i < 14; ++i) {
    const double from = 5400 + random.uniform(0, 300);
    Lie lie{from, from + 4800, Lie::Kind::circle, vessel(i).track.at(from).spot, random.uniform(1500, 3500), knots(12)};
    vessel(i).lies.push_back(lie);
    s.plant("circle_spoofing", {ships[i]}, from, from + 4800, "goes round in circles by AIS, straight on by radar");
  }
  // Two ships under one number.
  vessel(20).identity.mmsi = vessel(17).identity.mmsi;
  s.plant("mmsi_shared", {ships[17], ships[20]}, 0, s.duration, "two ships transmit under one number");
  // A new number under way.
  vessel(8).new_identity_at = 6000;
  vessel(8).new_identity = make_identity(CoastKind::cargo, random.bits(), s.numbers);
  s.plant("identity_change", {ships[8]}, 6000, 7000, "goes on under another number and name");
  // An IMO number whose check digit is wrong.
  vessel(10).identity.imo = vessel(10).identity.imo / 10 * 10 + (vessel(10).identity.imo % 10 + 3) % 10;
  s.plant("identity_conflict", {ships[10]}, 0, s.duration, "an IMO number with a wrong check digit");
  // One ship jumps for a single report now and then: noise, no finding.
  vessel(15).lies.push_back({4000, 4011, Lie::Kind::offset, {0, 55'000}, 0, 0});
  Radar radar = radar_named("R1");
  radar.site = {0, -58'000};
  radar.period = 10;
  radar.range = 130'000;
  radar.sigma_range = 40;
  radar.sigma_bearing = 0.25;
  radar.near = 0.97;
  radar.far = 0.8;
  radar.clutter = 10;
  s.radars.push_back(radar);
  s.judged_every = 60;
  s.receivers.push_back(receiver("COAST", radar.site, 170'000, 0.08));
  return s;
}

Scene satellite_pass(std::uint64_t seed) {
  Scene s;
  s.about =
      "the high seas: AIS by satellite now and then, and two passes of an imaging satellite that see who is silent";
  square(s, 150'000);
  s.duration = 6 * 3600;
  s.cut_off = 2000;
  WorldRandom random(seed, 8);
  for (int i = 0; i < 60; ++i) {
    const Spot from = anywhere(random, 140'000);
    const double speed = knots(random.uniform(8, 16));
    const double course = random.uniform(0, 360);
    Vessel& ship = s.add(i % 3 == 0 ? "tanker" : "ship", Helmsman(0, from, speed, course).run(s.duration).done());
    if (i < 50) {
      s.give_ais(ship, random, AisClass::a, 120);
    } else {
      ship.length = random.uniform(60, 180);
      s.plant("dark_contact", {ship.id}, 0, s.duration, "a large ship on two images, never heard", true);
    }
  }
  for (int i = 0; i < 25; ++i) {
    const Spot from = Spot{-60'000, 40'000} + scatter(random, 20'000);
    const double speed = knots(random.uniform(1.5, 4));
    Vessel& boat = s.add("fishing", wanderer(random, from, 0, s.duration, speed, 1, 0.3, 0.02));
    boat.length = random.uniform(15, 35);
  }
  for (int i = 0; i < 2; ++i) {
    SatellitePass pass;
    pass.id = i == 0 ? "SAT1" : "SAT2";
    pass.at = i == 0 ? 4000 : 15'500;
    const double x = random.uniform(-30'000, 10'000);
    pass.swath = {{x - 100'000, -150'000}, {x + 100'000, -150'000}, {x + 130'000, 150'000}, {x - 70'000, 150'000}};
    s.passes.push_back(pass);
  }
  s.receivers.push_back(receiver("ORBIT", {0, 0}, 400'000, 0.6));
  s.judged_every = 300;
  return s;
}

Scene drawn(std::uint64_t seed) {
  Scene s;
  WorldRandom random(seed, 9);
  s.about = "drawn at random";
  const double half = random.uniform(3000, 30'000);
  square(s, half);
  s.duration = random.uniform(60, 600);
  s.cut_off = 300;
  static constexpr std::array<std::string_view, 5> kKinds = {"ship", "small", "fishing", "gofast", "tanker"};
  const std::int64_t vessels = random.between(0, 24);
  for (std::int64_t i = 0; i < vessels; ++i) {
    const std::string kind(kKinds[static_cast<std::size_t>(random.below(5))]);
    const Spot from = anywhere(random, half);
    const double begins = random.chance(0.5) ? 0 : random.uniform(0, s.duration / 2);
    const double until = random.chance(0.7) ? s.duration : random.uniform(begins + 10, s.duration);
    const double speed = kind == "gofast" ? random.uniform(10, 24) : random.uniform(0, 10);
    Vessel& v = s.add(kind, wanderer(random, from, begins, until, speed, random.uniform(0.6, 6), 0.5, 0.2));
    if (random.chance(0.4)) {
      const AisClass unit = random.chance(0.5) ? AisClass::a : AisClass::b;
      s.give_ais(v, random, unit, random.uniform(2, 40));
    }
    if (v.ais != AisClass::none && random.chance(0.2)) v.silences.push_back({s.duration * 0.3, s.duration * 0.7});
  }
  const std::int64_t radars = random.between(0, 3);
  for (std::int64_t i = 0; i < radars; ++i) {
    Radar radar;
    radar.id = "R" + std::to_string(i + 1);
    radar.polar = random.chance(0.6);
    radar.site = anywhere(random, half * 1.2);
    radar.period = random.uniform(1, 20);
    radar.offset = random.uniform(0, radar.period);
    radar.range = random.uniform(half * 0.5, half * 3);
    radar.near = random.uniform(0.3, 0.99);
    radar.far = radar.near * random.uniform(0.3, 1);
    radar.small_factor = random.uniform(0.5, 1);
    radar.sigma = random.uniform(5, 100);
    radar.sigma_range = random.uniform(5, 80);
    radar.sigma_bearing = random.uniform(0.05, 1.5);
    radar.bias_range = random.chance(0.3) ? random.uniform(-100, 100) : 0;
    radar.bias_bearing = random.chance(0.3) ? random.uniform(-0.5, 0.5) : 0;
    radar.clutter = random.chance(0.2) ? 0 : random.uniform(0, 60);
    radar.scores = true;
    s.radars.push_back(radar);
  }
  if (random.chance(0.3)) {
    Patrol air;
    air.id = "AIR";
    const Spot from = anywhere(random, half);
    air.track = Helmsman(0, from, 80, random.uniform(0, 360)).run(s.duration).done();
    air.period = random.uniform(20, 120);
    air.footprint = random.uniform(2000, 20'000);
    air.chance = random.uniform(0.3, 1);
    s.patrols.push_back(std::move(air));
  }
  if (radars == 0) s.judged_every = 10;
  s.receivers.push_back(receiver("RX", {0, 0}, half * 4, random.uniform(0, 0.5)));
  return s;
}

}  // namespace

std::span<const std::string_view> world_scenarios() { return kScenarios; }

std::string_view world_about(std::string_view scenario) {
  static constexpr std::array<std::string_view, kScenarios.size()> kAbout = {
      "One radar over open water, 30 vessels that come and go",
      "Two lanes of ships, ferries that cross, small boats; radar and AIS",
      "Twenty small boats among 300 false plots a scan",
      "Two coastal radars, AIS, an aircraft; two vessels fall silent",
      "Go-fasts that run through a fishing fleet",
      "A meeting of tankers, and a silent ship that meets two boats",
      "AIS that lies: offsets, circles, shared and changed numbers",
      "High seas: satellite AIS and two images that see who is silent",
      "The story's stage: two islands, 300 ships, go-fasts, a supply vessel, an aircraft",
      "Drawn at random, for property tests"};
  const auto found = std::ranges::find(kScenarios, scenario);
  return found == kScenarios.end() ? std::string_view() : kAbout[static_cast<std::size_t>(found - kScenarios.begin())];
}

Scene make_scene(std::string_view scenario, std::uint64_t seed) {
  Scene scene = scenario == "dense-strait"             ? dense_strait(seed)
                : scenario == "sea-clutter"            ? sea_clutter(seed)
                : scenario == "coastal-fusion"         ? coastal_fusion(seed)
                : scenario == "go-fasts-among-fishing" ? go_fasts(seed)
                : scenario == "dark-rendezvous"        ? dark_rendezvous(seed)
                : scenario == "spoofed-ais"            ? spoofed_ais(seed)
                : scenario == "satellite-pass"         ? satellite_pass(seed)
                : scenario == "caribbean"              ? make_caribbean(seed)
                : scenario == "random"                 ? drawn(seed)
                                                       : open_water(seed);
  scene.name = scenario;
  scene.seed = seed;
  return scene;
}

}  // namespace fairlead::testing
