// SPDX-License-Identifier: Apache-2.0
// Reads text or bytes in a foreign form and keeps what comes of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "decode/foreign.hpp"

namespace fairlead::decode {

class Taken final : public ForeignSink {
 public:
  void on_observation(domain::Observation& observation, std::string_view text) override {
    observations.push_back(observation);
    texts.emplace_back(text);
  }
  void on_scan(domain::Scan& scan) override { scans.push_back(scan); }
  void on_time(Instant time) override { times.push_back(time); }
  void on_rejected(ForeignRejection reason, std::string_view, std::uint64_t) override {
    rejections.emplace_back(to_text(reason));
  }

  std::vector<domain::Observation> observations;
  std::vector<std::string> texts;
  std::vector<domain::Scan> scans;
  std::vector<Instant> times;
  std::vector<std::string> rejections;
  ForeignCounters counters;
};

inline Taken take(Format format, std::string_view bytes, ForeignOptions options = {}, std::size_t piece = 0,
                  std::optional<Instant> received_at = std::nullopt) {
  options.source = domain::SourceId(7);
  Taken taken;
  const auto reader = ForeignReader::open(format, std::move(options));
  while (!bytes.empty()) {
    const auto size = piece == 0 ? bytes.size() : std::min(piece, bytes.size());
    // A copy of its own, so that reading behind it is noticed by the sanitizer build.
    const std::string copy(bytes.substr(0, size));
    reader->feed(copy, taken, received_at);
    bytes.remove_prefix(size);
  }
  reader->finish(taken);
  taken.counters = reader->counters();
  return taken;
}

}  // namespace fairlead::decode
