// SPDX-License-Identifier: Apache-2.0
// The state behind Tracker: identities, their tracks, what is due when.
//
// 1. Every open track belongs to one part of an identity, and every part has at least one open track and one view.
// 2. For every open track the schedule holds an entry that is not later than the next thing due for it.
// 3. `lost_` holds exactly the tracks of home whose state is lost.
// 4. Nothing that a part does depends on another part. Before an observation reaches some views of a part and not
//    others, or in two forms, the part is split.
// 5. The copy that holds the lowest view keeps the ids: a track of home has the id with which it was opened.
//
// Files: picture.cpp opens, closes and schedules; picture_views.cpp keeps views apart; picture_absorb.cpp takes
// observations; picture_estimates.cpp shows contacts; picture_segments.cpp tells several vessels under one identity
// apart; picture_snapshot.cpp saves and restores. Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/result.hpp"
#include "estimate.hpp"
#include "fusion/track_changes.hpp"
#include "fusion/tracker_limits.hpp"
#include "fusion/views.hpp"
#include "identity.hpp"
#include "open_track.hpp"
#include "plausibility.hpp"
#include "slab.hpp"

namespace fairlead::fusion {

// The moments to reason with.
struct Moments {
  Instant at;
  Instant received;
  bool disputed;
};

// An observation in the form in which some views see it, checked. What is no number is left out.
struct Report {
  const domain::Observation& observation;
  // Of the observation as received, which tells a transmission heard again.
  domain::ObservationId id;
  std::uint64_t transmission;
  Instant transmitted;
  Instant heard;

  Instant at;
  Instant received;
  domain::TrackKind kind;
  bool time_disputed;
  std::optional<Speed> speed;
  std::optional<Course> course;
  std::optional<Heading> heading;
  std::optional<TurnRate> turn_rate;
  std::optional<Length> altitude;
  Measurement measurement;  // when there is a position

  HistoryPoint point(domain::TrackId track) const { return {track, at, *observation.position, speed, course, heading}; }
};

class Picture {
 public:
  explicit Picture(const TrackerLimits& limits);

  void absorb(const domain::Observation& received, std::span<const Share> shares, TrackChanges& changes);
  void take_estimate(const Estimate& estimate, TrackChanges& changes);
  void advance(Instant now, TrackChanges& changes);
  void forget(ViewMask views, TrackChanges& changes);
  const domain::Track* find(domain::TrackId id) const;
  ViewMask views_of(domain::TrackId id) const;
  std::optional<domain::TrackId> home_of(domain::TrackId id) const;
  std::uint64_t opened(domain::TrackId id) const;
  std::size_t size(ViewMask view) const;
  void visit_all(ViewMask views, void (*visit)(void*, const domain::Track&, ViewMask), void* context) const;
  void save(wire::ByteWriter& out) const;
  // Needs a new picture. The version that was read.
  Result<std::uint64_t> load(wire::ByteReader& in);

 private:
  // Picture
  std::uint32_t open(std::uint32_t identity_place, const Report& report, TrackChanges& changes);
  void close(std::uint32_t place, TrackChanges& changes, std::uint32_t identity_kept = kNowhere);
  void leave(const OpenTrack& closing, ViewMask views, TrackChanges& changes);
  void drop(std::uint32_t place);
  std::optional<std::uint32_t> quietest(std::uint64_t id_kept);
  void forget_ids();
  Instant next_due(const OpenTrack& open_track) const;
  void schedule(std::uint32_t place);
  void reschedule(std::uint32_t place);
  void apply_due(std::uint32_t place, Instant due, TrackChanges& changes);
  void set_state(std::uint32_t place, domain::TrackState state, TrackChanges& changes);
  static void mark_changed(OpenTrack& open_track, TrackChanges& changes);
  static void mark_described(OpenTrack& open_track, TrackChanges& changes);
  static void set_flag(OpenTrack& open_track, domain::TrackFlag flag, bool on, TrackChanges& changes);
  template <class Visit>
  void for_each_of(const Identity& identity, Visit visit);

  // Views
  bool at_home(const Identity& identity) const { return (identity.views & kHomeView) != 0; }
  std::uint32_t first_part(IdentityKey key) const {
    const auto found = identity_places_.find(key);
    return found == identity_places_.end() ? kNowhere : found->second;
  }
  void link(std::uint32_t part);
  void unlink(std::uint32_t part);
  std::uint32_t split(std::uint32_t part, ViewMask leaving, TrackChanges& changes);
  std::uint32_t copy_track(std::uint32_t place, std::uint32_t part, TrackChanges& changes);
  void withdraw(std::uint32_t part, ViewMask views, TrackChanges& changes);
  void strip(std::uint32_t place, ViewMask views, TrackChanges& changes);
  void strip(IdentityKey key, std::uint64_t opened, ViewMask views, TrackChanges& changes);
  void after_opening(TrackChanges& changes);
  void relieve_home(TrackChanges& changes);
  void relieve_others(ViewMask views, TrackChanges& changes);
  void count_in(ViewMask views);
  void count_out(ViewMask views);
  void learn_own_ship(domain::SourceId source, IdentityKey key, ViewMask views);

  // Taking observations
  void absorb_under(IdentityKey key, ViewMask views, const domain::Observation& received, std::span<const Share> shares,
                    TrackChanges& changes);
  void absorb_apart(IdentityKey key, ViewMask views, const domain::Observation& received, std::span<const Share> shares,
                    TrackChanges& changes);
  Report report_of(const domain::Observation& whole, const domain::Observation& form) const;
  void begin(IdentityKey key, ViewMask views, const Report& report, TrackChanges& changes);
  void take(std::uint32_t part, const Report& report, TrackChanges& changes);
  bool hear_again(Identity& identity, const Report& report, TrackChanges& changes);
  void take_position(std::uint32_t identity_place, const Report& report, TrackChanges& changes);
  void take_without_position(std::uint32_t identity_place, const Report& report, TrackChanges& changes);
  void accept(std::uint32_t place, const Report& report, TrackChanges& changes);
  void accept_in_order(OpenTrack& open_track, const Report& report, TrackChanges& changes);
  void accept_late(OpenTrack& open_track, const Report& report, TrackChanges& changes);
  bool clock_was_set_back(OpenTrack& open_track, const Report& report) const;
  bool hear(std::uint32_t place, const Report& report, TrackChanges& changes);
  void feed(const OpenTrack& open_track, domain::ObservationId observation, TrackChanges& changes) const;
  void learn_identity(OpenTrack& open_track, const Report& report, TrackChanges& changes);
  void describe(OpenTrack& open_track, const Report& report, TrackChanges& changes);
  void show_movement(domain::Track& track, const OpenTrack& open_track, const Report& report);
  void check_reported_speed(OpenTrack& open_track, const Report& report, std::optional<double> step_m,
                            TrackChanges& changes);
  void dispute_time(OpenTrack& open_track, Instant received, TrackChanges& changes);
  Gate gate_for(const OpenTrack& open_track, const Report& report) const;

  // Showing contacts
  std::vector<std::uint32_t> parts_within(IdentityKey key, ViewMask views, TrackChanges& changes);
  void support(std::uint32_t part, const Estimate& estimate, const Report& report, TrackChanges& changes);
  void accept_estimate(std::uint32_t place, const Estimate& estimate, const Report& report, TrackChanges& changes);
  static void learn_sources(domain::Track& track, const Estimate& estimate);

  // Telling vessels apart
  void take_ambiguous(std::uint32_t identity_place, const Report& report, TrackChanges& changes);
  void set_aside(std::uint32_t identity_place, const Report& report, Candidate* fitting, TrackChanges& changes);
  void judge(std::uint32_t identity_place, std::size_t candidate, const Report& report, TrackChanges& changes);
  void become_track(std::uint32_t identity_place, std::size_t candidate, std::uint32_t inherits_from,
                    const Report& report, TrackChanges& changes);
  void continue_track(std::uint32_t identity_place, std::size_t candidate, std::uint32_t place, const Report& report,
                      TrackChanges& changes);
  void take_over(OpenTrack& open_track, Candidate&& candidate, const Report& report, TrackChanges& changes);
  void flag_jump(OpenTrack& open_track, Instant received, TrackChanges& changes);
  void refresh_shared(const Identity& identity, TrackChanges& changes);
  std::uint32_t newest_positioned(const Identity& identity);
  std::vector<std::uint32_t> described_by(const Identity& identity, const Report& report);

  // Snapshots
  void save_identity(wire::ByteWriter& out, const Identity& identity) const;
  void save_track(wire::ByteWriter& out, const OpenTrack& open_track) const;
  bool load_own_ships(wire::ByteReader& in, std::uint64_t version);
  bool load_identity(wire::ByteReader& in, std::uint64_t version);
  bool load_track(wire::ByteReader& in, std::uint32_t identity_place, std::uint64_t version);

  // In the order of opening where moments are equal, so that the order within a view is the view's own.
  struct Due {
    Instant at;
    std::uint64_t opened;
    std::uint64_t id;
    friend auto operator<=>(const Due&, const Due&) = default;
  };
  struct Quiet {  // a track of home
    Instant received;
    std::uint64_t id;
    friend auto operator<=>(const Quiet&, const Quiet&) = default;
  };

  TrackerLimits limits_;
  std::uint64_t next_id_ = 1;
  Instant now_ = kFirstInstant;
  Slab<OpenTrack> tracks_;
  Slab<Identity> identities_;
  struct OwnShip {
    ViewMask views;
    IdentityKey key;
  };

  boost::unordered_flat_map<IdentityKey, std::uint32_t> identity_places_;  // of first parts
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> places_;         // of tracks, by id
  std::vector<std::uint64_t> ids_;  // in order; those of closed tracks stay until there are too many of them
  // The MMSI that a source's own transponder sends, as the views know it; in the order of their lowest bits.
  std::map<domain::SourceId, std::vector<OwnShip>> own_ships_;
  std::array<std::size_t, kViewsMax> counts_{};  // tracks of each view
  std::priority_queue<Due, std::vector<Due>, std::greater<>> schedule_;
  std::set<Quiet> lost_;
  // The quietest live tracks, quietest last, when room was needed last; those heard since are stale.
  std::vector<Quiet> quiet_live_;

  // Within one absorb().
  struct Piece {
    ViewMask views;
    std::size_t form;  // none for those who do not see it
    std::uint32_t part;
  };
  std::vector<std::uint64_t> opened_now_;
  ViewMask pressed_ = 0;  // views that have more tracks than they may
  std::vector<Share> forms_;
  std::vector<Report> reports_;
  std::vector<std::uint32_t> parts_;
  std::vector<Piece> pieces_;
};

// In the order of ids.
template <class Visit>
void Picture::for_each_of(const Identity& identity, Visit visit) {
  if (identity.track != kNowhere) visit(identity.track);
  if (!identity.more) return;
  for (const std::uint32_t place : identity.more->tracks) visit(place);
}

}  // namespace fairlead::fusion
