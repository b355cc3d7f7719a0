// SPDX-License-Identifier: Apache-2.0
// Which State is party to which treaty on which day. What is not verified counts as not party.
//
// Threads: immutable after it is made; any thread may read it.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "authority/facts.hpp"
#include "base/result.hpp"

namespace fairlead::authority {

// From `since` (included) to `until` (excluded), as yyyymmdd.
struct PartySpan {
  std::int32_t since = 0;
  std::int32_t until = 99'999'999;
  bool party = false;
  bool verified = false;
};

class PartyTable {
 public:
  // The table compiled into the program.
  static const PartyTable& built_in();
  // The form of data/treaty_parties.csv; `name` stands in error messages.
  static Result<PartyTable> from_csv(std::string_view text, std::string_view name);

  bool is_party(State state, Treaty treaty, Day day) const;
  const PartySpan& span(State state, Treaty treaty) const;
  // The declaration recorded for the State, empty when there is none.
  std::string_view declaration(State state) const;
  const std::vector<State>& states() const { return states_; }  // by code

 private:
  using Row = std::array<PartySpan, kTreaties>;
  std::array<std::uint16_t, State::kIndexMax + 1> row_of_{};  // 0: not in the table
  std::vector<Row> rows_ = std::vector<Row>(1);
  std::vector<std::string> declarations_ = std::vector<std::string>(1);
  std::vector<State> states_;
};

// The day a treaty entered into force.
Day in_force_since(Treaty treaty);

}  // namespace fairlead::authority
