// SPDX-License-Identifier: Apache-2.0
#include "units/instant.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace fairlead {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kDayMs = 86'400'000;

struct Civil {
  int year;
  unsigned month, day, hour, minute, second, millisecond;
};

// The years that can be written with four digits; a moment beyond is shown as the nearest end.
constexpr Instant kFirst = Instant::from_unix_ms(-62'135'596'800'000);  // 0001-01-01T00:00:00Z
constexpr Instant kLast = Instant::from_unix_ms(253'402'300'799'999);   // 9999-12-31T23:59:59.999Z

Civil civil_of(Instant instant) {
  instant = std::clamp(instant, kFirst, kLast);
  const std::int64_t day_number = utc_day(instant);
  const std::int64_t rest = instant.unix_ms() - day_number * kDayMs;
  const year_month_day date{sys_days{days{day_number}}};
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          static_cast<unsigned>(rest / 3'600'000),
          static_cast<unsigned>(rest / 60'000 % 60),
          static_cast<unsigned>(rest / 1000 % 60),
          static_cast<unsigned>(rest % 1000)};
}

void append_padded(std::string& out, unsigned value, int width) {
  char digits[10];
  for (int i = width; i-- > 0;) {
    digits[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits, static_cast<std::size_t>(width));
}

// Takes exactly `width` digits off the front.
std::optional<unsigned> take_digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  unsigned value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(text[i] - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> take_offset_ms(std::string_view& text) {
  if (take(text, "Zz")) return 0;
  if (text.empty()) return std::nullopt;
  const std::int64_t sign = text.front() == '-' ? -1 : 1;
  if (!take(text, "+-")) return std::nullopt;
  const auto hours = take_digits(text, 2);
  if (!hours || *hours > 23 || !take(text, ":")) return std::nullopt;
  const auto minutes = take_digits(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return sign * static_cast<std::int64_t>(*hours * 60 + *minutes) * 60'000;
}

std::optional<unsigned> take_milliseconds(std::string_view& text) {
  if (!take(text, ".,")) return 0U;
  unsigned value = 0;
  int digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 3) value = value * 10 + static_cast<unsigned>(text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 3; ++digits) value *= 10;
  return value;
}

}  // namespace

Instant Instant::from_civil(int year, unsigned month, unsigned day, unsigned hour, unsigned minute, unsigned second,
                            unsigned millisecond) {
  const year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  FL_ASSERT(date.ok());
  const std::int64_t day_number = sys_days{date}.time_since_epoch().count();
  return Instant(day_number * kDayMs + ((hour * 60LL + minute) * 60LL + second) * 1000LL + millisecond);
}

std::int64_t utc_day(Instant instant) {
  const std::int64_t ms = instant.unix_ms();
  return ms / kDayMs - (ms % kDayMs < 0 ? 1 : 0);
}

void append_rfc3339(std::string& out, Instant instant) {
  const Civil t = civil_of(instant);
  append_padded(out, static_cast<unsigned>(t.year), 4);
  out += '-';
  append_padded(out, t.month, 2);
  out += '-';
  append_padded(out, t.day, 2);
  out += 'T';
  append_padded(out, t.hour, 2);
  out += ':';
  append_padded(out, t.minute, 2);
  out += ':';
  append_padded(out, t.second, 2);
  if (t.millisecond != 0) {
    out += '.';
    append_padded(out, t.millisecond, 3);
  }
  out += 'Z';
}

std::string to_rfc3339(Instant instant) {
  std::string text;
  append_rfc3339(text, instant);
  return text;
}

Result<Instant> parse_rfc3339(std::string_view text) {
  std::string_view rest = text;
  const auto refused = [&] {
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` is not a time; write it as 2026-11-22T12:05:00Z", text));
  };
  const auto year = take_digits(rest, 4);
  if (!year || *year == 0 || !take(rest, "-")) return refused();
  const auto month = take_digits(rest, 2);
  if (!month || !take(rest, "-")) return refused();
  const auto day = take_digits(rest, 2);
  if (!day || !take(rest, "Tt ")) return refused();
  const auto hour = take_digits(rest, 2);
  if (!hour || *hour > 23 || !take(rest, ":")) return refused();
  const auto minute = take_digits(rest, 2);
  if (!minute || *minute > 59 || !take(rest, ":")) return refused();
  const auto second = take_digits(rest, 2);
  if (!second || *second > 60) return refused();
  const auto millisecond = take_milliseconds(rest);
  if (!millisecond) return refused();
  const auto offset = take_offset_ms(rest);
  if (!offset || !rest.empty()) return refused();
  const year_month_day date{std::chrono::year{static_cast<int>(*year)}, std::chrono::month{*month},
                            std::chrono::day{*day}};
  if (!date.ok()) return refused();
  const Instant local =
      Instant::from_civil(static_cast<int>(*year), *month, *day, *hour, *minute, *second, *millisecond);
  const Instant instant = local - Duration(*offset);
  if (instant < kFirst || instant > kLast) return refused();
  return instant;
}

std::string to_dtg(Instant instant) {
  static constexpr std::array months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                     "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
  const Civil t = civil_of(instant);
  return fmt::format("{:02}{:02}{:02}Z {} {:02}", t.day, t.hour, t.minute, months[t.month - 1], t.year % 100);
}

std::string to_compact_day(Instant instant) {
  const Civil t = civil_of(instant);
  return fmt::format("{:04}{:02}{:02}", t.year, t.month, t.day);
}

namespace {
struct DurationUnit {
  std::string_view name;
  std::int64_t ms;
};
constexpr std::array kDurationUnits{DurationUnit{"d", kDayMs}, DurationUnit{"h", 3'600'000}, DurationUnit{"m", 60'000},
                                    DurationUnit{"ms", 1}, DurationUnit{"s", 1000}};
}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  const auto digits_end = text.find_first_not_of("0123456789");
  const auto number = parse_number<std::int64_t>(text.substr(0, digits_end));
  if (number && digits_end != std::string_view::npos) {
    for (const DurationUnit& unit : kDurationUnits) {
      if (text.substr(digits_end) != unit.name) continue;
      if (*number > std::numeric_limits<std::int64_t>::max() / unit.ms / 4) break;
      return Duration(*number * unit.ms);
    }
  }
  return fail(
      ErrorCode::invalid_argument,
      fmt::format("`{}` is not a duration; write a whole number and its unit, as in 250ms, 90s, 15m, 6h or 30d", text));
}

std::string to_text(Duration duration) {
  const std::int64_t ms = duration.count();
  for (const DurationUnit& unit : {kDurationUnits[0], kDurationUnits[1], kDurationUnits[2], kDurationUnits[4]}) {
    if (ms != 0 && ms % unit.ms == 0) return fmt::format("{}{}", ms / unit.ms, unit.name);
  }
  return fmt::format("{}ms", ms);
}

}  // namespace fairlead
