// SPDX-License-Identifier: Apache-2.0
// The four nouns behind the track: Finding, Authority, Decision, Delivery, as plain values.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "domain/track.hpp"

namespace fairlead::domain {

// As bridge alert management counts (IMO MSC.302(87)), the most urgent last.
enum class Priority : std::uint8_t { caution, warning, alarm, emergency };
std::string_view name(Priority priority);
std::optional<Priority> priority(std::string_view name);

// A behaviour worth a look, with its reasons.
struct Finding {
  std::string id;
  std::string rule;  // e.g. `gone_dark`
  std::uint32_t rule_version = 0;
  Priority priority = Priority::caution;
  std::vector<TrackId> tracks;
  std::optional<geo::Position> position;  // on the track, where it began
  Instant begins_at;                      // of the behaviour, not of the engine's run
  std::optional<Instant> ends_at;
  std::vector<std::string> reasons;  // sentences with numbers
  std::vector<ObservationId> evidence;
  friend bool operator==(const Finding&, const Finding&) = default;
};

enum class AuthorityOutcome : std::uint8_t { permitted, conditional, contested, prohibited };
std::string_view name(AuthorityOutcome outcome);
std::optional<AuthorityOutcome> authority_outcome(std::string_view name);

// What the law lets a State do to a vessel here and now.
struct Authority {
  std::string action;
  std::string state;  // ISO alpha-2 of the State that asks
  AuthorityOutcome outcome = AuthorityOutcome::prohibited;
  std::vector<std::string> cites;
  std::vector<std::string> missing;
  std::vector<std::string> contested;
  std::vector<std::string> explanation;
  friend bool operator==(const Authority&, const Authority&) = default;
};

enum class DecisionOutcome : std::uint8_t { permit, permit_reduced, refer, withhold, refuse, suspended, indeterminate };
std::string_view name(DecisionOutcome outcome);
std::optional<DecisionOutcome> decision_outcome(std::string_view name);

// Whether an object may go to a recipient for a purpose, why, and under which obligations.
struct Decision {
  std::string object;
  std::string recipient;  // an agency of a partner State
  std::string purpose;
  DecisionOutcome outcome = DecisionOutcome::indeterminate;
  std::string clause;         // the agreement clause that decided; empty when none matched
  std::uint64_t reasons = 0;  // one bit for each part that failed
  std::vector<std::string> obligations;
  std::uint64_t stop_epoch = 0;
  Instant decided_at;
  friend bool operator==(const Decision&, const Decision&) = default;
};

// What was handed over, when, by which decision, with what reply.
struct Delivery {
  std::string id;
  std::string recipient;
  std::string channel;
  Instant delivered_at;
  std::uint64_t ledger_index = 0;
  Digest payload{};
  std::vector<std::string> objects;
  std::optional<std::string> reply;
  friend bool operator==(const Delivery&, const Delivery&) = default;
};

}  // namespace fairlead::domain
