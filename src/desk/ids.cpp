// SPDX-License-Identifier: Apache-2.0
#include "desk/ids.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace fairlead::desk {
namespace {

void append_padded(std::string& out, std::uint64_t number, unsigned digits) {
  std::string text;
  append_number(text, number);
  if (text.size() < digits) out.append(digits - text.size(), '0');
  out += text;
}

}  // namespace

std::string id_text(const IdStyle& style, std::uint64_t number) {
  std::string text(style.prefix);
  if (style.yearly) {
    append_padded(text, number / kYearly, 4);
    text += '-';
    number %= kYearly;
  }
  append_padded(text, number, style.digits);
  return text;
}

std::optional<std::uint32_t> parse_id(const IdStyle& style, std::string_view text) {
  if (style.prefix.empty() || !text.starts_with(style.prefix)) return std::nullopt;
  std::string_view rest = text.substr(style.prefix.size());
  std::uint64_t number = 0;
  if (style.yearly) {
    const std::size_t dash = rest.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto year = parse_number<std::uint32_t>(rest.substr(0, dash));
    if (!year || *year > 4000) return std::nullopt;
    number = std::uint64_t{*year} * kYearly;
    rest = rest.substr(dash + 1);
  }
  const auto last = parse_number<std::uint32_t>(rest);
  if (!last || *last == 0 || (style.yearly && *last >= kYearly)) return std::nullopt;
  number += *last;
  if (number > UINT32_MAX || id_text(style, number) != text) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

}  // namespace fairlead::desk
