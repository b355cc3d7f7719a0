// SPDX-License-Identifier: Apache-2.0
// Keeps what each source looked at lately: the newest scan of each distinct coverage.
//
// 1. At most `kLooksMax` scans of a source, of at most `kSourcesMax` sources, none older than `kCoverageAge`.
// 2. A coverage that is looked at again stands once, with its newest scan. Of a sensor that moves, its newest look and
//    a trail of earlier ones that lie apart are kept, so that the trail is long and not dense.
// 3. Nothing is claimed that was not looked at: scans are left out, none is made up or moved.
// Part of the engine's state: a picture after a restart shows what it showed before.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "base/result.hpp"
#include "engine/coverage_now.hpp"
#include "wire/bytes.hpp"

namespace fairlead::engine {

class Looks {
 public:
  static constexpr std::size_t kLooksMax = 64;
  static constexpr std::size_t kSourcesMax = 256;

  void saw(const domain::Observation& plot);
  void take(const domain::Scan& received);
  void advance(Instant picture_time);

  // The same as before as long as nothing changed.
  std::shared_ptr<const CoverageNow> publish() const;

  void save(wire::ByteWriter& out) const;
  Result<void> restore(wire::ByteReader& in);

 private:
  struct Source {
    std::vector<domain::Scan> scans;  // the newest first
    std::optional<domain::SensorKind> sensor;
  };
  std::map<domain::SourceId, Source> sources_;
  mutable std::shared_ptr<const CoverageNow> published_;  // none after a change
};

}  // namespace fairlead::engine
