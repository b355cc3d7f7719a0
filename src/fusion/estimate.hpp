// SPDX-License-Identifier: Apache-2.0
// What the contact tracker of some views says about one contact after a look: ready to be shown, not a report to be
// filtered again.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "domain/track.hpp"
#include "fusion/views.hpp"

namespace fairlead::fusion {

struct Estimate {
  std::uint64_t number = 0;  // of the contact, within these views
  ViewMask views = 0;
  std::optional<domain::Mmsi> mmsi;  // when it is one with whoever transmits this
  domain::SourceId source;           // of the newest detection
  domain::SensorKind sensor = domain::SensorKind::radar;
  Instant at;
  Instant received;
  geo::Position position;
  double sigma_m = 0;
  double velocity_east = 0;
  double velocity_north = 0;
  double velocity_sigma = 0;
  std::shared_ptr<const domain::Fused> fused;
  std::vector<domain::ObservationId> fed;  // detections that became part of it
  bool ended = false;                      // it is no longer believed to be there
  // A detection that came late and is part of it: where it was then.
  struct Earlier {
    Instant at;
    geo::Position position;
  };
  std::optional<Earlier> earlier;
};

}  // namespace fairlead::fusion
