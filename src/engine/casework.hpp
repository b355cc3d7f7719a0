// SPDX-License-Identifier: Apache-2.0
// The desk in the engine: acts of people on leads, requests, cases, incidents and evidence; what `release` and
// `authority` say of them; what follows for assurances; and the record of each.
//
// 1. An act comes as JSON without what is attached: decision, authority and covered releases are ours to fill in.
// 2. A lead that rests on a track which others control takes over their label: it goes nowhere without their consent.
// 3. What a partner did, or did not report, breaches or lapses the assurance that it gave: its sharing stops by that.
// Threads: one owner.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "desk/book.hpp"
#include "engine/casework_now.hpp"
#include "engine/law_now.hpp"
#include "governance.hpp"
#include "ledger/commitment.hpp"
#include "offers.hpp"
#include "records.hpp"
#include "zones/atlas.hpp"

namespace fairlead::engine {

class Casework {
 public:
  Casework() : book_(std::make_shared<desk::Book>()) {}

  // What an act did, beyond its answer.
  struct Outcome {
    Answer answer;
    std::vector<HoldAssurance> assurances;  // to be held now: breached, or over
  };
  // `law` and `sharing` are as of now: what the law says of sharing, and what an agency was given. `atlas`, where there
  // is one, tells in whose waters a step of a case was taken.
  // What home's track inherited from whatever fed it, and what a source is labelled now; nothing where there is none.
  struct MarkingOf {
    std::function<std::optional<release::Marking>(domain::TrackId)> track;
    std::function<std::optional<release::Marking>(std::string_view)> source;
  };
  Result<Outcome> apply(const Command& command, Governance& governance, const LawNow& law, const zones::Atlas* atlas,
                        const Sharing& sharing, const MarkingOf& marking_of, Instant now, const desk::Seed& seed,
                        Records& records);
  // A partner's word: a request, a use report, an answer to what we asked. Names are those that the partner knows; what
  // is another's is not there.
  Result<Outcome> tell(const Command& command, Governance& governance, Instant now, const desk::Seed& seed,
                       Records& records);
  // A stop covers these leads and requests: they stay stopped, whoever wants them out again asks, or sends, anew.
  void stop_leads(std::uint64_t epoch, const release::StopCell& cell, Governance& governance, Instant now,
                  Records& records);
  // The originator took back what it gave through this source: what rests on it ends.
  void recall(const domain::Source& source, Instant now, Records& records);
  // A lead or a request of ours was decided and entered: it leaves under this release.
  void note_release(OfferId of, const std::string& release, Instant now, Records& records);
  // What time alone ended.
  std::vector<HoldAssurance> lapse(const Governance& governance, Instant now, Records& records);

  const desk::Book& book() const { return *book_; }
  std::shared_ptr<const desk::Book> shared_book() const { return book_; }
  const Offers& offers() const { return offers_; }
  bool take_changed() { return std::exchange(changed_, false); }
  std::shared_ptr<const CaseworkNow> publish(std::uint64_t slot, Instant now) const;

  void save(wire::ByteWriter& out) const;
  Result<void> restore(wire::ByteReader& in);

 private:
  // Acts of our own that follow from something else; what cannot be done is left out.
  void follow_up(const std::vector<desk::Change>& acts, Instant now, Records& records);
  Result<Outcome> carry_out(const desk::Change& change, const accounts::Actor& actor, const Governance& governance,
                            Instant now, const desk::Seed& seed, Records& records);
  std::vector<HoldAssurance> follow(const desk::Applied& applied, const Governance& governance, std::string_view by,
                                    Instant now, Records& records);

  std::shared_ptr<desk::Book> book_;  // readers may hold it: it is copied before it changes
  Offers offers_;
  bool changed_ = false;
};

}  // namespace fairlead::engine
