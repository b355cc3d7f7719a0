// SPDX-License-Identifier: Apache-2.0
// One decoded AIS message: its body, its packed payload and what the sentences around it said.
//
// A Message is plain data: it may be copied and kept. Ranges inside bodies (`BitRange`) point into `payload`.
// Threads: values, no shared state.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <variant>

#include "decode/ais/messages.hpp"

namespace fairlead::decode::ais {

// A short text kept inline; longer ones are cut.
template <std::size_t N>
struct InlineText {
  std::array<char, N> bytes;
  std::uint8_t size = 0;

  [[nodiscard]] constexpr std::string_view view() const noexcept { return {bytes.data(), size}; }
  [[nodiscard]] constexpr std::optional<std::string_view> value() const noexcept {
    return size == 0 ? std::nullopt : std::optional(view());
  }
  void assign(std::string_view text) noexcept {
    size = static_cast<std::uint8_t>(text.size() < N ? text.size() : N);
    if (size != 0) {
      std::memcpy(bytes.data(), text.data(), size);
    }
  }
};

inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

// What the line around a message said. Times are of the source, none is read from a clock here.
// A message of several sentences takes station and times from its first.
struct SentenceContext {
  std::int64_t line_time_ns = kNoTime;     // leading receive time or `$PGHP`, nanoseconds since 1970
  std::int64_t tag_time_ms = kNoTime;      // tag block `c:`
  std::int64_t trailer_time_ms = kNoTime;  // behind the checksum
  std::uint64_t line = 0;                  // number of the line of the last part, from 1
  char channel = '\0';                     // as sent: A, B, 1, 2, C...; NUL when empty
  std::array<char, 2> talker{'A', 'I'};
  bool own_ship = false;  // VDO
  std::uint8_t parts = 1;
  InlineText<48> station;  // tag block `s:`, else trailer

  [[nodiscard]] std::optional<std::int64_t> line_time() const noexcept { return unless(line_time_ns, kNoTime); }
  [[nodiscard]] std::optional<std::int64_t> tag_time() const noexcept { return unless(tag_time_ms, kNoTime); }
  [[nodiscard]] std::optional<std::int64_t> trailer_time() const noexcept { return unless(trailer_time_ms, kNoTime); }
};

// Less common parameters of a tag block. Sizes and numbers are zero where the block had none.
struct TagDetails {
  InlineText<16> destination;       // d:
  InlineText<48> text;              // t: and i:
  std::uint32_t line_count = 0;     // n:
  std::uint32_t relative_time = 0;  // r:
  std::uint32_t group_id = 0;       // g:
  bool present = false;             // false: none of the above was there
};

using Body = std::variant<std::monostate, PositionA, BaseStation, StaticVoyage, BinaryAddressed, Acknowledge,
                          BinaryBroadcast, SarAircraft, UtcInquiry, SafetyAddressed, SafetyBroadcast, Interrogation,
                          Assignment, DgnssBroadcast, PositionB, PositionBExtended, LinkManagement, AidToNavigation,
                          ChannelManagement, GroupAssignment, StaticPartA, StaticPartB, SlotBinary, LongRange>;

struct Message {
  std::uint32_t mmsi = 0;
  std::uint8_t type = 0;
  std::uint8_t repeat = 0;
  Body body;
  SentenceContext context;
  TagDetails tags;
  PackedBits payload;

  [[nodiscard]] BitReader bits(BitRange range) const noexcept { return payload.reader(range.first, range.size); }
};

}  // namespace fairlead::decode::ais
