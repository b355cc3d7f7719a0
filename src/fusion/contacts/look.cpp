// SPDX-License-Identifier: Apache-2.0
#include "fusion/look.hpp"

#include <algorithm>
#include <tuple>

namespace fairlead::fusion {
namespace {

auto content(const Plot& p) {
  const PlotVelocity v = p.velocity.value_or(PlotVelocity{0, 0, -1});
  return std::tuple(p.at.unix_ms(), p.place.east, p.place.north, p.error.east_east, p.error.east_north,
                    p.error.north_north, p.mmsi, v.east, v.north, v.sigma);
}

}  // namespace

bool comes_before(const Plot& a, const Plot& b) {
  const auto x = content(a);
  const auto y = content(b);
  return x < y || (x == y && a.id < b.id);
}

bool comes_before(const Look& a, const Look& b) {
  if (a.at != b.at) return a.at < b.at;
  if (a.source != b.source) return a.source < b.source;
  return std::ranges::lexicographical_compare(a.plots, b.plots,
                                              [](const Plot& p, const Plot& q) { return comes_before(p, q); });
}

}  // namespace fairlead::fusion
