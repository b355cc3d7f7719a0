// SPDX-License-Identifier: Apache-2.0
// What a form says about a vessel, and small values that several nouns share. All of it is as somebody put it down:
// nothing here is corrected by what was learnt later, since forms keep what was known then.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "desk/words.hpp"
#include "geo/position.hpp"
#include "units/instant.hpp"

namespace fairlead::desk {

struct Vessel {
  std::string track;  // T-0000a3f1
  std::string name;
  std::string call_sign;
  std::string flag;  // ISO 3166-1 alpha-2, as claimed
  std::optional<std::uint32_t> mmsi;
  std::optional<std::uint32_t> imo;
  std::string type;  // as seen: go-fast, fishing, tanker
  std::string description;
  friend bool operator==(const Vessel&, const Vessel&) = default;

  bool empty() const { return *this == Vessel{}; }
};
// "TEST TRADER, IMO 9074729, T-0000a3f1", or "unnamed".
std::string one_line(const Vessel& vessel);

// A number of people as one source puts it. "Several" is wording without a number; "at least 70" has no `max`.
struct Count {
  std::optional<std::uint32_t> min;
  std::optional<std::uint32_t> max;
  std::string wording;
  friend bool operator==(const Count&, const Count&) = default;

  bool has_number() const { return min || max; }
};

// Thousandths, so that 1.2 t is exact.
struct Thousandths {
  std::int64_t value = 0;
  friend bool operator==(Thousandths, Thousandths) = default;
};

}  // namespace fairlead::desk
