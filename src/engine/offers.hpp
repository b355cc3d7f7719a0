// SPDX-License-Identifier: Apache-2.0
// Offers: what the desk has for partners, beside tracks. A lead whose ask is live, a request of ours that was sent, and
// home's answer to a request of the partner itself. What an offer is follows from the book alone; whether it leaves is
// decided at each exit.
//
// 1. A partner knows an offer by a name of its own, which says nothing of other partners or of home's numbers.
// 2. A lead is offered as it was asked for and approved, whatever it says by now. A request is offered as it stands.
// Threads: one owner.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "desk/book.hpp"
#include "engine/gate.hpp"
#include "release/evaluator.hpp"

namespace fairlead::engine {

struct OfferId {
  release::ObjectType type = release::ObjectType::lead;  // or request
  std::uint32_t number = 0;                              // of the ask, or of the request
  friend auto operator<=>(const OfferId&, const OfferId&) = default;
};

struct Offer {
  OfferId id;
  std::string home_id;    // L-0213, Q-0007
  std::string reference;  // l-…, r-…, q-…
  std::string agency;
  release::Purpose purpose{};
  std::uint32_t version = 1;
  bool live = true;
  bool expired = false;  // else withdrawn, where it is not live
  release::Marking marking;
  std::optional<geo::Position> position;
  Instant at;
  release::Set<release::Obligation> conditions;
  std::string track;  // of home, that it is about
  desk::LeadBody lead;
  desk::Ask ask;
  desk::Request request;
  std::string source;  // through which another centre gave it to us; empty: home made it

  ReleaseKind kind() const {
    if (id.type == release::ObjectType::lead) return ReleaseKind::leads;
    return request.body.direction == desk::Direction::outgoing ? ReleaseKind::requests : ReleaseKind::answers;
  }
  // Whether its end is told to whoever has it.
  bool has_end() const { return kind() != ReleaseKind::answers; }
  const desk::Vessel& vessel() const { return kind() == ReleaseKind::leads ? lead.vessel : request.body.vessel; }
};

// As it is marked when a person addressed it to one agency for one purpose.
release::Marking addressed_to(const std::string& agency, const std::string& purpose, std::string_view policy);

// Nothing where the book has none of this name, or it never was one.
std::optional<Offer> make_offer(const desk::Book& book, OfferId id);

// The object as it leaves by this verdict: {"id":"l-…",…}. `tear_line` is the clause's.
void append_json(std::string& out, const Offer& offer, release::Set<release::Field> fields, std::uint32_t grid_m,
                 std::string_view tear_line);

// What there is for each agency and purpose now.
class Offers {
 public:
  using Of = std::pair<std::string, release::Purpose>;

  // The book has changed.
  void follow(const desk::Book& book);
  const std::map<OfferId, Offer>& live(const std::string& agency, release::Purpose purpose) const;
  const std::map<Of, std::map<OfferId, Offer>>& all() const { return live_; }
  std::size_t size() const {
    std::size_t count = 0;
    for (const auto& [of, offers] : live_) count += offers.size();
    return count;
  }
  // Rises whenever something in it may be another.
  std::uint64_t revision() const { return revision_; }

 private:
  std::uint64_t revision_ = 0;
  std::map<Of, std::map<OfferId, Offer>> live_;
};

}  // namespace fairlead::engine
