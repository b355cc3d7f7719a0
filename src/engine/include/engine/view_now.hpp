// SPDX-License-Identifier: Apache-2.0
// What one partner agency holds for one purpose, as home's people look at it: the tracks of the view in the form in
// which they would leave now. Looking is no release: nothing is entered in a log, nothing gets a name, nobody's feed
// moves.
//
// 1. Taking reads and changes nothing; the same state gives the same answer.
// 2. The decision is that of a pull or a frame at this moment: the view's own tracks, decided again as tracks.
// Threads: free functions over values; only home's people may be shown what they give.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/label.hpp"
#include "domain/source.hpp"
#include "domain/track.hpp"
#include "release/evaluator.hpp"

namespace fairlead::engine {

// A view as the engine holds it between two slots, copied: to decide and to print it takes longer than to copy it, and
// the engine's thread is needed for stops.
struct ViewTaken {
  std::string agency;
  release::Purpose purpose{};
  Instant tick;      // releases are as of this moment
  Instant taken_at;  // end of the newest slot: by this, what may leave is decided
  bool stopped = false;
  std::shared_ptr<const release::Evaluator> evaluator;
  std::map<domain::SourceId, domain::Source> sources;
  struct Held {
    domain::Track track;
    std::optional<domain::TrackId> home;  // home's track of the same vessel
    std::optional<domain::Label> own;     // the strictest that observations carried themselves
  };
  std::vector<Held> held;  // in the order of opening in this view
};

struct ViewNow {
  std::string agency;
  release::Purpose purpose{};
  Instant as_of;
  bool stopped = false;  // an open stop covers the view, or a part of it
  struct Seen {
    std::uint64_t key = 0;  // the same as long as the view holds the track; means nothing elsewhere
    std::optional<domain::TrackId> home;
    std::string members;  // of the track as JSON behind its id: `,"kind":"ship",...}`
  };
  std::vector<Seen> tracks;  // what may not leave now is not among them
};

ViewNow decide_view(const ViewTaken& taken);

}  // namespace fairlead::engine
