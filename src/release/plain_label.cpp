// SPDX-License-Identifier: Apache-2.0
#include "release/plain_label.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "wire/json.hpp"

namespace fairlead::release {
namespace {

constexpr std::string_view kOnward = "ONWARD: ";
constexpr std::string_view kSensitivity = "SENSITIVITY: ";
constexpr std::string_view kReview = "REVIEW: ";
constexpr std::string_view kField = "FIELD: ";

// The marking that this caveat alone stands for; nothing when it is an ordinary caveat, or one that cannot be read.
std::optional<Marking> read(std::string_view caveat) {
  Marking marking;
  if (caveat.starts_with(kOnward)) {
    const auto onward = from_word<Onward>(caveat.substr(kOnward.size()));
    if (!onward) return std::nullopt;
    marking.onward = *onward;
  } else if (caveat.starts_with(kSensitivity)) {
    marking.sensitivity = caveat.substr(kSensitivity.size());
  } else if (caveat.starts_with(kReview)) {
    const auto at = parse_rfc3339(caveat.substr(kReview.size()));
    if (!at) return std::nullopt;
    marking.review_at = *at;
  } else if (caveat.starts_with(kField)) {
    const std::string_view rest = caveat.substr(kField.size());
    const auto blank = rest.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    const auto field = from_word<Field>(rest.substr(0, blank));
    auto label = wire::label_from_json(rest.substr(blank + 1));
    if (!field || !label) return std::nullopt;
    marking.fields.emplace(*field, std::move(*label));
  } else {
    return std::nullopt;
  }
  return marking;
}

}  // namespace

domain::Label label_of(const Marking& marking) {
  domain::Label label = marking.label;
  if (marking.onward != Onward::free) label.caveats.insert(fmt::format("{}{}", kOnward, name(marking.onward)));
  if (!marking.sensitivity.empty()) label.caveats.insert(fmt::format("{}{}", kSensitivity, marking.sensitivity));
  if (marking.review_at) label.caveats.insert(fmt::format("{}{}", kReview, to_rfc3339(*marking.review_at)));
  for (const auto& [field, own] : marking.fields) {
    std::string caveat = fmt::format("{}{} ", kField, name(field));
    wire::append_json(caveat, own);
    label.caveats.insert(std::move(caveat));
  }
  return label;
}

Marking marking_of(const domain::Label& label) {
  Marking whole;
  whole.label = label;
  whole.label.caveats.clear();
  for (const std::string& caveat : label.caveats) {
    const auto one = read(caveat);
    if (!one) {
      whole.label.caveats.insert(caveat);
      continue;
    }
    // Of two onward rules, reviews or labels of one field, what is stricter counts. The label itself is one and the
    // same.
    if (whole.sensitivity.empty() && !one->sensitivity.empty()) {
      whole.sensitivity = one->sensitivity;
      continue;
    }
    Marking more = *one;
    more.label = whole.label;
    const std::string sensitivity = whole.sensitivity;
    whole = strictest(whole, more);
    if (more.sensitivity.empty()) whole.sensitivity = sensitivity;
  }
  return whole;
}

}  // namespace fairlead::release
