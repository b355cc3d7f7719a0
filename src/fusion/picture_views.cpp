// SPDX-License-Identifier: Apache-2.0
// Keeping views apart: the parts of an identity, and what a view loses without the others noticing.
//
// Views that were shown the same of an identity share one part of it, with its tracks, candidates and transmissions.
// An observation that some of them see and others do not, or in another form, splits the part first, by copying: after
// that each copy is on its own. Copies are not joined again when they happen to become equal; they go when their last
// track goes. So the cost follows the differences between views, not their number.
#include <algorithm>
#include <bit>
#include <memory>
#include <tuple>
#include <utility>

#include "base/assert.hpp"
#include "leaks.hpp"
#include "picture.hpp"

namespace fairlead::fusion {

using domain::TrackState;

namespace {

constexpr ViewMask lowest(ViewMask views) { return views & (~views + 1); }
constexpr std::size_t index_of(ViewMask view) { return static_cast<std::size_t>(std::countr_zero(view)); }
constexpr std::size_t kNoForm = ~std::size_t{0};

// Calls visit(one view) for each view.
template <class Visit>
void for_each_view(ViewMask views, Visit visit) {
  for (; views != 0; views &= views - 1) visit(lowest(views));
}

}  // namespace

ViewMask Picture::views_of(domain::TrackId id) const {
  const auto found = places_.find(id.number());
  return found == places_.end() ? 0 : identities_[tracks_[found->second].identity].views;
}

std::uint64_t Picture::opened(domain::TrackId id) const {
  const auto found = places_.find(id.number());
  return found == places_.end() ? 0 : tracks_[found->second].opened;
}

std::optional<domain::TrackId> Picture::home_of(domain::TrackId id) const {
  const auto found = places_.find(id.number());
  if (found == places_.end()) return std::nullopt;
  const OpenTrack& own = tracks_[found->second];
  const Identity& identity = identities_[own.identity];
  if (at_home(identity)) return id;
  std::optional<domain::TrackId> same, first;
  std::size_t there = 0;
  const auto count = [&](std::uint32_t place) {
    const OpenTrack& other = tracks_[place];
    if (other.opened == own.opened) same = other.track.id;
    first = other.track.id;
    ++there;
  };
  for (std::uint32_t part = first_part(identity.key); part != kNowhere; part = identities_[part].next) {
    const Identity& other = identities_[part];
    if (!at_home(other)) continue;
    count(other.track);
    if (other.more) std::ranges::for_each(other.more->tracks, count);
  }
  if (same) return same;
  const bool alone = !identity.more || identity.more->tracks.empty();
  return there == 1 && alone ? first : std::nullopt;
}

std::size_t Picture::size(ViewMask view) const { return view == 0 ? 0 : counts_[index_of(view)]; }

void Picture::visit_all(ViewMask views, void (*visit)(void*, const domain::Track&, ViewMask), void* context) const {
  const bool only_home = views == kHomeView;
  std::vector<std::tuple<std::uint64_t, std::uint64_t, std::uint32_t>> in_order;
  for (const std::uint64_t id : ids_) {
    const auto found = places_.find(id);
    if (found == places_.end()) continue;
    const OpenTrack& open_track = tracks_[found->second];
    const ViewMask seen_by = identities_[open_track.identity].views;
    if ((seen_by & views) == 0) continue;
    if (only_home) {
      visit(context, open_track.track, seen_by);
    } else {
      in_order.emplace_back(open_track.opened, id, found->second);
    }
  }
  std::sort(in_order.begin(), in_order.end());
  for (const auto& [opened, id, place] : in_order) {
    visit(context, tracks_[place].track, identities_[tracks_[place].identity].views);
  }
}

void Picture::link(std::uint32_t part) {
  Identity& identity = identities_[part];
  const auto [first, alone] = identity_places_.emplace(identity.key, part);
  if (alone) return;
  std::uint32_t* at = &first->second;
  while (*at != kNowhere && lowest(identities_[*at].views) < lowest(identity.views)) at = &identities_[*at].next;
  identity.next = *at;
  *at = part;
}

void Picture::unlink(std::uint32_t part) {
  Identity& identity = identities_[part];
  const auto first = identity_places_.find(identity.key);
  FL_ASSERT(first != identity_places_.end());
  if (first->second == part && identity.next == kNowhere) {
    identity_places_.erase(first);
    return;
  }
  std::uint32_t* at = &first->second;
  while (*at != part) at = &identities_[*at].next;
  *at = identity.next;
  identity.next = kNowhere;
}

// Observations that divide the views of an identity, or reach some that know nothing of it yet.
void Picture::absorb_apart(IdentityKey key, ViewMask views, const domain::Observation& received,
                           std::span<const Share> shares, TrackChanges& changes) {
  forms_.clear();
  reports_.clear();
  for (const Share& share : shares) {
    const ViewMask seen_by = share.form == nullptr ? 0 : share.views & views;
    if (seen_by == 0) continue;
    const auto same = std::find_if(forms_.begin(), forms_.end(), [&](const Share& s) { return s.form == share.form; });
    if (same != forms_.end()) {
      same->views |= seen_by;
      continue;
    }
    forms_.push_back({seen_by, share.form});
    reports_.push_back(report_of(received, *share.form));
  }
  parts_.clear();
  for (std::uint32_t part = first_part(key); part != kNowhere; part = identities_[part].next) {
    parts_.push_back(part);
    // Copies lie far apart.
    const char* track = reinterpret_cast<const char*>(&tracks_[identities_[part].track]);
    for (std::size_t line = 0; line < sizeof(OpenTrack); line += 64) __builtin_prefetch(track + line, 1);
  }

  ViewMask unaware = views;
  for (const std::uint32_t part : parts_) {
    const ViewMask all = identities_[part].views;
    if ((all & views) == 0) {
#ifdef FAIRLEAD_SEEDED_LEAKS
      if (FL_LEAK(transmissions_known_to_all)) hear_again(identities_[part], reports_.front(), changes);
      if (FL_LEAK(stations_known_to_all)) hear(identities_[part].track, reports_.front(), changes);
      if (FL_LEAK(changed_for_all)) mark_changed(tracks_[identities_[part].track], changes);
      if (FL_LEAK(heard_by_all)) tracks_[identities_[part].track].track.received_at = reports_.front().received;
      if (FL_LEAK(jump_flagged_for_all) && reports_.front().observation.position) {
        flag_jump(tracks_[identities_[part].track], reports_.front().received, changes);
      }
      if (FL_LEAK(described_for_all) && reports_.front().observation.claims) {
        describe(tracks_[identities_[part].track], reports_.front(), changes);
      }
      if (FL_LEAK(candidates_of_all) && reports_.front().observation.position) {
        set_aside(part, reports_.front(), nullptr, changes);
      }
#endif
      continue;
    }
    unaware &= ~all;
    pieces_.clear();
    for (std::size_t form = 0; form < forms_.size(); ++form) {
      if ((all & forms_[form].views) != 0) pieces_.push_back({all & forms_[form].views, form, part});
    }
    if ((all & ~views) != 0 && !FL_LEAK(one_filter_for_all_views)) pieces_.push_back({all & ~views, kNoForm, part});
    if (pieces_.size() > 1) {
      std::sort(pieces_.begin(), pieces_.end(),
                [](const Piece& a, const Piece& b) { return lowest(a.views) < lowest(b.views); });
      for (std::size_t i = 1; i < pieces_.size(); ++i) pieces_[i].part = split(part, pieces_[i].views, changes);
    }
    for (const Piece& piece : pieces_) {
      if (piece.form != kNoForm) take(piece.part, reports_[piece.form], changes);
    }
  }
  for (std::size_t form = 0; form < forms_.size(); ++form) {
    const ViewMask beginning = forms_[form].views & unaware;
    if (beginning != 0) begin(key, beginning, reports_[form], changes);
#ifdef FAIRLEAD_SEEDED_LEAKS
    if (beginning == 0 || parts_.empty()) continue;
    for (std::uint32_t part = first_part(key); part != kNowhere; part = identities_[part].next) {
      if ((identities_[part].views & beginning) == 0) continue;
      const std::uint32_t known = parts_.front();
      if (FL_LEAK(begins_with_homes_motion)) {
        tracks_[identities_[part].track].motion = tracks_[identities_[known].track].motion;
      }
      if (FL_LEAK(begins_with_homes_claims)) {
        tracks_[identities_[part].track].track.claims = tracks_[identities_[known].track].track.claims;
      }
      if (FL_LEAK(begins_with_homes_transmissions)) {
        identities_[part].heard = identities_[known].heard;
        identities_[part].heard_last = identities_[known].heard_last;
      }
    }
#endif
  }
}

// A copy of the part for some of its views, but not for the lowest.
std::uint32_t Picture::split(std::uint32_t part, ViewMask leaving, TrackChanges& changes) {
  Identity& from = identities_[part];
  FL_ASSERT((from.views & leaving) == leaving && (lowest(from.views) & leaving) == 0);
  Identity copied;
  copied.key = from.key;
  copied.views = leaving;
  copied.turn = from.turn;
  copied.heard = from.heard;
  copied.heard_last = from.heard_last;
  if (from.more) {
    copied.more = std::make_unique<MoreOfIdentity>(*from.more);
    copied.more->tracks.clear();
  }
  from.views &= ~leaving;
  const std::uint32_t to = identities_.add(std::move(copied));
  link(to);
  Identity& apart = identities_[to];
  for_each_of(from, [&](std::uint32_t place) {
    const std::uint32_t copy = copy_track(place, to, changes);
    if (apart.track == kNowhere) {
      apart.track = copy;
    } else {
      apart.with_more().tracks.push_back(copy);
    }
  });
  return to;
}

std::uint32_t Picture::copy_track(std::uint32_t place, std::uint32_t part, TrackChanges& changes) {
  const OpenTrack& from = tracks_[place];
  const domain::TrackId was = from.track.id;
  const bool changed = from.changed_at < changes.changed.size() && changes.changed[from.changed_at] == was;
  const bool described = from.described_at < changes.described.size() && changes.described[from.described_at] == was;
  OpenTrack copy = from;
  copy.track.id = domain::TrackId(next_id_++);
  copy.identity = part;
  copy.changed_at = copy.described_at = kNowhere;
  const domain::TrackId id = copy.track.id;
  const std::uint32_t to = tracks_.add(std::move(copy));
  places_.emplace(id.number(), to);
  ids_.push_back(id.number());
  schedule(to);
  changes.moved.push_back({was, id, identities_[part].views});
  // Who reads the changes later finds these views under the new id only.
  if (changed) mark_changed(tracks_[to], changes);
  if (described) mark_described(tracks_[to], changes);
  return to;
}

// Some views, or all, hold nothing of the part any more.
void Picture::withdraw(std::uint32_t part, ViewMask views, TrackChanges& changes) {
  Identity& identity = identities_[part];
  for_each_of(identity, [&](std::uint32_t place) { leave(tracks_[place], views, changes); });
  unlink(part);
  identity.views &= ~views;
  if (identity.views != 0) {
    link(part);
    return;
  }
  for_each_of(identity, [this](std::uint32_t place) { drop(place); });
  identities_.remove(part);
}

void Picture::forget(ViewMask views, TrackChanges& changes) {
  const std::vector<std::uint64_t> ids = ids_;
  for (const std::uint64_t id : ids) {
    const auto found = places_.find(id);
    if (found == places_.end()) continue;
    const std::uint32_t part = tracks_[found->second].identity;
    if ((identities_[part].views & views) != 0) withdraw(part, identities_[part].views & views, changes);
  }
  for (auto own_ship = own_ships_.begin(); own_ship != own_ships_.end();) {
    for (OwnShip& known : own_ship->second) known.views &= ~views;
    std::erase_if(own_ship->second, [](const OwnShip& known) { return known.views == 0; });
    std::sort(own_ship->second.begin(), own_ship->second.end(),
              [](const OwnShip& a, const OwnShip& b) { return lowest(a.views) < lowest(b.views); });
    own_ship = own_ship->second.empty() ? own_ships_.erase(own_ship) : std::next(own_ship);
  }
  if ((views & kHomeView) != 0) quiet_live_.clear();
}

void Picture::learn_own_ship(domain::SourceId source, IdentityKey key, ViewMask views) {
  if (FL_LEAK(own_ship_known_to_all)) views = ~ViewMask{0};
  std::vector<OwnShip>& known = own_ships_[source];
  for (const OwnShip& own_ship : known) {
    if (own_ship.key == key && (own_ship.views & views) == views) return;
  }
  for (OwnShip& own_ship : known) own_ship.views &= ~views;
  const auto same = std::find_if(known.begin(), known.end(), [&](const OwnShip& own) { return own.key == key; });
  if (same != known.end()) {
    same->views |= views;
  } else {
    known.push_back({views, key});
  }
  std::erase_if(known, [](const OwnShip& own_ship) { return own_ship.views == 0; });
  std::sort(known.begin(), known.end(),
            [](const OwnShip& a, const OwnShip& b) { return lowest(a.views) < lowest(b.views); });
}

void Picture::count_in(ViewMask views) {
  for_each_view(views, [this](ViewMask view) {
    if (++counts_[index_of(view)] > limits_.tracks_max) pressed_ |= view;
  });
}

void Picture::count_out(ViewMask views) {
  for_each_view(views, [this](ViewMask view) { --counts_[index_of(view)]; });
}

// Takes a track away from some of the views that hold it. Where they hold more under this identity than others, they
// no longer know the same of it.
void Picture::strip(std::uint32_t place, ViewMask views, TrackChanges& changes) {
  const std::uint32_t part = tracks_[place].identity;
  Identity& identity = identities_[part];
  const ViewMask others = identity.views & ~views;
  if (others == 0) {
    close(place, changes);
  } else if (!identity.more || identity.more->tracks.empty()) {
    withdraw(part, views, changes);
  } else if (lowest(views) < lowest(others)) {
    split(part, others, changes);
    close(place, changes);
  } else {
    split(part, views, changes);
    strip(identity.key, tracks_[place].opened, views, changes);
  }
}

// The same for views that may be in several parts.
void Picture::strip(IdentityKey key, std::uint64_t opened, ViewMask views, TrackChanges& changes) {
  std::vector<std::uint32_t> parts;
  for (std::uint32_t part = first_part(key); part != kNowhere; part = identities_[part].next) parts.push_back(part);
  for (const std::uint32_t part : parts) {
    const ViewMask losing = identities_[part].views & views;
    if (losing == 0) continue;
    std::uint32_t lost = kNowhere;
    for_each_of(identities_[part], [&](std::uint32_t place) {
      if (tracks_[place].opened == opened) lost = place;
    });
    if (lost != kNowhere) strip(lost, losing, changes);
  }
}

// Each view that has more tracks than it may loses its quietest, but never what was opened just now.
void Picture::after_opening(TrackChanges& changes) {
  if ((pressed_ & kHomeView) != 0) relieve_home(changes);
  if ((pressed_ & ~kHomeView) != 0) relieve_others(pressed_ & ~kHomeView, changes);
  pressed_ = 0;
  for (const std::uint64_t id : opened_now_) {
    if (quiet_live_.empty()) break;
    const auto found = places_.find(id);
    if (found == places_.end()) continue;
    const OpenTrack& opened = tracks_[found->second];
    if (at_home(identities_[opened.identity]) && Quiet{opened.track.received_at, id} < quiet_live_.front()) {
      quiet_live_.clear();
    }
  }
  opened_now_.clear();
}

void Picture::relieve_home(TrackChanges& changes) {
  std::uint64_t kept = 0;
  for (const std::uint64_t id : opened_now_) {
    if ((views_of(domain::TrackId(id)) & kHomeView) != 0) kept = id;
  }
  while (counts_[0] > limits_.tracks_max) {
    const auto place = quietest(kept);
    FL_ASSERT(place.has_value());
    const ViewMask losing = FL_LEAK(homes_room_is_everybodys) ? identities_[tracks_[*place].identity].views : kHomeView;
    strip(*place, losing, changes);
  }
}

// A sixty-fourth at once, so that looking through all tracks is rare. Views that lose the same track lose it together.
void Picture::relieve_others(ViewMask views, TrackChanges& changes) {
  struct Loser {
    bool live;
    Instant received;
    std::uint64_t opened;
    IdentityKey key;
    auto operator<=>(const Loser&) const = default;
  };
  std::map<std::pair<std::uint64_t, IdentityKey>, ViewMask> losing;
  for_each_view(views, [&](ViewMask view) {
    std::vector<Loser> all;
    for (const auto& [id, place] : places_) {
      const OpenTrack& open_track = tracks_[place];
      const Identity& identity = identities_[open_track.identity];
      if ((identity.views & view) == 0) continue;
      if (std::find(opened_now_.begin(), opened_now_.end(), open_track.opened) != opened_now_.end()) continue;
      all.push_back(
          {open_track.track.state == TrackState::live, open_track.track.received_at, open_track.opened, identity.key});
    }
    const std::size_t too_many = counts_[index_of(view)] - limits_.tracks_max;
    const std::size_t going = std::min(all.size(), std::max(too_many, 1 + limits_.tracks_max / 64));
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(going);
    std::nth_element(all.begin(), end - (going == 0 ? 0 : 1), all.end());
    for (auto loser = all.begin(); loser != end; ++loser) losing[{loser->opened, loser->key}] |= view;
  });
  for (const auto& [track, losers] : losing) strip(track.second, track.first, losers, changes);
}

}  // namespace fairlead::fusion
