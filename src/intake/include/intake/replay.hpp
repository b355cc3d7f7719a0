// SPDX-License-Identifier: Apache-2.0
// Sends a recorded file out again as raw lines, at recorded pace: `fairlead replay FILE --to URL --speed N`.
//
// Threads: replay() works in the calling thread until it is done; `stop` may be set by any thread or signal handler.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/system.hpp"
#include "units/instant.hpp"

namespace fairlead::intake {

struct ReplayProgress {
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;             // of lines sent
  std::uint64_t file_bytes = 0;        // read from the file, as stored
  std::uint64_t file_size = 0;         // as stored; 0 when that is not known
  unsigned receivers = 0;              // connected now
  std::optional<Instant> recorded_at;  // recorded time of the newest line
};

struct ReplayReport {
  std::uint64_t lines = 0;
  std::uint64_t bytes = 0;
  std::uint64_t passes = 0;           // times through the file; more than 1 only with loop
  std::uint64_t receivers_total = 0;  // connections served, 1 for udp and standard output
  std::uint64_t receivers_lost = 0;   // that went away, or took too long to read
  bool timed = false;                 // the file carries times
  bool stopped = false;               // by `stop`
};

struct ReplayOptions {
  std::string file;             // a path, or a `file:` URL with its own parameters
  std::string to;               // tcp://, tcp-listen://, udp:// or `-`
  std::optional<double> speed;  // times recorded time; absent: as fast as it is taken
  std::optional<double> rate;   // lines a second for files without times
  bool loop = false;
  Duration receiver_patience = std::chrono::seconds(10);  // a receiver that does not read for so long is let go
  int standard_output = 1;
  const std::atomic<bool>* stop = nullptr;
  std::function<void(const ReplayProgress&)> progress;  // about ten times a second
  std::function<void(std::uint16_t port)> listening;    // tcp-listen: the port, once it is open
};

// `tcp-listen://` waits for the first receiver before the first line goes out.
Result<ReplayReport> replay(const ReplayOptions& options, const WallClock& wall, const SteadyClock& steady);

}  // namespace fairlead::intake
