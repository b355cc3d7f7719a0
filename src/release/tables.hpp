// SPDX-License-Identifier: Apache-2.0
// The compiled form. Clauses of one agency lie side by side and begin at a word of their own; bit i of word w is the
// agency's clause 64 * (w - first word) + i, best permit first. Private to `release`.
//
// Threads: immutable after construction.
#pragma once

#include <map>
#include <vector>

#include "area_test.hpp"
#include "release/evaluator.hpp"

namespace fairlead::release {

using Words = std::vector<std::uint64_t>;

struct AgencySpan {
  std::uint32_t first = 0;  // word
  std::uint32_t words = 0;
};

struct Tables {
  std::vector<Agreement> agreements;  // by id
  DeskState desk;
  std::vector<Channel> channels;
  std::vector<std::string> agencies;  // ascending
  std::vector<AgencySpan> spans;
  std::vector<ClauseName> names;  // by bit; empty where no clause stands
  std::size_t words = 0;
  Digest digest{};  // of the agreements

  // Set where the clause fails.
  std::array<Words, kCount<Purpose>> purpose_fail;
  std::array<Words, kCount<ObjectType>> type_fail;
  std::array<Words, kCount<Act>> act_fail;
  std::array<Words, kLevels> level_fail;
  std::vector<Words> obligation_fail;  // by channel
  Words personal_fail;
  std::map<std::string, Words, std::less<>> caveat_fail;
  Words caveat_fail_other;  // a caveat that no clause names
  // Set where the clause has the property.
  Words permit, refer, deny, survives, area_limited;
  struct AreaUse {
    AreaTest test;
    Words clauses;
  };
  std::vector<AreaUse> areas;

  // Stops. By type and agency the purposes that are shut everywhere; and those of an area.
  std::array<std::array<std::uint8_t, kAgenciesMax>, kCount<ObjectType>> stopped{};
  struct AreaStop {
    AreaTest test;
    std::uint64_t agencies = 0;
    std::uint8_t purposes = 0;
    Set<ObjectType> types;
  };
  std::vector<AreaStop> area_stops;
};

inline void set_bit(Words& words, std::size_t bit) { words[bit / 64] |= std::uint64_t{1} << (bit % 64); }
inline bool bit_of(const Words& words, std::size_t bit) { return (words[bit / 64] >> (bit % 64) & 1U) != 0; }

}  // namespace fairlead::release
