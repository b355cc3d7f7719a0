// SPDX-License-Identifier: Apache-2.0
// What the ledger records: one struct for each kind. Their members, in this order, are the canonical bytes and the
// JSON. `docs/reference/formats/ledger.md` is the page of the format.
//
// 1. A record's bytes are canonical: decoding and encoding gives the same bytes, and every other form is refused.
// 2. Unknown is absent (std::optional), never a magic value. Times are ours, given by the caller.
// 3. A Delivery holds only what its partner may know; everything else is for home.
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "units/instant.hpp"

namespace fairlead::ledger {

// What a stop or resume covers; what is absent covers everything.
struct Cell {
  std::optional<std::string> partner;
  std::optional<std::string> agency;
  std::optional<std::string> purpose;
  std::optional<std::string> area;
  std::optional<std::string> object_type;
  friend bool operator==(const Cell&, const Cell&) = default;
};

// Where a released track was when it was released, as its view knew it before anything was coarsened.
struct Whereabouts {
  Instant at;
  std::int64_t latitude = 0;  // 1/10,000 minute, as geo::Position counts
  std::int64_t longitude = 0;
  std::uint64_t sigma_m = 0;                    // one standard deviation, rounded up
  std::optional<std::uint64_t> speed_cm_per_s;  // over ground
  friend bool operator==(const Whereabouts&, const Whereabouts&) = default;
};

// What fed one object of a release: observation ids, ascending.
struct ReleasedObject {
  std::string type;  // track, lead, file
  std::string id;    // home's name for it
  std::string id_for_partner;
  std::vector<std::uint64_t> observations;
  std::optional<Whereabouts> placed;
  friend bool operator==(const ReleasedObject&, const ReleasedObject&) = default;
};

// Why a release was or was not allowed, so that the decision can be made again years later.
struct Basis {
  std::string agreement;
  std::string clause;
  std::optional<std::string> assessment;
  std::optional<std::string> approver;
  std::optional<Digest> label_hash;
  std::optional<Digest> agreements_hash;
  std::optional<Digest> engine_hash;
  std::uint64_t stop_epoch = 0;  // the last stop that the decision saw
  friend bool operator==(const Basis&, const Basis&) = default;
};

// A release: all that went to one partner agency for one purpose in one slot.
struct Manifest {
  std::uint64_t slot = 0;
  std::string partner;
  std::string agency;
  std::string purpose;
  std::string object_type;
  std::string channel;
  std::string outcome;  // permit, permit_reduced
  bool survives_stop = false;
  std::optional<std::string> area;
  Basis basis;
  std::vector<std::string> obligations;
  std::vector<ReleasedObject> objects;
  Digest payload_hash{};
  std::uint64_t payload_bytes = 0;
  std::optional<Digest> delivery;  // commitment of the partner's own entry
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

// What did not go: withheld silently, refused, referred, suspended, or undecidable.
struct Refusal {
  std::uint64_t slot = 0;
  std::string partner;
  std::string agency;
  std::string purpose;
  std::string object_type;
  std::string outcome;  // withhold, refuse, refer, suspended, indeterminate
  Basis basis;
  std::uint64_t reasons = 0;  // mask of every part that failed
  std::optional<std::string> would_permit;
  std::vector<std::uint64_t> observations;  // ascending
  std::vector<std::string> objects;
  friend bool operator==(const Refusal&, const Refusal&) = default;
};

struct Stop {
  std::uint64_t epoch = 0;  // rises by one with each stop and resume
  Cell cell;
  std::string by;
  std::string reason;  // may be empty: it is asked for afterwards
  friend bool operator==(const Stop&, const Stop&) = default;
};

// What a stop found already out, and the reason given afterwards.
struct StopReport {
  std::uint64_t epoch = 0;
  std::uint64_t deliveries_dropped = 0;
  std::uint64_t kernel_bytes = 0;
  std::uint64_t connections_closed = 0;
  std::string reason;
  friend bool operator==(const StopReport&, const StopReport&) = default;
};

struct Resume {
  std::uint64_t epoch = 0;
  std::uint64_t stop_epoch = 0;  // the stop that ends
  std::string by;
  std::string second;
  std::optional<std::string> assessment;
  std::string reason;
  friend bool operator==(const Resume&, const Resume&) = default;
};

struct Approval {
  std::string subject;
  std::string outcome;  // approved, declined
  std::string by;
  std::string role;
  std::string note;
  friend bool operator==(const Approval&, const Approval&) = default;
};

struct Adoption {
  std::string agreement;
  std::uint64_t version = 0;
  Digest text_hash{};
  std::string by;
  std::string second;
  std::optional<Instant> valid_from;
  std::optional<Instant> valid_until;
  friend bool operator==(const Adoption&, const Adoption&) = default;
};

struct SignIn {
  std::string account;
  std::string role;
  std::string method;
  bool accepted = false;
  friend bool operator==(const SignIn&, const SignIn&) = default;
};

struct OverseerRead {
  std::string account;
  std::string what;
  std::optional<std::uint64_t> first_index;
  std::optional<std::uint64_t> last_index;
  friend bool operator==(const OverseerRead&, const OverseerRead&) = default;
};

struct Export {
  std::string by;
  std::string what;
  std::string format;
  std::string recipient;
  Digest payload_hash{};
  std::uint64_t payload_bytes = 0;
  Basis basis;
  friend bool operator==(const Export&, const Export&) = default;
};

struct KeyChange {
  std::string purpose;  // ledger, witness, tokens
  std::optional<std::string> old_key;
  std::optional<std::string> new_key;
  std::string by;
  std::string reason;
  friend bool operator==(const KeyChange&, const KeyChange&) = default;
};

// A fault that the oversight body is told about.
struct ErrorReport {
  std::string code;
  std::string detail;
  std::string told_to;
  std::vector<std::uint64_t> entries;  // ascending
  friend bool operator==(const ErrorReport&, const ErrorReport&) = default;
};

// Fills the log so that its size says nothing.
struct Padding {
  friend bool operator==(const Padding&, const Padding&) = default;
};

// The clock of the log, just before a checkpoint: when, and what the one before said.
struct Clock {
  std::uint64_t tick = 0;
  std::uint64_t previous_size = 0;
  Digest previous_root{};
  friend bool operator==(const Clock&, const Clock&) = default;
};

// The checkpoint of a partner's own log, bound into the one that home keeps.
struct PartnerCheckpoint {
  std::string partner;
  std::string origin;
  std::uint64_t size = 0;
  Digest root{};
  friend bool operator==(const PartnerCheckpoint&, const PartnerCheckpoint&) = default;
};

// A release as its partner may know it: the entry of the partner's own log.
struct Delivery {
  std::string release;  // random, per partner
  std::string purpose;
  std::string agreement;
  std::vector<std::string> conditions;
  std::uint64_t objects = 0;
  Digest payload_hash{};
  std::uint64_t payload_bytes = 0;
  friend bool operator==(const Delivery&, const Delivery&) = default;
};

struct Acknowledgement {
  std::string partner;
  std::string release;
  std::string what;  // delivery, conditions, recall
  std::string by;
  friend bool operator==(const Acknowledgement&, const Acknowledgement&) = default;
};

struct Assurance {
  std::string id;
  std::string partner;
  std::string text;
  std::string given_by;
  std::string state;  // given, lapsed, breached, withdrawn
  std::optional<Instant> until;
  friend bool operator==(const Assurance&, const Assurance&) = default;
};

struct Assessment {
  std::string id;
  std::string partner;
  std::string scheme;
  std::string risk;
  std::string approver;
  std::optional<Instant> until;
  friend bool operator==(const Assessment&, const Assessment&) = default;
};

struct Recall {
  std::string partner;
  std::string release;
  std::string state;  // sent, seen, confirmed, silent, refused
  std::uint64_t stop_epoch = 0;
  friend bool operator==(const Recall&, const Recall&) = default;
};

// Bodies deleted under a retention rule. A body that is missing without such an entry is a fault.
struct Erasure {
  std::uint64_t first_index = 0;
  std::uint64_t last_index = 0;  // inclusive
  std::string rule;
  std::string by;
  friend bool operator==(const Erasure&, const Erasure&) = default;
};

// What people did and said of the law: a hot pursuit begins, a signal, its end; a use that was declared or reported.
struct LawNote {
  std::string matter;   // pursuit, use, facts
  std::string subject;  // T-0000a3f1, an agency
  std::string what;     // started, signalled, ceased, reported, ...
  std::string by;
  std::string text;                // what it rests on, and what follows
  std::vector<std::string> cites;  // sources of the law
  friend bool operator==(const LawNote&, const LawNote&) = default;
};

// An act on the desk: leads, requests, cases, incidents, evidence, statements.
struct DeskAct {
  std::string act;  // desk.approve_ask
  std::string by;
  std::string text;  // JSON with its members in a fixed order
  friend bool operator==(const DeskAct&, const DeskAct&) = default;
};

// In the order of their numbers in canonical bytes, from 1. New kinds are added at the end.
using Content = std::variant<Padding, Clock, Manifest, Refusal, Stop, StopReport, Resume, Approval, Adoption, SignIn,
                             OverseerRead, Export, KeyChange, ErrorReport, PartnerCheckpoint, Delivery, Acknowledgement,
                             Assurance, Assessment, Recall, Erasure, LawNote, DeskAct>;

struct Record {
  Instant at;
  Content content;
  friend bool operator==(const Record&, const Record&) = default;
};

// The word for a kind, as in JSON: "padding", "clock", "release", "refusal", ...
std::string_view kind_name(const Content& content);
std::vector<std::string_view> kind_names();

std::string canonical_bytes(const Record& record);
Result<Record> record_from_bytes(std::string_view bytes);
// {"v":1,"kind":"stop","at":"2026-11-22T12:05:00Z",...}; absent members are left out.
void append_json(std::string& out, const Record& record);

}  // namespace fairlead::ledger
