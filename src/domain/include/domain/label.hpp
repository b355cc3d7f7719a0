// SPDX-License-Identifier: Apache-2.0
// The label every object carries: what STANAG 4774, STIX, MISP and CISE call marking, classification or sensitivity.
// A derived object inherits the strictest of its parts.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "units/instant.hpp"

namespace fairlead::domain {

enum class Level : std::uint8_t { unclassified, restricted, confidential, secret, top_secret };
std::string_view name(Level level);
std::optional<Level> level(std::string_view name);

struct Label {
  std::string policy;  // whose rules give the level its meaning
  Level level = Level::unclassified;
  std::set<std::string> releasable_to;  // agencies or ISO alpha-3 States; empty means nobody outside
  std::set<std::string> caveats;        // restrictive, e.g. ORCON, NF
  std::set<std::string> purposes;       // allowed uses; empty means none agreed
  std::set<std::string> originators;
  std::optional<Instant> expires_at;
  bool personal_data = false;
  friend bool operator==(const Label&, const Label&) = default;
};

// The label of something made from both: policy = the names of both, level = higher, releasable and purposes = what
// both allow, caveats and originators = of either, life = the earlier end.
Label strictest(const Label& a, const Label& b);

}  // namespace fairlead::domain
