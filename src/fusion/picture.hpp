// SPDX-License-Identifier: Apache-2.0
// The state behind Tracker: identities, their tracks, what is due when.
//
// 1. Every open track belongs to one identity, and every identity has at least one open track.
// 2. For every open track the schedule holds an entry that is not later than the next thing due for it.
// 3. `lost_` holds exactly the tracks whose state is lost.
//
// Files: picture.cpp opens, closes and schedules; picture_absorb.cpp takes observations; picture_segments.cpp tells
// several vessels under one identity apart; picture_snapshot.cpp saves and restores.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/result.hpp"
#include "fusion/track_changes.hpp"
#include "fusion/tracker_limits.hpp"
#include "identity.hpp"
#include "open_track.hpp"
#include "plausibility.hpp"
#include "slab.hpp"

namespace fairlead::fusion {

// An observation, checked, with the moment to reason with. What is no number is left out.
struct Report {
  const domain::Observation& observation;
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

  void absorb(const domain::Observation& observation, TrackChanges& changes);
  void advance(Instant now, TrackChanges& changes);
  const domain::Track* find(domain::TrackId id) const;
  std::size_t size() const { return places_.size(); }
  void visit_all(void (*visit)(void*, const domain::Track&), void* context) const;
  void save(wire::ByteWriter& out) const;
  // Needs a new picture.
  Result<void> load(wire::ByteReader& in);

 private:
  // Picture
  std::uint32_t open(std::uint32_t identity_place, const Report& report, TrackChanges& changes);
  void close(std::uint32_t place, TrackChanges& changes, std::uint32_t identity_kept = kNowhere);
  void make_room(std::uint32_t identity_kept, TrackChanges& changes);
  std::optional<std::uint32_t> quietest();
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

  // Taking observations
  std::optional<IdentityKey> key_of(const domain::Observation& observation);
  bool hear_again(Identity& identity, const Report& report, TrackChanges& changes);
  void take_position(std::uint32_t identity_place, const Report& report, TrackChanges& changes);
  void take_without_position(std::uint32_t identity_place, const Report& report, TrackChanges& changes);
  void accept(std::uint32_t place, const Report& report, TrackChanges& changes);
  void accept_in_order(OpenTrack& open_track, const Report& report, TrackChanges& changes);
  void accept_late(OpenTrack& open_track, const Report& report, TrackChanges& changes);
  bool clock_was_set_back(OpenTrack& open_track, const Report& report) const;
  void hear(std::uint32_t place, const Report& report, TrackChanges& changes);
  void describe(OpenTrack& open_track, const Report& report, TrackChanges& changes);
  void show_movement(domain::Track& track, const OpenTrack& open_track, const Report& report);
  void check_reported_speed(OpenTrack& open_track, const Report& report, std::optional<double> step_m,
                            TrackChanges& changes);
  void dispute_time(OpenTrack& open_track, Instant received, TrackChanges& changes);
  Gate gate_for(const OpenTrack& open_track, const Report& report) const;

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
  bool load_identity(wire::ByteReader& in);
  bool load_track(wire::ByteReader& in, std::uint32_t identity_place);

  struct Due {
    Instant at;
    std::uint64_t id;
    std::uint32_t place;
    friend bool operator>(const Due& a, const Due& b) { return a.at != b.at ? a.at > b.at : a.id > b.id; }
  };
  struct Quiet {
    Instant received;
    std::uint64_t id;
    friend auto operator<=>(const Quiet&, const Quiet&) = default;
  };

  TrackerLimits limits_;
  std::uint64_t next_id_ = 1;
  Instant now_ = kFirstInstant;
  Slab<OpenTrack> tracks_;
  Slab<Identity> identities_;
  boost::unordered_flat_map<IdentityKey, std::uint32_t> identity_places_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> places_;  // of tracks, by id
  std::vector<std::uint64_t> ids_;  // in order; those of closed tracks stay until there are too many of them
  std::map<domain::SourceId, IdentityKey> own_ships_;  // the MMSI that a source's own transponder sends
  std::priority_queue<Due, std::vector<Due>, std::greater<>> schedule_;
  std::set<Quiet> lost_;
  // The quietest live tracks, quietest last, when room was needed last; those heard since are stale.
  std::vector<Quiet> quiet_live_;
};

// In the order of ids.
template <class Visit>
void Picture::for_each_of(const Identity& identity, Visit visit) {
  if (identity.track != kNowhere) visit(identity.track);
  if (!identity.more) return;
  for (const std::uint32_t place : identity.more->tracks) visit(place);
}

}  // namespace fairlead::fusion
