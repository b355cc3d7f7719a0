// SPDX-License-Identifier: Apache-2.0
// What is worth a look in home's picture, as readers see it: findings with their alerts, and how often each rule was
// right. A new one is published after each slot that changed it, when that slot is durable.
//
// One list serves map, strip and table, so that they cannot disagree.
// Threads: immutable once published; any thread may read.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "behaviour/alerts.hpp"
#include "behaviour/rules.hpp"
#include "domain/finding.hpp"

namespace fairlead::engine {

struct FoundNow {
  domain::Finding finding;
  behaviour::Alert alert;
};

struct FindingsNow {
  std::uint64_t slot = 0;
  Instant as_of;                // by our clock
  Instant picture_time;         // of the behaviour
  std::vector<FoundNow> open;   // not rectified; the most urgent first, then the newest
  std::vector<FoundNow> ended;  // rectified lately, the newest first, a bounded number
  std::map<std::pair<std::string, std::uint32_t>, behaviour::Precision> precision;  // by rule and version

  const FoundNow* find(std::uint64_t number) const;
};

}  // namespace fairlead::engine
