// SPDX-License-Identifier: Apache-2.0
// Entry and exit of zones along a track, as pure functions of what was settled before and what is known now.
//
// A track near a limit would enter and leave with every fix. So a zone counts as entered only when its reading is
// likely enough, and as left only when another one is: between the two, the last settled zone stays. Threads: any.
#pragma once

#include <optional>
#include <vector>

#include "zones/zone.hpp"

namespace fairlead::zones {

// The zone a track was last surely in.
struct Presence {
  ZoneKind kind = ZoneKind::unknown;
  States states;
  friend bool operator==(const Presence&, const Presence&) = default;
};

enum class TransitionKind : std::uint8_t { entered, left };
std::string_view name(TransitionKind kind);

struct Transition {
  TransitionKind kind = TransitionKind::entered;
  Presence zone;
  double confidence = 0;  // of the reading that decided it
  friend bool operator==(const Transition&, const Transition&) = default;
};

struct TransitionLimits {
  double confidence_min = 0.6;
};

// What is settled after this report: its likeliest reading if that is likely enough, else what was settled before. Land
// under a vessel is an error of position or coast and settles nothing.
std::optional<Presence> settle(const std::optional<Presence>& before, const ZoneReport& now,
                               TransitionLimits limits = {});

// `left` before `entered`; nothing when the same zone is settled. With no zone before, only `entered`.
std::vector<Transition> transitions(const std::optional<Presence>& before, const ZoneReport& now,
                                    TransitionLimits limits = {});

}  // namespace fairlead::zones
