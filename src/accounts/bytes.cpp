// SPDX-License-Identifier: Apache-2.0
#include "bytes.hpp"

#include <algorithm>

#include "accounts/account_book.hpp"

namespace fairlead::accounts {
namespace {

bool is_small_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// The length of the UTF-8 character at the beginning, 0 where there is none.
std::size_t character(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned lead = at(0);
  const std::size_t size = lead < 0x80                   ? 1
                           : lead >= 0xC2 && lead < 0xE0 ? 2
                           : lead >= 0xE0 && lead < 0xF0 ? 3
                           : lead >= 0xF0 && lead < 0xF5 ? 4
                                                         : 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((at(i) & 0xC0U) != 0x80U) return 0;
  }
  // Overlong forms, surrogates, and what lies beyond the last character.
  if (lead == 0xE0 && at(1) < 0xA0) return 0;
  if (lead == 0xED && at(1) >= 0xA0) return 0;
  if (lead == 0xF0 && at(1) < 0x90) return 0;
  if (lead == 0xF4 && at(1) >= 0x90) return 0;
  return size;
}

// U+202A to U+202E and U+2066 to U+2069: a name must not show another name.
bool turns_direction(std::string_view text) {
  if (!text.starts_with("\xE2\x80") && !text.starts_with("\xE2\x81")) return false;
  const bool embedding = text[1] == '\x80';
  const auto last = static_cast<unsigned char>(text[2]);
  return embedding ? last >= 0xAA && last <= 0xAE : last >= 0xA6 && last <= 0xA9;
}

}  // namespace

bool is_account_name(std::string_view text) {
  return !text.empty() && text.size() <= kNameMax && is_small_or_digit(text.front()) &&
         std::ranges::all_of(
             text, [](char c) { return is_small_or_digit(c) || c == '.' || c == '_' || c == '-' || c == '@'; });
}

bool is_reserved(std::string_view text) {
  return text == kFirstStart || text == kConsole || text == kDemo || text == kAutomatic;
}

bool is_token_id(std::string_view text) {
  return text.size() == kTokenIdSize &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'); });
}

bool is_agency(std::string_view text) {
  return text.size() > 4 && text.size() <= kAgencyMax && text[3] == '/' &&
         std::ranges::all_of(text.substr(0, 3), [](char c) { return c >= 'A' && c <= 'Z'; }) && text[4] >= 'a' &&
         text[4] <= 'z' && std::ranges::all_of(text.substr(4), [](char c) { return is_small_or_digit(c) || c == '_'; });
}

bool is_plain_text(std::string_view text, std::size_t max) {
  if (text.size() > max) return false;
  if (!text.empty() && (text.front() == ' ' || text.back() == ' ')) return false;
  while (!text.empty()) {
    const std::size_t size = character(text);
    const auto first = static_cast<unsigned char>(text[0]);
    if (size == 0 || first < 0x20 || first == 0x7F) return false;
    if (first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0) return false;  // C1 controls
    if (turns_direction(text)) return false;
    text.remove_prefix(size);
  }
  return true;
}

Digest read_digest(wire::ByteReader& in) {
  Digest digest{};
  const std::string_view bytes = in.raw(digest.size());
  std::ranges::copy(bytes, reinterpret_cast<char*>(digest.data()));
  return digest;
}

bool is_in_range(Instant instant) {
  return instant >= Instant::from_civil(1, 1, 1) && instant <= Instant::from_civil(9999, 12, 31, 23, 59, 59, 999);
}

Instant read_instant(wire::ByteReader& in) {
  const Instant instant = in.instant();
  if (!is_in_range(instant)) {
    in.fail();
    return {};
  }
  return instant;
}

Role read_role(wire::ByteReader& in) {
  const std::uint8_t value = in.u8();
  if (value < kRoles) return static_cast<Role>(value);
  in.fail();
  return Role::partner;
}

Permissions read_permissions(wire::ByteReader& in) {
  const Permissions set = Permissions::from_bits(in.varint());
  if (Permissions::all().includes(set)) return set;
  in.fail();
  return {};
}

std::string read_name(wire::ByteReader& in) {
  return read_text(in, [](std::string_view text) { return is_account_name(text); });
}
std::string read_plain_text(wire::ByteReader& in, std::size_t max) {
  return read_text(in, [max](std::string_view text) { return is_plain_text(text, max); });
}
std::optional<std::string> read_agency(wire::ByteReader& in) {
  return in.optional([&] { return read_text(in, [](std::string_view text) { return is_agency(text); }); });
}

}  // namespace fairlead::accounts
