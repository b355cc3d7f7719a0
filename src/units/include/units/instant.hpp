// SPDX-License-Identifier: Apache-2.0
// A moment in UTC, to the millisecond, leap seconds ignored (POSIX). Durations are std::chrono::milliseconds.
// Range: years 0001 to 9999 for printing and parsing.
//
// Threads: plain values.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fairlead {

using Duration = std::chrono::milliseconds;

class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant from_unix_ms(std::int64_t ms) { return Instant(ms); }
  static constexpr Instant from_unix_seconds(std::int64_t seconds) { return Instant(seconds * 1000); }
  // A civil date and time in UTC (proleptic Gregorian calendar). Values must be in range.
  static Instant from_civil(int year, unsigned month, unsigned day, unsigned hour = 0, unsigned minute = 0,
                            unsigned second = 0, unsigned millisecond = 0);

  constexpr std::int64_t unix_ms() const { return ms_; }

  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant t, Duration d) { return Instant(t.ms_ + d.count()); }
  friend constexpr Instant operator-(Instant t, Duration d) { return Instant(t.ms_ - d.count()); }
  friend constexpr Duration operator-(Instant a, Instant b) { return Duration(a.ms_ - b.ms_); }

 private:
  constexpr explicit Instant(std::int64_t ms) : ms_(ms) {}
  std::int64_t ms_ = 0;
};

// 2026-11-22T12:05:00Z, with .123 only when there are milliseconds (RFC 3339).
std::string to_rfc3339(Instant instant);
void append_rfc3339(std::string& out, Instant instant);
// Reads RFC 3339 with `Z` or a numeric offset; fractions beyond the millisecond are cut.
Result<Instant> parse_rfc3339(std::string_view text);

// Date-time group as on naval messages: 221205Z NOV 26.
std::string to_dtg(Instant instant);

// 20261122, the UTC day, as day files are named.
std::string to_compact_day(Instant instant);
// Whole days since 1970-01-01, rounded down.
std::int64_t utc_day(Instant instant);

// "90s", "15m", "6h", "30d", "250ms": a number with its unit. A number alone is refused.
Result<Duration> parse_duration(std::string_view text);
std::string to_text(Duration duration);

}  // namespace fairlead
