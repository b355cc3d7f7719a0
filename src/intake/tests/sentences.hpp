// SPDX-License-Identifier: Apache-2.0
// Sentences made for tests: ships that do not exist, with right checksums.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "decode/ais/encode.hpp"

namespace fairlead::intake {

struct Around {
  std::optional<std::int64_t> tag_time = {};  // seconds since 1970
  std::optional<std::string_view> station = {};
  std::uint8_t sequence = 0;
};

inline std::string sentences_of(const decode::ais::Message& message, const Around& around) {
  decode::ais::PackedBits bits;
  decode::ais::pack_message(message, bits);
  decode::ais::SentenceForm form;
  form.sequence = around.sequence;
  form.tag_time = around.tag_time;
  form.station = around.station;
  form.line_end = "\r\n";
  std::string out;
  decode::ais::append_sentences(out, bits.reader(), form);
  return out;
}

// A class A position report; `step` moves the ship.
inline std::string position(std::uint32_t mmsi, int step = 0, const Around& around = {}) {
  decode::ais::PositionA body;
  body.position = {600'000 * 4 + step * 100, 600'000 * 52};
  body.motion = {.sog_raw = 100, .cog_raw = 900, .heading_raw = 90};
  decode::ais::Message message;
  message.mmsi = mmsi;
  message.type = 1;
  message.body = body;
  return sentences_of(message, around);
}

// Static and voyage data: two sentences.
inline std::string voyage(std::uint32_t mmsi, std::string_view ship, const Around& around = {}) {
  decode::ais::StaticVoyage body;
  body.name = decode::ais::SixBitText<20>::from(ship);
  body.ship_type_raw = 70;
  decode::ais::Message message;
  message.mmsi = mmsi;
  message.type = 5;
  message.body = body;
  return sentences_of(message, around);
}

}  // namespace fairlead::intake
