// SPDX-License-Identifier: Apache-2.0
// Taking observations: whose they are, whether they were heard before, and what they change on a track.
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/assert.hpp"
#include "kinds.hpp"
#include "leaks.hpp"
#include "picture.hpp"

namespace fairlead::fusion {

using domain::TrackFlag;
using domain::TrackKind;
using domain::TrackState;

namespace {

constexpr std::int64_t kSameReceiptMs = 120'000;  // see hear_again
constexpr Duration kSetBackRun = std::chrono::minutes(2);
constexpr Duration kSetBackSilence = std::chrono::minutes(5);
constexpr Duration kSetBackJitter = std::chrono::seconds(30);
constexpr std::uint32_t kSetBackReports = 5;
constexpr double kVelocityVarianceShown = 4;  // (m/s)^2; what is less sure is not shown

constexpr double kSpeedMax = 600;  // metres per second; AIS goes to 1022 kn

Moments moments_of(const domain::Observation& observation, const TrackerLimits& limits) {
  const Instant received = std::clamp(observation.received_at, kFirstInstant, kLastInstant);
  const Instant at = observation.observed_at.value_or(received);
  // Nobody hears what has not been said yet: a time ahead of ours is ours, give or take the clocks.
  const bool disputed = at > received + limits.clock_ahead_max || at < kFirstInstant;
  return {std::clamp(at, kFirstInstant, received + limits.clock_slack), received, disputed};
}

}  // namespace

Report Picture::report_of(const domain::Observation& whole, const domain::Observation& observation) const {
  const Moments moments = moments_of(observation, limits_);
  const Moments heard = &observation == &whole ? moments : moments_of(whole, limits_);
  Report report{observation,
                whole.id,
                whole.transmission,
                heard.at,
                heard.received,
                moments.at,
                moments.received,
                kind_of(observation),
                moments.disputed,
                {},
                {},
                {},
                {},
                {},
                {}};
  if (observation.speed) {
    const double speed = observation.speed->in_metres_per_second();
    if (speed >= 0 && speed <= kSpeedMax) report.speed = observation.speed;
  }
  if (observation.course && std::isfinite(observation.course->in_degrees())) report.course = observation.course;
  if (observation.heading && std::isfinite(observation.heading->in_degrees())) report.heading = observation.heading;
  if (observation.turn_rate && std::isfinite(observation.turn_rate->in_degrees_per_minute())) {
    report.turn_rate = observation.turn_rate;
  }
  if (observation.altitude && std::isfinite(observation.altitude->in_metres())) report.altitude = observation.altitude;
  if (observation.position) {
    report.measurement =
        measurement_of(moments.at, *observation.position, observation.position_sigma, report.speed, report.course);
  }
  return report;
}

// Finds out under which identity, which for a source's own ship depends on what a view has learnt of it.
void Picture::absorb(const domain::Observation& received, std::span<const Share> shares, TrackChanges& changes) {
  const bool usual = shares.size() == 1 && received.mmsi && received.kind != TrackKind::own_ship;
  if (usual && shares.front().form != nullptr) {
    absorb_under(mmsi_key(*received.mmsi), shares.front().views, received, shares, changes);
    if (!opened_now_.empty()) after_opening(changes);
    return;
  }
  ViewMask views = 0;
  for (const Share& share : shares) {
    FL_ASSERT((views & share.views) == 0);
    if (share.form != nullptr) views |= share.views;
  }
  if (views == 0) return;
  if (received.mmsi) {
    const IdentityKey key = mmsi_key(*received.mmsi);
    if (received.kind == TrackKind::own_ship) learn_own_ship(received.source, key, views);
    absorb_under(key, views, received, shares, changes);
  } else if (received.kind == TrackKind::own_ship || received.sensor == domain::SensorKind::own_navigation) {
    ViewMask unaware = views;
    if (const auto known = own_ships_.find(received.source); known != own_ships_.end()) {
      for (const OwnShip& own_ship : known->second) {
        absorb_under(own_ship.key, views & own_ship.views, received, shares, changes);
        unaware &= ~own_ship.views;
      }
    }
    absorb_under(own_ship_key(received.source), unaware, received, shares, changes);
  } else if (received.target_number) {
    absorb_under(target_key(received.source, *received.target_number), views, received, shares, changes);
  } else if (received.sensor == domain::SensorKind::sighting && received.position) {
    absorb_under(sighting_key(received.id), views, received, shares, changes);
  } else if ((views & kHomeView) != 0) {
    ++changes.unidentified;
  }
  if (!opened_now_.empty()) after_opening(changes);
}

// The short way: all views that see it see one form, and are together so far.
void Picture::absorb_under(IdentityKey key, ViewMask views, const domain::Observation& received,
                           std::span<const Share> shares, TrackChanges& changes) {
  if (views == 0) return;
  if (shares.size() != 1) {
    absorb_apart(key, views, received, shares, changes);
    return;
  }
  const std::uint32_t part = first_part(key);
  if (part != kNowhere && identities_[part].views != views) {
    absorb_apart(key, views, received, shares, changes);
    return;
  }
  const Report report = report_of(received, *shares.front().form);
  if (part != kNowhere) {
    take(part, report, changes);
  } else {
    begin(key, views, report, changes);
  }
}

// The first part of views that know nothing of the identity. Whoever says neither where nor who it is begins nothing.
void Picture::begin(IdentityKey key, ViewMask views, const Report& report, TrackChanges& changes) {
  if (!report.observation.position && !report.observation.claims) return;
  Identity opened;
  opened.key = key;
  opened.views = views;
  const std::uint32_t part = identities_.add(std::move(opened));
  link(part);
  take(part, report, changes);
}

void Picture::take(std::uint32_t part, const Report& report, TrackChanges& changes) {
  if (hear_again(identities_[part], report, changes)) return;
  if (report.observation.position) {
    take_position(part, report, changes);
  } else {
    take_without_position(part, report, changes);
  }
}

// True when the same bits came a moment ago: another station heard them, and is noted. Equal bits whose receipt is
// close but whose stated times are minutes apart are not the same transmission: a recording read quickly brings a
// ship's static data again and again within seconds.
bool Picture::hear_again(Identity& identity, const Report& report, TrackChanges& changes) {
  const std::uint64_t transmission = report.transmission;
  if (transmission == 0) return false;
  const auto bits = static_cast<std::uint32_t>(transmission ^ (transmission >> 32));
  const auto received_ms = static_cast<std::uint32_t>(static_cast<std::uint64_t>(report.heard.unix_ms()));
  const std::int64_t at_ms = report.transmitted.unix_ms();
  const std::int64_t window = limits_.duplicate_window.count();
  const std::size_t known = std::min<std::size_t>(identity.heard, identity.heard_last.size());
  for (std::size_t i = 0; i < known; ++i) {
    const Transmission& before = identity.heard_last[i];
    if (before.bits != bits) continue;
    const std::int64_t at_apart = std::abs(at_ms - before.at_ms);
    const std::int64_t received_apart =
        std::abs(std::int64_t{static_cast<std::int32_t>(received_ms - before.received_ms)});
    if (at_apart > window && !(received_apart <= window && at_apart <= kSameReceiptMs)) continue;
    if (at_home(identity)) ++changes.duplicates;
    for_each_of(identity, [&](std::uint32_t place) {
      if (tracks_[place].newest_transmission != transmission) return;
      if (hear(place, report, changes)) feed(tracks_[place], report.id, changes);
    });
    return true;
  }
  identity.heard_last[identity.heard % identity.heard_last.size()] = {bits, received_ms, at_ms};
  // Wraps to a full ring, never to an empty one.
  if (++identity.heard == 0) identity.heard = static_cast<std::uint32_t>(identity.heard_last.size());
  return false;
}

// Notes who heard the newest transmission of a track, and through which source. True when that was news.
bool Picture::hear(std::uint32_t place, const Report& report, TrackChanges& changes) {
  OpenTrack& open_track = tracks_[place];
  domain::Track& track = open_track.track;
  bool news = false;
  const auto source = std::lower_bound(track.sources.begin(), track.sources.end(), report.observation.source);
  if (source == track.sources.end() || *source != report.observation.source) {
    track.sources.insert(source, report.observation.source);
    news = true;
  }
  if (!report.observation.hearer.empty()) {
    for (domain::Hearer& hearer : track.hearers) {
      if (hearer == report.observation.hearer) break;
      if (!hearer.empty()) continue;
      hearer = report.observation.hearer;
      news = true;
      break;
    }
  }
  if (news) mark_changed(open_track, changes);
  return news;
}

void Picture::feed(const OpenTrack& open_track, domain::ObservationId observation, TrackChanges& changes) const {
  changes.fed.push_back({observation, open_track.track.id, identities_[open_track.identity].views});
}

// A kind that is more specific, and a number that an earlier form did not say.
void Picture::learn_identity(OpenTrack& open_track, const Report& report, TrackChanges& changes) {
  domain::Track& track = open_track.track;
  const TrackKind kind = more_specific(track.kind, report.kind);
  const bool numbered = !track.mmsi && report.observation.mmsi;
  if (kind == track.kind && !numbered) return;
  track.kind = kind;
  if (numbered) track.mmsi = report.observation.mmsi;
  if (track.mmsi) track.flags.set(TrackFlag::mmsi_malformed, mmsi_is_malformed(kind, *track.mmsi));
  mark_described(open_track, changes);
}

Gate Picture::gate_for(const OpenTrack& open_track, const Report& report) const {
  const domain::Track& track = open_track.track;
  Gate gate;
  gate.kind = track.kind;
  gate.speed = speed_limits(limits_, more_specific(track.kind, report.kind), track.claims);
  // Who is known to report a false speed is not held to it.
  if (!track.flags.has(TrackFlag::speed_implausible)) {
    if (track.speed) gate.speed_before = track.speed->in_metres_per_second();
    if (report.speed) gate.speed_after = report.speed->in_metres_per_second();
  }
  return gate;
}

void Picture::take_position(std::uint32_t identity_place, const Report& report, TrackChanges& changes) {
  Identity& identity = identities_[identity_place];
  ++identity.turn;
  // Exactly 0, 0 is what a receiver without a fix says. It is believed of a track that is already there.
  const bool is_default = *report.observation.position == geo::Position();
  if (identity.track == kNowhere) {
    const std::uint32_t place = open(identity_place, report, changes);
    if (is_default) {
      set_aside(identity_place, report, nullptr, changes);
    } else {
      accept(place, report, changes);
    }
    return;
  }
  if (identity.more) {
    take_ambiguous(identity_place, report, changes);
    return;
  }
  OpenTrack& open_track = tracks_[FL_LEAK(gate_of_home) ? identities_[first_part(identity.key)].track : identity.track];
  const bool fits = open_track.track.position
                        ? is_reachable(limits_, gate_for(open_track, report), open_track.motion, report.measurement)
                        : !is_default;
  if (fits) {
    accept(identity.track, report, changes);
  } else {
    set_aside(identity_place, report, nullptr, changes);
  }
}

void Picture::accept(std::uint32_t place, const Report& report, TrackChanges& changes) {
  OpenTrack& open_track = tracks_[place];
  domain::Track& track = open_track.track;
  set_state(place, TrackState::live, changes);
  track.received_at = std::max(track.received_at, report.received);
  track.first_at = std::min(track.first_at, report.at);
  ++track.observations;
  const Identity& identity = identities_[open_track.identity];
  open_track.position_turn = identity.turn;
  changes.fed.push_back({report.id, track.id, identity.views});
  learn_identity(open_track, report, changes);
  if (report.time_disputed) dispute_time(open_track, report.received, changes);
  mark_changed(open_track, changes);

  if (track.position && report.at < open_track.motion.at) {
    accept_late(open_track, report, changes);
    hear(place, report, changes);
  } else {
    accept_in_order(open_track, report, changes);
    open_track.newest_transmission = report.transmission;
    track.hearers = {};
    hear(place, report, changes);
  }
  if (report.observation.claims) describe(open_track, report, changes);
  reschedule(place);
}

void Picture::accept_in_order(OpenTrack& open_track, const Report& report, TrackChanges& changes) {
  domain::Track& track = open_track.track;
  const double scale = speed_scale_of(track.kind);
  std::optional<double> step_m;
  if (!track.position) {
    open_track.motion = Motion::from(report.measurement, scale);
  } else {
    const double elapsed = static_cast<double>((report.at - open_track.motion.at).count()) / 1000.0;
    if (elapsed > 0.5 && elapsed < 3600) {
      open_track.interval_s = open_track.interval_s > 0 ? 0.8 * open_track.interval_s + 0.2 * elapsed : elapsed;
    }
    const double agility = agility_of(track.kind, open_track.motion.speed());
    // A reported speed that contradicts the way made would drag the estimate along.
    Measurement measurement = report.measurement;
    if (track.flags.has(TrackFlag::speed_implausible)) measurement.has_velocity = false;
    step_m = open_track.motion.update(measurement, agility, scale);
  }
  open_track.late = {};
  open_track.newest_received = report.received;
  open_track.estimated = false;
  if (open_track.positions < 0xFFFF'FFFF) ++open_track.positions;
  track.position = open_track.motion.position;
  track.position_sigma = Length::metres(open_track.motion.sigma_m());
  track.observed_at = report.at;
  show_movement(track, open_track, report);
  if (report.altitude) track.altitude = report.altitude;
  set_flag(open_track, TrackFlag::position_stale, false, changes);
  check_reported_speed(open_track, report, step_m, changes);
  if (at_home(identities_[open_track.identity])) changes.history.push_back(report.point(track.id));
}

// What the newest report says is shown as it says it. Where it is silent about speed, the filter may know.
void Picture::show_movement(domain::Track& track, const OpenTrack& open_track, const Report& report) {
  track.speed = report.speed;
  track.course = report.course;
  track.heading = report.heading;
  track.turn_rate = report.turn_rate;
  track.nav_status = report.observation.nav_status;
  const Motion& motion = open_track.motion;
  if (open_track.positions < 3 || motion.variance_velocity > kVelocityVarianceShown) return;
  const double speed = motion.speed();
  // To a hundredth of a metre per second and a tenth of a degree: more is not known.
  if (!report.speed) track.speed = Speed::metres_per_second(std::round(speed * 100) / 100);
  if (!report.course && speed > std::max(1.0, 2 * std::sqrt(motion.variance_velocity)) &&
      (!report.speed || *report.speed > Speed::knots(1))) {
    const double course = std::atan2(motion.velocity_east, motion.velocity_north) * (180.0 / 3.14159265358979323846);
    track.course = Course::degrees(std::round(course * 10) / 10);
  }
}

void Picture::check_reported_speed(OpenTrack& open_track, const Report& report, std::optional<double> step_m,
                                   TrackChanges& changes) {
  const auto contradicts = check_speed(open_track.speed_check, report.at, *report.observation.position, step_m,
                                       report.speed, report.measurement.sigma_m);
  if (!contradicts) return;
  // Two windows in a row set the flag, one that fits takes it away.
  std::uint8_t& in_a_row = open_track.speed_check.contradictions;
  in_a_row = *contradicts ? static_cast<std::uint8_t>(std::min(in_a_row + 1, 2)) : std::uint8_t{0};
  if (in_a_row != 1) set_flag(open_track, TrackFlag::speed_implausible, in_a_row == 2, changes);
}

// The state stays; the history learns. Unless the vessel's clock was set back: then all is late from now on, and the
// track would stand still for as long.
void Picture::accept_late(OpenTrack& open_track, const Report& report, TrackChanges& changes) {
  if (clock_was_set_back(open_track, report)) {
    dispute_time(open_track, report.received, changes);
    open_track.track.position.reset();
    open_track.speed_check = {};
    accept_in_order(open_track, report, changes);
    return;
  }
  if (open_track.motion.at - report.at > limits_.late_max) {
    dispute_time(open_track, report.received, changes);
    return;
  }
  if (open_track.positions < 0xFFFF'FFFF) ++open_track.positions;
  if (at_home(identities_[open_track.identity])) changes.history.push_back(report.point(open_track.track.id));
}

bool Picture::clock_was_set_back(OpenTrack& open_track, const Report& report) const {
  LateRun& run = open_track.late;
  const Duration by_ours = report.received - run.first_received;
  const Duration by_theirs = report.at - run.first_at;
  if (run.reports == 0 || by_ours - by_theirs > kSetBackJitter || by_theirs - by_ours > kSetBackJitter) {
    run = {report.received, report.at, 1};
    return false;
  }
  ++run.reports;
  return run.reports >= kSetBackReports && by_ours >= kSetBackRun &&
         report.received - open_track.newest_received >= kSetBackSilence;
}

void Picture::dispute_time(OpenTrack& open_track, Instant received, TrackChanges& changes) {
  open_track.disputed_until = received + limits_.flag_shown;
  set_flag(open_track, TrackFlag::time_disputed, true, changes);
}

void Picture::take_without_position(std::uint32_t identity_place, const Report& report, TrackChanges& changes) {
  const domain::Observation& observation = report.observation;
  if (identities_[identity_place].track == kNowhere) open(identity_place, report, changes);
  for (const std::uint32_t place : described_by(identities_[identity_place], report)) {
    OpenTrack& open_track = tracks_[place];
    domain::Track& track = open_track.track;
    set_state(place, TrackState::live, changes);
    track.received_at = std::max(track.received_at, report.received);
    ++track.observations;
    if (!track.position) track.observed_at = std::max(track.observed_at, report.at);
    if (report.time_disputed) dispute_time(open_track, report.received, changes);
    open_track.newest_transmission = report.transmission;
    track.hearers = {};
    hear(place, report, changes);
    mark_changed(open_track, changes);
    feed(open_track, report.id, changes);
    learn_identity(open_track, report, changes);
    if (observation.claims) {
      describe(open_track, report, changes);
    } else if (!track.position || report.at >= track.observed_at) {
      // It lost its fix, or never says where it is: heading and status still count.
      if (report.heading) track.heading = report.heading;
      if (observation.nav_status) track.nav_status = observation.nav_status;
    }
    const bool stale = !track.position || report.at - track.observed_at > age_limits(limits_, track).lost_after;
    if (stale) set_flag(open_track, TrackFlag::position_stale, true, changes);
    reschedule(place);
  }
}

// Newer claims replace older ones field by field; older ones only fill gaps.
void Picture::describe(OpenTrack& open_track, const Report& report, TrackChanges& changes) {
  domain::Track& track = open_track.track;
  const domain::StaticClaims& claims = *report.observation.claims;
  bool changed = false;
  if (!track.claims_at || report.at >= *track.claims_at) {
    changed = domain::merge(track.claims, claims);
    track.claims_at = report.at;
  } else {
    domain::StaticClaims filled = claims;
    domain::merge(filled, track.claims);
    changed = !(filled == track.claims);
    track.claims = filled;
  }
  if (!changed) return;
  track.flags.set(TrackFlag::imo_invalid, track.claims.imo && !domain::imo_number_is_valid(*track.claims.imo));
  mark_described(open_track, changes);
}

}  // namespace fairlead::fusion
