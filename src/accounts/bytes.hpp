// SPDX-License-Identifier: Apache-2.0
// What the canonical bytes of this module share, and the forms of its texts.
//
// Threads: free functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/roles.hpp"
#include "base/digest.hpp"
#include "wire/bytes.hpp"

namespace fairlead::accounts {

inline constexpr std::size_t kNameMax = 64;
inline constexpr std::size_t kDisplayMax = 100;  // bytes; also of labels
inline constexpr std::size_t kAgencyMax = 44;
inline constexpr std::size_t kIssuerMax = 512;
inline constexpr std::size_t kSubjectMax = 255;
inline constexpr std::size_t kTokenIdSize = 12;

bool is_account_name(std::string_view text);  // reserved names too
bool is_reserved(std::string_view text);
bool is_token_id(std::string_view text);
// UTF-8 of at most `max` bytes, without control characters, without blanks at its ends; may be empty.
bool is_plain_text(std::string_view text, std::size_t max);

inline void write_digest(wire::ByteWriter& out, const Digest& digest) {
  out.raw(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}
Digest read_digest(wire::ByteReader& in);
// Within the years that can be printed, so that sums and differences never overflow.
Instant read_instant(wire::ByteReader& in);
bool is_in_range(Instant instant);
Role read_role(wire::ByteReader& in);
Permissions read_permissions(wire::ByteReader& in);

// A text of which `fits` is true; the reader fails otherwise.
template <class Fits>
std::string read_text(wire::ByteReader& in, Fits fits) {
  const std::string_view text = in.text();
  if (!fits(text)) {
    in.fail();
    return {};
  }
  return std::string(text);
}
std::string read_name(wire::ByteReader& in);
std::string read_plain_text(wire::ByteReader& in, std::size_t max);
std::optional<std::string> read_agency(wire::ByteReader& in);

}  // namespace fairlead::accounts
