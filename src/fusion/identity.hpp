// SPDX-License-Identifier: Apache-2.0
// What some views know under one identity: its tracks, the positions that fit none of them, and what was heard last.
//
// An identity is an MMSI, a source's own ship, a source's number for a radar target, or a number of the contact
// tracker. Views that saw the same of it share one Identity, called a part; the parts of one key have no view in
// common. Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "domain/observation.hpp"
#include "fusion/track_changes.hpp"
#include "motion.hpp"
#include "slab.hpp"

namespace fairlead::fusion {

// The kind of identity in the top byte, its number below; the order of keys is the order of snapshots.
using IdentityKey = std::uint64_t;
inline constexpr unsigned kKeyKindShift = 56;
constexpr IdentityKey mmsi_key(domain::Mmsi mmsi) { return (1ULL << kKeyKindShift) | mmsi.number(); }
constexpr IdentityKey own_ship_key(domain::SourceId source) { return (2ULL << kKeyKindShift) | source.number(); }
constexpr IdentityKey target_key(domain::SourceId source, std::uint16_t target_number) {
  return (3ULL << kKeyKindShift) | (static_cast<std::uint64_t>(source.number()) << 16) | target_number;
}
// A sighting without any identity stands alone.
constexpr IdentityKey sighting_key(domain::ObservationId id) {
  return (4ULL << kKeyKindShift) | (id.number() & ((1ULL << kKeyKindShift) - 1));
}
// What the contact tracker of the views found, by its number.
constexpr IdentityKey contact_key(std::uint64_t number) {
  return (5ULL << kKeyKindShift) | (number & ((1ULL << kKeyKindShift) - 1));
}
constexpr bool is_target(IdentityKey key) { return key >> kKeyKindShift >= 3; }

// Positions that fit no track but one another. They become a track, or continue one, or are forgotten.
struct Candidate {
  Motion motion;
  domain::TrackKind kind = domain::TrackKind::contact;
  std::uint64_t first_turn = 0;  // Identity::turn at the first and the newest of its reports
  std::uint64_t newest_turn = 0;
  Instant first_at;
  Instant newest_received;
  std::uint32_t reports = 0;
  std::vector<HistoryPoint> points;                 // the newest kPointsMax, without a track
  std::vector<domain::ObservationId> observations;  // of the points; 0 where a snapshot did not say
};
inline constexpr std::size_t kPointsMax = 256;
inline constexpr std::size_t kCandidatesMax = 16;

// A transmission as it is recognised again: low bits suffice within one identity and a few seconds.
struct Transmission {
  std::uint32_t bits = 0;
  std::uint32_t received_ms = 0;  // low bits of received_at
  std::int64_t at_ms = 0;
};

// What few identities need.
struct MoreOfIdentity {
  std::vector<std::uint32_t> tracks;  // besides Identity::track, in the order of ids
  std::vector<Candidate> candidates;  // in order of opening
  std::uint32_t switches = 0;         // how often reports went from one live track to another
  bool shared = false;                // several vessels were seen at work at the same time
};

struct Identity {
  IdentityKey key = 0;
  ViewMask views = 0;
  std::uint32_t next = kNowhere;   // part of the same key; parts stand in the order of their lowest views
  std::uint64_t turn = 0;          // counts the reports with a position
  std::uint32_t track = kNowhere;  // the one with the lowest id
  std::uint32_t heard = 0;         // transmissions; heard_last[(heard - 1) % size] is the newest
  std::array<Transmission, 8> heard_last{};
  std::unique_ptr<MoreOfIdentity> more;

  MoreOfIdentity& with_more() {
    if (!more) more = std::make_unique<MoreOfIdentity>();
    return *more;
  }
};

}  // namespace fairlead::fusion
