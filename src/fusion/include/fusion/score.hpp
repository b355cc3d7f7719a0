// SPDX-License-Identifier: Apache-2.0
// How well tracks follow the truth: GOSPA, OSPA, OSPA(2), CLEAR-MOT.
//
// Sources: GOSPA: Rahmathullah, Garcia-Fernandez, Svensson 2017, alpha 2. OSPA: Schuhmacher, Vo, Vo 2008. OSPA(2):
// Beard, Vo, Vo 2020, uniform weights over the times at which either track exists. CLEAR-MOT: Bernardin and
// Stiefelhagen 2008, matches kept while within half the cut-off. Units: metres, seconds. Threads: any.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::fusion {

struct ScoredPoint {
  std::uint32_t name = 0;  // of the vessel, or of the track
  double east = 0;
  double north = 0;
  std::uint32_t kind = 0;  // of the vessel
};

// What was there and what was said at one moment, each in the order of its file.
struct ScoredMoment {
  std::int64_t at_ms = 0;
  std::vector<ScoredPoint> truth;
  std::vector<ScoredPoint> tracks;
};

struct ScoreSettings {
  double cut_off = 0;
  double order = 2;
  int window = 10;  // moments of OSPA(2), 1 to 64
};

struct Score {
  std::size_t moments = 0;
  double gospa = 0;
  double gospa_last_half = 0;
  double ospa = 0;
  double ospa2 = 0;
  std::optional<double> location_rmse;
  double missed = 0;  // a moment
  double wrong = 0;   // a moment
  double cardinality_error = 0;
  double mota = 0;
  double motp = 0;
  std::uint64_t switches = 0;
  std::uint64_t fragmentations = 0;
  double coverage = 0;
  std::map<std::uint32_t, double> coverage_by_kind;
  std::optional<double> seconds_to_first_track;
  std::uint64_t never_tracked = 0;
  std::uint64_t tracks_matched = 0;  // of all names in the moments
};

Score score(const std::vector<ScoredMoment>& moments, const ScoreSettings& settings);

}  // namespace fairlead::fusion
