// SPDX-License-Identifier: Apache-2.0
// The law in the engine: in which zones the tracks of home are, hot pursuits that run, uses that partners declared or
// that were reported of them; and that nothing is adopted or resumed which the law prohibits to share.
//
// 1. Zones are looked up for home's tracks only, and nothing here reaches a partner's view: what partners see does not
//    depend on it, but for an agreement that may not be adopted or resumed.
// 2. A pursuit is what its entries make it; the state that is saved is these entries.
// 3. A silence of the track breaks a pursuit by the picture's time; people's notes are dated by it, too.
// Threads: one owner. Cost: a lookup of about a microsecond for a track that has moved, at most every ten seconds.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/engine.hpp"
#include "engine/law_now.hpp"
#include "governance.hpp"
#include "records.hpp"
#include "zones/atlas.hpp"
#include "zones/transitions.hpp"

namespace fairlead::engine {

class Law {
 public:
  explicit Law(std::shared_ptr<const zones::Atlas> atlas);

  // Whether apply() is for this request.
  static bool takes(const Request& request);
  // `now` is the moment of permissions and of the ledger, `picture` that of what happened.
  Result<Answer> apply(const Command& command, const Governance& governance, const fusion::Tracker& tracker,
                       Instant now, Instant picture, Records& records);
  // What the tracks did: crossings, silence, return.
  void follow(const fusion::TrackChanges& changes, const fusion::Tracker& tracker, Instant picture,
              std::vector<ZoneEvent>& events, Records& records);
  // Refuses to adopt or resume where section 11 of the reference prohibits to share; everything else passes.
  Result<void> check(const Command& command, const Governance& governance, Instant now, Records& records) const;

  // Null: nobody knows where anything is.
  const zones::Atlas* atlas() const { return atlas_.get(); }
  bool take_changed() { return std::exchange(changed_, false); }
  std::shared_ptr<const LawNow> publish(std::uint64_t slot, Instant now) const;

  void save(wire::ByteWriter& out) const;
  Result<void> restore(wire::ByteReader& in);

 private:
  // Where a track was when its zone was last looked up, and how far it may go before that is done again.
  struct Seen {
    std::optional<zones::Presence> settled;
    geo::Position at;
    Instant when;
    float step_m = 0;
    double confidence = 0;
  };
  using Pursuits = std::vector<std::shared_ptr<const PursuitRecord>>;

  void look(const domain::Track& track, bool at_once, std::vector<ZoneEvent>& events, Records& records);
  void lost(domain::TrackId id, Instant at, Records& records);
  // The zone the track was last surely in.
  std::optional<std::pair<authority::ZoneReading, double>> where(domain::TrackId track) const;
  std::shared_ptr<const PursuitRecord>* running(domain::TrackId track);
  bool is_pursued(domain::TrackId track) const;
  // Adds an entry to the pursuit and records what it came to.
  void add(std::shared_ptr<const PursuitRecord>& pursuit, Instant at, authority::PursuitEvent event,
           std::string evidence, const std::string& by, Records& records);
  Result<authority::State> own_state() const;
  Result<Answer> name(const NameLaw& request);
  Result<Answer> start(const Command& command, const StartPursuit& request, const fusion::Tracker& tracker, Instant now,
                       Instant picture, Records& records);
  Result<Answer> note(const Command& command, const NotePursuit& request, Instant now, Instant picture,
                      Records& records);
  Result<Answer> note(const Command& command, const NoteReportedUse& request, Instant now, Records& records);
  Result<Answer> hold(const Command& command, const HoldSharingFacts& request, Instant now, Records& records);
  Result<void> check_party(const HeldAgreement& held, const Governance& governance, std::string_view agency,
                           Instant now) const;

  std::shared_ptr<const zones::Atlas> atlas_;
  std::string state_, zones_, zones_before_;
  std::unordered_map<std::uint64_t, Seen> seen_;  // by track; sorted where it is saved
  Pursuits pursuits_;                             // newest first
  std::vector<ReportedUse> uses_;                 // newest first
  std::vector<HeldSharingFacts> facts_;           // by agency
  std::vector<ZoneEvent> crossings_;              // newest last
  std::uint64_t pursuits_made_ = 0, uses_made_ = 0;

  bool changed_ = false;
  // What readers hold is copied once for each change.
  mutable std::shared_ptr<const Pursuits> pursuits_seen_;
  mutable std::shared_ptr<const std::vector<ReportedUse>> uses_seen_;
  mutable std::shared_ptr<const std::vector<HeldSharingFacts>> facts_seen_;
  mutable std::shared_ptr<const std::vector<ZoneEvent>> crossings_seen_;
};

// A reported use as its act is judged: the recipient's State as the one that acts, on the facts given.
Result<void> judge(ReportedUse& use, Instant now);
// The State of an agency: of XAA/coast_guard the State XAA.
authority::State state_of_agency(std::string_view agency);

void write(wire::ByteWriter& out, const PursuitRecord& record);
Result<PursuitRecord> read_pursuit(wire::ByteReader& in);

}  // namespace fairlead::engine
