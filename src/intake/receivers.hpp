// SPDX-License-Identifier: Apache-2.0
// Where a replay sends its lines: connected receivers, datagrams, or standard output.
//
// Threads: one owner. Memory: at most kPendingMax bytes wait for each receiver.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "intake/replay.hpp"
#include "intake/source_url.hpp"

namespace fairlead::intake {

class Receivers {
 public:
  virtual ~Receivers() = default;

  // Whole lines. Waits while a receiver is behind, but not longer than the patience of the options; who is still behind
  // then is let go. An error means that nobody can be served any more.
  virtual Result<void> send(std::string_view lines) = 0;
  // Serves connections for at most `wait`; returns early when `until_one` is set and somebody is connected.
  virtual Result<void> serve(Duration wait, bool until_one) = 0;
  // Everything that waits goes out, then the connections end.
  virtual Result<void> finish() = 0;

  virtual unsigned now() const { return 1; }
  virtual std::uint64_t total() const { return 1; }
  virtual std::uint64_t lost() const { return 0; }
};

// `to` is tcp, tcp_listen, udp or standard_input (which stands for output here).
Result<std::unique_ptr<Receivers>> open_receivers(const SourceUrl& to, const ReplayOptions& options,
                                                  const SteadyClock& steady);

}  // namespace fairlead::intake
