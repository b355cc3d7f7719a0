// SPDX-License-Identifier: Apache-2.0
#include "desk/scrub.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "desk/words.hpp"

namespace fairlead::desk {
namespace {

namespace json = boost::json;

constexpr std::size_t kPointersMax = 32;

// Parts of a name: `targetPriority`, `target_priority`, `Target-Priority` are `target` and `priority`.
std::vector<std::string> parts(std::string_view name) {
  std::vector<std::string> found(1);
  char last = ' ';
  for (const char c : name) {
    const bool capital = c >= 'A' && c <= 'Z';
    const bool small = c >= 'a' && c <= 'z';
    const bool last_small = last >= 'a' && last <= 'z';
    if (!capital && !small) {
      if (!found.back().empty()) found.emplace_back();
    } else {
      if (capital && last_small && !found.back().empty()) found.emplace_back();
      found.back() += capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    last = c;
  }
  if (found.back().empty()) found.pop_back();
  return found;
}

bool any_of(const std::vector<std::string>& words, std::span<const std::string_view> list) {
  return std::ranges::any_of(words,
                             [&](const std::string& word) { return std::ranges::find(list, word) != list.end(); });
}

constexpr std::array kMembers = {
    "target"sv,      "targets"sv,   "targeting"sv, "targeted"sv,     "weapon"sv,    "weapons"sv, "weaponry"sv,
    "munition"sv,    "munitions"sv, "ordnance"sv,  "warhead"sv,      "fires"sv,     "fire"sv,    "engagement"sv,
    "engagements"sv, "engage"sv,    "strike"sv,    "strikes"sv,      "lethality"sv, "lethal"sv,  "kill"sv,
    "kinetic"sv,     "missile"sv,   "missiles"sv,  "weaponeering"sv, "hvt"sv,       "hpt"sv,     "roe"sv};
constexpr std::array kRadar = {"target_number"sv, "targetnumber"sv, "target_status"sv, "targetstatus"sv};
constexpr std::array kUses = {
    "lethal"sv,      "strike"sv, "strikes"sv, "kinetic"sv,    "kill"sv,       "killing"sv,   "destroy"sv,
    "destruction"sv, "sink"sv,   "sinking"sv, "neutralise"sv, "neutralize"sv, "eliminate"sv, "engage"sv,
    "engagement"sv,  "attack"sv, "target"sv,  "targeting"sv,  "fires"sv,      "bomb"sv,      "bombing"sv,
    "missile"sv,     "weapon"sv, "weapons"sv, "shoot"sv,      "execute"sv,    "execution"sv, "assassinate"sv};
constexpr std::array kNonlethal = {"nonlethal"sv, "non_lethal"sv, "no_lethal_use"sv};

void walk(json::value& value, const std::string& pointer, Scrubbed& scrubbed) {
  if (value.is_array()) {
    std::size_t i = 0;
    for (json::value& item : value.get_array()) walk(item, fmt::format("{}/{}", pointer, i++), scrubbed);
    return;
  }
  if (!value.is_object()) return;
  json::object kept(value.storage());
  for (auto& member : value.get_object()) {
    const std::string_view name(member.key().data(), member.key().size());
    const std::string there = fmt::format("{}/{}", pointer, name);
    if (is_member_of_that_kind(name)) {
      ++scrubbed.dropped;
      if (scrubbed.pointers.size() < kPointersMax) scrubbed.pointers.push_back(there);
      continue;
    }
    walk(member.value(), there, scrubbed);
    // A purpose or a task in such a word is dropped too; a claim or a report that quotes one is not.
    const std::string low = to_lower(name);
    const bool is_use = low == "purpose" || low == "purposes" || low == "task" || low == "mission" || low == "intent" ||
                        low == "relationship" || low == "relationshiptype" || low == "disposition";
    const auto lethal = [](const json::value& word) {
      return word.is_string() && is_lethal_word({word.get_string().data(), word.get_string().size()});
    };
    if (is_use && lethal(member.value())) {
      ++scrubbed.dropped;
      if (scrubbed.pointers.size() < kPointersMax) scrubbed.pointers.push_back(there);
      continue;
    }
    if (is_use && member.value().is_array()) {
      json::array& words = member.value().get_array();
      json::array left(words.storage());
      for (json::value& word : words) {
        if (lethal(word)) {
          ++scrubbed.dropped;
          if (scrubbed.pointers.size() < kPointersMax) scrubbed.pointers.push_back(there);
        } else {
          left.push_back(std::move(word));
        }
      }
      words = std::move(left);
    }
    kept.emplace(member.key(), std::move(member.value()));
  }
  value = std::move(kept);
}

}  // namespace

bool is_member_of_that_kind(std::string_view member) {
  if (std::ranges::find(kRadar, to_lower(member)) != kRadar.end()) return false;
  const auto words = parts(member);
  if (words.size() > 1 && words[0] == "fire" && (words[1] == "alarm" || words[1] == "fighting")) return false;
  return any_of(words, kMembers);
}

bool is_lethal_word(std::string_view word) {
  const std::string low = to_lower(trim(word));
  if (std::ranges::find(kNonlethal, low) != kNonlethal.end()) return false;
  const auto words = parts(word);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool negated = i > 0 && (words[i - 1] == "non" || words[i - 1] == "no" || words[i - 1] == "not");
    if (!negated && std::ranges::find(kUses, words[i]) != kUses.end()) return true;
  }
  return false;
}

Result<Scrubbed> scrub(std::string_view text) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 64;
  json::value value = json::parse({text.data(), text.size()}, error, {}, options);
  if (error) return fail(ErrorCode::invalid_argument, fmt::format("not valid JSON: {}", error.message()));
  Scrubbed scrubbed;
  walk(value, "", scrubbed);
  scrubbed.json = json::serialize(value);
  return scrubbed;
}

}  // namespace fairlead::desk
