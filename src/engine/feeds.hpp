// SPDX-License-Identifier: Apache-2.0
// What goes to partners: for each feed which tracks changed since it last got them, the frames of a tick, and their
// entries in the ledger.
//
// 1. A frame holds only what was decided in this step, for this feed, with the newest stop.
// 2. A feed gets nothing while `window` of its frames are not yet with the network. Nothing is lost meanwhile: what
//    changed waits by its track, and goes out as it is then.
// 3. What a partner sees depends on its view, its own calls and the clock's ticks: names and numbers are counted within
//    the view.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "audience.hpp"
#include "engine/gate.hpp"
#include "engine/sharing.hpp"
#include "engine/view_now.hpp"
#include "offers.hpp"

namespace fairlead::engine {

struct FeedLimits {
  Duration tick = std::chrono::milliseconds(500);
  // Feeds in so many parts, of which one delivers at each tick: the work of all at once would hold up a stop. Which
  // part a feed is in follows from its agency and purpose alone, so that its time tells nothing of others.
  unsigned parts = 1;
  std::uint64_t window = 64;  // frames on their way
  std::size_t frame_tracks_max = 512;
  std::size_t frames_per_tick_max = 16;  // of one feed
};

class Feeds {
 public:
  explicit Feeds(const FeedLimits& limits) : limits_(limits) {}
  using Sources = Audience::Sources;

  Result<Answer> open(const accounts::Actor& by, const OpenFeed& request, Instant now, Audience& audience,
                      const fusion::Tracker& tracker);
  void close(FeedId id);
  void close_all();
  void handed_over(const NoteHandedOver& note);
  // Releases of everything that may be pulled now.
  Result<std::vector<Release>> pull(const accounts::Actor& by, const PullTracks& request, Audience& audience,
                                    const fusion::Tracker& tracker, const Sources& sources, std::uint64_t slot,
                                    Records& records);
  // Every lead, request and answer that may be pulled now.
  Result<std::vector<Release>> pull(const accounts::Actor& by, const PullLeads& request, const Offers& offers,
                                    Audience& audience, const fusion::Tracker& tracker, const Sources& sources,
                                    std::uint64_t slot, Records& records);
  void acknowledged(const accounts::Actor& by, const std::string& release);
  // Under which release a lead or a request of ours was handed over, since the call before.
  struct Handed {
    OfferId of;
    std::string release;
  };
  std::vector<Handed> take_handed() { return std::exchange(handed_, {}); }

  // What the tracker did.
  void follow(const fusion::TrackChanges& changes, Audience& audience, const fusion::Tracker& tracker);
  // What these cells shut must be decided anew. The feeds that the network has to shut.
  std::vector<FeedId> shut(std::span<const Governance::Shut> cells, const Audience& audience);
  // What an agency holds under the obligation to delete on recall, for purposes that the cell covers.
  // Asks back, from whoever has it, what this source fed.
  void ask_back(domain::SourceId source, Governance& governance, const Audience& audience, Instant now,
                Records& records);
  void ask_back(std::uint64_t epoch, const release::StopCell& cell, Governance& governance, const Audience& audience,
                Instant now, Records& records);
  // Agreements or desk changed: every feed looks for its view, and at everything again where the change concerns it.
  void look_again(const Audience& audience, const fusion::Tracker& tracker);

  // Whether `now` is in a later tick than before; that tick then is the newest.
  bool begin_tick(Instant now);
  // The end of the newest tick: releases are as of this moment.
  Instant tick() const { return tick_; }
  // The frames of the newest tick, of the feeds whose turn it is.
  std::vector<Release> deliver(Audience& audience, const fusion::Tracker& tracker, const Sources& sources,
                               const desk::Book& book, const Offers& offers, std::uint64_t slot, Records& records);

  bool any_connected() const;
  void publish(Sharing& sharing, const Audience& audience, const fusion::Tracker& tracker,
               const release::DeskState& desk) const;
  // What the view holds, as home looks at it: no release, and no feed moves. Needs: audience.is_ready().
  ViewTaken take_view(std::uint8_t bit, const Audience& audience, const fusion::Tracker& tracker,
                      const Sources& sources, Instant now) const;
  // Which releases this track was last part of, by view.
  std::vector<DeliveredTo> delivered(domain::TrackId track) const;

  void save(wire::ByteWriter& out) const;
  void restore(wire::ByteReader& in, bool with_sources, bool with_offers, bool with_parts);

 private:
  struct Sent {
    std::uint64_t sequence = 0;
    std::uint64_t name = 0;
    Audience::TrackFacts facts;  // as it was then: a closing is decided on them
  };
  // An offer as the partner has it, by the name under which it knows it.
  struct HeldOffer {
    std::uint64_t sequence = 0;
    std::uint32_t version = 0;
    OfferId of;
    bool over = false;   // it was told that it ended
    bool again = false;  // the newest word about it did not arrive
  };
  struct Feed {
    std::uint8_t view = 0;  // 0: nothing is agreed for it now
    std::string agency;
    release::Purpose purpose{};
    std::string account;
    std::string channel;
    bool connected = false;
    bool reset = true;  // the next frame tells the partner to begin anew
    Digest rules{};     // under which it looked at everything last
    std::uint64_t sequence = 0;
    std::uint64_t handed_over = 0;
    std::set<std::uint64_t> waiting;                      // tracks that changed
    boost::unordered_flat_map<std::uint64_t, Sent> held;  // what the partner has, by our id
    std::vector<Sent> closings;                           // of what it has, not yet told
    std::vector<Sent> untold;                             // closings that may not be told now
    std::deque<Sent> told;                                // closings, with the frame that told them
    std::uint64_t objects = 0;
    std::optional<Instant> last_release_at;
    std::string last_release;
    std::deque<std::string> unacknowledged;              // releases, the newest
    std::deque<std::string> to_give_back;                // releases under `delete_on_recall`, the newest
    std::deque<std::vector<domain::SourceId>> given_of;  // the sources of each of these
    std::uint64_t to_give_back_total = 0;
    bool offers_reset = true;  // the next offer tells the partner to begin anew
    bool offers_wait = true;   // there may be some to decide
    std::map<std::string, HeldOffer> offers;
  };
  // Tracks of one frame: one clause, one label, one outcome.
  struct Part {
    Audience::TrackVerdict verdict;
    std::vector<std::pair<const domain::Track*, std::uint64_t>> tracks;  // with its name
    std::vector<Sent> closed;
  };
  Feed* find(FeedId id);
  static void look_at_all(Feed& feed, const fusion::Tracker& tracker);
  static void begin_anew(Feed& feed, const fusion::Tracker& tracker);
  std::vector<domain::TrackId> in_order(const Feed& feed, const fusion::Tracker& tracker, std::size_t max) const;
  std::vector<Part> parts_of(Feed& feed, std::span<const domain::TrackId> tracks, release::Act act, Audience& audience,
                             const fusion::Tracker& tracker, const Sources& sources);
  Part& part_for(std::vector<Part>& parts, const Audience::TrackVerdict& verdict, Audience& audience) const;
  // Prints a part and enters it in the ledger; nothing when the partner's log has no room: then it waits.
  struct Printed {
    std::string payload;
    std::string release;
    std::uint64_t ledger_index = 0;
  };
  // What all payloads begin with, and the entries of one in the two logs.
  struct Entry {
    const release::Verdict* verdict = nullptr;
    release::ObjectType type{};
    const release::Marking* marking = nullptr;
    Digest label_digest{};
    release::Set<release::Obligation> obligations;
    release::Act act{};
    std::uint64_t objects = 0;  // as the partner counts them
  };
  void begin_payload(Printed& printed, View& view, const Entry& entry, std::uint64_t sequence, bool reset,
                     Audience& audience, Records& records) const;
  bool enter(Printed& printed, const View& view, const Entry& entry, std::vector<ledger::ReleasedObject> objects,
             Audience& audience, std::uint64_t slot, Records& records) const;
  void note_given(Feed& feed, const Printed& printed, release::Set<release::Obligation> conditions,
                  const std::set<domain::SourceId>& of);
  void deliver_offers(FeedId id, Feed& feed, Audience& audience, const fusion::Tracker& tracker, const Sources& sources,
                      const desk::Book& book, const Offers& offers, std::uint64_t slot, Records& records,
                      std::vector<Release>& releases);
  std::optional<Printed> print_offer(Feed& feed, const Offer& offer, bool over, const release::Verdict& verdict,
                                     std::uint64_t sequence, bool reset, release::Act act, Audience& audience,
                                     const fusion::Tracker& tracker, std::uint64_t slot, Records& records);
  void note_refused(const Offer& offer, const release::Verdict& verdict, Audience& audience, std::uint64_t slot,
                    Records& records);
  std::optional<Printed> print(Feed& feed, const Part& part, std::uint64_t sequence, bool reset, release::Act act,
                               Audience& audience, const Sources& sources, std::uint64_t slot, Records& records);
  void note_sent(Feed& feed, const Part& part, const Printed& printed, std::uint64_t sequence, Audience& audience,
                 const Sources& sources);
  bool has_turn(const Feed& feed) const;
  const std::string& body_of(const domain::Track& track, const release::Verdict& verdict, const Sources& sources);

  FeedLimits limits_;
  std::map<FeedId, Feed> feeds_;
  std::uint64_t next_feed_ = 1;
  Instant tick_;
  Instant tick_before_;                       // within a step
  std::map<OfferId, std::uint64_t> refused_;  // offers that are live and were not released: why
  std::uint64_t offers_seen_ = 0;             // revision
  std::vector<Handed> handed_;
  std::size_t offers_of_all_ = 0;

  using FedTracks = std::map<std::uint64_t, std::vector<std::uint64_t>>;  // observations by track

  // Since the last tick.
  std::vector<domain::TrackId> changed_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> changed_place_;
  // Since the last tick, and in the ticks before it for those whose turn has not come since: the newest first.
  std::deque<FedTracks> fed_{FedTracks()};
  // Tracks as JSON behind their id, by reduction and track: printed once in a tick for all who get the same.
  std::map<std::pair<std::uint32_t, std::uint32_t>, boost::unordered_flat_map<std::uint64_t, std::string>> bodies_;
};

}  // namespace fairlead::engine
