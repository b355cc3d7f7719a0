// SPDX-License-Identifier: Apache-2.0
// What texts on forms may look like.
#include "base/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "form.hpp"

namespace fairlead::desk {
namespace {

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

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
  if (lead == 0xE0 && at(1) < 0xA0) return 0;
  if (lead == 0xED && at(1) >= 0xA0) return 0;
  if (lead == 0xF0 && at(1) < 0x90) return 0;
  if (lead == 0xF4 && at(1) >= 0x90) return 0;
  return size;
}

// U+202A to U+202E and U+2066 to U+2069: a text must not show as another one.
bool turns_direction(std::string_view text) {
  if (!text.starts_with("\xE2\x80") && !text.starts_with("\xE2\x81")) return false;
  const bool embedding = text[1] == '\x80';
  const auto last = static_cast<unsigned char>(text[2]);
  return embedding ? last >= 0xAA && last <= 0xAE : last >= 0xA6 && last <= 0xA9;
}

std::string wrong_characters(std::string_view text, bool line_ends, bool foreign) {
  while (!text.empty()) {
    const std::size_t size = character(text);
    const auto first = static_cast<unsigned char>(text[0]);
    if (size == 0) return "is not UTF-8";
    const bool is_line_end = first == '\n' || first == '\t' || first == '\r';
    const bool c1 = first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0;
    if (first == 0x7F || c1 || (first < 0x20 && !(line_ends && is_line_end))) {
      return is_line_end ? "is one line" : "holds control characters";
    }
    if (!foreign && turns_direction(text)) return "holds characters that turn the direction of writing";
    text.remove_prefix(size);
  }
  return "";
}

// Forms hold plain text. What begins like an element or a script is refused, so that no screen or report of anybody's
// ever has to guess.
std::string markup(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const char next = at + 1 < text.size() ? text[at + 1] : ' ';
    if (is_small(next) || is_capital(next) || next == '/' || next == '!' || next == '?') {
      return fmt::format("holds markup (`{}`); write plain text", shown(text.substr(at, 12)));
    }
  }
  const std::string low = to_lower(text);
  if (low.contains("javascript:")) return "holds a script (`javascript:`); write plain text";
  return "";
}

constexpr std::array kActs = {"observe"sv,     "hail"sv,   "approach"sv,           "visit"sv,
                              "board"sv,       "search"sv, "detain_vessel"sv,      "arrest_persons"sv,
                              "seize_goods"sv, "pursue"sv, "share_intelligence"sv, "render_assistance"sv};
constexpr std::array kForce = {"force_warning"sv, "force_nonlethal"sv, "force_disabling"sv};

bool is_media_type(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == 0 || slash == std::string_view::npos || slash + 1 == text.size()) return false;
  return std::ranges::all_of(text, [](char c) {
    return is_small(c) || is_digit(c) || c == '/' || c == '.' || c == '+' || c == '-' || c == '_';
  });
}

}  // namespace

std::string shown(std::string_view text) {
  std::string made;
  while (!text.empty() && made.size() < 40) {
    const std::size_t size = character(text);
    const bool plain = size > 1 ? !turns_direction(text) : size == 1 && text[0] >= ' ' && text[0] != 0x7F;
    made += plain ? text.substr(0, size) : "?"sv;
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return text.empty() ? made : made + "…";
}

bool is_lawful_act(std::string_view act) {
  return std::ranges::find(kActs, act) != kActs.end() || is_act_of_force(act);
}
bool is_act_of_force(std::string_view act) { return std::ranges::find(kForce, act) != kForce.end(); }

bool is_state(std::string_view text) { return text.size() == 3 && std::ranges::all_of(text, is_capital); }
bool is_agency(std::string_view text) {
  return text.size() > 4 && text.size() <= 44 && is_state(text.substr(0, 3)) && text[3] == '/' && is_small(text[4]) &&
         std::ranges::all_of(text.substr(4), [](char c) { return is_small(c) || is_digit(c) || c == '_'; });
}

std::string wrong_text(std::string_view text, const Limits& limits) {
  if (text.empty()) return "";
  if (text.size() > limits.bytes) return fmt::format("has {} bytes, more than {}", text.size(), limits.bytes);
  const bool line_ends = limits.shape == Shape::lines || limits.shape == Shape::quoted;
  if (std::string why = wrong_characters(text, line_ends, limits.shape == Shape::quoted); !why.empty()) return why;
  const auto must = [&](bool fits, std::string_view what) {
    return fits ? std::string() : fmt::format("is `{}`, but must be {}", shown(text), what);
  };
  switch (limits.shape) {
    case Shape::line:
    case Shape::lines:
      return markup(text);
    case Shape::quoted:
      return "";
    case Shape::agency:
      return must(is_agency(text), "an agency such as `XAA/coast_guard`");
    case Shape::party:
      return must(is_agency(text) || is_state(text), "an agency such as `XAA/coast_guard`, or a State's three letters");
    case Shape::state:
      return must(text.size() == 2 && is_capital(text[0]) && is_capital(text[1]), "two letters such as `PA`");
    case Shape::word:
      return must(
          std::ranges::all_of(
              text,
              [](char c) { return is_small(c) || is_capital(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; }),
          "letters, digits, `_`, `-` and `.`");
    case Shape::media_type:
      return must(is_media_type(text), "a media type such as `image/jpeg`");
    case Shape::act: {
      if (is_lawful_act(text)) return "";
      std::vector<std::string_view> known(kActs.begin(), kActs.end());
      known.insert(known.end(), kForce.begin(), kForce.end());
      const auto nearest = nearest_word(text, known);
      return nearest ? fmt::format("is `{}`; did you mean `{}`?", shown(text), *nearest)
                     : fmt::format("is `{}`, which is no lawful act; known are `{}`", shown(text),
                                   fmt::join(known, "`, `"));
    }
    case Shape::hex:
      return must(std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }),
                  "hexadecimal digits in small letters");
  }
  return "";
}

}  // namespace fairlead::desk
