// SPDX-License-Identifier: Apache-2.0
#include "geo/box.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::geo {

Result<Box> parse_box(std::string_view text) {
  const auto refused = [&](std::string_view why) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is not a box: {}; write west,south,east,north in degrees", text, why));
  };
  std::array<double, 4> degrees{};
  std::string_view rest = text;
  for (std::size_t i = 0; i < degrees.size(); ++i) {
    const auto comma = rest.find(',');
    if ((i < 3) == (comma == std::string_view::npos)) return refused("it needs four numbers");
    const auto value = parse_number<double>(trim(rest.substr(0, comma)));
    if (!value || !std::isfinite(*value)) return refused("it needs four numbers");
    degrees[i] = *value;
    if (i < 3) rest.remove_prefix(comma + 1);
  }
  const auto low = Position::from_degrees(degrees[1], degrees[0]);
  const auto high = Position::from_degrees(degrees[3], degrees[2]);
  if (!low || !high) return refused("latitudes lie between -90 and 90");
  if (low->latitude_units() > high->latitude_units()) return refused("south lies north of north");
  Box box{low->longitude_units(), low->latitude_units(), high->longitude_units(), high->latitude_units()};
  // Viewports wider than the world mean all of it.
  if (degrees[2] - degrees[0] >= 360.0) {
    box.west = -kLongitudeMax;
    box.east = kLongitudeMax;
  }
  return box;
}

}  // namespace fairlead::geo
