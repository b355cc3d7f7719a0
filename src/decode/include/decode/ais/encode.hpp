// SPDX-License-Identifier: Apache-2.0
// Messages to payload bits, and bits to armoured sentences: the way back of the decoder.
//
// 1. parse_payload(pack_message(m)) has the fields of m. Spare bits are zero, lengths are those of ITU-R M.1371-5.
// 2. Sentences keep to the 82 characters of NMEA 0183; a longer message becomes several parts.
// Threads: pure functions. Nothing allocates except the growth of `out`.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "decode/ais/bits.hpp"
#include "decode/ais/message.hpp"

namespace fairlead::decode::ais {

// Packs `message.type`, `repeat`, `mmsi` and `body` into `out`. Ranges of the body (texts, binary data) are copied from
// `message.payload`, which must not be `out`. Returns false when the body is empty or does not belong to the type.
// Needs: each member within its field; higher bits are cut.
bool pack_message(const Message& message, PackedBits& out);

// Puts `text` behind a message of type 12 or 14, upper-cased; characters outside the six-bit alphabet become `?`.
// At most `kSafetyTextMax` characters are taken.
inline constexpr std::size_t kSafetyTextMax = 156;
void set_safety_text(Message& message, std::string_view text);

// The six-bit code of a character, lower case taken as upper; 63 (`?`) outside the alphabet.
[[nodiscard]] constexpr std::uint32_t six_bit_code(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  if (byte >= 64 && byte < 96) {
    return byte - 64U;
  }
  return byte >= 32 && byte < 64 ? byte : 63U;
}

// What stands around the payload.
struct SentenceForm {
  std::array<char, 2> talker{'A', 'I'};
  bool own_ship = false;      // VDO instead of VDM
  char channel = 'A';         // NUL: left empty
  std::uint8_t sequence = 0;  // 0 to 9, of messages of several parts

  // Tag block of each sentence, or of the first one only when a group ties the parts together. Absent members are left
  // out, and there is no block when all are absent.
  std::optional<std::string_view> station;      // s:
  std::optional<std::int64_t> tag_time;         // c:, written as given: seconds or milliseconds
  std::optional<std::string_view> destination;  // d:
  std::optional<std::uint32_t> group;           // g:, on each part of a message of several parts

  std::string_view line_end = "\n";
};

// Appends the sentence or sentences that carry `payload`; returns how many. Nothing for an empty payload or one above
// nine sentences (3,240 bits).
int append_sentences(std::string& out, const BitReader& payload, const SentenceForm& form);

// The exclusive or of all characters, as the checksums of sentences and tag blocks have it.
[[nodiscard]] std::uint8_t nmea_checksum(std::string_view text) noexcept;

}  // namespace fairlead::decode::ais
