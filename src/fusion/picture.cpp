// SPDX-License-Identifier: Apache-2.0
// Opening, closing and ageing tracks, and the lists of what changed.
#include "picture.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "kinds.hpp"

namespace fairlead::fusion {

using domain::TrackFlag;
using domain::TrackState;

Picture::Picture(const TrackerLimits& limits) : limits_(limits) {
  limits_.tracks_max = std::clamp<std::size_t>(limits_.tracks_max, 1, kNowhere - 1);
  limits_.tracks_per_identity_max = std::max<std::size_t>(limits_.tracks_per_identity_max, 1);
  limits_.candidate_reports = std::clamp<std::size_t>(limits_.candidate_reports, 2, kPointsMax);
}

const domain::Track* Picture::find(domain::TrackId id) const {
  const auto found = places_.find(id.number());
  return found == places_.end() ? nullptr : &tracks_[found->second].track;
}

// An id is looked for where it was put last, so that no list is searched and nothing need be told of a clear().
void Picture::mark_changed(OpenTrack& open_track, TrackChanges& changes) {
  const domain::TrackId id = open_track.track.id;
  if (open_track.changed_at < changes.changed.size() && changes.changed[open_track.changed_at] == id) return;
  open_track.changed_at = static_cast<std::uint32_t>(changes.changed.size());
  changes.changed.push_back(id);
}

void Picture::mark_described(OpenTrack& open_track, TrackChanges& changes) {
  mark_changed(open_track, changes);
  const domain::TrackId id = open_track.track.id;
  if (open_track.described_at < changes.described.size() && changes.described[open_track.described_at] == id) return;
  open_track.described_at = static_cast<std::uint32_t>(changes.described.size());
  changes.described.push_back(id);
}

void Picture::set_flag(OpenTrack& open_track, TrackFlag flag, bool on, TrackChanges& changes) {
  if (open_track.track.flags.has(flag) == on) return;
  open_track.track.flags.set(flag, on);
  mark_described(open_track, changes);
}

std::uint32_t Picture::open(std::uint32_t identity_place, const Report& report, TrackChanges& changes) {
  const std::uint32_t place = tracks_.add(OpenTrack{});
  OpenTrack& opened = tracks_[place];
  domain::Track& track = opened.track;
  track.id = domain::TrackId(next_id_++);
  track.kind = report.kind;
  track.mmsi = report.observation.mmsi;
  track.observed_at = track.first_at = report.at;
  track.received_at = report.received;
  if (track.mmsi) track.flags.set(TrackFlag::mmsi_malformed, mmsi_is_malformed(track.kind, *track.mmsi));
  opened.identity = identity_place;
  opened.opened = track.id.number();
  opened_now_.push_back(opened.opened);

  Identity& identity = identities_[identity_place];
  if (identity.track == kNowhere) {
    identity.track = place;
  } else {
    identity.with_more().tracks.push_back(place);
  }
  places_.emplace(track.id.number(), place);
  ids_.push_back(track.id.number());
  count_in(identity.views);
  schedule(place);
  mark_described(opened, changes);
  return place;
}

void Picture::close(std::uint32_t place, TrackChanges& changes, std::uint32_t identity_kept) {
  OpenTrack& closing = tracks_[place];
  const std::uint32_t identity_place = closing.identity;
  Identity& identity = identities_[identity_place];
  leave(closing, identity.views, changes);
  if (identity.track == place) {
    identity.track = kNowhere;
    if (identity.more && !identity.more->tracks.empty()) {
      identity.track = identity.more->tracks.front();
      identity.more->tracks.erase(identity.more->tracks.begin());
    }
  } else {
    std::erase(identity.more->tracks, place);
  }
  if (identity.more && identity.more->tracks.empty()) {
    // One vessel is left, or none: what was seen of several is over.
    identity.more->shared = false;
    identity.more->switches = 0;
  }
  drop(place);
  if (identity.track != kNowhere) {
    refresh_shared(identity, changes);
  } else if (identity_place != identity_kept) {
    unlink(identity_place);
    identities_.remove(identity_place);
  }
}

// These views hold the track no more.
void Picture::leave(const OpenTrack& closing, ViewMask views, TrackChanges& changes) {
  const domain::TrackId id = closing.track.id;
  changes.closed_for.push_back({id, views});
  count_out(views);
  if ((views & kHomeView) == 0) return;
  changes.closed.push_back(id);
  if (closing.track.state == TrackState::lost) lost_.erase({closing.track.received_at, id.number()});
}

void Picture::drop(std::uint32_t place) {
  places_.erase(tracks_[place].track.id.number());
  tracks_.remove(place);
  forget_ids();
}

void Picture::forget_ids() {
  if (ids_.size() < 2 * places_.size() + 64) return;
  std::erase_if(ids_, [this](std::uint64_t id) { return !places_.contains(id); });
}

// Home's quietest lost track; where there is none, its quietest live one but for `id_kept`. Live tracks are sorted out
// for many closings at once: those on the list only become louder, which the entry then shows, and all others were
// louder from the start.
std::optional<std::uint32_t> Picture::quietest(std::uint64_t id_kept) {
  if (!lost_.empty()) return places_.at(lost_.begin()->id);
  for (int round = 0; round < 2; ++round) {
    while (!quiet_live_.empty()) {
      const Quiet candidate = quiet_live_.back();
      const auto found = places_.find(candidate.id);
      const bool held = found != places_.end() && at_home(identities_[tracks_[found->second].identity]);
      const Quiet now{held ? tracks_[found->second].track.received_at : kNever, candidate.id};
      if (now == candidate) return found->second;
      quiet_live_.pop_back();
      // Heard since, but by a clock that is behind: still quieter than some.
      if (held && !quiet_live_.empty() && now < quiet_live_.front()) {
        quiet_live_.insert(std::upper_bound(quiet_live_.begin(), quiet_live_.end(), now, std::greater<>()), now);
      }
    }
    for (const auto& [id, place] : places_) {
      if (id == id_kept || !at_home(identities_[tracks_[place].identity])) continue;
      quiet_live_.push_back({tracks_[place].track.received_at, id});
    }
    if (quiet_live_.empty()) break;
    const std::size_t kept = std::min(quiet_live_.size(), 64 + quiet_live_.size() / 64);
    const auto end = quiet_live_.begin() + static_cast<std::ptrdiff_t>(kept);
    std::nth_element(quiet_live_.begin(), end - 1, quiet_live_.end());
    quiet_live_.erase(end, quiet_live_.end());
    std::sort(quiet_live_.begin(), quiet_live_.end(), [](const Quiet& a, const Quiet& b) { return b < a; });
  }
  return std::nullopt;
}

Instant Picture::next_due(const OpenTrack& open_track) const {
  const AgeLimits age = age_limits(limits_, open_track.track);
  const bool live = open_track.track.state == TrackState::live;
  const Instant aged = open_track.track.received_at + (live ? age.lost_after : age.dropped_after);
  return std::min(
      {aged, open_track.track.received_at + age.dropped_after, open_track.jump_until, open_track.disputed_until});
}

void Picture::schedule(std::uint32_t place) {
  OpenTrack& open_track = tracks_[place];
  open_track.scheduled = next_due(open_track);
  schedule_.push({open_track.scheduled, open_track.opened, open_track.track.id.number()});
}

// After any change: what is due later needs no new entry, the old one will find out.
void Picture::reschedule(std::uint32_t place) {
  if (next_due(tracks_[place]) < tracks_[place].scheduled) schedule(place);
}

void Picture::advance(Instant now, TrackChanges& changes) {
  if (now <= now_) return;
  now_ = std::min(now, kLastInstant);
  while (!schedule_.empty() && schedule_.top().at <= now_) {
    const Due due = schedule_.top();
    schedule_.pop();
    const auto found = places_.find(due.id);
    if (found == places_.end() || tracks_[found->second].scheduled != due.at) continue;
    // Entries only tell when to look; the track tells what is due.
    if (next_due(tracks_[found->second]) > due.at) {
      schedule(found->second);
    } else {
      apply_due(found->second, due.at, changes);
    }
  }
}

void Picture::apply_due(std::uint32_t place, Instant due, TrackChanges& changes) {
  OpenTrack& open_track = tracks_[place];
  const AgeLimits age = age_limits(limits_, open_track.track);
  if (open_track.track.received_at + age.dropped_after <= due) {
    close(place, changes);
    return;
  }
  if (open_track.track.state == TrackState::live && open_track.track.received_at + age.lost_after <= due) {
    set_state(place, TrackState::lost, changes);
  }
  if (open_track.jump_until <= due) {
    open_track.jump_until = kNever;
    set_flag(open_track, TrackFlag::jump, false, changes);
  }
  if (open_track.disputed_until <= due) {
    open_track.disputed_until = kNever;
    set_flag(open_track, TrackFlag::time_disputed, false, changes);
  }
  schedule(place);
}

void Picture::set_state(std::uint32_t place, TrackState state, TrackChanges& changes) {
  OpenTrack& open_track = tracks_[place];
  if (open_track.track.state == state) return;
  if (at_home(identities_[open_track.identity])) {
    const Quiet entry{open_track.track.received_at, open_track.track.id.number()};
    if (state == TrackState::lost) {
      lost_.insert(entry);
    } else {
      lost_.erase(entry);
      // A live track that is quieter than the list knows of.
      if (!quiet_live_.empty() && entry < quiet_live_.front()) quiet_live_.clear();
    }
  }
  open_track.track.state = state;
  mark_described(open_track, changes);
  refresh_shared(identities_[open_track.identity], changes);
}

}  // namespace fairlead::fusion
