// SPDX-License-Identifier: Apache-2.0
#include "contacts/names.hpp"

namespace fairlead::fusion {

void ContactNames::born(const Birth& birth) {
  if (names_.try_emplace(birth, next_).second) ++next_;
}

std::uint64_t ContactNames::of(const Birth& birth) const {
  const auto found = names_.find(birth);
  return found == names_.end() ? 0 : found->second;
}

void ContactNames::exchange(std::uint64_t one, std::uint64_t other) {
  for (auto& [birth, name] : names_) {
    if (name == one) {
      name = other;
    } else if (name == other) {
      name = one;
    }
  }
}

void ContactNames::keep_only(const std::set<Birth>& births) {
  std::erase_if(names_, [&](const auto& entry) { return !births.contains(entry.first); });
}

}  // namespace fairlead::fusion
