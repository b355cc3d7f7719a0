// SPDX-License-Identifier: Apache-2.0
// The single writer of state: step(event) -> effects.
//
// 1. It does no I/O, reads no clock, starts no thread, draws no random number; all of that arrives in events.
// 2. The same events give the same state and effects, byte for byte, in every build.
// 3. Events are journalled before their effects leave.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "domain/source.hpp"
#include "fusion/tracker.hpp"

namespace fairlead::engine {

// A source is known under its name from now on, across restarts; its description may change.
struct DeclareSource {
  domain::Source source;  // `source.id` is 0 for a new one: the engine gives it
};

using Command = std::variant<DeclareSource>;

// One slot: everything that came in since the last.
struct Event {
  std::uint64_t slot = 0;
  Instant closed_at;     // by our clock
  Instant picture_time;  // the moment the picture is meant to show
  std::vector<Command> commands;
  std::vector<domain::ObservationBatch> batches;
};

std::string to_bytes(const Event& event);
Result<Event> event_from_bytes(std::string_view bytes);

struct Effects {
  fusion::TrackChanges tracks;
  std::vector<domain::SourceId> declared;  // one for each DeclareSource, in order
  std::uint64_t observations = 0;
};

struct EngineLimits {
  fusion::TrackerLimits tracker;
};

class Engine {
 public:
  explicit Engine(EngineLimits limits = {});

  // Needs: event.slot == slot() + 1. The effects stay valid until the next step.
  const Effects& step(const Event& event);

  std::uint64_t slot() const { return slot_; }
  Instant closed_at() const { return closed_at_; }
  Instant picture_time() const { return picture_time_; }
  std::uint64_t observations_total() const { return observations_total_; }
  const fusion::Tracker& tracker() const { return tracker_; }
  const std::map<domain::SourceId, domain::Source>& sources() const { return sources_; }

  std::string save() const;
  static Result<Engine> restore(std::string_view state, EngineLimits limits = {});

 private:
  domain::SourceId declare(const domain::Source& source);

  std::uint64_t slot_ = 0;
  Instant closed_at_;
  Instant picture_time_;
  std::uint64_t observations_total_ = 0;
  std::map<domain::SourceId, domain::Source> sources_;
  fusion::Tracker tracker_;
  Effects effects_;
};

}  // namespace fairlead::engine
