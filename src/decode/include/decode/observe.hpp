// SPDX-License-Identifier: Apache-2.0
// Messages and NMEA records of one source to observations.
//
// 1. observed_at is what the source says: tag block, else trailer, else leading time of the line; never the receipt. A
//    time more than ten minutes after the receipt is a lie and left out. The UTC second inside a position report
//    refines it where that moves it by less than ten seconds back or two ahead.
// 2. "Not available" is absence. Position, motion and identity are exactly what was said; nothing is guessed.
// 3. Radar targets by bearing and distance need the own position (at most 30 s old), and the own heading where they are
//    relative; without them they give nothing.
//
// Threads: one owner, not shared. One observer for each source: it remembers the own ship's state.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "decode/ais/message.hpp"
#include "decode/nmea.hpp"
#include "domain/observation.hpp"

namespace fairlead::decode {

class Observer {
 public:
  explicit Observer(domain::SourceId source) : source_(source) {}

  // Types 1-5, 9, 11, 18, 19, 21, 24 A and B, 27, distress texts (14 from 970, 972, 974), inland static data (8 with
  // DAC 200 FI 10). Nothing for the others.
  [[nodiscard]] std::optional<domain::Observation> observe(const ais::Message& message, Instant received_at);

  // Own position (RMC; GGA where there is no RMC) and radar targets (TTM, TLL).
  [[nodiscard]] std::optional<domain::Observation> observe(const nmea::Record& record, Instant received_at);

 private:
  // Something about the own ship, and when it was so.
  template <class T>
  struct Dated {
    T value;
    Instant at;
  };

  [[nodiscard]] domain::Observation begin(const ais::SentenceContext& context, Instant received_at) const;
  [[nodiscard]] std::optional<domain::Observation> own_position(const nmea::Record& record, const nmea::OwnShip& own,
                                                                Instant received_at);
  [[nodiscard]] std::optional<domain::Observation> radar_target(const nmea::Record& record,
                                                                const nmea::RadarTarget& target, Instant received_at);
  [[nodiscard]] bool place_by_bearing(const nmea::RadarTarget& target, domain::Observation& out) const;
  [[nodiscard]] std::optional<double> own_heading(Instant at) const;
  void remember_own(const domain::Observation& observation);

  domain::SourceId source_;
  std::optional<Dated<geo::Position>> position_;
  std::optional<Dated<double>> heading_;  // degrees
  std::optional<Dated<double>> course_;
  std::optional<Instant> rmc_at_;
  std::map<std::uint16_t, ais::InlineText<24>> labels_;  // at most kLabelsMax
};

// A hash of the bits of a message: equal when two stations heard one transmission. Never 0.
[[nodiscard]] std::uint64_t transmission_hash(const ais::PackedBits& payload) noexcept;

}  // namespace fairlead::decode
