// SPDX-License-Identifier: Apache-2.0
// Stops: which cells of (partner, agency, purpose, area, object type) are shut, since which epoch, and who may open
// them.
//
// 1. Epochs only grow; each stop and each lifting takes the next one.
// 2. Lifting a stop opens nothing that another open stop covers.
// 3. Where a fact is unknown, a stop covers.
// That a stop is durable before it is acknowledged is the engine's part.
// Threads: plain values, one owner.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "release/agreement.hpp"

namespace fairlead::release {

struct StopCell {
  std::string partner;                // a State's three letters; empty: every partner
  std::optional<std::string> agency;  // `XAA/coast_guard`; absent: every agency of the partner
  std::optional<Purpose> purpose;
  std::optional<Area> area;
  std::optional<ObjectType> type;

  bool covers_agency(std::string_view agency_id) const;
  // Whether some request could fall under both.
  bool overlaps(const StopCell& other) const;
  // Whether every request under `other` falls under this one; areas count as included when equal.
  bool includes(const StopCell& other) const;
  friend bool operator==(const StopCell&, const StopCell&) = default;
};
std::string to_text(const StopCell& cell);

struct Stop {
  std::uint64_t epoch = 0;
  StopCell cell;
  std::string person;  // who ordered it; a breach or an expiry that stops by itself says so here
  Instant ordered_at;
  bool needs_assessment = false;  // before it can be lifted
  friend bool operator==(const Stop&, const Stop&) = default;
};

struct Approval {
  std::string person;
  Rank rank = Rank::watch_officer;
  friend bool operator==(const Approval&, const Approval&) = default;
};

struct NewAssessment {
  Assessment assessment;
  Instant made_at;
};

class StopBook {
 public:
  // Always succeeds, also for a cell that is stopped already. Returns the stop's epoch.
  Result<std::uint64_t> stop(StopCell cell, std::string person, Instant at, bool needs_assessment = false);
  // Two different people, one a release officer and one a legal adviser; and where the stop said so, an assessment
  // made after it, approved by a legal adviser, in force, and not of high risk. Changes nothing.
  Result<void> may_resume(std::uint64_t epoch, const std::vector<Approval>& approvals,
                          const std::optional<NewAssessment>& assessment, Instant now) const;
  // Lifts one stop; returns the new epoch. The same conditions.
  Result<std::uint64_t> resume(std::uint64_t epoch, const std::vector<Approval>& approvals,
                               const std::optional<NewAssessment>& assessment, Instant now);

  std::uint64_t epoch() const { return epoch_; }  // of the newest change; 0 when there was none
  const std::map<std::uint64_t, Stop>& open() const { return open_; }
  std::vector<std::uint64_t> overlapping(const StopCell& cell) const;  // epochs of open stops

  friend void write(wire::ByteWriter& out, const StopBook& book);
  friend StopBook read_stop_book(wire::ByteReader& in);
  friend bool operator==(const StopBook&, const StopBook&) = default;

 private:
  std::uint64_t epoch_ = 0;
  std::map<std::uint64_t, Stop> open_;
};
StopBook read_stop_book(wire::ByteReader& in);
void write(wire::ByteWriter& out, const StopCell& cell);
StopCell read_stop_cell(wire::ByteReader& in);

}  // namespace fairlead::release
