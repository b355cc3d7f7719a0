// SPDX-License-Identifier: Apache-2.0
// Times written around sentences.
#include "decode/line_time.hpp"

#include <chrono>

#include "text_numbers.hpp"

namespace fairlead::decode {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kTimeMax = 9'000'000'000 * kSecond;  // the year 2255; 64 bits of nanoseconds end soon after

// Nanoseconds of a fraction's digits; those beyond the ninth are cut.
std::int64_t fraction_ns(std::string_view digits) noexcept {
  std::int64_t ns = 0;
  std::int64_t step = kSecond / 10;
  for (const char c : digits) {
    ns += (c - '0') * step;
    step /= 10;
  }
  return ns;
}

struct Civil {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
};

std::optional<std::int64_t> seconds_since_1970(const Civil& c) noexcept {
  using namespace std::chrono;
  const year_month_day date{year{c.year}, month{c.month}, day{c.day}};
  if (!date.ok() || c.year < 1970 || c.year > 2200 || c.hour > 23 || c.minute > 59 || c.second > 60) {
    return std::nullopt;
  }
  return sys_days{date}.time_since_epoch().count() * 86'400LL + c.hour * 3'600LL + c.minute * 60LL + c.second;
}

// Reads exactly `n` digits at `at`.
std::optional<unsigned> digits_at(std::string_view text, std::size_t at, std::size_t n) noexcept {
  if (text.size() < at + n || count_digits(text.substr(at, n)) != n) {
    return std::nullopt;
  }
  return whole_number<unsigned>(text.substr(at, n));
}

bool continues(std::string_view rest) noexcept {
  if (rest.empty()) {
    return false;
  }
  const char c = rest.front();
  return is_digit(c) || c == '.' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

std::optional<std::int64_t> parse_rfc3339_ns(std::string_view text) noexcept {
  // 2022-06-01T12:58:23
  const auto year = digits_at(text, 0, 4);
  const auto month = digits_at(text, 5, 2);
  const auto day = digits_at(text, 8, 2);
  const auto hour = digits_at(text, 11, 2);
  const auto minute = digits_at(text, 14, 2);
  const auto second = digits_at(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second || text[4] != '-' || text[7] != '-' || text[13] != ':' ||
      text[16] != ':' || (text[10] != 'T' && text[10] != 't' && text[10] != ' ' && text[10] != '_')) {
    return std::nullopt;
  }
  const auto seconds = seconds_since_1970({static_cast<int>(*year), *month, *day, *hour, *minute, *second});
  if (!seconds) {
    return std::nullopt;
  }
  std::int64_t ns = *seconds * kSecond;
  std::string_view rest = text.substr(19);
  if (!rest.empty() && (rest.front() == '.' || rest.front() == ',') && count_digits(rest.substr(1)) > 0) {
    const std::size_t digits = count_digits(rest.substr(1));
    ns += fraction_ns(rest.substr(1, digits));
    rest = rest.substr(1 + digits);
  }
  if (!rest.empty() && (rest.front() == 'Z' || rest.front() == 'z')) {
    rest.remove_prefix(1);
  } else if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) {
    const auto offset_hour = digits_at(rest, 1, 2);
    const bool colon = rest.size() > 3 && rest[3] == ':';
    const auto offset_minute = digits_at(rest, colon ? 4 : 3, 2);
    if (offset_hour && offset_minute) {
      const std::int64_t offset = (*offset_hour * 60LL + *offset_minute) * 60LL * kSecond;
      ns -= rest.front() == '+' ? offset : -offset;
      rest = rest.substr(colon ? 6 : 5);
    }
  }
  return continues(rest) ? std::nullopt : std::optional(ns);
}

}  // namespace

std::optional<std::int64_t> parse_line_time(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '[' || text.front() == '(')) {
    text.remove_prefix(1);
  }
  const std::size_t digits = count_digits(text);
  if (digits == 4) {
    return parse_rfc3339_ns(text);
  }
  if (digits != 9 && digits != 10 && digits != 13 && digits != 16 && digits != 19) {
    return std::nullopt;
  }
  const auto whole = whole_number<std::int64_t>(text.substr(0, digits));
  std::string_view rest = text.substr(digits);
  std::int64_t scale = kSecond;
  for (std::size_t d = 10; d < digits; d += 3) {
    scale /= 1000;
  }
  if (!whole || *whole > kTimeMax / scale) {
    return std::nullopt;
  }
  std::int64_t ns = *whole * scale;
  if (digits <= 10 && rest.size() > 1 && rest.front() == '.' && is_digit(rest[1])) {
    const std::size_t fraction = count_digits(rest.substr(1));
    ns += fraction_ns(rest.substr(1, fraction));
    rest = rest.substr(1 + fraction);
  }
  return continues(rest) ? std::nullopt : std::optional(ns);
}

std::optional<std::int64_t> parse_pghp_time(std::string_view sentence) noexcept {
  // $PGHP,1,2010,6,11,11,46,11,390,...
  static_cast<void>(take_field(sentence));
  if (take_field(sentence) != "1") {
    return std::nullopt;
  }
  const auto year = whole_number<int>(take_field(sentence));
  const auto month = whole_number<unsigned>(take_field(sentence));
  const auto day = whole_number<unsigned>(take_field(sentence));
  const auto hour = whole_number<unsigned>(take_field(sentence));
  const auto minute = whole_number<unsigned>(take_field(sentence));
  const auto second = whole_number<unsigned>(take_field(sentence));
  const auto ms = whole_number<unsigned>(take_field(sentence));
  if (!year || !month || !day || !hour || !minute || !second || !ms || *ms > 999) {
    return std::nullopt;
  }
  const auto seconds = seconds_since_1970({*year, *month, *day, *hour, *minute, *second});
  return seconds ? std::optional(*seconds * kSecond + *ms * 1'000'000LL) : std::nullopt;
}

}  // namespace fairlead::decode
