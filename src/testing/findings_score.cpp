// SPDX-License-Identifier: Apache-2.0
#include "testing/findings_score.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "geo/geodesic.hpp"

namespace fairlead::testing {
namespace {

namespace json = boost::json;

// Rules that the generator plants: a finding of one of them that tells no planted behaviour is wrong.
constexpr std::array<std::string_view, 13> kPlanted = {
    "circle_spoofing", "dark_contact",      "distress",        "go_fast",   "gone_dark",
    "identity_change", "identity_conflict", "impossible_jump", "loitering", "mmsi_shared",
    "offset_spoofing", "rendezvous",        "stop_and_drift"};

struct Place {
  std::optional<Instant> at;
  geo::Position position;
};

struct Line {
  std::string rule;
  std::set<std::int64_t> numbers;
  std::optional<Instant> begins, ends;
  std::vector<Place> places;
  bool optional = false;
  std::string about;
  std::string text;
};

std::optional<geo::Position> place_of(const json::object& object) {
  const json::value* lat = object.if_contains("lat");
  const json::value* lon = object.if_contains("lon");
  if (lat == nullptr || lon == nullptr || !lat->is_number() || !lon->is_number()) return std::nullopt;
  return geo::Position::from_degrees(lat->to_number<double>(), lon->to_number<double>());
}

std::optional<Instant> time_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  const auto time = parse_rfc3339({value->get_string().data(), value->get_string().size()});
  return time ? std::optional(*time) : std::nullopt;
}

Result<Line> read_line(std::string_view text, std::size_t number, std::string_view what) {
  boost::system::error_code error;
  const json::value value = json::parse({text.data(), text.size()}, error);
  const json::object* object = error ? nullptr : value.if_object();
  const json::value* rule = object == nullptr ? nullptr : object->if_contains("rule");
  Line line;
  if (rule != nullptr && rule->is_string()) line.begins = time_of(*object, "begins_at");
  if (!line.begins) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("line {} of the {}: not an object with `rule` and `begins_at`", number, what));
  }
  line.rule = std::string(rule->get_string());
  line.ends = time_of(*object, "ends_at");
  if (const json::value* mmsi = object->if_contains("mmsi")) {
    if (mmsi->is_int64()) line.numbers.insert(mmsi->get_int64());
    if (const json::array* list = mmsi->if_array()) {
      for (const json::value& item : *list) {
        if (item.is_int64()) line.numbers.insert(item.get_int64());
      }
    }
  }
  const json::value* position = object->if_contains("position");
  const auto place =
      position != nullptr && position->is_object() ? place_of(position->get_object()) : place_of(*object);
  if (place) line.places.push_back({line.begins, *place});
  if (const json::value* path = object->if_contains("path"); path != nullptr && path->is_array()) {
    for (const json::value& item : path->get_array()) {
      if (!item.is_object()) continue;
      if (const auto at = place_of(item.get_object())) line.places.push_back({time_of(item.get_object(), "at"), *at});
    }
  }
  if (const json::value* flag = object->if_contains("optional"); flag != nullptr && flag->is_bool()) {
    line.optional = flag->get_bool();
  }
  if (const json::value* about = object->if_contains("about"); about != nullptr && about->is_string()) {
    line.about = std::string(about->get_string());
  }
  line.text = text;
  return line;
}

Result<std::vector<Line>> read_lines(std::string_view text, std::string_view what) {
  std::vector<Line> lines;
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    FL_TRY(auto read, read_line(line, number, what));
    lines.push_back(std::move(read));
  }
  return lines;
}

// A vessel of the behaviour was near where the finding says, about then: its path has a place each ten minutes, so the
// way of half that time at its speed is allowed for.
bool lies_on(const Line& finding, const Line& behaviour, const FindingsScoreOptions& options) {
  constexpr Duration kStep = std::chrono::minutes(10);
  for (const Place& f : finding.places) {
    for (std::size_t i = 0; i < behaviour.places.size(); ++i) {
      const Place& b = behaviour.places[i];
      if (b.at && f.at && (*f.at > *b.at + kStep + options.slack || *b.at > *f.at + kStep + options.slack)) continue;
      double reach = options.near.in_metres();
      if (i + 1 < behaviour.places.size()) {
        reach += geo::quick_distance(b.position, behaviour.places[i + 1].position).in_metres();
      }
      if (geo::quick_distance(f.position, b.position).in_metres() <= std::min(reach, 40'000.0)) return true;
    }
  }
  return false;
}

bool tells(const Line& finding, const Line& behaviour, const FindingsScoreOptions& options) {
  if (finding.rule != behaviour.rule) return false;
  const Instant begins = *finding.begins, ends = finding.ends.value_or(begins);
  const Instant from = *behaviour.begins, until = behaviour.ends.value_or(from);
  if (begins > until + options.slack || std::max(begins, ends) + options.slack < from) return false;
  for (const std::int64_t number : finding.numbers) {
    if (behaviour.numbers.contains(number)) return true;
  }
  // With a number of its own that is none of theirs it is somebody else's, unless the behaviour has none at all.
  if (!finding.numbers.empty() && !behaviour.numbers.empty()) return false;
  return lies_on(finding, behaviour, options);
}

}  // namespace

void RuleScore::add(const RuleScore& other) {
  findings += other.findings;
  right += other.right;
  repeats += other.repeats;
  optional += other.optional;
  wrong += other.wrong;
  behaviours += other.behaviours;
  found += other.found;
}

Result<FindingsScore> score_findings(std::string_view behaviours, std::string_view findings,
                                     const FindingsScoreOptions& options) {
  FL_TRY(const std::vector<Line> truth, read_lines(behaviours, "behaviours"));
  FL_TRY(const std::vector<Line> told, read_lines(findings, "findings"));
  FindingsScore score;
  std::vector<bool> found(truth.size(), false);
  for (const Line& finding : told) {
    if (std::ranges::find(kPlanted, std::string_view(finding.rule)) == kPlanted.end()) {
      ++score.unjudged[finding.rule];
      continue;
    }
    RuleScore& rule = score.rules[finding.rule];
    ++rule.findings;
    bool optional = false, required = false, fresh = false;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      if (!tells(finding, truth[i], options)) continue;
      if (truth[i].optional) {
        optional = true;
      } else {
        required = true;
        fresh = fresh || !found[i];
        found[i] = true;
      }
    }
    if (required) {
      ++(fresh ? rule.right : rule.repeats);
    } else if (optional) {
      ++rule.optional;
    } else {
      ++rule.wrong;
      score.wrong.push_back(finding.text);
    }
  }
  for (std::size_t i = 0; i < truth.size(); ++i) {
    if (truth[i].optional) continue;
    RuleScore& rule = score.rules[truth[i].rule];
    ++rule.behaviours;
    if (found[i]) {
      ++rule.found;
    } else {
      score.missed.push_back(
          fmt::format("{} from {}: {}", truth[i].rule, to_rfc3339(*truth[i].begins), truth[i].about));
    }
  }
  return score;
}

}  // namespace fairlead::testing
