// SPDX-License-Identifier: Apache-2.0
// A folder with a scenario for trackers: what the sensors were, what they saw, what was there. The formats are told in
// docs/reference/formats/tracking.md.
//
// Units: metres, seconds since the start in the files, milliseconds here. Threads: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "fusion/contacts.hpp"
#include "fusion/score.hpp"

namespace fairlead::app {

// The azimuthal equidistant plane about the origin.
struct TrackingPlane {
  double latitude = 0;  // degrees
  double longitude = 0;
  double radius_m = 6371008.7714;

  fusion::Place to_plane(double latitude_deg, double longitude_deg) const;
  void to_earth(fusion::Place place, double& latitude_deg, double& longitude_deg) const;
};

struct TrackingScenario {
  std::string name;
  TrackingPlane plane;
  fusion::ContactSettings settings;
  double cut_off_m = 0;
  double order = 2;
  std::vector<std::int64_t> eval_ms;
  std::vector<std::string> sensors;  // by source id
  std::vector<fusion::Look> looks;   // in order of time, empty ones too
  std::uint64_t detections = 0;
};

// `scenario.json` and `detections.jsonl`.
Result<TrackingScenario> read_tracking_scenario(const std::string& folder);

struct TrackingTruth {
  TrackingScenario scenario;  // without looks
  std::vector<fusion::ScoredMoment> moments;
  std::vector<std::string> kinds;
  std::uint64_t tracks_named = 0;
};

// `scenario.json`, `truth.jsonl`, and the tracks that somebody made of it.
Result<TrackingTruth> read_tracking_truth(const std::string& folder, const std::string& tracks_file);

}  // namespace fairlead::app
