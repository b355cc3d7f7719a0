// SPDX-License-Identifier: Apache-2.0
#include "track_decision.hpp"

#include <array>

#include "release/plain_label.hpp"

namespace fairlead::engine {

using release::ObjectType;

namespace {

// As what else than a track the data of such a track would leave.
std::array<ObjectType, 2> sensors_of(domain::TrackKind kind) {
  if (kind == domain::TrackKind::contact) return {ObjectType::radar, ObjectType::sighting};
  const ObjectType type = kind == domain::TrackKind::own_ship ? ObjectType::own_navigation : ObjectType::ais;
  return {type, type};
}

bool forbids(const release::Verdict& v) {
  return v.outcome == domain::DecisionOutcome::suspended || v.failed.has(release::Part::prohibition) ||
         v.failed.has(release::Part::stop);
}

}  // namespace

std::optional<release::Marking> marking_of(std::span<const domain::SourceId> of,
                                           const std::map<domain::SourceId, domain::Source>& sources,
                                           const domain::Label* own) {
  std::optional<release::Marking> whole;
  for (const domain::SourceId id : of) {
    release::Marking marking;  // of a source that nobody declared: releasable to nobody
    if (const auto source = sources.find(id); source != sources.end()) {
      if (source->second.label == domain::Label{}) return std::nullopt;
      marking = release::marking_of(source->second.label);
      if (marking.label.originators.empty() && !source->second.originator.empty()) {
        marking.label.originators.insert(source->second.originator);
      }
    }
    whole = whole ? release::strictest(*whole, marking) : std::move(marking);
  }
  if (whole && own != nullptr) whole = release::strictest(*whole, release::marking_of(*own));
  return whole;
}

TrackDecision decide_track(const release::Moment& moment, const release::PreparedLabel& label, domain::TrackKind kind,
                           std::optional<geo::Position> position, Instant at, release::Ask ask) {
  const auto as = [&](ObjectType type) {
    release::Facts facts;
    facts.type = type;
    facts.position = position;
    facts.at = at;
    return moment.decide(moment.prepare(label, facts), ask);
  };
  TrackDecision best{as(ObjectType::track), ObjectType::track};
  if (!best.verdict.released() && forbids(best.verdict)) return best;
  // The track of one sensor's reports is those reports: what forbids them forbids it, what permits them permits it.
  for (const ObjectType sensor : sensors_of(kind)) {
    const release::Verdict v = as(sensor);
    if (!v.released() && forbids(v)) return {v, sensor};
    if (v.released() && !best.verdict.released()) best = {v, sensor};
  }
  return best;
}

}  // namespace fairlead::engine
