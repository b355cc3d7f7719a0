// SPDX-License-Identifier: Apache-2.0
// Counters of the server itself, and the page of all metrics in the Prometheus text format. Labels never name a vessel
// or a person.
//
// Threads: network thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "serve/server.hpp"

namespace fairlead::serve {

class Metrics {
 public:
  void answered(std::string_view route, std::string_view method, unsigned status, double seconds);

  std::uint64_t connections_total = 0;
  std::uint64_t connections_refused_total = 0;
  std::uint64_t connections_open = 0;
  std::uint64_t event_streams_open = 0;
  std::uint64_t message_streams_open = 0;
  std::uint64_t frames_sent_total = 0;
  std::uint64_t frames_built_total = 0;
  std::uint64_t frames_postponed_total = 0;
  std::uint64_t stalled_total = 0;  // connections closed because the client took nothing
  std::uint64_t bytes_sent_total = 0;
  std::uint64_t outgoing_bytes = 0;
  std::uint64_t incoming_bytes = 0;  // reserved for bodies that are on their way in
  std::uint64_t tls_failed_total = 0;
  std::uint64_t reader_refused_total = 0;

  std::string page(const ServerOptions& options, const ServerInputs& inputs, Instant now) const;

 private:
  static constexpr std::array<double, 10> kBounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1, 5};
  struct Durations {
    std::array<std::uint64_t, kBounds.size() + 1> buckets{};
    double sum = 0;
    std::uint64_t count = 0;
  };
  std::map<std::tuple<std::string, std::string, unsigned>, std::uint64_t> answers_;
  std::map<std::string, Durations> durations_;
};

}  // namespace fairlead::serve
