// SPDX-License-Identifier: Apache-2.0
// Why a sentence came to nothing. The names are stable: they appear in tables, metrics and documents.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fairlead::decode {

enum class Rejection : std::uint8_t {
  kLineTooLong,       // a line longer than the limit; counted once, skipped to its end
  kNoChecksum,        // no `*hh` (an option accepts those)
  kBadChecksum,       // `*hh` does not fit the bytes
  kBadHeader,         // fields missing or unreadable
  kBadFragment,       // part numbers or group id that cannot be
  kEmptyPayload,      // nothing to decode
  kIllegalCharacter,  // outside the six-bit armour
  kBadFill,           // fill bits other than 0 to 5
  kMessageTooLong,    // more bits than any message has
  kIncompleteGroup,   // a part of a longer message whose other parts never came, or came damaged
  kUnknownType,       // message type 0 or 28 to 63
  kUnknownPart,       // message 24 with a part number other than A or B
  kTooShort,          // fewer bits than the meaning needs
};
inline constexpr std::size_t kRejectionCount = 13;

[[nodiscard]] constexpr std::string_view to_text(Rejection reason) noexcept {
  constexpr std::array<std::string_view, kRejectionCount> kNames = {
      "line_too_long", "no_checksum",       "bad_checksum", "bad_header",       "bad_fragment",
      "empty_payload", "illegal_character", "bad_fill",     "message_too_long", "incomplete_group",
      "unknown_type",  "unknown_part",      "too_short"};
  return kNames[static_cast<std::size_t>(reason)];
}

}  // namespace fairlead::decode
