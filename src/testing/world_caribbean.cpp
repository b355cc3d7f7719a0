// SPDX-License-Identifier: Apache-2.0
// `caribbean`, the stage of the story: the sea north of two islands, eight hours from the evening into the night. About
// 300 ships with AIS, fishing boats with and without, a supply vessel that falls silent and waits, go-fasts that meet
// it, a tanker transfer, ships that go dark, an aircraft with a pause between two patrols, a partner's vessel.
//
// Land is discs over the islands of Aruba, Curaçao and Bonaire, Los Monjes and the tip of the Guajira peninsula, larger
// than they are; no vessel crosses one.
#include <algorithm>
#include <array>

#include "world_scene.hpp"

namespace fairlead::testing {
namespace {

constexpr double kHour = 3600;
constexpr double kOffing = 3000;  // everybody keeps so far from the land

struct Disc {
  double latitude, longitude, kilometres;
};
constexpr std::array<Disc, 16> kLand = {{{12.58, -70.04, 5.5},
                                         {12.51, -69.97, 8},
                                         {12.44, -69.90, 6},
                                         {12.35, -69.12, 7},
                                         {12.26, -69.02, 9},
                                         {12.16, -68.92, 10},
                                         {12.08, -68.79, 8},
                                         {12.26, -68.38, 7},
                                         {12.16, -68.29, 10},
                                         {12.07, -68.25, 7},
                                         {12.36, -70.90, 2},
                                         {12.30, -71.75, 22},
                                         {12.05, -71.50, 35},
                                         {12.00, -72.10, 45},
                                         {12.05, -70.00, 20},
                                         {11.90, -70.05, 30}}};

class Stage {
 public:
  explicit Stage(std::uint64_t seed) : random_(seed, 10) {
    s_.frame = Frame({13.3, -69.9});
    s_.west = -230'000;
    s_.east = 230'000;
    s_.south = -95'000;
    s_.north = 170'000;
    s_.duration = 8 * kHour;
    s_.cut_off = 1000;
    s_.judged_every = 60;
    s_.about =
        "eight hours at sea north of two islands: AIS ships, fishing boats, go-fasts and the vessel that they meet";
    for (const Disc& d : kLand) s_.land.push_back({s_.frame.to_spot({d.latitude, d.longitude}), d.kilometres * 1000});
    place_ = {random_.uniform(10'000, 30'000), random_.uniform(-35'000, -15'000)};
  }

  Scene make() {
    sensors();
    const std::int64_t mother = supply_vessel();
    go_fasts(mother);
    lone_runner();
    transfer();
    traffic();
    dark_ships();
    anchored();
    fishing();
    yachts();
    partner();
    return std::move(s_);
  }

 private:
  void sensors() {
    const auto radar = [&](std::string id, double latitude, double longitude, double offset) {
      Radar r;
      r.id = std::move(id);
      r.site = s_.frame.to_spot({latitude, longitude});
      r.period = 15;
      r.offset = offset;
      r.range = 85'000;
      r.near = 0.95;
      r.far = 0.55;
      r.small_factor = 0.85;
      r.sigma_range = 40;
      r.sigma_bearing = 0.3;
      r.clutter = 8;
      s_.radars.push_back(r);
      s_.receivers.push_back({s_.radars.back().id, r.site, 110'000, 50'000, 0.15});
    };
    radar("ARUBA", 12.61, -70.05, 0);
    radar("CURACAO", 12.38, -69.16, 7.5);
    // Two sorties of three hours along lines 40 km apart, and an hour on the ground between.
    for (int sortie = 0; sortie < 2; ++sortie) {
      const double begins = 0.4 * kHour + 4 * kHour * sortie;
      Patrol air;
      air.id = sortie == 0 ? "AIR1" : "AIR2";
      Helmsman pilot(begins, {-20'000, -80'000}, 95, 0);
      const double shift = sortie == 0 ? 0 : 20'000;
      for (int leg = 0; leg < 8 && pilot.time() < begins + 3 * kHour; ++leg) {
        const double y = -70'000 + 40'000 * (leg / 2) + shift;
        pilot.to({leg % 4 == 0 || leg % 4 == 3 ? -150'000.0 : 150'000.0, y});
      }
      pilot.to({-20'000, -80'000});
      air.track = pilot.done();
      air.period = 60;
      air.footprint = 30'000;
      air.chance = 0.8;
      air.sigma = 80;
      air.hears_ais_within = 200'000;
      s_.patrols.push_back(std::move(air));
    }
  }

  bool clear(Spot a, Spot b) const { return !s_.crosses_land(a, b, kOffing); }

  // Comes from the west, falls silent a good way off, waits five hours, goes on to the east.
  std::int64_t supply_vessel() {
    const double speed = knots(9.5);
    const double silent = 0.6 * kHour + random_.uniform(0, 600);
    const Spot from = place_ + Spot{-speed * 1.2 * kHour, 6000};
    Helmsman helmsman(0, from, speed, 90);
    helmsman.to(place_);
    const double arrives = helmsman.time();
    helmsman.hold(random_, 5.2 * kHour, 90);
    const double leaves = helmsman.time();
    helmsman.speed(speed).to(place_ + Spot{90'000, 40'000});
    Vessel& ship = s_.add("mother", helmsman.done());
    Scene::give_ais(ship, make_identity(CoastKind::tug, random_.bits(), s_.numbers), AisClass::a, 30);
    ship.identity.ship_type = 79;
    ship.length = 48;
    ship.silences.push_back({silent, s_.duration});
    const std::int64_t id = ship.id;
    mother_ = id;
    falls_silent_ = silent;
    s_.plant("loitering", {id}, arrives, leaves, "waits five hours 40 miles off", true);
    s_.plant("dark_contact", {id}, arrives, s_.duration, "a silent vessel of 48 m under radar and aircraft", true);
    waits_from_ = arrives;
    waits_until_ = leaves;
    return id;
  }

  void go_fasts(std::int64_t mother) {
    // From the peninsula to the supply vessel, three quarters of an hour beside it, and north.
    for (int i = 0; i < 2; ++i) {
      const double speed = knots(random_.uniform(27, 34));
      const Spot from{-140'000, -58'000 + 9000.0 * i};
      const Spot berth = place_ + towards(i == 0 ? 30 : 200, 70);
      const double meets = waits_from_ + 2.2 * kHour + 1.5 * kHour * i;
      const double begins = std::max(0.0, meets - distance(from, berth) / speed);
      Helmsman boat(begins, from, speed, 0);
      boat.to(berth);
      const double comes = boat.time();
      boat.hold(random_, 2700 + random_.uniform(0, 600), 40);
      const double parts = boat.time();
      boat.speed(knots(random_.uniform(29, 37))).to({i == 0 ? 60'000.0 : -20'000.0, 169'000});
      const double ends = std::min(boat.time(), s_.duration);
      const std::int64_t id = s_.add("gofast", boat.done()).id;
      s_.plant("go_fast", {id}, begins, comes, "runs from the peninsula to the supply vessel");
      s_.plant("rendezvous", {mother, id}, comes, parts, "lies beside the supply vessel");
      s_.plant("stop_and_drift", {id}, comes, parts, "lies beside the supply vessel", true);
      s_.plant("go_fast", {id}, parts, ends, "runs north, out of the reach of the radars", true);
      s_.plant("dark_contact", {id}, begins, ends, "a fast boat without AIS", true);
    }
  }

  // Past the islands to the north-east, with a stop to look around.
  void lone_runner() {
    const double begins = random_.uniform(0.5, 1.5) * kHour;
    const double speed = knots(random_.uniform(28, 36));
    const Spot from{-120'000, -80'000};
    Helmsman boat(begins, from, speed, 0);
    boat.to({-45'000, -52'000});
    const double stops = boat.time();
    boat.drift(random_, 1500 + random_.uniform(0, 600), knots(0.9)).speed(speed);
    const double goes = boat.time();
    boat.to({20'000, -62'000}).to({95'000, -40'000}).to({225'000, 30'000});
    const double ends = std::min(boat.time(), s_.duration);
    const std::int64_t id = s_.add("gofast", boat.done()).id;
    s_.plant("go_fast", {id}, begins, stops, "runs past the first island");
    s_.plant("stop_and_drift", {id}, stops, goes, "lies still between two runs");
    s_.plant("go_fast", {id}, goes, ends, "runs past the second island");
    s_.plant("dark_contact", {id}, begins, ends, "a fast boat without AIS", true);
  }

  // Two tankers side by side, both on AIS, within reach of the islands' receivers.
  void transfer() {
    const Spot place{random_.uniform(-60'000, -40'000), random_.uniform(-25'000, -5000)};
    Helmsman one(0, place + Spot{-60'000, 30'000}, knots(12), 90);
    one.to(place);
    const double meets = one.time() + 60;
    one.drift(random_, 3600 + random_.uniform(0, 900), knots(0.6));
    const double parts = one.time();
    const Spot away = one.spot();
    one.speed(knots(12)).to(away + Spot{-20'000, 150'000});
    const Track first = one.done();
    const double speed = knots(10);
    const Spot beside = place + Spot{110, 0};
    const Spot from = place + Spot{50'000, 12'000};
    const double way = distance(from, beside) / speed;
    Helmsman two(std::max(0.0, meets - 60 - way),
                 meets - 60 - way < 0 ? beside + (from - beside) * ((meets - 60) / way) : from, speed, 270);
    two.to(beside);
    Track second = two.done();
    for (double t = meets; t <= parts; t += 60) {
      if (t > second.ends()) second.add(t, first.at(t).spot + Spot{110, random_.uniform(-15, 15)});
    }
    // On to the end: a ship that ceases to be where others are heard has gone dark.
    second.add(s_.duration, second.last() + towards(75, speed * (s_.duration - parts)));
    const std::int64_t a = s_.add("tanker", first).id;
    const std::int64_t b = s_.add("tanker", second).id;
    for (const std::int64_t id : {a, b}) {
      s_.give_ais(s_.vessels[static_cast<std::size_t>(id - 1)], random_, AisClass::a, 30);
    }
    s_.plant("rendezvous", {a, b}, meets, parts, "two tankers 110 m apart for an hour, both on AIS");
  }

  // Ships in the lanes: east and west through the north, tankers and others to and from the islands.
  void traffic() {
    for (int i = 0; i < 170; ++i) {
      const bool east = random_.chance(0.5);
      const double south = random_.uniform(0, 1);
      const Spot west_end{-230'000, (east ? 10'000 : 30'000) + 90'000 * south};
      const Spot east_end{230'000, (east ? 50'000 : 75'000) + 80'000 * random_.uniform()};
      through(east ? west_end : east_end, east ? east_end : west_end);
    }
    static constexpr std::array<Spot, 4> kPorts = {
        {{-30'000, -92'000}, {60'000, -88'000}, {150'000, -90'000}, {-95'000, -75'000}}};
    for (int i = 0; i < 60; ++i) {
      const Spot port = kPorts[static_cast<std::size_t>(random_.below(4))];
      const double x = random_.uniform(-200'000, 200'000);
      const Spot sea{x, 169'000};
      const bool inbound = random_.chance(0.5);
      // Berths lie apart, in the roads off the port. Who has come in stays, and goes on sending, as ships do.
      const Spot berth = port + scatter(random_, 3500);
      if (!clear(berth, sea)) continue;
      through(inbound ? sea : berth, inbound ? berth : sea, inbound);
    }
  }
  void through(Spot from, Spot to, bool stays = false) {
    const double speed = knots(random_.uniform(10, 18));
    const double takes = distance(from, to) / speed;
    // On the way when it begins, or later.
    const double begins = random_.uniform(-takes, s_.duration - 1800);
    const bool tanker = random_.chance(0.35);
    const double x = random_.uniform(-1, 1), y = random_.uniform(-1, 1);
    const Spot bend = (from + to) * 0.5 + Spot{x * 4000, y * 4000};
    // The supply vessel waits where nobody passes close: a ship beside it would be a meeting.
    if (passes_close(from, bend) || passes_close(bend, to)) return;
    if (!clear(from, bend) || !clear(bend, to)) return;
    Helmsman helmsman(begins, from, speed, 0);
    helmsman.to(bend).to(to);
    const double arrives = helmsman.time();
    if (arrives < 1200) return;
    stays = stays && arrives < s_.duration;
    if (stays) helmsman.hold(random_, s_.duration - arrives, 60);
    Vessel& ship = s_.add(tanker ? "tanker" : "ship", helmsman.done());
    s_.give_ais(ship, random_, AisClass::a, 30);
    if (stays) {
      ship.anchors_at = arrives;
    } else {
      lanes_.push_back(ship.id);
    }
  }
  bool passes_close(Spot a, Spot b) const {
    const Spot leg = b - a;
    const Spot to = place_ - a;
    const double along = (to.x * leg.x + to.y * leg.y) / (leg.x * leg.x + leg.y * leg.y);
    return distance(a + leg * std::clamp(along, 0.0, 1.0), place_) < 4000;
  }

  // Ships with AIS that sail near a place. Where there is hardly one, nobody can tell a silence from bad reception.
  std::size_t company(std::int64_t of, Spot spot, double t) const {
    return static_cast<std::size_t>(std::ranges::count_if(s_.vessels, [&](const Vessel& v) {
      return v.id != of && v.ais != AisClass::none && v.track.alive(t) && distance(v.track.at(t).spot, spot) < 18'000;
    }));
  }
  bool has_company(std::int64_t id, double from, double until) const {
    const Track& track = s_.vessel(id).track;
    const Spot left = track.at(from).spot;
    for (double t = from; t <= until; t += 600) {
      if (company(id, left, t) < 3 || company(id, track.at(t).spot, t) < 3) return false;
    }
    return true;
  }

  // Ships of the same lane, before and behind: along its track, and beside it.
  static constexpr std::array<Spot, 6> kTrain = {
      {{-20'000, 3000}, {-14'000, -5000}, {-8000, 6000}, {6000, -4000}, {12'000, 5000}, {18'000, -3000}}};
  static Spot beside(const Track& track, double t, Spot place) {
    const Track::State at = track.at(t);
    const double speed = std::max(0.1, length_of(at.velocity));
    const Spot ahead = at.velocity * (1 / speed);
    return at.spot + ahead * place.x + Spot{ahead.y, -ahead.x} * place.y;
  }
  bool in_a_train(std::int64_t id) const {
    const Track& track = s_.vessel(id).track;
    const double middle = (track.begins() + track.ends()) / 2;
    return std::ranges::all_of(kTrain, [&](Spot place) {
      const Spot off = beside(track, middle, place) - track.at(middle).spot;
      for (double t = track.begins(); t < track.ends(); t += 600) {
        const Spot spot = track.at(t).spot + off;
        if (s_.on_land(spot, kOffing) || distance(spot, place_) < 4000) return false;
      }
      return true;
    });
  }
  void add_train(std::int64_t id) {
    const Track track = s_.vessel(id).track;
    const double middle = (track.begins() + track.ends()) / 2;
    for (const Spot place : kTrain) {
      // As far off at every time: at a bend they turn together.
      const Spot off = beside(track, middle, place) - track.at(middle).spot;
      Track own;
      for (double t = track.begins(); t < track.ends(); t += 300) own.add(t, track.at(t).spot + off);
      own.add(track.ends(), track.last() + off);
      s_.give_ais(s_.add("ship", std::move(own)), random_, AisClass::a, 30);
    }
  }

  // Ships that fall silent where others are heard. What leaves the reach of all receivers is no such ship.
  void dark_ships() {
    s_.plant("gone_dark", {mother_}, falls_silent_, s_.duration,
             "the supply vessel switches its AIS off and never on again",
             !has_company(mother_, falls_silent_, falls_silent_ + 2400));
    int wanted = 3;
    for (const std::int64_t id : lanes_) {
      const Vessel& ship = s_.vessel(id);
      if (wanted == 0) break;
      if (ship.track.begins() > 2 * kHour || ship.track.ends() < 5 * kHour) continue;
      const double from = 2.6 * kHour + random_.uniform(0, 1800);
      const double until = from + random_.uniform(4200, 6600);
      const Spot a = ship.track.at(from - 2400).spot, b = ship.track.at(from).spot, c = ship.track.at(until).spot;
      const auto in_reach = [&](Spot spot) {
        return std::ranges::any_of(s_.receivers,
                                   [&](const Receiver& r) { return distance(r.site, spot) < r.range_a - 12'000; });
      };
      if (!in_reach(a) || !in_reach(b) || !in_reach(c) || !in_a_train(id)) continue;
      add_train(id);
      s_.vessels[static_cast<std::size_t>(id - 1)].silences.push_back({from, until});
      s_.plant("gone_dark", {id}, from, until, "a ship in the lane falls silent for more than an hour");
      s_.plant("dark_contact", {id}, from, until, "a silent ship under radar and aircraft", true);
      --wanted;
    }
  }

  // Off the islands, close together: an anchorage is no meeting.
  void anchored() {
    for (const Degrees off : {Degrees{12.60, -70.16}, Degrees{12.44, -69.22}}) {
      for (int i = 0; i < 9; ++i) {
        const Spot spot = s_.frame.to_spot(off) + scatter(random_, 2600);
        if (s_.on_land(spot, 300)) continue;
        Vessel& ship =
            s_.add(i % 2 == 0 ? "tanker" : "ship", Helmsman(0, spot, 0.5, 0).hold(random_, s_.duration, 120).done());
        ship.nav_status = 1;
        s_.give_ais(ship, random_, AisClass::a, 180);
      }
    }
  }

  void fishing() {
    static constexpr std::array<Spot, 3> kGrounds = {{{-75'000, -60'000}, {40'000, -72'000}, {110'000, -60'000}}};
    for (int i = 0; i < 75; ++i) {
      const Spot ground = kGrounds[static_cast<std::size_t>(i % 3)];
      const Spot from = ground + scatter(random_, 9000);
      const double speed = knots(random_.uniform(1.8, 4.5));
      // To and fro over the ground.
      Helmsman helmsman(0, from, speed, 0);
      while (helmsman.time() < s_.duration) helmsman.to(ground + scatter(random_, 10'000));
      Vessel& boat = s_.add("fishing", helmsman.done());
      boat.length = random_.uniform(8, 18);
      boat.nav_status = 7;
      if (i % 5 < 2) s_.give_ais(boat, random_, AisClass::b, 90);
    }
  }

  bool heard_at(Spot spot) const {
    return std::ranges::any_of(s_.receivers,
                               [&](const Receiver& r) { return distance(r.site, spot) < r.range_b - 5000; });
  }

  // On AIS of class B, some of them fast: no concern of anybody.
  void yachts() {
    for (int i = 0; i < 26; ++i) {
      const double reach = i < 5 ? 110'000 : 160'000;
      const double x = random_.uniform(-reach, reach);
      const double y = random_.uniform(-80'000, i < 5 ? -50'000 : 20'000);
      const double course = random_.uniform(0, 360);
      const double speed = knots(i < 5 ? random_.uniform(22, 28) : random_.uniform(4, 8));
      const double lasts = i < 5 ? 0.7 * kHour : s_.duration;
      const double begins = i < 5 ? random_.uniform(0, 5) * kHour : 0;
      const Spot from{x, y}, to = from + towards(course, speed * lasts);
      if (!clear(from, to) || passes_close(from, to) || !s_.inside(from) || !s_.inside(to)) continue;
      // A fast one beyond the reach of its weak transmitter would be one without AIS.
      if (i < 5 && !(heard_at(from) && heard_at(to))) continue;
      Vessel& yacht = s_.add("yacht", Helmsman(begins, from, speed, course).to(to).done());
      s_.give_ais(yacht, random_, AisClass::b, 60);
    }
  }

  // Tells where it is; its AIS is off, as patrol vessels' often is.
  void partner() {
    Helmsman helmsman(0, {150'000, -60'000}, knots(12), 0);
    helmsman.to({70'000, -20'000}).to({120'000, 40'000}).to({160'000, -30'000}).to({80'000, -50'000});
    while (helmsman.time() < s_.duration) helmsman.to({120'000, 30'000}).to({80'000, -50'000});
    Vessel& ship = s_.add("patrol", helmsman.done());
    ship.identity = make_identity(CoastKind::pilot, random_.bits(), s_.numbers);
    ship.identity.name = "GUARDIAN";
    ship.length = 62;
    ship.reports_itself = true;
    s_.plant("dark_contact", {ship.id}, 0, s_.duration, "a partner's patrol vessel without AIS", true);
  }

  Scene s_;
  WorldRandom random_;
  Spot place_;
  double waits_from_ = 0, waits_until_ = 0;
  std::int64_t mother_ = 0;
  double falls_silent_ = 0;
  std::vector<std::int64_t> lanes_;
};

}  // namespace

Scene make_caribbean(std::uint64_t seed) { return Stage(seed).make(); }

}  // namespace fairlead::testing
