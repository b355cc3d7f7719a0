// SPDX-License-Identifier: Apache-2.0
// Reads polygons from GeoJSON (RFC 7946) as a stream, so that a file of hundreds of megabytes needs little memory.
// Geometry collections are opened; points and lines are counted and left out.
//
// Threads: one caller.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "globe.hpp"

namespace fairlead::zones {

using Ring = std::vector<LonLat>;
using Polygon = std::vector<Ring>;  // the outer ring, then holes

struct Feature {
  std::size_t number = 0;                         // 1 for the first
  std::map<std::string, std::string> properties;  // scalars as text; null is absent
  std::vector<Polygon> polygons;
  std::size_t other_geometries = 0;
};

struct GeojsonSummary {
  std::size_t features = 0;
  std::string crs;  // the name in a `crs` member, as older files have it
};

// Calls `visit` for each feature (a bare geometry counts as one). An error of `visit` stops the reading.
Result<GeojsonSummary> read_geojson(const std::string& path, const std::function<Result<void>(Feature&&)>& visit);

}  // namespace fairlead::zones
