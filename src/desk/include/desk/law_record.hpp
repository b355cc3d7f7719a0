// SPDX-License-Identifier: Apache-2.0
// On what an answer of `authority` rests, kept with what it was given for: so that it can be asked again, by anybody.
//
// Threads: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"

namespace fairlead::desk {

// The rules that bore on an answer, and the facts that it was asked on, as JSON.
struct LawRecord {
  std::vector<std::string> rules;
  std::string facts;
  std::optional<Digest> facts_sha256;
  friend bool operator==(const LawRecord&, const LawRecord&) = default;
};

// The same where several acts were asked about.
struct ActLaw {
  std::string action;
  LawRecord law;
  friend bool operator==(const ActLaw&, const ActLaw&) = default;
};

}  // namespace fairlead::desk
