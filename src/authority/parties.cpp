// SPDX-License-Identifier: Apache-2.0
#include "authority/parties.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "treaty_parties_text.hpp"

namespace fairlead::authority {
namespace {

constexpr std::array<std::int32_t, kTreaties> kInForce = {
    19941116,  // UNCLOS
    19620930,  // HSC1958
    19640910,  // TSC1958
    19901111,  // VIENNA1988
    20000501,  // COE1995
    20100728,  // SUA2005
    20080918,  // CRA2003
    20040128,  // SMP2000
    19760323,  // ICCPR
    19530903,  // ECHR
};

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const std::size_t comma = line.find(',');
    cells.push_back(trim(line.substr(0, comma)));
    if (comma == std::string_view::npos) return cells;
    line.remove_prefix(comma + 1);
  }
}

std::optional<PartySpan> span_from(std::string_view cell, Treaty treaty) {
  PartySpan span{.since = kInForce[static_cast<std::size_t>(treaty)], .party = true, .verified = true};
  if (cell == "yes") return span;
  if (cell == "no") return PartySpan{.verified = true};
  if (cell == "?") return PartySpan{};
  if (cell.starts_with("yes@")) {
    const auto year = parse_number<int>(cell.substr(4));
    if (!year || *year < 1900 || *year > 2200) return std::nullopt;
    span.since = std::max(span.since, *year * 10'000 + 101);
    return span;
  }
  if (cell.starts_with("until@")) {
    const auto day = Day::from_text(cell.substr(6));
    if (!day) return std::nullopt;
    span.until = day->number();
    return span;
  }
  return std::nullopt;
}

}  // namespace

Day in_force_since(Treaty treaty) {
  const std::int32_t day = kInForce[static_cast<std::size_t>(treaty)];
  return Day(day / 10'000, day / 100 % 100, day % 100);
}

Result<PartyTable> PartyTable::from_csv(std::string_view text, std::string_view name) {
  PartyTable table;
  bool heading = true;
  int line_number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    ++line_number;
    if (line.empty() || line.front() == '#') continue;
    if (heading) {
      heading = false;
      continue;
    }
    const auto cells = split(line);
    const auto refuse = [&](std::string_view what) {
      return fail(ErrorCode::invalid_argument, fmt::format("{}, line {}: {}", name, line_number, what));
    };
    if (cells.size() != kTreaties + 2) return refuse(fmt::format("{} columns are needed", kTreaties + 2));
    const auto state = State::from_code(cells[0]);
    if (!state || !state->is_listed()) return refuse(fmt::format("`{}` is no State of ISO 3166-1", cells[0]));
    if (table.row_of_[state->index()] != 0) return refuse(fmt::format("`{}` stands twice", cells[0]));
    Row row;
    for (std::size_t i = 0; i < kTreaties; ++i) {
      const auto span = span_from(cells[i + 1], static_cast<Treaty>(i));
      if (!span) {
        return refuse(fmt::format("`{}` is none of yes, yes@YEAR, until@DATE, no, ?", cells[i + 1]));
      }
      row[i] = *span;
    }
    table.row_of_[state->index()] = static_cast<std::uint16_t>(table.rows_.size());
    table.rows_.push_back(row);
    table.declarations_.emplace_back(cells.back());
    table.states_.push_back(*state);
  }
  std::sort(table.states_.begin(), table.states_.end());
  return table;
}

const PartyTable& PartyTable::built_in() {
  static const PartyTable table = [] {
    auto made = from_csv(kTreatyPartiesText, "treaty_parties.csv");
    FL_ASSERT(made.has_value());
    return *std::move(made);
  }();
  return table;
}

const PartySpan& PartyTable::span(State state, Treaty treaty) const {
  return rows_[row_of_[state.index()]][static_cast<std::size_t>(treaty)];
}

bool PartyTable::is_party(State state, Treaty treaty, Day day) const {
  const PartySpan& known = span(state, treaty);
  return known.party && day.number() >= known.since && day.number() < known.until;
}

std::string_view PartyTable::declaration(State state) const { return declarations_[row_of_[state.index()]]; }

}  // namespace fairlead::authority
