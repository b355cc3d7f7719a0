// SPDX-License-Identifier: Apache-2.0
// The world generator: scenarios with truth, AIS, plots of each sensor with what it looked at, sightings, a
// configuration that plays them, and labelled behaviours to hold findings against.
//
// 1. The same options give the same bytes in every build (but `fairlead.toml`, which names the folder).
// 2. What a tracker or a rule may read is apart from what it is judged by: `truth.jsonl`, `labels.jsonl`,
//    `behaviours.jsonl`.
// docs/reference/formats/world.md has the files. Ships, names and numbers are invented.
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fairlead::testing {

// open-water, dense-strait, sea-clutter, coastal-fusion, go-fasts-among-fishing, dark-rendezvous, spoofed-ais,
// satellite-pass, caribbean, random
std::span<const std::string_view> world_scenarios();
// One line on a scenario; empty for an unknown one.
std::string_view world_about(std::string_view scenario);

struct WorldOptions {
  std::string scenario = "open-water";
  std::uint64_t seed = 1;
  std::int64_t start = 1'773'518'400;  // seconds since 1970: 2026-03-14T20:00:00Z, evening in the Caribbean
  double speed = 60;                   // at which the configuration replays
};

struct WorldCounts {
  std::uint64_t vessels = 0, looks = 0, plots = 0, false_plots = 0, ais_reports = 0, behaviours = 0;
};

// Name of the file and its text. `folder` is named by the configuration.
using WorldFiles = std::map<std::string, std::string>;
Result<WorldFiles> make_world(const WorldOptions& options, const std::string& folder, WorldCounts* counts = nullptr);

// The same, written; the folder is made where it is missing.
Result<WorldCounts> write_world(const std::string& folder, const WorldOptions& options);

}  // namespace fairlead::testing
