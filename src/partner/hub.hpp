// SPDX-License-Identifier: Apache-2.0
// What all connections of the door share.
//
// Threads: network thread, except the counters and post().
#pragma once

#include <atomic>
#include <functional>

#include "feeds.hpp"
#include "guests.hpp"
#include "papers.hpp"
#include "partner/door.hpp"
#include "workers.hpp"

namespace fairlead::partner {

struct Counters {
  std::atomic<std::uint64_t> connections = 0;
  std::atomic<std::uint64_t> connections_total = 0;
  std::atomic<std::uint64_t> streams = 0;
  std::atomic<std::uint64_t> handed_over_total = 0;
  std::atomic<std::uint64_t> refused_total = 0;
  std::atomic<std::uint64_t> without_reader_total = 0;
  std::atomic<std::uint64_t> not_admitted_total = 0;
  std::atomic<std::uint64_t> told_to_wait_total = 0;
  std::atomic<std::uint64_t> bytes_total = 0;
  std::atomic<std::uint64_t> waiting_releases = 0;
  std::atomic<std::uint64_t> waiting_bytes = 0;
};

class Hub {
 public:
  Hub(const DoorOptions& o, const DoorInputs& i)
      : options(o),
        inputs(i),
        guests(o.limits, i),
        feeds(*this),
        workers("partner_commands", o.limits.workers, o.limits.waiting_commands_max),
        log_reader("partner_log_reads", 1, o.limits.waiting_commands_max) {}

  const DoorOptions& options;
  const DoorInputs& inputs;
  Counters counters;
  Guests guests;
  Feeds feeds;
  Workers workers;     // wait for the engine
  Workers log_reader;  // one thread: reads the logs
  Receipts receipts;   // its
  std::size_t strangers = 0;
  std::uint64_t cuts = 0;  // stops so far
  // Runs a function on the network thread; safe from any thread.
  std::function<void(std::function<void()>)> post;

  const DoorLimits& limits() const { return options.limits; }
};

}  // namespace fairlead::partner
