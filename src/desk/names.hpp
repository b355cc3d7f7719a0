// SPDX-License-Identifier: Apache-2.0
// Names of ships, taken apart for comparison. Private to `desk`.
//
// Threads: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::desk {

// A name in the form of normalised_name(), its words and numbers apart.
struct NameParts {
  std::string in_order;              // letters only, without blanks
  std::string sorted;                // the words in alphabetical order, without blanks
  std::vector<std::string> words;    // sorted
  std::vector<std::string> numbers;  // sorted
  bool empty() const { return in_order.empty() && numbers.empty(); }
};
NameParts name_parts(std::string_view name);

// Letters that must be changed, added, left out or swapped with the next; anything above `most` is `most` + 1.
unsigned edits(std::string_view a, std::string_view b, unsigned most);
// How many may differ in a name of this length.
unsigned edits_allowed(std::size_t letters);

}  // namespace fairlead::desk
