// SPDX-License-Identifier: Apache-2.0
// Findings in the engine: what home's tracks do, told to `behaviour`; its alerts, and what people do to them.
//
// 1. Home's picture only: no partner's view depends on anything here.
// 2. Rules, surroundings and limits are the caller's; the same events with the same of these give the same findings.
// Threads: one owner.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "behaviour/alerts.hpp"
#include "behaviour/watch.hpp"
#include "engine/engine.hpp"
#include "engine/findings_now.hpp"
#include "governance.hpp"

namespace fairlead::engine {

class Findings {
 public:
  Findings(behaviour::Rules rules, std::shared_ptr<const zones::Atlas> atlas);

  static bool takes(const Request& request);
  Result<Answer> apply(const Command& command, const Governance& governance, Instant now);

  // A place in a list of changes.
  struct Mark {
    std::size_t moved = 0, fed = 0, closed = 0;
    static Mark of(const fusion::TrackChanges& changes) {
      return {changes.moved.size(), changes.fed.size(), changes.closed.size()};
    }
  };
  // A step begins. `first_number` is the number before that of the event's first observation; `picture` is the time of
  // the picture before it.
  void begin(const Event& event, std::uint64_t first_number, Instant picture);
  // Something received at `at` is about to be taken in: whatever was due before it comes first. Where the picture's
  // time is recorded time, a step may bring minutes of it.
  void pass(Instant at);
  // What has changed since `from` in home's tracks, which are as they are now.
  void take(const fusion::TrackChanges& changes, Mark from, const fusion::Tracker& tracker);
  void scanned(const domain::Scan& scan) { watch_.scanned(scan); }
  // The step ends.
  void finish(Instant now, Instant picture);

  bool take_changed() { return std::exchange(changed_, false); }
  std::shared_ptr<const FindingsNow> publish(std::uint64_t slot, Instant now, Instant picture) const;

  void save(wire::ByteWriter& out) const;
  Result<void> restore(wire::ByteReader& in);

 private:
  void tell(const domain::Observation& observation, const domain::Track& track);
  void keep(Instant now);

  behaviour::Rules rules_;
  std::shared_ptr<const behaviour::Surroundings> surroundings_;
  behaviour::Watch watch_;
  behaviour::AlertBook alerts_;
  std::map<std::uint64_t, domain::Finding> findings_;  // by number: open ones, and the newest that ended
  std::deque<std::uint64_t> ended_;                    // numbers, oldest first
  behaviour::FindingChanges changes_;
  std::vector<const domain::Observation*> observations_;  // of the event, by number
  std::uint64_t first_number_ = 0;
  bool is_recorded_ = false;  // the picture's time
  Instant passed_;            // whole seconds until then have passed
  bool changed_ = false;
};

}  // namespace fairlead::engine
