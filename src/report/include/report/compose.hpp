// SPDX-License-Identifier: Apache-2.0
// From a request to a document. The book is given as it was known at the request's moment, the ledger's facts up to its
// entry; nothing else goes in.
//
// Threads: free functions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "desk/book.hpp"
#include "report/document.hpp"

namespace fairlead::report {

enum class Kind : std::uint8_t {
  handover,
  brief,
  boarding,
  release_register,
  stop,
  incident,
  quarterly,
  court,
};
std::string_view name(Kind kind);
std::optional<Kind> kind_from(std::string_view word);
std::span<const std::string_view> kind_names();
// What `subject` must be, in words; empty where there is none.
std::string_view subject_of(Kind kind);

// What is asked for; the same request gives the same document.
struct Request {
  Kind kind = Kind::handover;
  std::string subject;  // C-0091, FL-2026-0417, epoch of a stop
  Instant from;         // the period, for kinds that have one
  Instant to;
  Instant known_at;
  Instant made_at;
  std::string made_by;
  std::string centre;
  std::uint64_t ledger_entries = 0;  // that were looked at
};
std::string to_json(const Request& request);
Result<Request> request_from_json(std::string_view json);

// A release, as the ledger has it.
struct Released {
  std::uint64_t entry = 0;
  Instant at;
  std::string agency;
  std::string purpose;
  std::string object_type;
  std::string outcome;
  std::string agreement;
  std::string clause;
  std::string approver;
  std::string assessment;
  std::vector<std::string> conditions;
  std::vector<std::string> objects;
  std::uint64_t bytes = 0;
  std::uint64_t stop_epoch = 0;
  std::string payload_hash;
};
struct StopMade {
  std::uint64_t entry = 0;
  std::uint64_t epoch = 0;
  Instant at;
  std::string what;  // it covers
  std::string agency;
  std::string purpose;
  std::string by;
  std::string reason;
  std::optional<std::uint64_t> dropped;
  std::optional<std::uint64_t> connections_closed;
  std::optional<std::uint64_t> kernel_bytes;
  std::optional<Instant> lifted_at;
  std::string lifted_by;  // both names
};
struct Recalled {
  Instant at;
  std::string partner;
  std::string release;
  std::string state;
  std::uint64_t stop_epoch = 0;
};
struct LedgerFacts {
  std::uint64_t entries = 0;
  std::uint64_t erased = 0;        // bodies that retention took
  std::vector<Released> releases;  // that the kind of report lists
  std::uint64_t not_listed = 0;    // further ones, that were too many
  // In the period: (agency, purpose) -> releases, objects in them.
  std::map<std::pair<std::string, std::string>, std::pair<std::uint64_t, std::uint64_t>> by_recipient;
  std::vector<StopMade> stops;
  std::vector<Recalled> recalls;
  std::map<std::string, std::uint64_t> refusals;          // outcome -> count, in the period
  std::map<std::string, std::uint64_t> acknowledgements;  // partner -> count, in the period
};

// `invalid_argument` where the subject is not of the kind; `not_found` where there is none.
Result<Document> compose(const Request& request, std::string_view number, const desk::Book& book,
                         const LedgerFacts& ledger);

}  // namespace fairlead::report
