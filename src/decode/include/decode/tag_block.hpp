// SPDX-License-Identifier: Apache-2.0
// NMEA 4.10 tag blocks: `\g:1-2-1234,s:r003669945,c:1120959341*hh\` in front of a sentence.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace fairlead::decode {

// Place of a line in a group of lines.
struct TagGroup {
  std::uint16_t number = 0;
  std::uint16_t total = 0;
  std::uint32_t id = 0;

  friend bool operator==(const TagGroup&, const TagGroup&) = default;
};

// Views into the block that was parsed.
struct TagBlock {
  std::optional<std::string_view> station;      // s:
  std::optional<std::int64_t> time_ms;          // c:, since 1970; seconds or milliseconds as sent
  std::optional<TagGroup> group;                // g: (or the older `1G2:1234`)
  std::optional<std::string_view> destination;  // d:
  std::optional<std::string_view> info;         // i:
  std::optional<std::string_view> text;         // t:
  std::optional<std::uint32_t> line_count;      // n:
  std::optional<std::uint32_t> relative_time;   // r:
};

// `block` is what stands between the two backslashes. Absent when it has no checksum or a wrong one: such a block is
// distrusted as a whole. A parameter that cannot be read is left out; the others stand.
[[nodiscard]] std::optional<TagBlock> parse_tag_block(std::string_view block) noexcept;

}  // namespace fairlead::decode
