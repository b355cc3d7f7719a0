// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "layer_build.hpp"

namespace fairlead::zones {

std::vector<LonLat> with_short_edges(const std::vector<LonLat>& points, double edge_max) {
  std::vector<LonLat> result;
  result.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    result.push_back(points[i]);
    if (i + 1 == points.size()) break;
    const double span = length(to_ecef(points[i + 1]) - to_ecef(points[i]));
    const auto parts = static_cast<int>(std::ceil(span / edge_max));
    for (int part = 1; part < parts; ++part) {
      const double share = static_cast<double>(part) / parts;
      result.push_back({points[i].lon + share * (points[i + 1].lon - points[i].lon),
                        points[i].lat + share * (points[i + 1].lat - points[i].lat)});
    }
  }
  return result;
}

}  // namespace fairlead::zones
