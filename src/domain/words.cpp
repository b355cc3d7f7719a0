// SPDX-License-Identifier: Apache-2.0
// The words for the enumerations of this module, as they stand in the API, the logs and on the screens.
#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

#include <fmt/format.h>

#include "domain/finding.hpp"
#include "domain/label.hpp"
#include "domain/source.hpp"
#include "domain/track.hpp"
#include "names.hpp"

namespace fairlead::domain {
namespace {

using std::string_view;

constexpr std::array<string_view, 9> kTrackKinds{"ship",         "class_b",      "small_craft",
                                                 "sar_aircraft", "base_station", "aid_to_navigation",
                                                 "distress",     "own_ship",     "contact"};
constexpr std::array<string_view, 4> kSensorKinds{"ais", "radar", "own_navigation", "sighting"};
constexpr std::array<string_view, 2> kTrackStates{"live", "lost"};
constexpr std::array<string_view, 6> kSourceStates{"connecting", "live", "stale", "stopped", "failed", "finished"};
constexpr std::array<string_view, 4> kPriorities{"caution", "warning", "alarm", "emergency"};
constexpr std::array<string_view, 5> kLevels{"unclassified", "restricted", "confidential", "secret", "top_secret"};
constexpr std::array<string_view, 4> kAuthorityOutcomes{"permitted", "conditional", "contested", "prohibited"};
constexpr std::array<string_view, 7> kDecisionOutcomes{"permit", "permit_reduced", "refer",        "withhold",
                                                       "refuse", "suspended",      "indeterminate"};
constexpr std::array<string_view, 15> kNavStatuses{"under way using engine",
                                                   "at anchor",
                                                   "not under command",
                                                   "restricted manoeuvrability",
                                                   "constrained by her draught",
                                                   "moored",
                                                   "aground",
                                                   "engaged in fishing",
                                                   "under way sailing",
                                                   "reserved for high-speed craft",
                                                   "reserved for wing in ground",
                                                   "towing astern",
                                                   "pushing ahead or towing alongside",
                                                   "reserved",
                                                   "distress transmitter active"};
constexpr std::array<string_view, 7> kTrackFlags{
    "jump", "mmsi_shared", "imo_invalid", "mmsi_malformed", "position_stale", "speed_implausible", "time_disputed"};

std::set<std::string> both(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::set<std::string> common;
  std::ranges::set_intersection(a, b, std::inserter(common, common.end()));
  return common;
}

std::set<std::string> either(std::set<std::string> a, const std::set<std::string>& b) {
  a.insert(b.begin(), b.end());
  return a;
}

// The policies of both, each once, in order: "EU+NATO".
std::string policies(const std::string& a, const std::string& b) {
  if (a == b || b.empty()) return a;
  if (a.empty()) return b;
  std::set<string_view> names;
  for (string_view rest : {string_view(a), string_view(b)}) {
    for (auto plus = rest.find('+'); plus != string_view::npos; plus = rest.find('+')) {
      names.insert(rest.substr(0, plus));
      rest.remove_prefix(plus + 1);
    }
    names.insert(rest);
  }
  return fmt::format("{}", fmt::join(names, "+"));
}

}  // namespace

string_view name(TrackKind kind) { return word_of(kind, kTrackKinds); }
std::optional<TrackKind> track_kind(string_view word) { return value_of<TrackKind>(word, kTrackKinds); }
string_view name(SensorKind kind) { return word_of(kind, kSensorKinds); }
string_view name(TrackState state) { return word_of(state, kTrackStates); }
string_view name(SourceState state) { return word_of(state, kSourceStates); }
string_view name(Level level) { return word_of(level, kLevels); }
std::optional<Level> level(string_view word) { return value_of<Level>(word, kLevels); }

string_view name(Priority priority) { return word_of(priority, kPriorities); }
std::optional<Priority> priority(string_view word) { return value_of<Priority>(word, kPriorities); }
string_view name(AuthorityOutcome outcome) { return word_of(outcome, kAuthorityOutcomes); }
std::optional<AuthorityOutcome> authority_outcome(string_view word) {
  return value_of<AuthorityOutcome>(word, kAuthorityOutcomes);
}
string_view name(DecisionOutcome outcome) { return word_of(outcome, kDecisionOutcomes); }
std::optional<DecisionOutcome> decision_outcome(string_view word) {
  return value_of<DecisionOutcome>(word, kDecisionOutcomes);
}
string_view nav_status_text(std::uint8_t status) { return word_of(status, kNavStatuses); }

std::vector<string_view> names(TrackFlags flags) {
  std::vector<string_view> words;
  for (std::size_t i = 0; i < kTrackFlags.size(); ++i) {
    if (((static_cast<unsigned>(flags.bits) >> i) & 1U) != 0) words.push_back(kTrackFlags[i]);
  }
  return words;
}

std::string to_text(TrackId id) { return fmt::format("T-{:08x}", id.number()); }

std::optional<TrackId> parse_track_id(string_view text) {
  if (text.size() < 10 || text.size() > 18 || !text.starts_with("T-")) return std::nullopt;
  text.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  // One id, one spelling.
  if (to_text(TrackId(number)).substr(2) != text) return std::nullopt;
  return TrackId(number);
}

Label strictest(const Label& a, const Label& b) {
  Label label;
  label.policy = policies(a.policy, b.policy);
  label.level = std::max(a.level, b.level);
  label.releasable_to = both(a.releasable_to, b.releasable_to);
  label.purposes = both(a.purposes, b.purposes);
  label.caveats = either(a.caveats, b.caveats);
  label.originators = either(a.originators, b.originators);
  label.expires_at = a.expires_at && b.expires_at ? std::min(a.expires_at, b.expires_at)
                     : a.expires_at               ? a.expires_at
                                                  : b.expires_at;
  label.personal_data = a.personal_data || b.personal_data;
  return label;
}

}  // namespace fairlead::domain
