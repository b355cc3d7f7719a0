// SPDX-License-Identifier: Apache-2.0
// The law as it bears on what is live, as readers see it: hot pursuits with their evidence, uses that partners declared
// or that were reported of them, facts about partners that a person stands for, the newest crossings of zones. A new
// one is published after each slot that changed it, when that slot is durable.
//
// Nothing here proposes an act: it records what people did and said, and what the law says of it.
// Threads: immutable once published; any thread may read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authority/engine.hpp"
#include "authority/pursuit.hpp"
#include "engine/sharing.hpp"
#include "engine/zone_event.hpp"

namespace fairlead::engine {

struct PursuitEntry {
  Instant at;  // of the picture
  authority::PursuitEvent event;
  std::string evidence;
  std::string by;  // an account; `automatic` where the track itself told
};

// `started`, `located`, `signalled`, `crossed`, `lost`, `regained`, `broken_off`, `handed_over`, `arrested`.
std::string_view name(const authority::PursuitEvent& event);

// One pursuit, from its grounds to its end.
struct PursuitRecord {
  std::uint64_t number = 0;
  domain::TrackId track;
  std::string pursuer;  // State
  std::string started_by;
  std::vector<PursuitEntry> entries;  // oldest first: all that its state follows from
  authority::Pursuit machine{authority::State(), authority::PursuitLimits{}};
  Instant looked_at;  // the moment up to which silence was judged
};

// A use of what we shared, as its partner declared it or as somebody reported it, with what the law says of it.
struct ReportedUse {
  std::uint64_t number = 0;
  std::string agency;
  std::string purpose;         // of sharing
  std::string act;             // an action of the law's vocabulary
  std::string status;          // declared, reported, established, rebutted
  std::optional<bool> lawful;  // as a person found; absent: nobody did
  std::string facts;           // about the act, as given
  std::string text;
  std::string by;
  Instant at;
  Instant changed_at;
  authority::Outcome outcome = authority::Outcome::conditional;  // of the act, for the recipient's State
  std::vector<std::string> because;
  std::vector<std::string> missing;
  std::vector<std::string> reason;
  // What it counts as: the person's finding, else what the law says of the facts.
  std::optional<authority::RecipientUse> use() const;
};

// Facts of section 11 about one agency that a person stands for.
struct HeldSharingFacts {
  std::string agency;
  std::string facts;  // JSON, the members of `sharing`
  std::string reason;
  std::string by;
  Instant at;
};

struct LawNow {
  std::uint64_t slot = 0;
  Instant as_of;
  std::string state;         // our own; empty: not set
  std::string zones;         // version of the zone file in use; empty: none
  std::string zones_before;  // the version by which earlier crossings were found, where it is another
  std::shared_ptr<const std::vector<std::shared_ptr<const PursuitRecord>>> pursuits;  // newest first
  std::shared_ptr<const std::vector<ReportedUse>> uses;                               // newest first
  std::shared_ptr<const std::vector<HeldSharingFacts>> facts;                         // by agency
  std::shared_ptr<const std::vector<ZoneEvent>> crossings;                            // newest last, a bounded number

  const PursuitRecord* pursuit_of(domain::TrackId track) const;  // the newest
};

// What section 11 is asked about one party of an agreement, and from where each fact comes.
struct SharingQuestion {
  authority::Facts facts;
  std::vector<std::string> sources;  // one line a fact
  std::string declared;              // the facts, as JSON, of the use that is judged with it
};
// Two wrongful uses that are reported, or one that is established, are a pattern; one that is only reported leaves it
// unknown. What a person stands for goes before what is filled in. Needs: law.state given.
SharingQuestion sharing_question(const LawNow& law, const HeldAgreement& held, const release::DeskState& desk,
                                 std::string_view agency, Instant now);

}  // namespace fairlead::engine
