// SPDX-License-Identifier: Apache-2.0
// The port to whatever hands releases to partners.
//
// Threads: as each function says.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/gate.hpp"

namespace fairlead::engine {

// What a stop found on its way out.
struct StopReach {
  std::uint64_t deliveries_dropped = 0;  // releases that were waiting, or half handed over
  std::uint64_t kernel_bytes = 0;        // handed to the kernel before the stop and not yet taken by the partner
  std::uint64_t connections_closed = 0;
  bool complete = false;  // false: the network did not answer in time, and the figures are missing
};

class Exits {
 public:
  virtual ~Exits() = default;
  // Releases that have become durable, in order. Called on the writer thread; must not block.
  virtual void take(std::vector<DurableRelease> releases) = 0;
  // These feeds are shut already. Drops what waits for them, closes (without lingering) whoever holds half a release,
  // and says what was found. May be called by any thread, and waits for the network at most two seconds.
  virtual StopReach cut(std::span<const FeedId> feeds) = 0;
  // Accounts changed: whoever is connected may no longer be who it was. Called on the writer thread; must not block.
  virtual void accounts_changed() = 0;
};

}  // namespace fairlead::engine
