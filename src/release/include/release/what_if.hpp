// SPDX-License-Identifier: Apache-2.0
// Questions about all requests at once: what an amended set of agreements would change, and whether a statement that
// begins with "never" holds. Both go through every cell of the abstract domain (release/space.hpp).
//
// Threads: any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "release/evaluator.hpp"

namespace fairlead::release {

enum class Change : std::uint8_t { widened, mixed, narrowed };
std::string_view name(Change change);

// One group of cells for which the answer flips. Words of an axis that behave alike stand together.
struct Flip {
  Change change{};
  std::string agency, purposes, types, acts, channels, levels, caveats, areas;
  bool personal_data = false;
  std::string before, after;  // what leaves, in words
};

// Widening first, then mixed, then narrowing. Labels, stops and dates are taken as permitting on both sides.
Result<std::vector<Flip>> diff(const std::vector<Agreement>& before, const std::vector<Agreement>& after,
                               const std::vector<Channel>& channels = default_channels());
std::string to_text(const Flip& flip);

struct Proof {
  bool holds = false;
  double cells = 0;            // looked at
  std::string counterexample;  // in words, when it does not hold
};

// The statement: "never release|refer [TYPE,…] [to AGENCY|STATE,…] [for PURPOSE,…] [by ACT,…] [over CHANNEL,…]
// [above LEVEL | level LEVEL,…] [with caveat X] [with personal data] [with field F] [finer than N m]
// [inside AREA | outside AREA] [while stopped] [without assessment|assurance|validity|consent|release|use]
// [after label expiry] [except PURPOSE,…]". All conditions must hold together for the statement to be broken.
Result<Proof> prove(const std::vector<Agreement>& agreements, std::string_view statement,
                    const std::vector<Channel>& channels = default_channels());

// The same question as SMT-LIB 2 for z3 or cvc5: `unsat` means that the statement holds.
Result<std::string> to_smt(const std::vector<Agreement>& agreements, std::string_view statement,
                           const std::vector<Channel>& channels = default_channels());

}  // namespace fairlead::release
