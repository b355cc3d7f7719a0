// SPDX-License-Identifier: Apache-2.0
// Everything a Watch holds, and what the rules share: vessels, who is near, what was heard where, the book of findings.
// Each rule is a few functions in a file of its own, called by watch.cpp in a fixed order.
//
// Threads: one owner, as Watch.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "behaviour/watch.hpp"
#include "book.hpp"
#include "grid.hpp"
#include "reception.hpp"
#include "shapes.hpp"
#include "vessel.hpp"

namespace fairlead::behaviour {

// Two slow vessels close together.
struct Pair {
  Streak near;               // within the wider distance
  Streak close;              // within the narrower one
  std::uint32_t slow_a = 0;  // of the samples, those below the speed
  std::uint32_t slow_b = 0;
  std::uint32_t samples = 0;
  std::uint32_t close_slow_a = 0;
  std::uint32_t close_slow_b = 0;
  std::uint32_t close_samples = 0;
  double metres_min = 0;
  bool from_apart = false;  // they were seen further apart before
  std::uint64_t finding = 0;
  template <class A>
  void archive(A& a) {
    a(near, close, slow_a, slow_b, samples, close_slow_a, close_slow_b, close_samples, metres_min, from_apart, finding);
  }
};

// A step that was believed, for finding several that look alike.
struct Jumped {
  Ordinal vessel = 0;
  Instant at;
  geo::Position from;
  geo::Position to;
  std::uint64_t finding = 0;
  template <class A>
  void archive(A& a) {
    a(vessel, at, from, to, finding);
  }
};

// A ring that an AIS track was found to follow.
struct Ring {
  Ordinal vessel = 0;
  Instant at;
  geo::Position centre;
  double radius_m = 0;
  template <class A>
  void archive(A& a) {
    a(vessel, at, centre, radius_m);
  }
};

// The newest look of a sensor, for the reasons: it looked there and did not see it.
struct Look {
  Instant at;
  std::optional<geo::Position> centre;
  Length range;
  double detection = 0;  // at that range
  template <class A>
  void archive(A& a) {
    a(at, centre, range, detection);
  }
};

struct World {
  World(Rules rules_given, std::shared_ptr<const Surroundings> surroundings_given, WatchLimits limits_given)
      : rules(std::move(rules_given)),
        places(std::make_shared<const PlaceIndex>(rules)),
        surroundings(std::move(surroundings_given)),
        limits(limits_given) {}

  Rules rules;
  std::shared_ptr<const PlaceIndex> places;
  std::shared_ptr<const Surroundings> surroundings;
  WatchLimits limits;

  Instant now;  // the latest of advance() and of what was received
  bool began = false;
  Ordinal next_ordinal = 1;
  std::map<Ordinal, Vessel> vessels;
  Reception reception;
  Book book;
  std::set<std::pair<Instant, Ordinal>> due;  // when to look whether a vessel has fallen silent
  std::map<std::pair<Ordinal, Ordinal>, Pair> pairs;
  std::vector<Jumped> jumps;  // newest last
  std::vector<Ring> rings;
  std::map<domain::SourceId, Look> looks;  // the newest of each sensor
  Instant swept_at;

  // Made anew after reading.
  std::unordered_map<domain::TrackId, Ordinal> by_track;
  std::unordered_map<std::uint32_t, std::vector<Ordinal>> by_mmsi;  // in order of ordinals
  std::unordered_map<std::uint32_t, std::vector<Ordinal>> by_imo;
  Grid slow;   // vessels that may meet
  Grid heard;  // AIS vessels where they were last heard

  Vessel* vessel(Ordinal ordinal) {
    const auto found = vessels.find(ordinal);
    return found == vessels.end() ? nullptr : &found->second;
  }
  Vessel* vessel_of(domain::TrackId track) {
    const auto found = by_track.find(track);
    return found == by_track.end() ? nullptr : vessel(found->second);
  }
  const Terms& terms(Rule rule) const { return rules.of(rule); }

  // Opens (or takes up) a finding about `vessels`, the first of which it is filed under.
  struct Draft {
    Rule rule = Rule::distress;
    std::vector<Vessel*> vessels;
    Instant begins_at;
    Instant at;  // the behaviour's time now
    std::optional<geo::Position> position;
    std::vector<std::string> reasons;
    std::vector<domain::ObservationId> evidence;
    std::string subject;
    std::optional<domain::Priority> priority;  // of the rule unless given
    std::optional<Duration> again_within;
  };
  std::uint64_t open(Draft draft);
  // Opens for one vessel and remembers the number in `open`.
  std::uint64_t open_for(Vessel& v, Draft draft);
  // Ends what one vessel has open of a rule.
  void end_for(Vessel& v, Rule rule, Instant at, std::string why);
  // Replaces the reasons when `often` has passed in the behaviour's time since the last change.
  bool renew(std::uint64_t number, Instant at, Duration often, std::vector<std::string> reasons,
             std::optional<domain::ObservationId> evidence);

  // True when the rule is not to speak of this vessel; `but` is a situation that the rule judges by itself.
  bool is_quiet(const Vessel& v, Rule rule, std::optional<Exclusion> but = std::nullopt) const;
  void forget(Vessel& v);
  void index();
  void sweep();

  template <class A>
  void archive(A& a) {
    a(now, began, next_ordinal, vessels, reception, book, due, pairs, jumps, rings, looks, swept_at);
  }
};

// What a rule is called with: a sighting with a position that is the newest of its vessel, already taken in.
struct Moment {
  World& w;
  Vessel& v;
  const Sighting& s;
  bool ais = false;
  std::optional<Fix> before;  // where the vessel was before
};

// Classes of vessels, by what they say and how they were seen.
bool is_fishing(const Vessel& v);
bool is_service(const Vessel& v);
bool is_anchored(const Vessel& v);
bool is_gear(const Vessel& v);
// A number that devices leave the factory with, or that belongs to no State: many have it, it names nobody.
bool is_placeholder(domain::Mmsi mmsi);
// Whether a position lies on the way that the vessel came: then it is an old one, told late or by a wrong clock.
bool lies_on_trail(const Vessel& v, geo::Position position);
bool is_ship_like(const Vessel& v);  // not an aircraft, a base station, an aid or a distress device
std::optional<Length> length_of(const Vessel& v);

// Motion over the last minutes, from positions rather than from what is reported.
struct Net {
  Duration span{0};
  double metres = 0;           // from the first to the last
  double path_metres = 0;      // along all between
  double slowest_knots = 1e9;  // over a minute or more within
  double fastest_knots = 0;
  double knots() const { return span.count() > 0 ? metres / static_cast<double>(span.count()) * 1943.844492440605 : 0; }
  double straightness() const { return path_metres > 0 ? metres / path_metres : 1; }
};
// Over at least `span`, or nothing when the track is shorter or was silent within.
std::optional<Net> net_motion(const Vessel& v, Duration span, Duration gap_max);
double knots_between(const Fix& a, const Fix& b, Duration slack);
// Where it would be now had it kept on.
geo::Position predicted(const Fix& from, Instant at);
// Where it was at a moment within its rings, or nothing.
std::optional<geo::Position> position_at(const Vessel& v, Instant at, Duration apart_max);

// The rules. Each header comment of the file that defines them says what they find.
void distress_seen(World& w, Vessel& v, const Sighting& s);
void distress_silent(World& w, Vessel& v, Instant now);
void gone_dark_heard(World& w, Vessel& v, const Sighting& s, const std::optional<Fix>& heard_before);
void gone_dark_late(World& w, Vessel& v, const Sighting& s);
void gone_dark_seen(const Moment& m);
void gone_dark_due(World& w, Vessel& v, Instant now);
void dark_contact(const Moment& m);
void dark_contact_silent(World& w, Vessel& v, Instant now);
void rendezvous(const Moment& m);
// Whether it lies close to a vessel that it came to.
bool is_meeting(const World& w, const Vessel& v, Instant at);
void rendezvous_lost(World& w, Vessel& v, Instant at, const char* why);
void loitering(const Moment& m);
void go_fast(const Moment& m);
void stop_and_drift(const Moment& m);
void landing_course(const Moment& m);
void on_land(const Moment& m);
// Before the sighting is taken in: false when the position is not to be believed yet.
bool jump(World& w, Vessel& v, const Sighting& s);
void offset_spoofing(World& w, const Jumped& jump);
void circle_spoofing(const Moment& m);
void mmsi_shared(const Moment& m, Instant heard_before);
void identity_change_track(const Moment& m);
void identity_change_claims(World& w, Vessel& v, const Sighting& s);
void identity_change_number(World& w, Vessel& v, const Sighting& s, domain::Mmsi before);
void identity_conflict(World& w, Vessel& v, const Sighting& s);
void zone_change(const Moment& m);
void lane_deviation(const Moment& m);
void near_cable(const Moment& m);
void watchlist(World& w, Vessel& v, const Sighting& s);
void watchlist_silent(World& w, Vessel& v, Instant now);
void area_rules(const Moment& m);

}  // namespace fairlead::behaviour
