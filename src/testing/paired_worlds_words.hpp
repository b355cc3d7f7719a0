// SPDX-License-Identifier: Apache-2.0
// From what agreements of drawn worlds are put together.
#pragma once

#include <string>
#include <vector>

namespace fairlead::testing {

inline const std::vector<std::vector<std::string>> kTypes{{"observation", "track"},
                                                          {"observation", "track", "lead", "request"},
                                                          {"ais", "track", "lead"},
                                                          {"ais", "radar", "track", "lead", "request"},
                                                          {"observation"},
                                                          {"ais"},
                                                          {"ais", "own_navigation", "sighting", "track"},
                                                          {"radar", "own_navigation", "sighting", "track"}};
inline const std::vector<std::string> kFields{
    "\"all\"",
    "\"all\"",
    "\"all\"",
    R"("position", "uncertainty", "speed", "course")",
    R"("position", "mmsi", "name", "flags")",
    R"("mmsi", "name", "call_sign", "source", "hearer")",
    R"("position", "uncertainty", "mmsi", "source", "flags", "speed", "course")"};

inline std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace fairlead::testing
