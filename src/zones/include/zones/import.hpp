// SPDX-License-Identifier: Apache-2.0
// Official limits: polygons in GeoJSON, and in Shapefile or GeoPackage through GDAL's ogr2ogr. The attribute names of
// the Marine Regions data sets are understood; other files need `kind` and `state`.
//
// Refused, with file, feature and cure: coordinates that are not longitude and latitude in WGS 84, rings that cross
// themselves, unknown States, files that end early. Nothing is changed unless all of it holds.
// Threads: one caller.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace fairlead::zones {

struct ImportOptions {
  std::string atlas;  // the zone file to add to
  std::string out;    // where the new one goes; may be the same
  std::string kind;   // for features that do not say
  std::string state;  // likewise
  std::string source_name;
  std::string licence;
  bool replace = false;
};

struct ImportSummary {
  std::size_t features = 0;
  std::size_t records = 0;
  std::size_t skipped = 0;
  std::string version;
  std::vector<std::string> notes;
};

Result<ImportSummary> import(const std::string& path, const ImportOptions& options,
                             const std::function<void(std::string_view, double)>& progress);

}  // namespace fairlead::zones
