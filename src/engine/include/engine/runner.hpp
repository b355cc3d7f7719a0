// SPDX-License-Identifier: Apache-2.0
// Runs an engine: closes slots, journals, publishes.
//
// Two threads of its own. The engine thread closes a slot every `slot_length` (or earlier when much has come in),
// steps, and hands the slot to the writer. The writer makes slots durable in groups and only then publishes the
// picture: what a reader has seen, no crash takes back. When the store has no room, nothing is published, sources that
// can wait are held, and the writer tries again; see `RunnerStatus::store`. Releases leave behind the same commit, in
// the order in which they were decided; a stop shuts the gate there, too. A command does not wait for its slot to fill:
// it closes it. Threads: the public functions may be called from any thread, except open/start/stop, which belong to
// one.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/bounded_queue.hpp"
#include "base/result.hpp"
#include "base/system.hpp"
#include "engine/engine.hpp"
#include "engine/exits.hpp"
#include "engine/inbox.hpp"
#include "engine/picture.hpp"
#include "engine/store.hpp"

namespace fairlead::engine {

struct RunnerOptions {
  EngineLimits engine;
  Duration slot_length = std::chrono::milliseconds(100);
  std::size_t slot_observations_max = 16'384;          // a slot closes early at this size
  Duration slot_work = std::chrono::milliseconds(25);  // so long a slot may be worked on, as far as its size decides it
  std::size_t inbox_observations_max = 262'144;
  std::size_t writer_queue_slots = 64;
  std::uint64_t checkpoint_observations = 1'000'000;
  Duration checkpoint_age = std::chrono::minutes(10);
  LogKeys* keys = nullptr;   // signs the logs; outlives the runner
  Random* random = nullptr;  // seeds of slots; absent: the system's
};

enum class StoreState : std::uint8_t { ok, full, failed };

struct RunnerStatus {
  std::uint64_t slot = 0;  // newest published
  std::uint64_t observations_total = 0;
  std::uint64_t duplicates_total = 0;
  Instant started_at;
  StoreState store = StoreState::ok;
  std::string store_detail;
  QueueCounters writer_queue;
  std::uint64_t checkpoints = 0;
  std::uint64_t recovered_slots = 0;  // replayed at the start
  std::uint64_t releases_total = 0;   // made durable since the start
};

class Runner {
 public:
  // Recovers from the store: newest checkpoint, then the journal after it.
  static Result<std::unique_ptr<Runner>> open(RunnerOptions options, Store& store, const WallClock& clock);
  ~Runner();

  void start();
  // Takes what is in the inbox, makes it durable, writes a checkpoint, ends the threads.
  void stop();

  Inbox& inbox();
  // Makes a source known; returns when that is durable. Needs: start() was called.
  Result<domain::SourceId> declare(domain::Source source);
  // Does what a command asks and returns when that is durable and, for a stop, when the gate is shut. The slot closes
  // at once. Errors are those of the command: `not_permitted`, `conflict`, `not_found`, `invalid_argument`;
  // `unreachable` when fairlead stops or the store refuses. Needs: start() was called.
  Result<Answer> command(Command command);
  // A stop, with what it found on the way out; a report of that follows in the ledger.
  struct Stopped {
    std::uint64_t epoch = 0;
    StopReach reach;
  };
  Result<Stopped> stop_sharing(accounts::Actor by, OrderStop order);
  // The same without waiting, for what nobody waits for: NoteHandedOver, CloseFeed. Joined into the next slot.
  void post(Command command);

  // Where durable releases go. Needs: before start(); outlives the runner's threads.
  void use_exits(Exits& exits);
  Gate& gate();
  std::shared_ptr<const Sharing> sharing() const;
  std::shared_ptr<const LawNow> law() const;
  std::shared_ptr<const FindingsNow> findings() const;
  std::shared_ptr<const CaseworkNow> casework() const;
  // Which releases hold a track now; asks the engine thread. Nothing while fairlead stops.
  std::vector<DeliveredTo> delivered(domain::TrackId track);
  // The picture as this agency has it for this purpose, in the form in which it would leave now. Taken by the engine's
  // thread between two slots, decided by the caller's. Changes nothing, and is no release: for home's people.
  // `not_found` where no agreement opens such a view, `unreachable` while fairlead stops or is stuck.
  Result<ViewNow> view_now(std::string_view agency, release::Purpose purpose);
  // How the picture's time runs: with our clock (the default), or with the newest receipt time of recorded sources.
  void use_recorded_time(bool on);

  std::shared_ptr<const Picture> picture() const;
  std::vector<domain::Source> sources() const;
  RunnerStatus status() const;
  // `heard` is called after each publication, on the writer thread; it must not block.
  void on_publish(std::function<void()> heard);

 private:
  struct State;
  explicit Runner(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fairlead::engine
