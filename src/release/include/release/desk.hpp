// SPDX-License-Identifier: Apache-2.0
// What the desk holds beside the agreements and that a decision depends on: stops, assurances given, assessments
// renewed or withdrawn, consents of originators.
//
// Threads: plain values.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "release/stop.hpp"

namespace fairlead::release {

struct AssuranceKey {
  std::string agency;
  std::string agreement;
  std::string assurance;
  friend auto operator<=>(const AssuranceKey&, const AssuranceKey&) = default;
};
struct GivenAssurance {
  Instant until;
  bool breached = false;
  friend bool operator==(const GivenAssurance&, const GivenAssurance&) = default;
};

// Replaces the assessment that stands in the agreement.
struct HeldAssessment {
  Assessment assessment;
  bool withdrawn = false;
  friend bool operator==(const HeldAssessment&, const HeldAssessment&) = default;
};

// An originator's word that ORCON objects of theirs may go to this agency for these purposes.
struct Consent {
  std::string originator;
  std::string agency;
  Set<Purpose> purposes;
  Instant until;
  friend bool operator==(const Consent&, const Consent&) = default;
  friend auto operator<=>(const Consent&, const Consent&) = default;
};

struct DeskState {
  StopBook stops;
  std::map<AssuranceKey, GivenAssurance> assurances;
  std::map<std::string, HeldAssessment> assessments;  // by agreement
  std::set<Consent> consents;
  std::set<std::string> home;                     // originators that are ourselves: they consent by the agreement
  std::map<std::string, Set<Obligation>> cannot;  // by agency: what it said it cannot meet
  friend bool operator==(const DeskState&, const DeskState&) = default;
};

// Canonical bytes, stops included.
void write(wire::ByteWriter& out, const DeskState& desk);
DeskState read_desk_state(wire::ByteReader& in);
Digest digest(const DeskState& desk);

}  // namespace fairlead::release
