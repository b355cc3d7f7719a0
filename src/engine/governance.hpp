// SPDX-License-Identifier: Apache-2.0
// What people decided about sharing: accounts, agreements, assurances and assessments, stops and their lifting,
// recalls. It takes commands, checks who may give them, keeps the state, and writes the record of each.
//
// 1. A command that is refused changes nothing and is told why.
// 2. What lapses by time stops by itself, with an entry of its own.
// Threads: one owner. Time: `now` of the step.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/sharing.hpp"
#include "records.hpp"

namespace fairlead::engine {

class Governance {
 public:
  Governance();

  // A cell that nothing decided earlier may leave through any more.
  struct Shut {
    release::StopCell cell;
    std::uint64_t epoch = 0;  // of the stop; 0 when something else ended, as an agreement
    bool recall = false;
  };
  // What a command did, beyond its answer.
  struct Outcome {
    Answer answer;
    std::vector<Shut> shut;
    bool accounts_changed = false;
  };
  // Commands that concern views and feeds are not for here: nothing is answered to them.
  Result<Outcome> apply(const Command& command, Instant now, Records& records);
  // Whether this person still is who it was when it asked: accounts change, sessions end.
  Result<void> stands(const accounts::Actor& by, Instant now) const;
  // Whether apply() is for this request.
  static bool takes(const Request& request);

  // What time alone has ended since the step before; stops it. Call it once a step, before decisions.
  std::vector<Shut> lapse(Instant now, Records& records);

  // The evaluator of what is in force, and its moment; rebuilt when something or the time demands it.
  const release::Moment& moment(Instant now);
  std::shared_ptr<const release::Evaluator> evaluator(Instant now);
  // Rises when agreements or desk change; for whoever caches decisions together with moment().good_until().
  std::uint64_t revision() const { return revision_; }

  const accounts::AccountBook& accounts() const { return *accounts_; }
  const release::DeskState& desk() const { return desk_; }
  std::vector<const HeldAgreement*> in_force(Instant now) const;
  // Of this version; nothing when there is none.
  const HeldAgreement* agreement(std::string_view id, std::uint32_t version) const;

  // Recalls: Exchange tells what an agency holds under the obligation to delete.
  void ask_back(std::uint64_t epoch, const std::string& agency, release::Purpose purpose,
                std::vector<std::string> releases, std::uint64_t total, Instant now, Records& records);

  // Fills what readers see of this.
  void publish(Sharing& sharing, Instant now);

  void save(wire::ByteWriter& out) const;
  Result<void> restore(wire::ByteReader& in);

 private:
  Result<Outcome> change_accounts(const Command& command, const accounts::Change& change, Instant now);
  Result<Outcome> draft(const Command& command, const DraftAgreement& request, Instant now);
  Result<Outcome> adopt(const Command& command, const AdoptAgreement& request, Instant now, Records& records);
  Result<Outcome> withdraw(const Command& command, const WithdrawAgreement& request, Instant now, Records& records);
  Result<Outcome> hold(const Command& command, const HoldAssurance& request, Instant now, Records& records);
  Result<Outcome> hold(const Command& command, const HoldAssessment& request, Instant now, Records& records);
  Result<Outcome> hold(const Command& command, const HoldConsent& request, Instant now, Records& records);
  Result<Outcome> stop(const Command& command, const OrderStop& request, Instant now, Records& records);
  Result<Outcome> explain(const Command& command, const ExplainStop& request, Instant now, Records& records);
  Result<Outcome> resume(const Command& command, const AgreeToResume& request, Instant now, Records& records);
  Result<Outcome> reach(const NoteStopReach& request, Records& records);
  Result<Outcome> acknowledge(const Command& command, const Acknowledge& request, Instant now, Records& records);

  std::uint64_t stop_cell(release::StopCell cell, const std::string& person, const std::string& reason, bool recall,
                          bool needs_assessment, Instant now, Records& records);
  void stop_clauses(const HeldAgreement& held, const std::string& agency, const std::string& assurance,
                    const std::string& why, std::vector<Shut>& shut, Instant now, Records& records);
  HeldAgreement* find(std::string_view id, std::uint32_t version);
  const HeldAgreement* adopted(std::string_view id) const;
  StopRecord* find_stop(std::uint64_t epoch);
  void changed();

  std::shared_ptr<accounts::AccountBook> accounts_;
  std::vector<HeldAgreement> agreements_;  // by id and version
  release::DeskState desk_;
  std::map<release::AssuranceKey, std::string> assurance_texts_;
  std::vector<StopRecord> stops_;                      // newest first
  std::vector<RecallState> recalls_;                   // newest first
  std::set<std::string> lapsed_;                       // what lapse() has stopped already
  std::map<std::string, std::uint64_t> recalls_made_;  // by agency

  // Made from the above.
  std::uint64_t revision_ = 1;
  std::uint64_t built_ = 0;
  std::shared_ptr<const release::Evaluator> evaluator_;
  std::optional<release::Moment> moment_;
  std::uint64_t lapse_looked_ = 0;  // revision
  std::optional<Instant> lapse_due_;
  std::shared_ptr<const std::vector<HeldAgreement>> agreements_seen_;
  std::shared_ptr<const std::vector<StopRecord>> stops_seen_;
  std::shared_ptr<const std::vector<RecallState>> recalls_seen_;
  std::shared_ptr<const std::map<release::AssuranceKey, std::string>> texts_seen_;
  std::shared_ptr<const accounts::AccountBook> accounts_seen_;
};

bool is_party(const release::Agreement& agreement, std::string_view agency);

// A cell of the stop book as the ledger has it.
ledger::Cell to_record(const release::StopCell& cell);

}  // namespace fairlead::engine
