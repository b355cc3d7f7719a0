// SPDX-License-Identifier: Apache-2.0
#include "zones/find.hpp"

#include <array>
#include <filesystem>

namespace fairlead::zones {

std::string usual_file(std::string_view named) {
  if (!named.empty()) return std::string(named);
  static constexpr std::array<const char*, 3> kPlaces = {
      "build/zones/world.zones", "/usr/local/share/fairlead/world.zones", "/usr/share/fairlead/world.zones"};
  for (const char* place : kPlaces) {
    std::error_code error;
    if (std::filesystem::is_regular_file(place, error)) return place;
  }
  return {};
}

Result<Atlas> open_usual(std::string_view named) {
  const std::string file = usual_file(named);
  if (file.empty()) return Atlas::inside();
  return Atlas::open(file);
}

}  // namespace fairlead::zones
