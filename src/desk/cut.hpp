// SPDX-License-Identifier: Apache-2.0
// A text that must fit. Private to `desk`.
#pragma once

#include <string>
#include <string_view>

namespace fairlead::desk {

// At most so many bytes, never in the middle of a character.
inline std::string cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  std::size_t end = bytes - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "\xE2\x80\xA6";
}

}  // namespace fairlead::desk
