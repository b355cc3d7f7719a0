// SPDX-License-Identifier: Apache-2.0
// The single writer of state: step(event) -> effects.
//
// 1. It does no I/O, reads no clock, starts no thread, draws no random number; all of that arrives in events.
// 2. The same events give the same state and effects, byte for byte, in every build.
// 3. Events are journalled before their effects leave.
// 4. What partners see does not depend on where slots end. Their time has ticks (`delivery_tick`): a release holds what
//    was received until its tick; what lapses, ages or was delayed does so at ticks. Whoever closes slots ends one at
//    each tick.
// 5. In a step come: observations received until the tick, commands, what the tick has ended, releases, observations
//    received after the tick, pulls. An observation is decided by what held when it came in, and a release knows every
//    stop of its slot.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/source.hpp"
#include "engine/command.hpp"
#include "engine/log_keys.hpp"
#include "engine/sharing.hpp"
#include "engine/store.hpp"
#include "engine/view_now.hpp"
#include "engine/zone_event.hpp"
#include "fusion/tracker.hpp"
#include "ledger/commitment.hpp"

namespace fairlead::behaviour {
struct Rules;
}
namespace fairlead::zones {
class Atlas;
}

namespace fairlead::engine {

struct CaseworkNow;
struct CoverageNow;
struct FindingsNow;
struct LawNow;

// One slot: everything that came in since the last.
struct Event {
  std::uint64_t slot = 0;
  Instant closed_at;     // by our clock
  Instant picture_time;  // the moment the picture is meant to show
  std::vector<Command> commands;
  std::vector<domain::ObservationBatch> batches;
  ledger::SaltStream::Seed seed{};  // what chance the step may use
};

std::string to_bytes(const Event& event);
Result<Event> event_from_bytes(std::string_view bytes);

// What a stop or its like shuts: releases of these feeds from earlier slots must not leave.
struct ShutFeeds {
  std::uint64_t epoch = 0;  // of the stop; 0 for anything else that ended
  std::vector<FeedId> feeds;
};

struct Effects {
  fusion::TrackChanges tracks;
  std::vector<Result<Answer>> answers;                 // one for each command, in order
  std::map<std::size_t, std::vector<Release>> pulled;  // by the place of the command
  std::vector<Release> releases;                       // to leave when their entries are durable
  std::vector<ShutFeeds> shut;
  std::vector<LogWrites> logs;
  std::uint64_t observations = 0;
  bool sources_changed = false;
  bool accounts_changed = false;
  bool sharing_changed = false;
  bool law_changed = false;
  bool findings_changed = false;
  bool casework_changed = false;
  std::vector<ZoneEvent> zone_events;  // of home's tracks
};

struct EngineLimits {
  fusion::TrackerLimits tracker;
  Duration delivery_tick = std::chrono::milliseconds(500);
  unsigned delivery_parts = 1;     // each feed delivers at every so many ticks, not all at the same
  std::uint64_t feed_window = 64;  // frames of one feed that are on their way
  // How partners' logs grow, whatever happens: so many entries with each tick of theirs.
  Duration partner_log_tick = std::chrono::minutes(1);
  std::uint32_t partner_log_capacity = 256;
  std::string ledger_origin = "fairlead/home";
  // The zones by which crossings are found; absent: none are. A replay gives the same only with the same file; which
  // one it was stands in the state, and LawNow tells when it is another.
  std::shared_ptr<const zones::Atlas> atlas;
  // By which findings are made; a replay gives the same only with the same.
  std::shared_ptr<const behaviour::Rules> rules;  // absent: as they come
};

class Engine {
 public:
  // Without keys the logs grow and nothing is signed. `keys` outlives the engine.
  explicit Engine(EngineLimits limits = {}, LogKeys* keys = nullptr);
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  // Needs: event.slot == slot() + 1. The effects stay valid until the next step.
  const Effects& step(const Event& event);

  std::uint64_t slot() const { return slot_; }
  Instant closed_at() const { return closed_at_; }
  Instant picture_time() const { return picture_time_; }
  std::uint64_t observations_total() const { return observations_total_; }
  const fusion::Tracker& tracker() const { return tracker_; }
  const std::map<domain::SourceId, domain::Source>& sources() const { return sources_; }
  // What readers see of sharing.
  std::shared_ptr<const Sharing> sharing() const;
  // What readers see of the law.
  std::shared_ptr<const LawNow> law() const;
  // What readers see of the desk.
  std::shared_ptr<const CaseworkNow> casework() const;
  // What readers see of findings.
  std::shared_ptr<const FindingsNow> findings() const;
  // What was looked at lately; the same object as long as nothing changed.
  std::shared_ptr<const CoverageNow> coverage() const;
  // Which releases a track is part of, by view; the newest of each.
  std::vector<DeliveredTo> delivered(domain::TrackId track) const;
  // What a view holds now. `not_found` where no agreement opens it.
  Result<ViewTaken> take_view(std::string_view agency, release::Purpose purpose) const;
  // Whether any agreement opens a view.
  bool is_sharing() const;

  std::string save() const;
  static Result<Engine> restore(std::string_view state, EngineLimits limits = {}, LogKeys* keys = nullptr);

 private:
  // Those received until the newest tick, those received after it, or all.
  enum class Part : std::uint8_t { all, until_tick, after_tick };
  domain::SourceId declare(const domain::Source& source);
  Result<Answer> recall(const RecallSource& request);
  void absorb(Part part, fusion::TrackChanges& changes);
  void follow(fusion::TrackChanges& changes);
  void govern(const Event& event, bool ticks, fusion::TrackChanges& changes);
  void serve_feeds(const Event& event);
  void answer_pulls(const Event& event);
  void note_refusals();
  void watch_law(const Event& event);
  void find(const Event& event);

  std::uint64_t slot_ = 0;
  Instant closed_at_;
  Instant picture_time_;
  std::uint64_t observations_total_ = 0;
  std::map<domain::SourceId, domain::Source> sources_;
  fusion::Tracker tracker_;
  LogKeys* keys_;
  struct Share;  // views, feeds, governance, records
  std::unique_ptr<Share> share_;
  Effects effects_;
};

}  // namespace fairlead::engine
