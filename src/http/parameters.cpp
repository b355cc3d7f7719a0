// SPDX-License-Identifier: Apache-2.0
#include "http/parameters.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace fairlead::http {
namespace {

// So much of the user's own words is repeated in an answer.
std::string shown(std::string_view text) {
  constexpr std::size_t kMax = 40;
  if (text.size() <= kMax) return std::string(text);
  std::size_t cut = kMax;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return std::string(text.substr(0, cut)) + "…";
}

}  // namespace

Parameters::Parameters(const Target& target, std::span<const std::string_view> known) : target_(target) {
  std::vector<std::string_view> seen;
  for (const auto& [name, value] : target.query) {
    if (std::ranges::find(known, name) == known.end()) {
      std::string detail = fmt::format("unknown parameter `{}`", shown(name));
      if (const auto nearest = nearest_word(name, known)) {
        detail += fmt::format("; did you mean `{}`?", *nearest);
      } else if (known.empty()) {
        detail += "; there are none here";
      } else {
        detail += fmt::format("; known here: `{}`", fmt::join(known, "`, `"));
      }
      refuse(shown(name), std::move(detail), "unknown_parameter");
    } else if (std::ranges::find(seen, name) != seen.end()) {
      refuse(name, fmt::format("`{}` is given twice", name), "duplicate_parameter");
    }
    seen.push_back(name);
  }
}

void Parameters::refuse(std::string_view name, std::string detail, std::string_view code) {
  constexpr std::size_t kFaultsMax = 8;
  if (!refusal_) refusal_ = Refusal{code, detail, {}};
  if (refusal_->faults.size() < kFaultsMax) {
    refusal_->faults.push_back({fmt::format("#/query/{}", name), std::move(detail)});
  }
}

std::optional<std::string_view> Parameters::text(std::string_view name) const {
  for (const auto& [key, value] : target_.query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::optional<Instant> Parameters::time(std::string_view name) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  // A `+` of a numeric offset arrives as a blank when it was not escaped.
  std::string repaired(*value);
  std::ranges::replace(repaired, ' ', '+');
  Result<Instant> instant = parse_rfc3339(repaired);
  if (!instant) {
    refuse(name,
           fmt::format("`{}` must be an RFC 3339 time such as 2026-11-22T12:05:00Z, not `{}`", name, shown(*value)));
    return std::nullopt;
  }
  return *instant;
}

std::size_t Parameters::count(std::string_view name, std::size_t otherwise, std::size_t max) {
  const auto value = text(name);
  if (!value) return otherwise;
  const auto number = parse_number<std::size_t>(*value);
  if (!number || *number < 1 || *number > max) {
    refuse(name, fmt::format("`{}` must be a whole number from 1 to {}, not `{}`", name, max, shown(*value)));
    return otherwise;
  }
  return *number;
}

}  // namespace fairlead::http
