// SPDX-License-Identifier: Apache-2.0
// From what agreements of drawn worlds are put together.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "release/words.hpp"

namespace fairlead::testing {

struct Clause {
  std::vector<std::string> types;
  bool everywhere = true;
  std::vector<release::Purpose> purposes;
  bool survives = false;
};
// Somebody else with whom leads were agreed.
struct OpenTo {
  std::string who;
  release::Purpose purpose{};
  unsigned worlds = 0;
};

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

// What a partner says of a request that it was given.
inline const std::vector<std::string> kSteps{R"({"step":"acknowledge"})", R"({"step":"acknowledge"})",
                                             R"({"step":"agree"})", R"({"step":"refuse","text":"no"})",
                                             R"({"step":"provide"})"};

inline std::string quoted(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& item : list) text += fmt::format("{}\"{}\"", text.empty() ? "" : ", ", item);
  return text;
}

inline std::string agreement_head(const std::string& id, const std::vector<std::string>& parties,
                                  const std::string& assessed_until, bool with_assurance) {
  std::string text = fmt::format(
      "[agreement]\nid = \"{}\"\nversion = 1\ntitle = \"Of two worlds\"\nparties = [{}]\nlegal_basis = "
      "\"Memorandum\"\nvalid_from = 2026-01-01T00:00:00Z\nvalid_until = 2030-01-01T00:00:00Z\nreply = \"silent\"\n\n"
      "[assessment]\nscheme = \"OSJA\"\nrisk = \"low\"\napprover = \"legal_adviser\"\nexpires = {}\n",
      id, quoted(parties), assessed_until);
  if (with_assurance) {
    text += "\n[[assurance]]\nid = \"word\"\ntext = \"Our word.\"\nexpires = 2029-01-01T00:00:00Z\n";
  }
  return text;
}

inline std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace fairlead::testing
