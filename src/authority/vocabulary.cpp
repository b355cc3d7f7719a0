// SPDX-License-Identifier: Apache-2.0
#include "authority/vocabulary.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "state_table.hpp"

namespace fairlead::authority {
namespace {

// By State::index(): where the name stands, plus one.
constexpr auto kByIndex = [] {
  std::array<std::uint16_t, State::kIndexMax + 1> places{};
  for (std::size_t i = 0; i < kStateNames.size(); ++i) {
    places[State::from_code(kStateNames[i].code)->index()] = static_cast<std::uint16_t>(i + 1);
  }
  return places;
}();

constexpr int days_in(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

}  // namespace

std::string State::code() const {
  if (!given()) return {};
  const int index = index_ - 1;
  return {static_cast<char>('A' + index / 26), static_cast<char>('A' + index % 26)};
}

std::string_view State::name() const {
  const std::uint16_t place = kByIndex[index_];
  return place == 0 ? std::string_view("an unknown State") : kStateNames[place - 1U].name;
}

bool State::is_listed() const { return kByIndex[index_] != 0; }

std::optional<Day> Day::from_text(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = parse_number<unsigned>(text.substr(0, 4));
  const auto month = parse_number<unsigned>(text.substr(5, 2));
  const auto day = parse_number<unsigned>(text.substr(8, 2));
  if (!year || !month || !day || *year < 1000 || *month < 1 || *month > 12 || *day < 1) return std::nullopt;
  if (static_cast<int>(*day) > days_in(static_cast<int>(*year), static_cast<int>(*month))) return std::nullopt;
  return Day(static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day));
}

// Days of the Gregorian calendar from days since 1970-01-01 (Hinnant's civil_from_days).
Day Day::from_unix_ms(std::int64_t ms) {
  constexpr std::int64_t kDayMs = 86'400'000;
  std::int64_t days = ms / kDayMs - (ms % kDayMs < 0 ? 1 : 0) + 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t of_era = days - era * 146'097;
  const std::int64_t year_of_era = (of_era - of_era / 1'460 + of_era / 36'524 - of_era / 146'096) / 365;
  const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * of_year + 2) / 153;
  const std::int64_t day = of_year - (153 * shifted + 2) / 5 + 1;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return Day(static_cast<int>(year), static_cast<int>(month), static_cast<int>(day));
}

std::string Day::text() const {
  return fmt::format("{:04}-{:02}-{:02}", number_ / 10'000, number_ / 100 % 100, number_ % 100);
}

}  // namespace fairlead::authority
