// SPDX-License-Identifier: Apache-2.0
// What a Watch found since the caller last looked, in the order in which it was found.
//
// Whoever keeps a list of findings puts each change over what it had under the same number: a finding that has ended
// may change once more (a late report explains it) or begin again (the same behaviour within the time of merging).
// Threads: plain values.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "domain/finding.hpp"

namespace fairlead::behaviour {

enum class ChangeKind : std::uint8_t { opened, updated, ended };
std::string_view name(ChangeKind kind);

struct FindingChange {
  ChangeKind kind = ChangeKind::opened;
  std::uint64_t number = 0;  // counts from 1 within one Watch; `finding.id` is made of it
  domain::Finding finding;
  friend bool operator==(const FindingChange&, const FindingChange&) = default;
};

using FindingChanges = std::vector<FindingChange>;

}  // namespace fairlead::behaviour
