// SPDX-License-Identifier: Apache-2.0
// The findings of one Watch: what is open, and what ended lately enough that it may begin again or be explained.
//
// 1. Numbers count from 1 and are never used again.
// 2. A finding is told at most once for each flush, in the order of numbers, as it stands then.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "archive.hpp"
#include "behaviour/changes.hpp"
#include "behaviour/rules.hpp"
#include "vessel.hpp"

namespace fairlead::behaviour {

constexpr std::uint8_t last_of(ChangeKind) { return static_cast<std::uint8_t>(ChangeKind::ended); }

struct Situation {
  std::uint64_t number = 0;
  Rule rule = Rule::distress;
  std::uint32_t version = 0;
  domain::Priority priority = domain::Priority::caution;
  std::vector<Ordinal> vessels;         // in order of joining
  std::vector<domain::TrackId> tracks;  // of the vessels
  std::string subject;                  // what else it is about: the name of an area, a zone, a cable
  std::optional<geo::Position> position;
  Instant begins_at;
  std::optional<Instant> ends_at;
  std::vector<std::string> reasons;
  std::vector<std::string> notes;  // what happened to it later; kept when the reasons are renewed
  std::vector<domain::ObservationId> evidence;
  Instant told_at;  // behaviour's time of the newest change

  domain::Finding finding() const;
  template <class A>
  void archive(A& a) {
    a(number, rule, version, priority, vessels, tracks, subject, position, begins_at, ends_at, reasons, notes, evidence,
      told_at);
  }
};

class Book {
 public:
  // Opens a finding, or takes up the one of the same rule, vessels and subject that is open or ended within
  // `again_within` of the new beginning. Returns its number.
  std::uint64_t open(Situation draft, Duration again_within);
  // The situation to change; null when it is no longer known. Whoever changes it says so by `touch`.
  Situation* find(std::uint64_t number);
  const Situation* find(std::uint64_t number) const;
  void touch(std::uint64_t number, Instant at);
  // Another vessel has to do with it.
  void include(std::uint64_t number, const Vessel& vessel, Instant at);
  void end(std::uint64_t number, Instant at, std::string why);
  bool is_open(std::uint64_t number) const;
  // The newest note wins its place; at most a handful are kept.
  void note(std::uint64_t number, Instant at, std::string text);
  void add_evidence(std::uint64_t number, domain::ObservationId id);
  void rename(domain::TrackId from, domain::TrackId to, Ordinal vessel);
  void replace(Ordinal from, Ordinal into, domain::TrackId track);

  // Adds what changed since the last flush.
  void flush(FindingChanges& changes);
  // Forgets what ended before `before`, and the oldest beyond `findings_max`; returns open ones that were dropped.
  void sweep(Instant before, std::size_t findings_max);
  std::size_t open_count() const { return open_.size(); }
  const std::set<std::uint64_t>& open_numbers() const { return open_; }

  // Between flushes only.
  template <class A>
  void archive(A& a) {
    a(next_, situations_);
  }
  // After reading: makes the indexes; false when the numbers do not fit.
  bool index();

 private:
  void forget(const Situation& situation);
  std::uint64_t next_ = 1;
  std::map<std::uint64_t, Situation> situations_;
  std::set<std::uint64_t> open_;
  std::map<Ordinal, std::set<std::uint64_t>> by_vessel_;
  std::map<std::uint64_t, ChangeKind> dirty_;
  std::set<std::uint64_t> born_;  // opened since the last flush
};

}  // namespace fairlead::behaviour
