// SPDX-License-Identifier: Apache-2.0
#include "engine/explain.hpp"

#include "release/explain.hpp"
#include "track_decision.hpp"

namespace fairlead::engine {

std::vector<TrackExplanation> explain_track(const Sharing& sharing, std::span<const domain::Source> sources,
                                            const domain::Track& track, Instant now) {
  std::vector<TrackExplanation> all;
  if (!sharing.evaluator) return all;
  const release::Evaluator& evaluator = *sharing.evaluator;
  std::map<domain::SourceId, domain::Source> by_id;
  for (const domain::Source& source : sources) by_id.emplace(source.id, source);
  const domain::Label* own = nullptr;
  if (sharing.own_labels) {
    const auto found = sharing.own_labels->find(track.id);
    if (found != sharing.own_labels->end()) own = &found->second;
  }
  const auto marking = marking_of(track.sources, by_id, own);
  const release::Moment moment = evaluator.at(now);
  const release::PreparedLabel label = moment.prepare(marking ? &*marking : nullptr);
  const auto decide = [&](const ViewState& view, release::Act act, std::string_view channel) {
    const auto agency = evaluator.agency(view.agency);
    const auto over = evaluator.channel(channel);
    if (!agency || !over) return TrackDecision{};
    return decide_track(moment, label, track.kind, track.position, track.observed_at,
                        {*agency, view.purpose, act, *over});
  };
  for (const ViewState& view : sharing.views) {
    TrackDecision decision = decide(view, release::Act::subscribe, "stream");
    release::Act act = release::Act::subscribe;
    if (!decision.verdict.released()) {
      // Where the agreement lets the partner pull only, that is the question.
      TrackDecision pulled = decide(view, release::Act::pull, "pull");
      if (pulled.verdict.released() || pulled.verdict.failed.size() < decision.verdict.failed.size()) {
        decision = std::move(pulled);
        act = release::Act::pull;
      }
    }
    release::Request request;
    request.recipient = view.agency;
    request.purpose = release::name(view.purpose);
    request.type = release::name(decision.type);
    request.act = release::name(act);
    request.channel = act == release::Act::pull ? "pull" : "stream";
    request.marking = marking;
    request.position = track.position;
    request.observed_at = track.observed_at;
    TrackExplanation one{view.bit, view.agency, view.purpose, decision.verdict, decision.type, {}};
    one.text = release::explain(evaluator, one.verdict, request, now);
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace fairlead::engine
