// SPDX-License-Identifier: Apache-2.0
#include "engine/view_now.hpp"

#include <utility>

#include "base/assert.hpp"
#include "track_body.hpp"
#include "track_decision.hpp"
#include "wire/canonical.hpp"

namespace fairlead::engine {

namespace {

// What a track may leave as: how the partner follows it, and where it may not follow, how it may ask for it.
struct Asks {
  release::Ask follow, pull;
};

TrackDecision decide(const release::Moment& moment, const release::PreparedLabel& label, const domain::Track& track,
                     const Asks& asks) {
  TrackDecision followed = decide_track(moment, label, track.kind, track.position, track.observed_at, asks.follow);
  if (followed.verdict.released()) return followed;
  return decide_track(moment, label, track.kind, track.position, track.observed_at, asks.pull);
}

// Tracks of the same sources are decided by the same label.
class Labels {
 public:
  Labels(const release::Moment& moment, const std::map<domain::SourceId, domain::Source>& sources)
      : moment_(moment), sources_(sources) {}
  const release::PreparedLabel& of(const ViewTaken::Held& held) {
    wire::ByteWriter own;
    if (held.own) wire::write(own, *held.own);
    const auto [place, is_new] = prepared_.try_emplace({held.track.sources, own.take()});
    if (is_new) {
      const auto marking = marking_of(held.track.sources, sources_, held.own ? &*held.own : nullptr);
      place->second = moment_.prepare(marking ? &*marking : nullptr);
    }
    return place->second;
  }

 private:
  const release::Moment& moment_;
  const std::map<domain::SourceId, domain::Source>& sources_;
  std::map<std::pair<std::vector<domain::SourceId>, std::string>, release::PreparedLabel> prepared_;
};

}  // namespace

ViewNow decide_view(const ViewTaken& taken) {
  FL_ASSERT(taken.evaluator != nullptr);
  ViewNow now;
  now.agency = taken.agency;
  now.purpose = taken.purpose;
  now.as_of = taken.tick;
  now.stopped = taken.stopped;
  const release::Evaluator& evaluator = *taken.evaluator;
  const auto agency = evaluator.agency(taken.agency);
  const auto stream = evaluator.channel("stream");
  const auto pull = evaluator.channel("pull");
  if (!agency || !stream || !pull) return now;
  const Asks asks{{*agency, taken.purpose, release::Act::subscribe, *stream},
                  {*agency, taken.purpose, release::Act::pull, *pull}};
  const release::Moment moment = evaluator.at(taken.taken_at);
  Labels labels(moment, taken.sources);
  for (const ViewTaken::Held& held : taken.held) {
    const release::Verdict verdict = decide(moment, labels.of(held), held.track, asks).verdict;
    const bool early = verdict.due_at > held.track.observed_at && verdict.due_at > taken.tick;
    if (!verdict.released() || early) continue;
    now.tracks.push_back(
        {held.track.id.number(), held.home, track_body(held.track, verdict.fields, verdict.grid_m, taken.sources)});
  }
  return now;
}

}  // namespace fairlead::engine
