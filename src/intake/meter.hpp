// SPDX-License-Identifier: Apache-2.0
// What one source has done so far, written by the network thread and read by any.
//
// Threads: read() any; the rest one owner. Counters are atomics with one writer, so reading never waits.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "base/published.hpp"
#include "base/system.hpp"
#include "decode/counters.hpp"
#include "decode/foreign.hpp"
#include "domain/source.hpp"

namespace fairlead::intake {

class Meter {
 public:
  Meter(domain::Source source, const WallClock& wall, const SteadyClock& steady);

  void bytes(std::size_t count) { add(bytes_, count); }
  // What a reader counted since it was at `before`.
  void decoded(const decode::Counters& before, const decode::Counters& after);
  void decoded(const decode::ForeignCounters& before, const decode::ForeignCounters& after);
  void observations(std::size_t count) { add(observations_, count); }
  void reconnect() { add(reconnects_, 1); }
  // Publishes only what differs from before.
  void set(domain::SourceState state, std::string detail);

  domain::SourceHealth read() const;
  domain::SourceState state() const { return condition_.get()->state; }
  const domain::Source& source() const { return source_; }

 private:
  using Counter = std::atomic<std::uint64_t>;
  static void add(Counter& counter, std::uint64_t count) {
    counter.store(counter.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
  }
  double rate() const;
  void heard(std::uint64_t sentences);

  struct Condition {
    domain::SourceState state = domain::SourceState::connecting;
    std::string detail;
  };
  struct Second {
    std::atomic<std::int64_t> at{-1};
    Counter count{0};
  };
  static constexpr std::int64_t kWindowSeconds = 10;

  const domain::Source source_;
  const WallClock& wall_;
  const SteadyClock& steady_;
  Published<Condition> condition_;
  Counter bytes_{0}, sentences_{0}, messages_{0}, observations_{0}, reconnects_{0};
  std::array<Counter, decode::kRejectionCount> rejected_{};
  Counter nmea_rejected_{0}, no_sentence_{0};
  std::array<Counter, decode::kForeignRejectionCount> foreign_rejected_{};
  Counter targeting_fields_{0};
  std::atomic<std::int64_t> last_sentence_ms_{-1};
  std::atomic<std::int64_t> first_sentence_second_{-1};
  std::array<Second, 16> seconds_{};
};

}  // namespace fairlead::intake
