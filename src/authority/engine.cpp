// SPDX-License-Identifier: Apache-2.0
// evaluate(): the zone as entered, or each reading of disputed waters (Z-2), then the sentences.
#include "authority/engine.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "evaluation.hpp"

namespace fairlead::authority {
namespace {

// The same outcome and the same lacks: that answer, with the sources of all; otherwise the dispute decides.
Answer over_readings(const Facts& facts, Action action, const PartyTable& parties) {
  std::vector<ZoneReading> readings = facts.zone.alternatives;
  const ZoneReading& entered = facts.zone.here;
  if (entered.kind != ZoneKind::unknown && std::find(readings.begin(), readings.end(), entered) == readings.end()) {
    readings.insert(readings.begin(), entered);
  }
  std::vector<Answer> answers;
  answers.reserve(readings.size());
  for (const ZoneReading& reading : readings) {
    answers.push_back(Evaluation(facts, parties, facts.acting_state, reading).answer(action));
  }
  Answer joined = answers.front();
  bool same = true;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const Answer& other = answers[i];
    same &= other.outcome == joined.outcome && other.missing == joined.missing;
    joined.because.add(other.because);
    joined.noted.add(other.noted);
    joined.contested.add(other.contested);
    joined.readings.push_back({readings[i], other.outcome, other.missing});
    if (i > 0) joined.trace.insert(joined.trace.end(), other.trace.begin(), other.trace.end());
  }
  if (same) {
    joined.noted.add(point(10));
    return joined;
  }
  joined.because.add(cite("RULE:zone-dispute"));
  joined.outcome = Outcome::contested;
  joined.missing = {};
  joined.contested.add(point(10));
  CitationSet dispute;
  dispute.add(cite("RULE:zone-dispute"));
  joined.trace.insert(joined.trace.begin(), {rule("Z-2"), Grade::disputed, dispute, {}, {point(10)}});
  return joined;
}

}  // namespace

Answer evaluate(const Facts& facts, Action action, const PartyTable& parties) {
  FL_ASSERT(facts.as_of.given() && facts.acting_state.given());
  const bool disputed = facts.zone.disputed == Tri::yes && !facts.zone.alternatives.empty();
  Answer answer = disputed ? over_readings(facts, action, parties)
                           : Evaluation(facts, parties, facts.acting_state, facts.zone.here).answer(action);
  if (facts.zone.disputed == Tri::yes && !disputed) answer.noted.add(point(10));
  answer.reason = reason_of(facts, answer, parties);
  return answer;
}

}  // namespace fairlead::authority
