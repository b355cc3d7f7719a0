// SPDX-License-Identifier: Apache-2.0
// Random seas for several views, and a follower that keeps its own copy of one view from what a tracker says it did.
//
// Everything that the tracker treats in its own way occurs: several vessels on one number, jumps, repeats, late and
// disordered reports, static data, an own ship that learns its number and changes it, radar targets, sightings,
// silence; observations that some views see and others do not, or in a form with fields cut or a coarse position.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "sea.hpp"
#include "wire/canonical.hpp"

namespace fairlead::fusion::sea {

inline constexpr int kViews = 5;
inline constexpr ViewMask kAllViews = (1U << kViews) - 1;

// One of: an observation in the forms in which views see it, a new time, views that begin anew, a restart.
struct Step {
  std::optional<Observation> received;
  std::vector<std::pair<ViewMask, Observation>> forms;
  std::optional<Instant> advance_to;
  ViewMask forget = 0;
  bool restart = false;

  std::vector<Share> shares() const {
    std::vector<Share> all;
    for (const auto& [views, form] : forms) all.push_back({views, &form});
    return all;
  }
  const Observation* form_for(ViewMask view) const {
    for (const auto& [views, form] : forms) {
      if ((views & view) != 0) return &form;
    }
    return nullptr;
  }
};

// What a partner may be left with.
inline Observation reduced(Observation o, int how) {
  if (how % 2 == 0) {
    constexpr std::int32_t kCell = 50'000;  // 5 nautical miles of latitude
    if (o.position) {
      const auto middle = [](std::int32_t units) { return units / kCell * kCell + kCell / 2; };
      o.position =
          geo::Position::from_units(middle(o.position->latitude_units()), middle(o.position->longitude_units()));
    }
    o.position_sigma = Length::nautical_miles(2.5);
    o.speed.reset();
    o.hearer = {};
  }
  if (how % 3 == 0) {
    o.mmsi.reset();
    o.transmission = 0;
    if (o.claims) {
      o.claims->name = {};
      o.claims->imo.reset();
    }
  }
  if (how % 5 == 0) o.claims.reset();
  if (how % 7 == 0) o.position.reset();
  return o;
}

class RandomSea {
 public:
  RandomSea(std::uint64_t seed, bool crowded) : random_(seed), crowded_(crowded) {
    numbers_ = static_cast<std::uint32_t>(pick(1, 9));
    whole_seconds_ = pick(0, 2) == 0;
    wildness_ = pick(0, 3) == 0 ? 60 : pick(2, 20);
    for (ViewMask& views : usual_) views = pick(0, 2) == 0 ? kAllViews : any_views();
  }

  Step next() {
    // Whole seconds in some seas, so that much is due at the same moment.
    const int grain = whole_seconds_ ? 1'000 : 1;
    const int longest = pick(0, 100) < 3 ? 3 * 3'600'000 : crowded_ ? 3'000 : 8'000;
    now_ += std::chrono::milliseconds(pick(0, longest) / grain * grain);
    Step step;
    const int what = pick(0, 1000);
    if (what < 80) {
      step.advance_to = kStart + now_;
    } else if (what < 84) {
      step.forget = any_views();
    } else if (what < 92) {
      step.restart = true;
    } else {
      step.received = observe();
      share(step);
    }
    return step;
  }

 private:
  int pick(int from, int to) { return from + static_cast<int>(random_() % static_cast<unsigned>(to - from)); }
  ViewMask any_views() { return random_() & kAllViews; }

  Observation observe() {
    const int what = pick(0, 100);
    const auto vessel = static_cast<std::uint32_t>(pick(0, crowded_ ? 150 : 8));
    vessel_ = vessel % 8;
    Observation o;
    if (what < 12 && !sent_.empty()) {
      const int back = pick(1, std::min(static_cast<int>(sent_.size()), pick(0, 3) == 0 ? 200 : 12) + 1);
      o = sent_[sent_.size() - static_cast<std::size_t>(back)];
      o.received_at = kStart + now_;
      o.hearer = std::string_view("ABCDEFGH").substr(static_cast<std::size_t>(pick(0, 8)), 1);
      o.source = domain::SourceId(static_cast<std::uint32_t>(pick(1, 4)));
    } else if (what < 22) {
      o = named(now_, std::string_view("SHIP ABCDEFGH").substr(0, 6 + vessel % 8), {}, number_of(vessel));
      if (pick(0, 3) == 0) o.claims->imo = 9'074'729 + static_cast<std::uint32_t>(pick(0, 3));
    } else if (what < 30) {
      o = own_ship();
    } else if (what < 36) {
      o = moving(now_, at(vessel), 9.7, 90);
      o.mmsi.reset();
      o.kind = TrackKind::contact;
      o.sensor = domain::SensorKind::radar;
      o.target_number = static_cast<std::uint16_t>(vessel % 3);
    } else if (what < (crowded_ ? 60 : 38)) {
      o = report(now_, at(vessel));
      o.mmsi.reset();
      o.kind = TrackKind::contact;
      o.sensor = what == 36 && pick(0, 4) == 0 ? domain::SensorKind::radar : domain::SensorKind::sighting;
    } else {
      o = underway(vessel, what);
    }
    if (o.transmission == 0 || pick(0, 4) == 0) o.transmission = static_cast<std::uint64_t>(pick(1, 1'000'000));
    if (pick(0, 30) == 0) o.received_at = o.received_at - std::chrono::seconds(pick(0, 3'000));
    o.id = domain::ObservationId(++observations_);
    sent_.push_back(o);
    return o;
  }

  std::uint32_t number_of(std::uint32_t vessel) const { return 211'000'000 + (crowded_ ? vessel : vessel % numbers_); }

  geo::Position at(std::uint32_t vessel) {
    const double hours = std::chrono::duration<double, std::ratio<3600>>(now_).count();
    return place(vessel * 70.0 + 18.0 * hours + pick(-10, 10) * 0.001);
  }

  Observation underway(std::uint32_t vessel, int what) {
    const geo::Position here = at(vessel);
    const double away_km = pick(-3000, 3000);
    Observation o = moving(now_, here, 9.7 + pick(-5, 5) * 0.1, 90, number_of(vessel));
    if (what < 44) o.position = place(away_km);
    if (what < 48) {
      // A few reports from one other place: they gather.
      o.position = place(900.0 + pick(0, 2));
    }
    if (vessel % 8 == 3) o.kind = TrackKind::class_b;
    if (vessel % 8 == 4) o.speed.reset();
    if (vessel % 8 == 5) o.nav_status = static_cast<std::uint8_t>(pick(0, 9));
    if (what == 50) o.position = geo::Position();
    if (what == 51) o.position.reset();
    if (what > 90) o.observed_at = *o.observed_at - std::chrono::milliseconds(pick(-20'000, 400'000));
    if (what == 99) o.observed_at.reset();
    return o;
  }

  Observation own_ship() {
    Observation o = moving(now_, at(1), 9.7, 90, number_of(pick(0, 5) == 0 ? 2 : 1));
    o.source = domain::SourceId(5);
    if (pick(0, 3) == 0) {
      o.kind = TrackKind::own_ship;
    } else {
      o.mmsi.reset();
      o.sensor = domain::SensorKind::own_navigation;
    }
    return o;
  }

  // Usually as this vessel is shared, now and then in any other way.
  void share(Step& step) {
    const bool wild = pick(0, 100) < wildness_;
    ViewMask views = wild ? any_views() : usual_[vessel_];
    if (wild && pick(0, 3) == 0) views |= usual_[vessel_];
    const int forms = wild ? pick(1, 4) : 1;
    for (int form = 1; form < forms; ++form) {
      const ViewMask some = any_views() & views & ~kHomeView;
      if (some == 0) continue;
      step.forms.emplace_back(some, reduced(*step.received, pick(1, 36)));
      views &= ~some;
    }
    if (views != 0) step.forms.emplace_back(views, *step.received);
  }

  std::mt19937_64 random_;
  bool crowded_;
  std::uint32_t numbers_ = 1;
  int wildness_ = 0;
  bool whole_seconds_ = false;
  ViewMask usual_[8] = {};
  std::uint32_t vessel_ = 0;
  Duration now_ = 0s;
  std::uint64_t observations_ = 0;
  std::vector<Observation> sent_;
};

// A track as its view may know it: everything but the id.
inline std::string bytes_of(domain::Track track) {
  track.id = TrackId();
  wire::ByteWriter out;
  wire::write(out, track);
  return out.take();
}

// The tracks of a view in the order of opening.
inline std::vector<std::string> held_by(const Tracker& tracker, ViewMask view) {
  std::vector<std::string> all;
  tracker.for_each_in(view, [&](const domain::Track& track, ViewMask) { all.push_back(bytes_of(track)); });
  return all;
}

class Follower {
 public:
  explicit Follower(ViewMask view) : view_(view) {}

  // Takes changes in, and says in words what happened to this view, tracks named by their place in its order.
  std::string follow(const TrackChanges& changes, const Tracker& tracker) {
    const auto mine = [this](ViewMask views) { return (views & view_) != 0; };
    for (const Moved& moved : changes.moved) {
      const auto known = opened_.find(moved.from);
      if (!mine(moved.views) || known == opened_.end()) continue;
      opened_[moved.to] = known->second;
      opened_.erase(moved.from);
    }
    std::vector<TrackId> changed;
    for (const TrackId id : changes.changed) {
      if (!mine(tracker.views_of(id))) continue;
      opened_[id] = tracker.opened(id);
      tracks_[tracker.opened(id)] = bytes_of(*tracker.find(id));
      changed.push_back(id);
    }
    std::sort(changed.begin(), changed.end(), [this](TrackId a, TrackId b) { return opened_[a] < opened_[b]; });
    std::string story;
    for (const TrackId id : changed) {
      const auto& described = changes.described;
      const bool more = std::find(described.begin(), described.end(), id) != described.end();
      story += (more ? " described " : " changed ") + place_of(id);
    }
    for (const Fed& fed : changes.fed) {
      if (!mine(fed.views)) continue;
      story += " fed " + std::to_string(fed.observation.number()) + " into " + place_of(id_now(fed.track, changes));
    }
    for (const Closed& closed : changes.closed_for) {
      if (!mine(closed.views)) continue;
      story += " closed " + place_of(closed.id);
      const auto known = opened_.find(closed.id);
      if (known == opened_.end()) continue;
      tracks_.erase(known->second);
      opened_.erase(known);
    }
    return story;
  }

  std::vector<std::string> held() const {
    std::vector<std::string> all;
    for (const auto& [opened, bytes] : tracks_) all.push_back(bytes);
    return all;
  }

 private:
  std::string place_of(TrackId id) const {
    const auto known = opened_.find(id);
    if (known == opened_.end()) return "-";
    return std::to_string(std::distance(tracks_.begin(), tracks_.find(known->second)));
  }
  TrackId id_now(TrackId id, const TrackChanges& changes) const {
    for (const Moved& moved : changes.moved) {
      if (moved.from == id && (moved.views & view_) != 0) id = moved.to;
    }
    return id;
  }

  ViewMask view_;
  std::map<TrackId, std::uint64_t> opened_;
  std::map<std::uint64_t, std::string> tracks_;  // by their opening
};

}  // namespace fairlead::fusion::sea
