// SPDX-License-Identifier: Apache-2.0
// The picture as canonical bytes: identities in the order of their keys and lowest views, each with its tracks and
// candidates in order. Version 1 knew home only,
// version 2 no contacts.
#include <algorithm>
#include <cmath>

#include "kinds.hpp"
#include "picture.hpp"
#include "wire/canonical.hpp"

namespace fairlead::fusion {
namespace {

constexpr std::uint64_t kVersion = 3;
constexpr std::uint64_t kOldestVersion = 1;

double read_finite(wire::ByteReader& in) {
  const double value = in.real();
  if (!std::isfinite(value)) in.fail();
  return in.ok() ? value : 0.0;
}

template <class Tag>
std::optional<Direction<Tag>> read_direction(wire::ByteReader& in) {
  return in.optional([&] {
    const double degrees = in.real();
    if (!(degrees >= 0 && degrees < 360)) in.fail();
    return in.ok() ? Direction<Tag>::degrees(degrees) : Direction<Tag>();
  });
}

void write(wire::ByteWriter& out, const HistoryPoint& point) {
  out.instant(point.at);
  out.position(point.position);
  out.optional(point.speed, [&](Speed speed) { out.real(speed.in_metres_per_second()); });
  out.optional(point.course, [&](Course course) { out.real(course.in_degrees()); });
  out.optional(point.heading, [&](Heading heading) { out.real(heading.in_degrees()); });
}

HistoryPoint read_point(wire::ByteReader& in) {
  HistoryPoint point;
  point.at = read_instant(in);
  point.position = in.position();
  point.speed = in.optional([&] { return Speed::metres_per_second(read_finite(in)); });
  point.course = read_direction<CourseTag>(in);
  point.heading = read_direction<HeadingTag>(in);
  return point;
}

void write(wire::ByteWriter& out, const Candidate& candidate) {
  write(out, candidate.motion);
  out.u8(static_cast<std::uint8_t>(candidate.kind));
  out.varint(candidate.first_turn);
  out.varint(candidate.newest_turn);
  out.instant(candidate.first_at);
  out.instant(candidate.newest_received);
  out.varint(candidate.reports);
  out.varint(candidate.points.size());
  for (std::size_t i = 0; i < candidate.points.size(); ++i) {
    write(out, candidate.points[i]);
    out.varint(candidate.observations[i].number());
  }
}

domain::TrackKind read_kind(wire::ByteReader& in) {
  const std::uint8_t kind = in.u8();
  if (kind > static_cast<std::uint8_t>(domain::TrackKind::contact)) in.fail();
  return in.ok() ? static_cast<domain::TrackKind>(kind) : domain::TrackKind::contact;
}

Candidate read_candidate(wire::ByteReader& in, std::uint64_t version) {
  Candidate candidate;
  candidate.motion = read_motion(in);
  candidate.kind = read_kind(in);
  candidate.first_turn = in.varint();
  candidate.newest_turn = in.varint();
  candidate.first_at = read_instant(in);
  candidate.newest_received = read_instant(in);
  candidate.reports = in.number<std::uint32_t>();
  const std::size_t points = in.count(4);
  if (points > kPointsMax) in.fail();
  for (std::size_t i = 0; i < points && in.ok(); ++i) {
    candidate.points.push_back(read_point(in));
    candidate.observations.push_back(version < 2 ? domain::ObservationId() : domain::ObservationId(in.varint()));
  }
  return candidate;
}

// A moment that may be `never`, which is written as absence.
void write_until(wire::ByteWriter& out, Instant until) {
  out.boolean(until != kNever);
  if (until != kNever) out.instant(until);
}

Instant read_until(wire::ByteReader& in) { return in.boolean() ? read_instant(in) : kNever; }

void write(wire::ByteWriter& out, const SpeedCheck& check) {
  out.u8(check.contradictions);
  out.boolean(check.running);
  if (!check.running) return;
  out.instant(check.since);
  out.instant(check.newest);
  out.position(check.start);
  for (const double value : {check.way_m, check.reported_m, check.step_max_s, check.speed}) out.real(value);
}

SpeedCheck read_speed_check(wire::ByteReader& in) {
  SpeedCheck check;
  check.contradictions = in.u8();
  if (check.contradictions > 2) in.fail();
  check.running = in.boolean();
  if (!check.running) return check;
  check.since = read_instant(in);
  check.newest = read_instant(in);
  check.start = in.position();
  for (double* value : {&check.way_m, &check.reported_m, &check.step_max_s, &check.speed}) *value = read_finite(in);
  return check;
}

}  // namespace

void Picture::save(wire::ByteWriter& out) const {
  out.varint(kVersion);
  out.varint(next_id_);
  out.instant(now_);
  out.varint(own_ships_.size());
  for (const auto& [source, own_ships] : own_ships_) {
    out.varint(source.number());
    out.varint(own_ships.size());
    for (const OwnShip& own_ship : own_ships) {
      out.varint(own_ship.views);
      out.varint(own_ship.key);
    }
  }
  std::vector<std::pair<IdentityKey, std::uint32_t>> in_order(identity_places_.begin(), identity_places_.end());
  std::sort(in_order.begin(), in_order.end());
  std::size_t parts = 0;
  for (const auto& [key, first] : in_order) {
    for (std::uint32_t part = first; part != kNowhere; part = identities_[part].next) ++parts;
  }
  out.varint(parts);
  for (const auto& [key, first] : in_order) {
    for (std::uint32_t part = first; part != kNowhere; part = identities_[part].next) {
      save_identity(out, identities_[part]);
    }
  }
}

void Picture::save_identity(wire::ByteWriter& out, const Identity& identity) const {
  out.varint(identity.key);
  out.varint(identity.views);
  out.varint(identity.turn);
  const std::uint32_t size = static_cast<std::uint32_t>(identity.heard_last.size());
  const std::uint32_t known = std::min(identity.heard, size);
  out.varint(known);
  for (std::uint32_t i = 0; i < known; ++i) {
    const Transmission& heard = identity.heard_last[(identity.heard - known + i) % size];
    out.varint(heard.bits);
    out.varint(heard.received_ms);
    out.zigzag(heard.at_ms);
  }
  const MoreOfIdentity none;
  const MoreOfIdentity& more = identity.more ? *identity.more : none;
  out.varint(more.switches);
  out.boolean(more.shared);
  out.varint(more.candidates.size());
  for (const Candidate& candidate : more.candidates) write(out, candidate);
  out.varint(1 + more.tracks.size());
  save_track(out, tracks_[identity.track]);
  for (const std::uint32_t place : more.tracks) save_track(out, tracks_[place]);
}

void Picture::save_track(wire::ByteWriter& out, const OpenTrack& open_track) const {
  wire::write(out, open_track.track);
  out.varint(open_track.track.id.number() - open_track.opened);
  if (open_track.track.position) write(out, open_track.motion);
  out.varint(open_track.newest_transmission);
  out.varint(open_track.position_turn);
  out.instant(open_track.newest_received);
  write_until(out, open_track.jump_until);
  write_until(out, open_track.disputed_until);
  write(out, open_track.speed_check);
  out.varint(open_track.late.reports);
  out.instant(open_track.late.first_received);
  out.instant(open_track.late.first_at);
  out.real(open_track.interval_s);
  out.varint(open_track.positions);
  out.boolean(open_track.estimated);
}

Result<std::uint64_t> Picture::load(wire::ByteReader& in) {
  const std::uint64_t version = in.varint();
  if (!in.ok()) return fail(ErrorCode::corrupt, "the picture's snapshot is cut short");
  if (version > kVersion) {
    return fail(ErrorCode::newer_version, "the picture's snapshot was written by a newer version; update to read it");
  }
  if (version < kOldestVersion) return fail(ErrorCode::corrupt, "the picture's snapshot has no known version");
  next_id_ = in.varint();
  now_ = read_instant(in);
  bool sound = load_own_ships(in, version);
  const std::size_t identities = in.count(8);
  for (std::size_t i = 0; i < identities && in.ok() && sound; ++i) sound = load_identity(in, version);
  if (!in.ok() || !sound) return fail(ErrorCode::corrupt, "the picture's snapshot is damaged");
  std::sort(ids_.begin(), ids_.end());
  pressed_ = 0;  // under smaller limits, each view makes room when it opens a track next
  return version;
}

bool Picture::load_own_ships(wire::ByteReader& in, std::uint64_t version) {
  const std::size_t sources = in.count(2);
  for (std::size_t i = 0; i < sources && in.ok(); ++i) {
    const domain::SourceId source(in.number<std::uint32_t>());
    const std::size_t numbers = version < 2 ? 1 : in.count(2);
    ViewMask known = 0;
    for (std::size_t k = 0; k < numbers && in.ok(); ++k) {
      const ViewMask views = version < 2 ? kHomeView : in.varint();
      if (views == 0 || (views & known) != 0) return false;
      known |= views;
      own_ships_[source].push_back({views, in.varint()});
    }
  }
  return in.ok();
}

bool Picture::load_identity(wire::ByteReader& in, std::uint64_t version) {
  Identity identity;
  identity.key = in.varint();
  identity.views = version < 2 ? kHomeView : in.varint();
  identity.turn = in.varint();
  const std::size_t heard = in.count(3);
  if (heard > identity.heard_last.size()) return false;
  for (std::size_t i = 0; i < heard; ++i) {
    Transmission& transmission = identity.heard_last[i];
    transmission.bits = in.number<std::uint32_t>();
    transmission.received_ms = in.number<std::uint32_t>();
    transmission.at_ms = read_instant(in).unix_ms();
  }
  identity.heard = static_cast<std::uint32_t>(heard);
  const std::uint32_t switches = in.number<std::uint32_t>();
  const bool shared = in.boolean();
  const std::size_t candidates = in.count(8);
  if (candidates > kCandidatesMax) return false;
  if (switches != 0 || shared || candidates != 0) {
    MoreOfIdentity& more = identity.with_more();
    more.switches = switches;
    more.shared = shared;
    for (std::size_t i = 0; i < candidates && in.ok(); ++i) more.candidates.push_back(read_candidate(in, version));
  }
  const std::size_t tracks = in.count(8);
  if (!in.ok() || tracks == 0) return false;
  ViewMask taken = 0;
  for (std::uint32_t part = first_part(identity.key); part != kNowhere; part = identities_[part].next) {
    taken |= identities_[part].views;
  }
  if (identity.views == 0 || (identity.views & taken) != 0) return false;
  const std::uint32_t place = identities_.add(std::move(identity));
  link(place);
  for (std::size_t i = 0; i < tracks && in.ok(); ++i) {
    if (!load_track(in, place, version)) return false;
  }
  return in.ok();
}

bool Picture::load_track(wire::ByteReader& in, std::uint32_t identity_place, std::uint64_t version) {
  OpenTrack loaded;
  loaded.track = wire::read_track(in);
  const std::uint64_t behind = version < 2 ? 0 : in.varint();
  if (loaded.track.position) loaded.motion = read_motion(in);
  loaded.newest_transmission = in.varint();
  loaded.position_turn = in.varint();
  loaded.newest_received = read_instant(in);
  loaded.jump_until = read_until(in);
  loaded.disputed_until = read_until(in);
  loaded.speed_check = read_speed_check(in);
  loaded.late.reports = in.number<std::uint32_t>();
  loaded.late.first_received = read_instant(in);
  loaded.late.first_at = read_instant(in);
  loaded.interval_s = read_finite(in);
  loaded.positions = in.number<std::uint32_t>();
  loaded.estimated = version >= 3 && in.boolean();
  const domain::Track& track = loaded.track;
  const std::uint64_t id = track.id.number();
  const auto in_range = [](Instant instant) { return instant >= kFirstInstant && instant <= kLastInstant; };
  if (!in.ok() || id == 0 || id >= next_id_ || behind >= id) return false;
  loaded.opened = id - behind;
  if (!in_range(track.observed_at) || !in_range(track.received_at) || !in_range(track.first_at)) return false;
  if (!(loaded.interval_s >= 0 && loaded.interval_s <= 3600)) return false;

  loaded.identity = identity_place;
  const Instant received = track.received_at;
  const bool lost = track.state == domain::TrackState::lost;
  const std::uint32_t place = tracks_.add(std::move(loaded));
  Identity& identity = identities_[identity_place];
  const bool home = at_home(identity);
  if (home && behind != 0) return false;
  if (identity.track == kNowhere) {
    identity.track = place;
  } else {
    const std::uint32_t before = identity.with_more().tracks.empty() ? identity.track : identity.more->tracks.back();
    if (tracks_[before].opened >= tracks_[place].opened) return false;
    identity.more->tracks.push_back(place);
  }
  if (!places_.emplace(id, place).second) return false;
  ids_.push_back(id);
  count_in(identity.views);
  if (lost && home) lost_.insert({received, id});
  schedule(place);
  return true;
}

}  // namespace fairlead::fusion
