// SPDX-License-Identifier: Apache-2.0
#include "trace/question.hpp"

#include <algorithm>
#include <tuple>

#include "distance.hpp"

namespace fairlead::trace {
namespace {

double seconds(Duration duration) { return static_cast<double>(duration.count()) / 1000.0; }

// How much time lies between the position and the farther end of what is asked about.
double seconds_at_most(const Question& question, Instant at) {
  return std::max({0.0, seconds(question.to - at), seconds(at - question.from)});
}
double seconds_at_least(const Question& question, Instant at) {
  return std::max({0.0, seconds(question.from - at), seconds(at - question.to)});
}

constexpr Speed kAnyVesselGoes = Speed::knots(15);

}  // namespace

bool could_contribute(const Question& question, const Item& item) {
  if (item.released_at > question.to || item.released_at < question.from - question.lookback) return false;
  if (!question.tracks.empty() && !question.tracks.contains(item.track)) return false;
  if (!question.place) return true;
  if (!item.where) return !question.tracks.empty();
  const double reach = question.place->radius.in_metres() + 3 * item.where->sigma.in_metres() +
                       question.speed_max.in_metres_per_second() * seconds_at_most(question, item.where->at);
  return metres_between(item.where->position, question.place->position) <= reach;
}

void judge(const Question& question, Contribution& contribution) {
  contribution.spread = Length();
  contribution.speed_needed = Speed();
  contribution.likely = true;
  if (!contribution.newest.where) return;
  const Whereabouts& where = *contribution.newest.where;
  const Speed goes = where.speed ? *where.speed : question.speed_max;
  contribution.spread =
      Length::metres(3 * where.sigma.in_metres() + goes.in_metres_per_second() * seconds_at_least(question, where.at));
  if (!question.place) return;
  const double gap = metres_between(where.position, question.place->position) - question.place->radius.in_metres() -
                     3 * where.sigma.in_metres();
  if (gap <= 0) return;
  const double time = seconds_at_most(question, where.at);
  contribution.speed_needed = time > 0 ? Speed::metres_per_second(gap / time) : question.speed_max;
  contribution.likely = contribution.speed_needed <= std::max(goes, kAnyVesselGoes);
}

void rank(std::vector<Contribution>& contributions) {
  const auto order = [](const Contribution& c) {
    return std::tuple(!c.likely, c.spread, -c.last_released_at.unix_ms(), c.recipient, c.track);
  };
  std::ranges::sort(contributions, [&](const Contribution& a, const Contribution& b) { return order(a) < order(b); });
}

}  // namespace fairlead::trace
