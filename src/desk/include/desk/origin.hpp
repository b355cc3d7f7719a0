// SPDX-License-Identifier: Apache-2.0
// Origin: where something on the desk came from, when it came from another centre that we follow as a source. Whoever
// made it there stays in charge of it: what they withdraw is withdrawn here.
//
// Threads: plain values.
#pragma once

#include <string>
#include <vector>

#include "desk/words.hpp"

namespace fairlead::desk {

struct Origin {
  std::string source;         // the name under which we follow them
  std::string originator;     // whose it is, as far as the source says
  std::string reference;      // under which they gave it to us: l-…, r-…
  std::uint32_t version = 1;  // theirs
  std::string release;        // by which it came last
  std::vector<Condition> conditions;
  std::vector<std::string> conditions_in_words;
  friend bool operator==(const Origin&, const Origin&) = default;
};

}  // namespace fairlead::desk
