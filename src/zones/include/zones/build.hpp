// SPDX-License-Identifier: Apache-2.0
// Makes the zone file from what can be had freely: two coastlines, the territorial-sea limits of OpenStreetMap, and the
// hand-made tables. The same inputs give the same bytes.
//
// Threads: one caller; `progress` is called from it. Memory: about 2 GB for the world.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "geo/box.hpp"

namespace fairlead::zones {

using BuildProgress = std::function<void(std::string_view what, double share)>;

struct BuildInputs {
  std::string coast;               // shoreline segments as `gmt coast -M -W1 -Df -Rg` writes them
  std::string limits;              // GeoJSON of @osm_borders/maritime_10m: land and territorial sea of each State
  std::string countries;           // instead of `limits`: GeoJSON of land, with `isoA2`; then there are no drawn limits
  std::string seas;                // GeoJSON of @geo-maps/earth-seas-10m; empty: only the one coast
  std::string tables;              // folder of states.csv, islets.csv, areas.toml; empty: those of this program
  std::optional<geo::Box> region;  // keep only what lies in it; answers outside it mean nothing
  double tolerance_m = 300;        // how far coasts may be simplified
  std::string built_with = "fairlead";
};

struct BuildSummary {
  std::size_t bytes = 0;
  std::size_t coast_edges = 0;
  std::size_t limit_edges = 0;
  std::size_t added_coast_edges = 0;    // of the second coast
  std::size_t unowned_coast_edges = 0;  // no State found nearby
  std::string version;
};

Result<BuildSummary> build(const BuildInputs& inputs, const std::string& out, const BuildProgress& progress);

}  // namespace fairlead::zones
