// SPDX-License-Identifier: Apache-2.0
// Track: the best estimate of one vessel over time, within one view.
//
// Threads: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/observation.hpp"

namespace fairlead::domain {

using TrackId = StrongId<struct TrackTag>;

// T-0000a3f1: eight or more hexadecimal digits.
std::string to_text(TrackId id);
std::optional<TrackId> parse_track_id(std::string_view text);

enum class TrackState : std::uint8_t { live, lost };
std::string_view name(TrackState state);

// Why a track deserves a second look. Words in the API, bits inside.
enum class TrackFlag : std::uint16_t {
  jump = 1U << 0,               // a position further away than the vessel can have gone; kept apart, not averaged
  mmsi_shared = 1U << 1,        // another live track uses the same MMSI
  imo_invalid = 1U << 2,        // check digit wrong
  mmsi_malformed = 1U << 3,     // not a number that a station of this kind can have
  position_stale = 1U << 4,     // static data newer than any position
  speed_implausible = 1U << 5,  // reported speed does not fit the positions
  time_disputed = 1U << 6,      // the source's clock differs from ours
};
struct TrackFlags {
  std::uint16_t bits = 0;
  constexpr bool has(TrackFlag flag) const { return (bits & static_cast<std::uint16_t>(flag)) != 0; }
  constexpr void set(TrackFlag flag, bool on = true) {
    const auto bit = static_cast<std::uint16_t>(flag);
    bits = static_cast<std::uint16_t>(on ? bits | bit : bits & ~bit);
  }
  friend constexpr bool operator==(TrackFlags, TrackFlags) = default;
};
std::vector<std::string_view> names(TrackFlags flags);

// How a track was put together from detections of several sensors. Immutable once shared.
struct Fused {
  struct Seen {
    SourceId source;
    Instant at;
    std::uint32_t observations = 0;
    friend bool operator==(const Seen&, const Seen&) = default;
  };
  double existence = 0;  // probability, 0 to 1
  ErrorEllipse error;    // of the position
  std::vector<Seen> seen_by;
  std::string seen_as;               // the newest observer's word
  std::vector<std::string> reasons;  // why joined with, or kept apart from, another
  friend bool operator==(const Fused&, const Fused&) = default;
};

struct Track {
  TrackId id;
  TrackKind kind = TrackKind::contact;
  TrackState state = TrackState::live;
  TrackFlags flags;

  std::optional<Mmsi> mmsi;
  StaticClaims claims;
  std::optional<Instant> claims_at;  // when the newest static data was observed

  std::optional<geo::Position> position;  // the estimate at observed_at
  Length position_sigma;                  // of the estimate, one standard deviation in each axis
  Instant observed_at;                    // of the newest observation with a position, else of the newest at all
  Instant received_at;                    // of the newest observation
  Instant first_at;                       // of the first observation
  std::optional<Speed> speed;
  std::optional<Course> course;
  std::optional<Heading> heading;
  std::optional<TurnRate> turn_rate;
  std::optional<std::uint8_t> nav_status;
  std::optional<Length> altitude;

  std::vector<SourceId> sources;       // ordered, each once
  std::array<Hearer, 4> hearers;       // of the newest transmission, in order of arrival; empty ones last
  std::uint32_t observations = 0;      // transmissions that made it, duplicates not counted
  std::shared_ptr<const Fused> fused;  // null where AIS alone made it
};

}  // namespace fairlead::domain
