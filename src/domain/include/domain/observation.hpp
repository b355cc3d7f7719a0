// SPDX-License-Identifier: Apache-2.0
// Observation: one source saying where something was, who it claims to be, or both.
//
// Times: observed_at is what the source says, received_at is when we saw it; they are never mixed.
// Threads: plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fixed_text.hpp"
#include "base/strong_id.hpp"
#include "domain/detection.hpp"
#include "domain/identity.hpp"
#include "geo/position.hpp"
#include "units/instant.hpp"
#include "units/quantity.hpp"

namespace fairlead::domain {

using ObservationId = StrongId<struct ObservationTag>;

enum class SensorKind : std::uint8_t { ais, radar, own_navigation, sighting };

// What the observed thing is, as far as the message tells.
enum class TrackKind : std::uint8_t {
  ship,         // AIS class A
  class_b,      // AIS class B
  small_craft,  // auxiliary craft, handheld radio
  sar_aircraft,
  base_station,
  aid_to_navigation,
  distress,  // AIS-SART, man overboard, EPIRB-AIS
  own_ship,
  contact,  // without an identity: a radar target or a sighting
};
std::string_view name(TrackKind kind);
std::optional<TrackKind> track_kind(std::string_view name);
std::string_view name(SensorKind kind);

// Navigational status of ITU-R M.1371, 0 to 14; 15 (not defined) is absence.
std::string_view nav_status_text(std::uint8_t status);

// Whoever heard a transmission, as its feed names it.
using Hearer = FixedText<15>;

struct Observation {
  ObservationId id;  // given by the engine, in order of arrival
  SourceId source;
  SensorKind sensor = SensorKind::ais;
  TrackKind kind = TrackKind::contact;
  Instant received_at;
  std::optional<Instant> observed_at;

  // A hash of the transmitted bits: equal when several stations heard one transmission. 0 where that means nothing.
  std::uint64_t transmission = 0;
  Hearer hearer;  // empty when the feed does not say

  std::optional<Mmsi> mmsi;
  std::optional<std::uint16_t> target_number;  // the source's own number for what it tracks (radar)

  std::optional<geo::Position> position;
  Length position_sigma = Length::metres(15);  // one standard deviation in each axis
  std::optional<Speed> speed;                  // over ground
  std::optional<Course> course;                // over ground
  std::optional<Heading> heading;
  std::optional<TurnRate> turn_rate;
  std::optional<std::uint8_t> nav_status;
  std::optional<Length> altitude;

  std::optional<StaticClaims> claims;
  std::shared_ptr<const Detection> detection;  // null for what transmits itself

  // Where the text that said so lies in the batch that carries this observation; length 0 when it is not kept.
  std::uint32_t text_offset = 0;
  std::uint32_t text_length = 0;

  // The moment to reason with: what they say where they say it.
  Instant at() const { return observed_at.value_or(received_at); }
};

// Observations on their way from a source to the engine, with the sentences they came from.
struct ObservationBatch {
  SourceId source;
  std::vector<Observation> observations;
  std::vector<Scan> scans;  // that ended; their plots are here or came before
  std::string text;         // the sentences as received, one after the other
};

}  // namespace fairlead::domain
