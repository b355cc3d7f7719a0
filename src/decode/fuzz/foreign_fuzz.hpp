// SPDX-License-Identifier: Apache-2.0
// libFuzzer, for each foreign form: any bytes, whole and cut at a place that the first byte chooses. Both must agree,
// each record must have one fate, and what comes out must be in range.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "decode/foreign.hpp"
#include "wire/json.hpp"

namespace fairlead::decode {

class FuzzSink final : public ForeignSink {
 public:
  void on_observation(domain::Observation& o, std::string_view text) override {
    wire::append_json(out, o);
    out += text;
    if (!std::isfinite(o.position_sigma.in_metres()) || o.position_sigma.in_metres() <= 0) std::abort();
    if (o.detection && o.detection->error) {
      const auto& e = *o.detection->error;
      if (!(e.major.in_metres() >= e.minor.in_metres() && e.minor.in_metres() > 0)) std::abort();
      if (!(e.orientation_degrees >= 0 && e.orientation_degrees < 180)) std::abort();
    }
  }
  void on_scan(domain::Scan& scan) override {
    if (scan.number == 0 || !(scan.detection_near >= 0 && scan.detection_near <= 1)) std::abort();
    if (!scan.coverage.centre && scan.coverage.ring.size() < 3) std::abort();
    out += "scan";
  }
  void on_rejected(ForeignRejection reason, std::string_view, std::uint64_t) override { out += to_text(reason); }
  std::string out;
};

inline std::string read_foreign(Format format, std::string_view text, std::size_t piece) {
  ForeignOptions options;
  options.source = domain::SourceId(1);
  options.sites.push_back({std::nullopt, geo::Position()});
  options.day = Instant::from_unix_seconds(1'773'446'400);
  options.keep_aircraft = true;
  options.record_bytes_max = 1U << 20;  // a limit would be met at different places
  FuzzSink sink;
  const auto reader = ForeignReader::open(format, std::move(options));
  while (!text.empty()) {
    const std::size_t size = std::min(piece, text.size());
    const std::vector<char> copy(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size));
    reader->feed({copy.data(), copy.size()}, sink, std::nullopt);
    text.remove_prefix(size);
  }
  reader->finish(sink);
  const auto& c = reader->counters();
  if (c.records != c.observations + c.scans + c.ignored + c.rejected_total()) std::abort();
  return sink.out;
}

inline int fuzz_foreign(Format format, const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (read_foreign(format, text, text.size()) != read_foreign(format, text, std::size_t{data[0]} * 3 + 1)) std::abort();
  static_cast<void>(detect_format(text, (data[0] & 1U) != 0));
  return 0;
}

}  // namespace fairlead::decode
