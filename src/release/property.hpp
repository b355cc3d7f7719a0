// SPDX-License-Identifier: Apache-2.0
// A statement that begins with "never", read. Private to `release`.
#pragma once

#include <set>
#include <string>

#include "release/space.hpp"

namespace fairlead::release {

struct Property {
  bool refer = false;  // of referrals instead of releases
  Set<ObjectType> types = Set<ObjectType>::all();
  Set<Purpose> purposes = Set<Purpose>::all();
  Set<Act> acts = Set<Act>::all();
  std::set<std::size_t> agencies, channels;  // of the space
  unsigned levels = 31;                      // bits
  std::uint32_t caveats = 0;                 // all of them present
  bool personal_data = false;
  Set<Field> fields;  // one of them may leave
  std::uint32_t finer_m = 0;
  std::vector<std::size_t> inside, outside;
  bool stopped = false, unreleasable = false, unused = false, expired = false, unconsented = false;
  std::set<State> states;  // of the deciding agreement

  // Whether a cell and the clause that decided break it, given that something left.
  bool broken_by(const Cell& cell) const;
  bool broken_by(const Clause& clause) const;
  std::uint64_t split(std::size_t axis, std::size_t value) const;
};

Result<Property> read_property(const Space& space, std::string_view statement);

}  // namespace fairlead::release
