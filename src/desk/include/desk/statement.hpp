// SPDX-License-Identifier: Apache-2.0
// Statement: the answer to a question from outside, drafted from a register of templates by one person and approved by
// another. The standing rule is to neither confirm nor deny; it is also what the system itself answers to anyone
// without a release. Also here: the lines of the watch log, and proposals to stop.
//
//   statement: draft → approved | refused        proposal: open → taken | declined
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/ids.hpp"
#include "desk/incident.hpp"
#include "desk/words.hpp"
#include "units/instant.hpp"

namespace fairlead::desk {

// `{date}`, `{reference}` and other names in braces are filled in from the form.
struct StatementTemplate {
  std::string name;  // neither_confirm_nor_deny
  std::string title;
  std::string text;
  bool neutral = true;  // says nothing about whether anything was shared: no word of the desk may be filled in
  std::string registered_by;
  Instant registered_at;
  friend bool operator==(const StatementTemplate&, const StatementTemplate&) = default;
};
inline constexpr std::string_view kStandingTemplate = "neither_confirm_nor_deny";
inline constexpr std::string_view kStandingAnswer =
    "It is a long-standing practice neither to confirm nor to deny whether information was held, sought, received or "
    "shared. Nothing may be concluded from this answer.";
// The names in braces, in order and each once; nothing where a brace stands alone.
std::optional<std::vector<std::string>> placeholders(std::string_view text);
// Present in every book; they cannot be replaced.
const std::vector<StatementTemplate>& built_in_templates();

enum class StatementState : std::uint8_t { draft, approved, refused };
template <>
inline constexpr auto kWords<StatementState> = std::array{"draft"sv, "approved"sv, "refused"sv};

struct Filling {
  std::string name;
  std::string value;
  friend bool operator==(const Filling&, const Filling&) = default;
};

struct Statement {
  StatementId id;
  StatementState state = StatementState::draft;
  std::string question;
  std::string asked_by;  // outside
  std::string from_template;
  std::uint32_t template_version = 1;
  std::string text;
  std::string drafted_by;
  Instant drafted_at;
  std::string decided_by;
  std::optional<Instant> decided_at;
  std::string refused_because;
  friend bool operator==(const Statement&, const Statement&) = default;
};

struct LogLine {
  LogLineId id;
  std::string text;
  std::vector<std::string> about;
  std::optional<geo::Position> position;
  std::string by;
  Instant at;
  friend bool operator==(const LogLine&, const LogLine&) = default;
};

enum class ProposalState : std::uint8_t { open, taken, declined };
template <>
inline constexpr auto kWords<ProposalState> = std::array{"open"sv, "taken"sv, "declined"sv};

// What a stop would shut: an agency or a whole State, for one purpose or all.
struct Cell {
  std::string agency;  // `XAA/navy`, or `XAA`
  std::optional<Purpose> purpose;
  friend bool operator==(const Cell&, const Cell&) = default;
};

// A stop that the release officer should look at now. One for each party and cause; what is learnt later is added.
struct StopProposal {
  ProposalId id;
  ProposalState state = ProposalState::open;
  std::vector<Cell> cells;
  std::vector<Covered> covers;
  std::string because_of;            // FL-2026-0417, Q-0003, U-0012
  std::vector<std::string> reasons;  // sentences
  Instant proposed_at;
  std::string answered_by;
  std::optional<Instant> answered_at;
  std::string answer;
  std::optional<std::uint64_t> stop_epoch;
  friend bool operator==(const StopProposal&, const StopProposal&) = default;
};

}  // namespace fairlead::desk
