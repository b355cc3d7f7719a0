// SPDX-License-Identifier: Apache-2.0
// Designation: a State or body naming a person, group or vessel. Lists come as dated, hashed, immutable snapshots. The
// desk keeps what a snapshot is and what people decided about candidates; the rows themselves are a ListContent beside
// it, found by the snapshot's digest (designation_read.hpp, match.hpp).
//
// A designation changes no authority: what a candidate does and does not authorise is caution().
// Threads: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "desk/ids.hpp"
#include "desk/vessel.hpp"

namespace fairlead::desk {

// One row of a list, in the words of FollowTheMoney.
struct Entity {
  std::string id;
  std::string schema;  // Vessel, Person, LegalEntity …
  std::string caption;
  std::vector<std::string> names;  // name, caption first
  std::vector<std::string> aliases;
  std::vector<std::string> weak_aliases;
  std::vector<std::string> previous_names;
  std::vector<std::string> imo_numbers;  // as written
  std::vector<std::string> mmsis;
  std::vector<std::string> call_signs;
  std::vector<std::string> flags;
  std::vector<std::string> past_flags;
  std::vector<std::string> types;
  std::vector<std::string> registrations;
  std::vector<std::string> topics;
  std::vector<std::string> programs;
  std::vector<std::string> sanctions;  // in words, as the list has them
  std::vector<std::string> owners;
  std::string build_date;
  std::string url;
  std::string first_seen;
  std::string last_seen;
  friend bool operator==(const Entity&, const Entity&) = default;
};
// Changes when any of the above does: a decision about the entity stands until then.
Digest digest(const Entity& entity);

enum class ListFormat : std::uint8_t { ftm_json_lines, targets_simple_csv, maritime_csv, mapped_csv };
template <>
inline constexpr auto kWords<ListFormat> =
    std::array{"ftm_json_lines"sv, "targets_simple_csv"sv, "maritime_csv"sv, "mapped_csv"sv};

// What the reader found, and how the list differs from the one before.
struct ImportReport {
  std::uint32_t rows = 0;
  std::uint32_t entities = 0;
  std::uint32_t vessels = 0;
  std::uint32_t broken = 0;   // rows left out
  std::uint32_t dropped = 0;  // members of a kind that Fairlead does not take (scrub.hpp)
  std::uint32_t added = 0;
  std::uint32_t changed = 0;
  std::uint32_t removed = 0;
  std::vector<std::string> faults;  // the first ones, with line and cure
  friend bool operator==(const ImportReport&, const ImportReport&) = default;
};

struct ListBody {
  std::string list;  // its short name, the same for each snapshot
  std::string title;
  std::string publisher;
  std::string licence;
  std::string from;  // where the file came from
  ListFormat format = ListFormat::ftm_json_lines;
  Digest sha256{};  // of the file as received
  std::uint64_t size = 0;
  std::optional<Instant> published_at;
  ImportReport report;
  friend bool operator==(const ListBody&, const ListBody&) = default;
};

struct ListSnapshot {
  ListId id;
  ListBody body;
  std::optional<ListId> before;  // the snapshot of the same list that this one follows
  std::string loaded_by;
  Instant loaded_at;
  friend bool operator==(const ListSnapshot&, const ListSnapshot&) = default;
};

enum class Verdict : std::uint8_t { same, not_the_same, cannot_tell };
template <>
inline constexpr auto kWords<Verdict> = std::array{"same"sv, "not_the_same"sv, "cannot_tell"sv};

// A named person's word about one of our vessels and one row of a list. A second word about the same two follows it as
// a new version; the first stays readable.
struct Match {
  MatchId id;
  Vessel subject;
  std::string list;
  std::string entity;
  std::string caption;
  Digest subject_digest{};  // of what both sides were then
  Digest entity_digest{};
  std::vector<std::string> evidence;  // kinds, in words
  Verdict verdict = Verdict::cannot_tell;
  std::string reason;
  std::string by;
  Instant at;
  friend bool operator==(const Match&, const Match&) = default;
};
// Over what identifies a vessel, not over its track or its description.
Digest subject_digest(const Vessel& vessel);

// What a designation does and does not authorise.
struct Caution {
  std::vector<std::string> does;
  std::vector<std::string> does_not;
};
const Caution& caution();

}  // namespace fairlead::desk
