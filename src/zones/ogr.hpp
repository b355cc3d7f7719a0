// SPDX-License-Identifier: Apache-2.0
// Shapefile and GeoPackage become GeoJSON through GDAL's own programs: the formats have many corners, and an import is
// rare, so a library of that size does not have to live in every running Fairlead.
//
// Threads: one caller; a child process runs while it waits.
#pragma once

#include <string>

#include "base/result.hpp"

namespace fairlead::zones {

// Writes `path`'s layers as GeoJSON to `out`. Refuses coordinates other than longitude and latitude in WGS 84.
Result<void> ogr_to_geojson(const std::string& path, const std::string& out);

}  // namespace fairlead::zones
