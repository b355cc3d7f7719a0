// SPDX-License-Identifier: Apache-2.0
// What home's sensors looked at lately, so that not seeing is information on a screen, too. Part of home's picture; no
// partner's picture has any of it.
//
// Threads: immutable once published; any thread may read.
#pragma once

#include <optional>
#include <vector>

#include "domain/detection.hpp"
#include "domain/observation.hpp"

namespace fairlead::engine {

// What is older than this, by the picture's time, is not shown any more.
inline constexpr Duration kCoverageAge = std::chrono::minutes(30);

struct Looked {
  domain::Scan scan;
  std::optional<domain::SensorKind> sensor;  // what its source's plots came from; unknown before the first
};

struct CoverageNow {
  std::vector<Looked> looks;  // by source, the newest first
};

}  // namespace fairlead::engine
