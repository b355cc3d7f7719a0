// SPDX-License-Identifier: Apache-2.0
// Showing what the contact tracker found: a track of its own, or support for the track of whoever transmits there.
#include <algorithm>
#include <cmath>

#include "picture.hpp"

namespace fairlead::fusion {

using domain::TrackState;

namespace {

// A transmitter that was heard this recently says better where it is than others see.
constexpr Duration kHeardRecently = std::chrono::seconds(60);
// What is less sure is not shown: 2 metres per second, or a fifth of the speed.
double velocity_sigma_shown(double speed) { return std::max(2.0, speed / 5); }
constexpr double kDegrees = 180.0 / 3.14159265358979323846;

constexpr ViewMask lowest(ViewMask views) { return views & (~views + 1); }

domain::Observation form_of(const Estimate& estimate) {
  domain::Observation form;
  form.id = estimate.fed.empty() ? domain::ObservationId() : estimate.fed.back();
  form.source = estimate.source;
  form.sensor = estimate.sensor;
  form.received_at = estimate.received;
  form.observed_at = estimate.at;
  form.position = estimate.position;
  form.position_sigma = Length::metres(estimate.sigma_m);
  const double speed = std::hypot(estimate.velocity_east, estimate.velocity_north);
  if (estimate.velocity_sigma <= velocity_sigma_shown(speed)) {
    // To a hundredth of a metre per second and a tenth of a degree: more is not known.
    form.speed = Speed::metres_per_second(std::round(speed * 100) / 100);
    if (speed > std::max(1.0, 2 * estimate.velocity_sigma)) {
      const double course = std::atan2(estimate.velocity_east, estimate.velocity_north) * kDegrees;
      form.course = Course::degrees(std::round(course * 10) / 10);
    }
  }
  return form;
}

}  // namespace

// The parts of a key that hold any of `views` and, after splitting, no other.
std::vector<std::uint32_t> Picture::parts_within(IdentityKey key, ViewMask views, TrackChanges& changes) {
  std::vector<std::uint32_t> all;
  for (std::uint32_t part = first_part(key); part != kNowhere; part = identities_[part].next) all.push_back(part);
  std::vector<std::uint32_t> within;
  for (const std::uint32_t part : all) {
    const ViewMask held = identities_[part].views;
    const ViewMask inside = held & views;
    if (inside == 0) continue;
    if (inside == held) {
      within.push_back(part);
    } else if ((lowest(held) & inside) != 0) {
      split(part, held & ~inside, changes);
      within.push_back(part);
    } else {
      within.push_back(split(part, inside, changes));
    }
  }
  return within;
}

void Picture::take_estimate(const Estimate& estimate, TrackChanges& changes) {
  const IdentityKey own_key = contact_key(estimate.number);
  if (estimate.ended) {
    for (const std::uint32_t part : parts_within(own_key, estimate.views, changes)) {
      set_state(identities_[part].track, TrackState::lost, changes);
      reschedule(identities_[part].track);
    }
    return;
  }
  const domain::Observation form = form_of(estimate);
  const Report report = report_of(form, form);
  ViewMask joined = 0;
  if (estimate.mmsi) {
    for (const std::uint32_t part : parts_within(mmsi_key(*estimate.mmsi), estimate.views, changes)) {
      joined |= identities_[part].views;
      support(part, estimate, report, changes);
    }
    // What was shown as a contact turned out to be the transmitter's.
    for (const std::uint32_t part : parts_within(own_key, joined, changes)) {
      withdraw(part, identities_[part].views, changes);
    }
  }
  ViewMask unaware = estimate.views & ~joined;
  for (const std::uint32_t part : parts_within(own_key, unaware, changes)) {
    unaware &= ~identities_[part].views;
    accept_estimate(identities_[part].track, estimate, report, changes);
  }
  if (unaware != 0) {
    Identity opened;
    opened.key = own_key;
    opened.views = unaware;
    const std::uint32_t part = identities_.add(std::move(opened));
    link(part);
    accept_estimate(open(part, report, changes), estimate, report, changes);
  }
  if (!opened_now_.empty()) after_opening(changes);
}

// A transmitter that others see too. Of several under one number it is the one that lies nearest.
void Picture::support(std::uint32_t part, const Estimate& estimate, const Report& report, TrackChanges& changes) {
  std::uint32_t nearest = kNowhere;
  double nearest_m = 0;
  for_each_of(identities_[part], [&](std::uint32_t place) {
    const domain::Track& track = tracks_[place].track;
    const double metres = track.position ? distance_m(*track.position, estimate.position) : 1e9;
    if (nearest != kNowhere && metres >= nearest_m) return;
    nearest = place;
    nearest_m = metres;
  });
  if (nearest == kNowhere) return;
  OpenTrack& open_track = tracks_[nearest];
  if (!open_track.track.position || open_track.estimated ||
      estimate.at - open_track.track.observed_at > kHeardRecently) {
    accept_estimate(nearest, estimate, report, changes);
    return;
  }
  open_track.track.fused = estimate.fused;
  for (const domain::ObservationId id : estimate.fed) feed(open_track, id, changes);
  learn_sources(open_track.track, estimate);
  mark_changed(open_track, changes);
}

void Picture::accept_estimate(std::uint32_t place, const Estimate& estimate, const Report& report,
                              TrackChanges& changes) {
  OpenTrack& open_track = tracks_[place];
  domain::Track& track = open_track.track;
  if (estimate.earlier && at_home(identities_[open_track.identity])) {
    changes.history.push_back({track.id, estimate.earlier->at, estimate.earlier->position, {}, {}, {}});
  }
  if (track.position && report.at < open_track.motion.at) return;
  set_state(place, TrackState::live, changes);
  track.received_at = std::max(track.received_at, report.received);
  ++track.observations;
  for (const domain::ObservationId id : estimate.fed) feed(open_track, id, changes);
  mark_changed(open_track, changes);
  Motion& motion = open_track.motion;
  motion = Motion::from(report.measurement, speed_scale_of(track.kind));
  motion.velocity_east = estimate.velocity_east;
  motion.velocity_north = estimate.velocity_north;
  motion.variance_velocity = estimate.velocity_sigma * estimate.velocity_sigma;
  open_track.newest_received = report.received;
  open_track.estimated = true;
  if (open_track.positions < 0xFFFF'FFFF) ++open_track.positions;
  track.position = estimate.position;
  track.position_sigma = Length::metres(estimate.sigma_m);
  track.observed_at = report.at;
  track.speed = report.speed;
  track.course = report.course;
  if (!track.mmsi) track.heading = {};
  track.turn_rate = {};
  track.fused = estimate.fused;
  learn_sources(track, estimate);
  if (at_home(identities_[open_track.identity])) changes.history.push_back(report.point(track.id));
  reschedule(place);
}

// All that made it, so that it carries the labels of all.
void Picture::learn_sources(domain::Track& track, const Estimate& estimate) {
  const auto learn = [&](domain::SourceId source) {
    const auto place = std::lower_bound(track.sources.begin(), track.sources.end(), source);
    if (place == track.sources.end() || *place != source) track.sources.insert(place, source);
  };
  learn(estimate.source);
  for (const domain::Fused::Seen& seen : estimate.fused->seen_by) learn(seen.source);
}

}  // namespace fairlead::fusion
