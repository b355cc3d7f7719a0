// SPDX-License-Identifier: Apache-2.0
// The parameters of a tag block that decoding needs, read fast. Private to `decode`.
#pragma once

#include <cstdint>
#include <string_view>

#include "decode/ais/message.hpp"
#include "decode/tag_block.hpp"

namespace fairlead::decode {

struct Tags {
  std::string_view station;
  std::int64_t time_ms = ais::kNoTime;
  TagGroup group;            // total 0: none
  bool has_details = false;  // parameters other than s, c and g stand in `block`
  std::string_view block;

  [[nodiscard]] bool has_group() const noexcept { return group.total != 0; }
};

// Reads the block between two backslashes. False when its checksum is missing or wrong.
[[nodiscard]] bool read_tags(std::string_view block, Tags& tags) noexcept;

// Fills the less common parameters.
void read_tag_details(const Tags& tags, ais::TagDetails& details) noexcept;

}  // namespace fairlead::decode
