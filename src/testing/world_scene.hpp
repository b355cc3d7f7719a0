// SPDX-License-Identifier: Apache-2.0
// A simulated world before anybody looks at it: who moves where, which sensors there are, what is worth finding.
//
// Times are seconds from the start. Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "coast_identity.hpp"
#include "world_math.hpp"

namespace fairlead::testing {

// Straight lines between knots in time.
class Track {
 public:
  struct State {
    Spot spot;
    Spot velocity;
  };
  void add(double t, Spot spot) { knots_.push_back({t, spot}); }
  double begins() const { return knots_.front().t; }
  double ends() const { return knots_.back().t; }
  Spot last() const { return knots_.back().spot; }
  bool empty() const { return knots_.empty(); }
  bool alive(double t) const { return !knots_.empty() && t >= begins() && t <= ends(); }
  State at(double t) const;

 private:
  struct Knot {
    double t;
    Spot spot;
  };
  std::vector<Knot> knots_;
};

// Builds tracks leg by leg.
class Helmsman {
 public:
  Helmsman(double t, Spot spot, double speed, double course) : t_(t), spot_(spot), speed_(speed), course_(course) {
    track_.add(t, spot);
  }
  double time() const { return t_; }
  Spot spot() const { return spot_; }
  double course() const { return course_; }
  Helmsman& speed(double value) {
    speed_ = value;
    return *this;
  }
  Helmsman& run(double seconds);  // straight on
  Helmsman& turn(double degrees_per_second, double seconds);
  Helmsman& accelerate(double metres_per_second_squared, double seconds);
  Helmsman& to(Spot goal);                                                 // straight there, at the present speed
  Helmsman& drift(WorldRandom& random, double seconds, double speed_max);  // slowly this way and that, ends anywhere
  Helmsman& hold(WorldRandom& random, double seconds, double radius);      // stays about here
  // Legs of one to four minutes with turns and changes of speed between, until `until`.
  Helmsman& wander(WorldRandom& random, double until, double turn_max, double turn_chance, double acceleration_max = 0);
  Track done() { return std::move(track_); }

 private:
  void mark() { track_.add(t_, spot_); }
  double t_;
  Spot spot_;
  double speed_;
  double course_;
  Track track_;
};

enum class AisClass : std::uint8_t { none, a, b };

struct Silence {
  double from = 0, until = 0;
};

// AIS positions that are not where the vessel is.
struct Lie {
  double from = 0, until = 0;
  enum class Kind : std::uint8_t { offset, circle } kind = Kind::offset;
  Spot to;            // offset: added; circle: its centre
  double radius = 0;  // circle
  double speed = 0;   // circle: claimed
};

struct Vessel {
  std::int64_t id = 0;
  std::string kind = "ship";  // ship, tanker, fishing, yacht, small, gofast, mother, patrol …
  bool small = false;         // seen less well by radar
  double length = 100;        // metres
  Track track;
  AisClass ais = AisClass::none;
  CoastIdentity identity;  // where there is AIS
  double interval = 10;    // of position reports, seconds
  std::vector<Silence> silences;
  std::vector<Lie> lies;
  std::optional<double> new_identity_at;  // from then on under another number
  CoastIdentity new_identity;
  std::uint8_t nav_status = 0;
  std::optional<double> anchors_at;  // from then on its navigation status is 1, at anchor
  bool reports_itself = false;       // a partner's vessel: sends its own position
};

struct Radar {
  std::string id;
  bool polar = true;  // false: positions with one sigma over the whole area
  Spot site;
  double period = 10, offset = 0, range = 60'000;
  double near = 0.95, far = 0.5;  // detection probability at no distance and at `range`
  double small_factor = 0.8;
  double sigma_range = 40, sigma_bearing = 0.4, sigma = 30;
  double bias_range = 0, bias_bearing = 0;
  double clutter = 25;
  bool scores = false;  // its scans are the moments at which tracks are judged
};

struct Patrol {
  std::string id;
  Track track;
  double period = 60, footprint = 25'000, chance = 0.8, sigma = 100;
  double recognise_within = 8000;  // near enough to tell what it is
  double hears_ais_within = 0;
};

struct SatellitePass {
  std::string id;
  double at = 0;
  std::vector<Spot> swath;
  double sigma = 150, chance_large = 0.95, chance_small = 0.35, clutter = 8;
};

struct Receiver {
  std::string id;
  Spot site;
  double range_a = 83'000, range_b = 37'000, loss = 0.15;
};

struct Behaviour {
  std::string rule;
  std::vector<std::int64_t> vessels;
  double begins = 0, ends = 0;
  Spot spot;
  bool optional = false;  // finding it is right, not finding it no fault
  std::string about;
};

// Somewhere within `radius`, nearer the middle than not. (Draws are separate statements everywhere: the order in which
// arguments are evaluated differs between compilers.)
inline Spot scatter(WorldRandom& random, double radius) {
  const double course = random.uniform(0, 360);
  return towards(course, radius * random.uniform());
}

// Land as discs: coarse, and larger than it is.
struct Land {
  Spot centre;
  double radius = 0;
};

struct Scene {
  std::string name, about;
  std::uint64_t seed = 1;
  Frame frame{{12.8, -70.6}};
  double west = -20'000, east = 20'000, south = -20'000, north = 20'000;
  double duration = 1000;
  double cut_off = 300;     // of GOSPA
  double judged_every = 0;  // moments of scoring where no radar gives them
  std::vector<Vessel> vessels;
  std::vector<Radar> radars;
  std::vector<Patrol> patrols;
  std::vector<SatellitePass> passes;
  std::vector<Receiver> receivers;
  std::vector<Behaviour> behaviours;
  std::vector<Land> land;
  std::set<std::uint32_t> numbers;  // given so far

  bool inside(Spot s) const { return s.x >= west && s.x <= east && s.y >= south && s.y <= north; }
  bool on_land(Spot s, double margin = 0) const;
  bool crosses_land(Spot a, Spot b, double margin) const;
  Vessel& add(std::string kind, Track track);
  // Gives the vessel an identity that fits its kind, and AIS.
  static void give_ais(Vessel& vessel, CoastIdentity identity, AisClass ais, double interval);
  void give_ais(Vessel& vessel, WorldRandom& random, AisClass ais, double interval);
  void plant(std::string rule, std::vector<std::int64_t> who, double begins, double ends, std::string what,
             bool optional = false);
  const Vessel& vessel(std::int64_t id) const { return vessels[static_cast<std::size_t>(id - 1)]; }
};

// The scenarios. `make_scene` needs one of world_scenarios().
Scene make_scene(std::string_view scenario, std::uint64_t seed);
Scene make_caribbean(std::uint64_t seed);

}  // namespace fairlead::testing
