// SPDX-License-Identifier: Apache-2.0
// Numbers and names as the reasons of findings print them.
//
// Threads: any.
#pragma once

#include <cmath>
#include <string>

#include <fmt/format.h>

#include "units/instant.hpp"
#include "vessel.hpp"

namespace fairlead::behaviour::words {

inline std::string knots(double value) { return fmt::format("{:.1f} kn", std::fabs(value) < 0.05 ? 0.0 : value); }
inline std::string knots(Speed value) { return knots(value.in_knots()); }
// Metres below two kilometres, else nautical miles.
inline std::string length(double metres) {
  return metres < 2000 ? fmt::format("{:.0f} m", metres) : fmt::format("{:.1f} nm", metres / kMetresPerNauticalMile);
}
inline std::string length(Length value) { return length(value.in_metres()); }
inline std::string minutes(Duration value) {
  const std::int64_t seconds = (value.count() + 500) / 1000;
  if (seconds < 120) return fmt::format("{} s", seconds);
  const std::int64_t whole = seconds / 60;
  if (whole < 120) return fmt::format("{} min", whole);
  return fmt::format("{} h {:02} min", whole / 60, whole % 60);
}
inline std::string when(Instant value) { return to_dtg(value); }
// `NORDSTJERNEN (257123000)`, `257123000`, or `a contact without identity`.
inline std::string who(const Vessel& v) {
  if (!v.mmsi)
    return v.seen_as.empty() ? "a contact without identity" : fmt::format("a contact seen as `{}`", v.seen_as.view());
  if (v.claims.name.empty()) return fmt::format("MMSI {:09}", v.mmsi->number());
  return fmt::format("{} (MMSI {:09})", v.claims.name.view(), v.mmsi->number());
}

}  // namespace fairlead::behaviour::words
