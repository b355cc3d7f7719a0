// SPDX-License-Identifier: Apache-2.0
// Telling several vessels under one identity apart, and a jump from a vessel.
//
// A position that no track of its identity can have reached is set aside. Positions that fit what was set aside gather
// in a candidate (GFW gpsdio-segment calls it a segment). When it has enough of them, three outcomes are possible:
//   the track that it does not fit went on meanwhile     -> two vessels: a second track, both `mmsi_shared`;
//   that track is silent, and the way is possible by now -> the same vessel: the track goes on there, with `jump`;
//   that track is silent, and the way is not possible    -> a new track with `jump`; the old one ages.
// A track of one or two positions that does not go on gives way to its candidate: more speaks for the new place.
#include <algorithm>
#include <limits>
#include <utility>

#include "base/assert.hpp"
#include "kinds.hpp"
#include "picture.hpp"

namespace fairlead::fusion {

using domain::TrackFlag;
using domain::TrackKind;
using domain::TrackState;

namespace {

constexpr double kDefaultNearby = 50'000;  // metres from 0, 0 within which it may be meant
constexpr double kKindMismatch = 12;       // in -2 ln likelihood: class A and class B units do not change places

bool class_differs(TrackKind a, TrackKind b) {
  const auto is_ship = [](TrackKind kind) { return kind == TrackKind::ship || kind == TrackKind::class_b; };
  return is_ship(a) && is_ship(b) && a != b;
}

bool contradicts(const domain::StaticClaims& known, const domain::StaticClaims& said) {
  const auto differ = [](std::string_view a, std::string_view b) { return !a.empty() && !b.empty() && a != b; };
  return differ(known.call_sign, said.call_sign) || differ(known.name, said.name) ||
         (known.imo && said.imo && *known.imo != *said.imo);
}

bool agrees(const domain::StaticClaims& known, const domain::StaticClaims& said) {
  const auto same = [](std::string_view a, std::string_view b) { return !a.empty() && a == b; };
  return !contradicts(known, said) &&
         (same(known.call_sign, said.call_sign) || same(known.name, said.name) || (known.imo && known.imo == said.imo));
}

}  // namespace

// The open track or candidate that explains the report best, among those that can have got there.
void Picture::take_ambiguous(std::uint32_t identity_place, const Report& report, TrackChanges& changes) {
  Identity& identity = identities_[identity_place];
  MoreOfIdentity& more = *identity.more;
  std::erase_if(more.candidates, [&](const Candidate& candidate) {
    return candidate.newest_received + limits_.candidate_forgotten_after < report.received;
  });

  const bool is_default = *report.observation.position == geo::Position();
  double best = std::numeric_limits<double>::infinity();
  std::uint32_t best_track = kNowhere;
  std::size_t best_candidate = more.candidates.size();
  for_each_of(identity, [&](std::uint32_t place) {
    const OpenTrack& open_track = tracks_[place];
    if (!open_track.track.position) {
      // It may be anyone's; whoever fits better goes first.
      if (!is_default && best_track == kNowhere) best_track = place;
      return;
    }
    if (!is_reachable(limits_, gate_for(open_track, report), open_track.motion, report.measurement)) return;
    if (is_default && distance_m(open_track.motion.position, geo::Position()) > kDefaultNearby) return;
    const double agility = agility_of(open_track.track.kind, open_track.motion.speed());
    const double cost = misfit(open_track.motion, report.measurement, agility) +
                        (class_differs(open_track.track.kind, report.kind) ? kKindMismatch : 0);
    if (cost < best) {
      best = cost;
      best_track = place;
    }
  });
  if (!is_default) {
    for (std::size_t i = 0; i < more.candidates.size(); ++i) {
      const Candidate& candidate = more.candidates[i];
      Gate gate;
      gate.kind = candidate.kind;
      gate.speed = speed_limits(limits_, more_specific(candidate.kind, report.kind), {});
      if (!is_reachable(limits_, gate, candidate.motion, report.measurement)) continue;
      const double agility = agility_of(candidate.kind, candidate.motion.speed());
      const double cost = misfit(candidate.motion, report.measurement, agility) +
                          (class_differs(candidate.kind, report.kind) ? kKindMismatch : 0);
      if (cost < best) {
        best = cost;
        best_track = kNowhere;
        best_candidate = i;
      }
    }
  }

  if (best_track == kNowhere) {
    set_aside(identity_place, report,
              best_candidate < more.candidates.size() ? &more.candidates[best_candidate] : nullptr, changes);
    return;
  }
  const std::uint32_t before = newest_positioned(identity);
  accept(best_track, report, changes);
  if (before != kNowhere && before != best_track && tracks_[before].track.state == TrackState::live) {
    // To another track and back: two vessels are at work.
    if (more.switches < 2 && ++more.switches == 2) more.shared = true;
    refresh_shared(identity, changes);
  }
  // Back to the short way.
  if (more.tracks.empty() && more.candidates.empty()) identity.more.reset();
}

void Picture::set_aside(std::uint32_t identity_place, const Report& report, Candidate* fitting, TrackChanges& changes) {
  Identity& identity = identities_[identity_place];
  if (at_home(identity)) ++changes.set_aside;
  const std::uint32_t known = newest_positioned(identity);
  flag_jump(tracks_[known != kNowhere ? known : identity.track], report.received, changes);
  if (*report.observation.position == geo::Position()) return;

  MoreOfIdentity& more = identity.with_more();
  if (fitting == nullptr) {
    if (more.candidates.size() >= kCandidatesMax) {
      const auto oldest = std::min_element(more.candidates.begin(), more.candidates.end(),
                                           [](const auto& a, const auto& b) { return a.newest_turn < b.newest_turn; });
      more.candidates.erase(oldest);
    }
    Candidate& opened = more.candidates.emplace_back();
    opened.kind = report.kind;
    opened.first_turn = identity.turn;
    opened.first_at = report.at;
    opened.motion = Motion::from(report.measurement, speed_scale_of(report.kind));
    fitting = &opened;
  } else if (report.at >= fitting->motion.at) {
    fitting->motion.update(report.measurement, agility_of(fitting->kind, fitting->motion.speed()),
                           speed_scale_of(fitting->kind));
  }
  fitting->kind = more_specific(fitting->kind, report.kind);
  fitting->newest_turn = identity.turn;
  fitting->newest_received = std::max(fitting->newest_received, report.received);
  ++fitting->reports;
  if (fitting->points.size() >= kPointsMax) {
    fitting->points.erase(fitting->points.begin());
    fitting->observations.erase(fitting->observations.begin());
  }
  fitting->points.push_back(report.point({}));
  fitting->observations.push_back(report.id);
  if (fitting->reports >= limits_.candidate_reports) {
    judge(identity_place, static_cast<std::size_t>(fitting - more.candidates.data()), report, changes);
  }
}

void Picture::judge(std::uint32_t identity_place, std::size_t index, const Report& report, TrackChanges& changes) {
  Identity& identity = identities_[identity_place];
  const Candidate& candidate = identity.more->candidates[index];
  const std::uint32_t known = newest_positioned(identity);
  if (known == kNowhere) {
    continue_track(identity_place, index, identity.track, report, changes);
    return;
  }
  const OpenTrack& other = tracks_[known];
  // In the order of arrival, because the clocks of two stations may differ; but a late report is no sign of life.
  const bool went_on =
      other.position_turn > candidate.first_turn && other.motion.at + limits_.clock_slack > candidate.first_at;
  const bool established = other.positions >= limits_.candidate_reports;
  if (went_on) {
    if (!established) return;
    become_track(identity_place, index, kNowhere, report, changes);
    return;
  }
  if (!established) {
    continue_track(identity_place, index, known, report, changes);
    return;
  }
  const auto rhythm = Duration(static_cast<std::int64_t>(3000 * std::min(other.interval_s, 1200.0)));
  const Duration patience = is_target(identity.key) ? Duration(0) : std::max(limits_.jump_patience, rhythm);
  if (report.at - other.motion.at < patience) return;
  Gate gate = gate_for(other, report);
  gate.speed_before.reset();
  if (!is_target(identity.key) && is_reachable(limits_, gate, other.motion, report.measurement)) {
    continue_track(identity_place, index, known, report, changes);
  } else {
    become_track(identity_place, index, known, report, changes);
  }
}

// A second track under the identity. It inherits the claims where the same vessel is likely to have jumped there.
void Picture::become_track(std::uint32_t identity_place, std::size_t index, std::uint32_t inherits_from,
                           const Report& report, TrackChanges& changes) {
  Identity& identity = identities_[identity_place];
  if (identity.more->tracks.size() + 1 >= limits_.tracks_per_identity_max) {
    std::uint32_t quietest_lost = kNowhere;
    for_each_of(identity, [&](std::uint32_t place) {
      const domain::Track& track = tracks_[place].track;
      if (track.state != TrackState::lost || place == inherits_from) return;
      if (quietest_lost == kNowhere || track.received_at < tracks_[quietest_lost].track.received_at) {
        quietest_lost = place;
      }
    });
    if (quietest_lost == kNowhere) return;
    close(quietest_lost, changes, identity_place);
  }
  Candidate candidate = std::move(identity.more->candidates[index]);
  identity.more->candidates.erase(identity.more->candidates.begin() + static_cast<std::ptrdiff_t>(index));
  domain::StaticClaims claims;
  std::optional<Instant> claims_at;
  if (inherits_from != kNowhere) {
    claims = tracks_[inherits_from].track.claims;
    claims_at = tracks_[inherits_from].track.claims_at;
  } else {
    identity.more->shared = true;
  }
  const std::uint32_t place = open(identity_place, report, changes);
  OpenTrack& opened = tracks_[place];
  opened.track.kind = candidate.kind;
  opened.track.claims = claims;
  opened.track.claims_at = claims_at;
  if (opened.track.mmsi) {
    opened.track.flags.set(TrackFlag::mmsi_malformed, mmsi_is_malformed(candidate.kind, *opened.track.mmsi));
  }
  opened.track.flags.set(TrackFlag::imo_invalid, claims.imo && !domain::imo_number_is_valid(*claims.imo));
  take_over(opened, std::move(candidate), report, changes);
  if (inherits_from != kNowhere) flag_jump(opened, report.received, changes);
  refresh_shared(identity, changes);
  reschedule(place);
}

// The track goes on where the candidate is.
void Picture::continue_track(std::uint32_t identity_place, std::size_t index, std::uint32_t place, const Report& report,
                             TrackChanges& changes) {
  Identity& identity = identities_[identity_place];
  Candidate candidate = std::move(identity.more->candidates[index]);
  identity.more->candidates.erase(identity.more->candidates.begin() + static_cast<std::ptrdiff_t>(index));
  set_state(place, TrackState::live, changes);
  OpenTrack& open_track = tracks_[place];
  take_over(open_track, std::move(candidate), report, changes);
  flag_jump(open_track, report.received, changes);
  reschedule(place);
}

void Picture::take_over(OpenTrack& open_track, Candidate&& candidate, const Report& report, TrackChanges& changes) {
  domain::Track& track = open_track.track;
  const bool home = at_home(identities_[open_track.identity]);
  track.received_at = std::max(track.received_at, report.received);
  track.observations += candidate.reports;
  for (HistoryPoint& point : candidate.points) {
    point.track = track.id;
    track.first_at = std::min(track.first_at, point.at);
    if (home) changes.history.push_back(point);
  }
  for (const domain::ObservationId observation : candidate.observations) {
    if (observation != domain::ObservationId()) feed(open_track, observation, changes);
  }
  open_track.motion = candidate.motion;
  open_track.positions += candidate.reports;
  open_track.position_turn = candidate.newest_turn;
  open_track.newest_received = report.received;
  open_track.speed_check = {};
  open_track.late = {};
  if (!track.mmsi) track.mmsi = report.observation.mmsi;
  track.kind = more_specific(track.kind, candidate.kind);
  if (track.mmsi) track.flags.set(TrackFlag::mmsi_malformed, mmsi_is_malformed(track.kind, *track.mmsi));
  track.position = candidate.motion.position;
  track.position_sigma = Length::metres(candidate.motion.sigma_m());
  track.observed_at = candidate.motion.at;
  show_movement(track, open_track, report);
  if (report.altitude) track.altitude = report.altitude;
  track.flags.set(TrackFlag::position_stale, false);
  if (report.time_disputed) dispute_time(open_track, report.received, changes);
  open_track.newest_transmission = report.transmission;
  track.hearers = {};
  mark_described(open_track, changes);
  const auto found = places_.find(track.id.number());
  FL_ASSERT(found != places_.end());
  hear(found->second, report, changes);
  if (report.observation.claims) describe(open_track, report, changes);
}

void Picture::flag_jump(OpenTrack& open_track, Instant received, TrackChanges& changes) {
  open_track.jump_until = received + limits_.flag_shown;
  set_flag(open_track, TrackFlag::jump, true, changes);
  const auto found = places_.find(open_track.track.id.number());
  FL_ASSERT(found != places_.end());
  reschedule(found->second);
}

// `mmsi_shared` stands on the live tracks of an identity under which several vessels were at work at the same time, for
// as long as at least two of them are live.
void Picture::refresh_shared(const Identity& identity, TrackChanges& changes) {
  if (!identity.more) return;
  std::size_t live = 0;
  for_each_of(identity, [&](std::uint32_t place) {
    if (tracks_[place].track.state == TrackState::live) ++live;
  });
  const bool shared = identity.more->shared && live >= 2;
  for_each_of(identity, [&](std::uint32_t place) {
    OpenTrack& open_track = tracks_[place];
    set_flag(open_track, TrackFlag::mmsi_shared, shared && open_track.track.state == TrackState::live, changes);
  });
}

// The track that took a position last.
std::uint32_t Picture::newest_positioned(const Identity& identity) {
  std::uint32_t newest = kNowhere;
  for_each_of(identity, [&](std::uint32_t place) {
    if (!tracks_[place].track.position) return;
    if (newest == kNowhere || tracks_[place].position_turn > tracks_[newest].position_turn) newest = place;
  });
  return newest;
}

// Which tracks a report without a position belongs to: the one that agrees with what it says, else all that do not
// contradict it, else the one heard last. Live tracks go before lost ones.
std::vector<std::uint32_t> Picture::described_by(const Identity& identity, const Report& report) {
  std::vector<std::uint32_t> places;
  if (!identity.more || identity.more->tracks.empty()) {
    places.push_back(identity.track);
    return places;
  }
  for_each_of(identity, [&](std::uint32_t place) {
    if (tracks_[place].track.state == TrackState::live) places.push_back(place);
  });
  if (places.empty()) for_each_of(identity, [&](std::uint32_t place) { places.push_back(place); });
  if (!report.observation.claims) {
    const std::uint32_t newest = newest_positioned(identity);
    return {newest != kNowhere ? newest : identity.track};
  }
  const domain::StaticClaims& said = *report.observation.claims;
  for (const std::uint32_t place : places) {
    if (agrees(tracks_[place].track.claims, said)) return {place};
  }
  std::vector<std::uint32_t> open_to_it;
  for (const std::uint32_t place : places) {
    if (!contradicts(tracks_[place].track.claims, said)) open_to_it.push_back(place);
  }
  if (!open_to_it.empty()) return open_to_it;
  return {*std::max_element(places.begin(), places.end(), [this](std::uint32_t a, std::uint32_t b) {
    return tracks_[a].track.received_at < tracks_[b].track.received_at;
  })};
}

}  // namespace fairlead::fusion
