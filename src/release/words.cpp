// SPDX-License-Identifier: Apache-2.0
#include "release/words.hpp"

#include <algorithm>
#include <array>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace fairlead::release {
namespace {

using std::string_view;

constexpr std::array<string_view, kCount<Purpose>> kPurposes{
    "search_and_rescue", "law_enforcement_interdiction", "prosecution",      "safety_of_navigation",
    "fisheries",         "environmental_response",       "general_awareness"};
constexpr std::array<string_view, kCount<ObjectType>> kTypes{"ais",     "radar",    "own_navigation", "sighting",
                                                             "track",   "finding",  "lead",           "case",
                                                             "request", "evidence", "incident",       "report"};
constexpr std::array<string_view, kCount<Act>> kActs{"push", "pull", "subscribe", "forward"};
constexpr std::array<string_view, kCount<Effect>> kEffects{"permit", "refer", "deny"};
constexpr std::array<string_view, kCount<ReplyStyle>> kReplies{"silent", "overt"};
constexpr std::array<string_view, kCount<Onward>> kOnwards{"free", "with_consent", "none"};
constexpr std::array<string_view, kCount<Risk>> kRisks{"low", "medium", "high"};
constexpr std::array<string_view, kCount<Rank>> kRanks{"watch_officer", "release_officer", "legal_adviser", "overseer",
                                                       "administrator"};
constexpr std::array<string_view, kCount<ZoneKind>> kZones{
    "internal_waters", "archipelagic_waters", "territorial_sea", "contiguous_zone", "eez", "high_seas"};
constexpr std::array<string_view, kCount<Obligation>> kObligations{
    "acknowledge",     "no_onward",  "delete_on_recall",  "delete_after_use", "report_use",
    "report_incident", "keep_label", "credit_originator", "no_lethal_use"};
constexpr std::array<string_view, kCount<Field>> kFields{
    "position", "uncertainty", "speed",  "course",    "heading",   "turn_rate",  "nav_status", "altitude",
    "mmsi",     "imo",         "name",   "call_sign", "ship_type", "dimensions", "draught",    "destination",
    "eta",      "flags",       "source", "hearer",    "raw_text",  "remarks",    "attachments"};
constexpr std::array<string_view, kCount<Part>> kParts{
    "stop",      "label_missing", "level",   "releasable", "caveats",     "personal_data", "purpose", "use",
    "area",      "type",          "act",     "time",       "life",        "consent",       "onward",  "assessment",
    "assurance", "obligations",   "encoder", "party",      "prohibition", "word"};

constexpr std::array<string_view, 12> kLethal{"target", "strike",  "lethal", "kill",   "engage",  "weapon",
                                              "attack", "destroy", "fires",  "combat", "neutral", "bomb"};

bool is_lower_word(string_view text) {
  return !text.empty() && text.size() <= 40 && text.front() >= 'a' && text.front() <= 'z' &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

template <>
std::span<const string_view> words<Purpose>() {
  return kPurposes;
}
template <>
std::span<const string_view> words<ObjectType>() {
  return kTypes;
}
template <>
std::span<const string_view> words<Act>() {
  return kActs;
}
template <>
std::span<const string_view> words<Effect>() {
  return kEffects;
}
template <>
std::span<const string_view> words<ReplyStyle>() {
  return kReplies;
}
template <>
std::span<const string_view> words<Onward>() {
  return kOnwards;
}
template <>
std::span<const string_view> words<Risk>() {
  return kRisks;
}
template <>
std::span<const string_view> words<Rank>() {
  return kRanks;
}
template <>
std::span<const string_view> words<ZoneKind>() {
  return kZones;
}
template <>
std::span<const string_view> words<Obligation>() {
  return kObligations;
}
template <>
std::span<const string_view> words<Field>() {
  return kFields;
}
template <>
std::span<const string_view> words<Part>() {
  return kParts;
}

ObjectType object_type(domain::SensorKind sensor) {
  switch (sensor) {
    case domain::SensorKind::ais:
      return ObjectType::ais;
    case domain::SensorKind::radar:
      return ObjectType::radar;
    case domain::SensorKind::own_navigation:
      return ObjectType::own_navigation;
    case domain::SensorKind::sighting:
      return ObjectType::sighting;
  }
  FL_ASSERT(false);
}

std::optional<string_view> why_never_a_purpose(string_view word) {
  const std::string lower = to_lower(word);
  const bool lethal = std::ranges::any_of(kLethal, [&](string_view stem) { return lower.find(stem) != lower.npos; });
  if (!lethal) return std::nullopt;
  return "no agreement can name a lethal use: force at sea outside an armed conflict is law enforcement, and what was "
         "shared for it may not serve to kill";
}

bool is_state(string_view text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}
bool is_agency(string_view text) {
  return text.size() > 4 && text[3] == '/' && is_state(text.substr(0, 3)) && is_lower_word(text.substr(4));
}
string_view state_of(string_view agency) { return agency.substr(0, 3); }

}  // namespace fairlead::release
