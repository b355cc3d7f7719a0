// SPDX-License-Identifier: Apache-2.0
#include "zones/transitions.hpp"

namespace fairlead::zones {

std::string_view name(TransitionKind kind) { return kind == TransitionKind::entered ? "entered" : "left"; }

std::optional<Presence> settle(const std::optional<Presence>& before, const ZoneReport& now, TransitionLimits limits) {
  const Reading& first = now.likeliest();
  if (first.kind == ZoneKind::unknown || first.confidence < limits.confidence_min || now.has(Flag::on_land))
    return before;
  return Presence{first.kind, first.states};
}

std::vector<Transition> transitions(const std::optional<Presence>& before, const ZoneReport& now,
                                    TransitionLimits limits) {
  std::vector<Transition> result;
  const std::optional<Presence> after = settle(before, now, limits);
  if (after == before || !after) return result;
  const double confidence = now.likeliest().confidence;
  if (before) result.push_back({TransitionKind::left, *before, confidence});
  result.push_back({TransitionKind::entered, *after, confidence});
  return result;
}

}  // namespace fairlead::zones
