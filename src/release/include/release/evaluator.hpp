// SPDX-License-Identifier: Apache-2.0
// Evaluator: agreements and the state of the desk, compiled so that one decision is a few dozen operations on words of
// bits. Every part is always evaluated; there is no early exit.
//
// 1. Deny by default: what no clause permits is withheld.
// 2. A clause that denies beats one that refers, and that one beats one that permits.
// 3. A stop beats every permit, except that of a rescue clause that survives it.
// 4. What cannot be decided is withheld: a missing label, an unknown word.
// 5. The order of agreements and clauses changes nothing.
// Threads: immutable after construction; any thread may read. Time: `at(now)`; there is no clock.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/finding.hpp"
#include "release/desk.hpp"
#include "release/marking.hpp"

namespace fairlead::release {

inline constexpr std::size_t kAgenciesMax = 64;
inline constexpr std::size_t kChannelsMax = 16;

// A way out. Decided for, not looked up: what a channel cannot do fails the clause that needs it.
struct Channel {
  std::string name;
  Set<Obligation> can;
  bool carries_label = false;
};
// stream, pull, report, webhook, screen: with labels; nmea, csv: without.
std::vector<Channel> default_channels();

struct Ask {
  std::uint8_t agency = 0;  // Evaluator::agency()
  Purpose purpose{};
  Act act{};
  std::uint8_t channel = 0;  // Evaluator::channel()
};

struct Facts {
  ObjectType type{};
  std::optional<geo::Position> position;
  Set<ZoneKind> zones_possible;  // every kind it may lie in; none when not known
  Instant at;                    // of the observation; a delay counts from here
};

inline constexpr std::uint32_t kNoClause = ~0U;

struct Verdict {
  domain::DecisionOutcome outcome = domain::DecisionOutcome::indeterminate;
  std::uint32_t clause = kNoClause;  // that decided; with nothing released, the nearest
  Set<Part> failed;                  // all of them, of the nearest clause; also the smallest change that would permit
  Set<Field> fields;                 // that may go out
  std::uint32_t grid_m = 0;
  Set<Obligation> obligations;
  Instant due_at;  // not to be handed over before
  std::uint64_t stop_epoch = 0;

  bool released() const {
    return outcome == domain::DecisionOutcome::permit || outcome == domain::DecisionOutcome::permit_reduced;
  }
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

struct Tables;

struct PreparedField;

// A label made ready, for all recipients at one moment. Cache it by the label and the moment, never longer.
struct PreparedLabel {
  bool missing = true;
  bool alive = false;
  bool open = false;  // needs no label to travel with it
  bool personal_data = false;
  std::uint8_t level = 0;
  Set<Purpose> uses;
  std::uint64_t releasable = 0;                               // by agency
  std::array<std::uint8_t, kAgenciesMax> consented{};         // purposes, by agency
  std::array<std::uint8_t, kAgenciesMax> onward_consented{};  // purposes, by agency
  std::vector<std::uint64_t> caveat_fail;                     // by clause
  std::vector<PreparedField> fields;                          // those with a label of their own
};

struct PreparedField {
  Field field{};
  PreparedLabel label;
};

struct PreparedObject {
  const PreparedLabel* label = nullptr;
  ObjectType type{};
  Instant at;
  std::array<std::uint8_t, kAgenciesMax> stopped{};  // purposes, by agency
  std::vector<std::uint64_t> area_fail;              // by clause
};

struct ClauseName {
  const Agreement* agreement = nullptr;
  const Clause* clause = nullptr;
  std::uint8_t agency = 0;
};

// The evaluator at one moment.
class Moment {
 public:
  PreparedLabel prepare(const Marking* marking) const;  // nullptr: the label is missing
  PreparedObject prepare(const PreparedLabel& label, const Facts& facts) const;
  void prepare(PreparedObject& reused, const PreparedLabel& label, const Facts& facts) const;
  Verdict decide(const PreparedObject& object, Ask ask) const;

  // One bit for each ask (at most 64) that is released; `verdicts`, when given, has room for all.
  std::uint64_t decide_all(const PreparedObject& object, std::span<const Ask> asks, Verdict* verdicts = nullptr) const;

  Instant now() const { return now_; }
  // The first moment at which something that time alone decides may differ; nothing when it never will.
  std::optional<Instant> good_until() const { return good_until_; }
  std::uint64_t stop_epoch() const;

 private:
  friend class Evaluator;
  std::shared_ptr<const Tables> tables_;
  Instant now_;
  std::optional<Instant> good_until_;
  std::vector<std::uint64_t> time_fail_, assessment_fail_, assurance_fail_;
};

class Evaluator {
 public:
  // Refuses more than 64 agencies, two agreements of one id, channels beyond 16.
  static Result<Evaluator> build(std::vector<Agreement> agreements, DeskState desk,
                                 std::vector<Channel> channels = default_channels());

  Moment at(Instant now) const;

  std::optional<std::uint8_t> agency(std::string_view id) const;
  std::optional<std::uint8_t> channel(std::string_view name) const;
  std::span<const std::string> agencies() const;
  std::span<const Channel> channels() const;
  const std::vector<Agreement>& agreements() const;
  const DeskState& desk() const;
  // By the number in a verdict; numbers up to clause_numbers() may be empty.
  ClauseName clause(std::uint32_t number) const;
  std::uint32_t clause_numbers() const;
  std::size_t clauses() const;
  // Whether any clause or stop has an area: else decisions that differ in the position alone are equal.
  bool position_matters() const;

  Digest agreements_digest() const;
  static Digest engine_digest();  // changes whenever the rules or their words do

 private:
  std::shared_ptr<const Tables> tables_;
};

// A request in words, as it comes from outside.
struct Request {
  std::string recipient;
  std::string purpose;
  std::string type;
  std::string act;
  std::string channel;
  std::optional<Marking> marking;
  std::optional<geo::Position> position;
  Set<ZoneKind> zones_possible;
  Instant observed_at;
};
// Unknown words are no error of the caller: they are decided, and withheld.
Verdict decide(const Evaluator& evaluator, const Request& request, Instant now);

// The decision as the record keeps it.
domain::Decision to_decision(const Evaluator& evaluator, const Verdict& verdict, std::string object,
                             std::string recipient, std::string purpose, Instant now);

}  // namespace fairlead::release
