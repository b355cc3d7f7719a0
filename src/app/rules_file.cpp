// SPDX-License-Identifier: Apache-2.0
#include "rules_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.hpp"

namespace fairlead::app {
namespace {

using Words = std::span<const std::string_view>;

// One file being read; says where something is wrong.
class Page {
 public:
  explicit Page(const std::string& file) : file_(file) {}

  std::string at(const toml::node& node) const { return fmt::format("{}:{}", file_, node.source().begin.line); }
  Failure wrong(const toml::node& node, const std::string& text) const {
    return fail(ErrorCode::invalid_argument, fmt::format("{}: {}", at(node), text));
  }
  Failure unknown(const toml::node& node, std::string_view what, std::string_view word, Words known) const {
    const auto near = nearest_word(word, known);
    return wrong(node,
                 fmt::format("unknown {} `{}`{}", what, word, near ? fmt::format("; did you mean `{}`?", *near) : ""));
  }

  Result<std::string> text(const toml::node& node, std::string_view key) const {
    if (const auto* value = node.as_string()) return value->get();
    return wrong(node, fmt::format("`{}` is not a text; write it in quotes", key));
  }
  Result<bool> flag(const toml::node& node, std::string_view key) const {
    if (const auto* value = node.as_boolean()) return value->get();
    return wrong(node, fmt::format("`{}` is not true or false", key));
  }
  Result<Instant> time(const toml::node& node, std::string_view key) const {
    FL_TRY(const std::string words, as_words(node, key));
    if (const auto at = parse_rfc3339(words)) return *at;
    return wrong(node, fmt::format("`{}` is not a time; write it as 2026-01-31T12:00:00Z", key));
  }
  Result<Duration> duration(const toml::node& node, std::string_view key) const {
    const auto* value = node.as_string();
    const auto read = value != nullptr ? std::optional(parse_duration(value->get())) : std::nullopt;
    if (read && *read) return **read;
    return wrong(node, fmt::format("`{}` is not a time with its unit; write it as \"30m\", \"6h\" or \"90s\"", key));
  }
  Result<Length> length(const toml::node& node, std::string_view key) const {
    const auto [number, unit] = measured(node);
    if (number && unit == "m") return Length::metres(*number);
    if (number && unit == "km") return Length::kilometres(*number);
    if (number && (unit == "nm" || unit == "nmi")) return Length::nautical_miles(*number);
    return wrong(node, fmt::format("`{}` is not a length with its unit; write it as \"500 m\" or \"2 nm\"", key));
  }
  Result<Speed> speed(const toml::node& node, std::string_view key) const {
    const auto [number, unit] = measured(node);
    if (number && unit == "kn") return Speed::knots(*number);
    return wrong(node, fmt::format("`{}` is not a speed with its unit; write it as \"12 kn\"", key));
  }
  Result<geo::Position> position(const toml::node& node) const {
    const auto* pair = node.as_array();
    if (pair != nullptr && pair->size() == 2) {
      const auto latitude = pair->get(0)->value<double>(), longitude = pair->get(1)->value<double>();
      if (latitude && longitude) {
        if (const auto at = geo::Position::from_degrees(*latitude, *longitude)) return *at;
      }
    }
    return wrong(node, "not a position; write [latitude, longitude] in degrees, north and east positive");
  }
  Result<std::vector<geo::Position>> positions(const toml::node& node, std::string_view key) const {
    const auto* list = node.as_array();
    if (list == nullptr) return wrong(node, fmt::format("`{}` is not a list of positions", key));
    std::vector<geo::Position> all;
    for (const toml::node& item : *list) {
      FL_TRY(all.emplace_back(), position(item));
    }
    return all;
  }
  Result<const toml::array*> tables(const toml::node& node, std::string_view key) const {
    const auto* list = node.as_array();
    if (list != nullptr && list->is_array_of_tables()) return list;
    return wrong(node, fmt::format("write each entry under a heading [[{}]] of its own", key));
  }
  // As behaviour::set() takes it.
  Result<std::string> as_words(const toml::node& node, std::string_view key) const {
    if (const auto* value = node.as_string()) return value->get();
    if (const auto* value = node.as_integer()) return std::to_string(value->get());
    if (const auto* value = node.as_floating_point()) return fmt::format("{}", value->get());
    if (const auto* value = node.as_boolean()) return value->get() ? "true" : "false";
    if (const auto* value = node.as_date_time()) {
      std::ostringstream out;
      out << value->get();
      return out.str();
    }
    if (const auto* list = node.as_array()) {
      std::string all;
      for (const toml::node& item : *list) {
        FL_TRY(const std::string word, text(item, key));
        if (!all.empty()) all += ',';
        all += word;
      }
      return all;
    }
    return wrong(node, fmt::format("`{}` has a value of the wrong kind", key));
  }

 private:
  static std::pair<std::optional<double>, std::string> measured(const toml::node& node) {
    const auto* value = node.as_string();
    if (value == nullptr) return {};
    const std::string_view all = trim(value->get());
    const auto end = std::min(all.find_first_not_of("+-.0123456789"), all.size());
    return {parse_number<double>(all.substr(0, end)), std::string(trim(all.substr(end)))};
  }

  const std::string& file_;
};

Result<void> read_rule(behaviour::Rules& rules, const Page& page, std::string_view name, const toml::node& node) {
  const auto* table = node.as_table();
  if (table == nullptr) return page.wrong(node, fmt::format("write the members of `{0}` under [rule.{0}]", name));
  if (table->empty()) return behaviour::rule(name) ? Result<void>() : behaviour::set(rules, name, "", "");
  for (const auto& [key, value] : *table) {
    FL_TRY(const std::string words, page.as_words(value, key.str()));
    if (auto done = behaviour::set(rules, name, key.str(), words); !done) {
      return Failure(done.error().within(page.at(value)));
    }
  }
  return {};
}

Result<void> read_general(behaviour::Rules& rules, const Page& page, const toml::node& node) {
  static constexpr std::array<std::string_view, 3> kKeys{"again_within", "harbour_within", "own_units"};
  const auto* table = node.as_table();
  if (table == nullptr) return page.wrong(node, "write the general members under [general]");
  for (const auto& [key, value] : *table) {
    if (key == "again_within") {
      FL_TRY(rules.again_within, page.duration(value, key.str()));
    } else if (key == "harbour_within") {
      FL_TRY(rules.harbour_within, page.length(value, key.str()));
    } else if (key == "own_units") {
      const auto* list = value.as_array();
      if (list == nullptr) return page.wrong(value, "`own_units` is not a list of MMSI");
      for (const toml::node& item : *list) {
        const auto number = item.value<std::uint32_t>();
        const auto mmsi = number ? domain::Mmsi::from_number(*number) : std::nullopt;
        if (!mmsi) return page.wrong(item, "`own_units` is a list of MMSI, nine digits each");
        rules.own_units.insert(*mmsi);
      }
    } else {
      return page.unknown(value, "key in [general]", key.str(), kKeys);
    }
  }
  return {};
}

Result<void> read_area(behaviour::Rules& rules, const Page& page, const toml::table& table) {
  static constexpr std::array<std::string_view, 11> kKeys{
      "name",         "ring",     "stay_min", "speed_min",  "speed_max", "only_without_ais",
      "also_fishing", "priority", "owner",    "valid_from", "valid_to"};
  behaviour::Area area;
  area.owner = rules.of(behaviour::Rule::area).owner;
  for (const auto& [key, value] : table) {
    const std::string_view word = key.str();
    if (word == "name") {
      FL_TRY(area.name, page.text(value, word));
    } else if (word == "ring") {
      FL_TRY(area.ring, page.positions(value, word));
    } else if (word == "stay_min") {
      FL_TRY(area.stay_min, page.duration(value, word));
    } else if (word == "speed_min") {
      FL_TRY(area.speed_min, page.speed(value, word));
    } else if (word == "speed_max") {
      FL_TRY(area.speed_max, page.speed(value, word));
    } else if (word == "only_without_ais") {
      FL_TRY(area.only_without_ais, page.flag(value, word));
    } else if (word == "also_fishing") {
      FL_TRY(area.also_fishing, page.flag(value, word));
    } else if (word == "priority") {
      FL_TRY(const std::string name, page.text(value, word));
      const auto priority = domain::priority(name);
      if (!priority) return page.wrong(value, fmt::format("`{}`: caution, warning, alarm or emergency", name));
      area.priority = *priority;
    } else if (word == "owner") {
      FL_TRY(area.owner, page.text(value, word));
    } else if (word == "valid_from") {
      FL_TRY(area.valid_from, page.time(value, word));
    } else if (word == "valid_to") {
      FL_TRY(area.valid_to, page.time(value, word));
    } else {
      return page.unknown(value, "key in an area", word, kKeys);
    }
  }
  rules.areas.push_back(std::move(area));
  return {};
}

Result<void> read_line(behaviour::Rules& rules, const Page& page, const toml::table& table) {
  static constexpr std::array<std::string_view, 4> kKeys{"name", "kind", "points", "half_width"};
  static constexpr std::array<behaviour::LineKind, 3> kKinds{behaviour::LineKind::lane, behaviour::LineKind::cable,
                                                             behaviour::LineKind::pipeline};
  behaviour::Line line;
  for (const auto& [key, value] : table) {
    const std::string_view word = key.str();
    if (word == "name") {
      FL_TRY(line.name, page.text(value, word));
    } else if (word == "kind") {
      FL_TRY(const std::string name, page.text(value, word));
      const auto* kind = std::ranges::find(kKinds, std::string_view(name), [](auto k) { return behaviour::name(k); });
      if (kind == kKinds.end()) return page.wrong(value, fmt::format("`{}`: lane, cable or pipeline", name));
      line.kind = *kind;
    } else if (word == "points") {
      FL_TRY(line.points, page.positions(value, word));
    } else if (word == "half_width") {
      FL_TRY(line.half_width, page.length(value, word));
    } else {
      return page.unknown(value, "key in a line", word, kKeys);
    }
  }
  rules.lines.push_back(std::move(line));
  return {};
}

Result<void> read_place(behaviour::Rules& rules, const Page& page, const toml::table& table) {
  static constexpr std::array<std::string_view, 4> kKeys{"name", "kind", "position", "radius"};
  behaviour::Spot spot;
  bool placed = false;
  for (const auto& [key, value] : table) {
    const std::string_view word = key.str();
    if (word == "name") {
      FL_TRY(spot.name, page.text(value, word));
    } else if (word == "kind") {
      FL_TRY(const std::string name, page.text(value, word));
      if (name == "landing_place") {
        spot.kind = behaviour::SpotKind::landing_place;
      } else if (name == "port") {
        spot.kind = behaviour::SpotKind::port;
      } else if (name == "anchorage") {
        spot.kind = behaviour::SpotKind::anchorage;
      } else {
        return page.wrong(value, fmt::format("`{}`: landing_place, port or anchorage", name));
      }
    } else if (word == "position") {
      FL_TRY(spot.position, page.position(value));
      placed = true;
    } else if (word == "radius") {
      FL_TRY(spot.radius, page.length(value, word));
    } else {
      return page.unknown(value, "key in a place", word, kKeys);
    }
  }
  if (!placed) return page.wrong(table, "a place without `position`");
  rules.spots.push_back(std::move(spot));
  return {};
}

Result<void> read_watch(behaviour::Rules& rules, const Page& page, const toml::table& table) {
  static constexpr std::array<std::string_view, 5> kKeys{"mmsi", "imo", "call_sign", "ship_name", "note"};
  behaviour::WatchEntry entry;
  for (const auto& [key, value] : table) {
    const std::string_view word = key.str();
    if (word == "mmsi") {
      const auto number = value.value<std::uint32_t>();
      entry.mmsi = number ? domain::Mmsi::from_number(*number) : std::nullopt;
      if (!entry.mmsi) return page.wrong(value, "`mmsi` is a number of nine digits");
    } else if (word == "imo") {
      entry.imo = value.value<std::uint32_t>();
      if (!entry.imo) return page.wrong(value, "`imo` is a number of seven digits");
    } else if (word == "call_sign") {
      FL_TRY(entry.call_sign, page.text(value, word));
    } else if (word == "ship_name") {
      FL_TRY(entry.ship_name, page.text(value, word));
    } else if (word == "note") {
      FL_TRY(entry.note, page.text(value, word));
    } else {
      return page.unknown(value, "key in an entry of the watch list", word, kKeys);
    }
  }
  rules.watch_entries.push_back(std::move(entry));
  return {};
}

}  // namespace

Result<behaviour::Rules> rules_from_text(std::string_view text, const std::string& file) {
  static constexpr std::array<std::string_view, 6> kSections{"general", "rule", "area", "line", "place", "watch"};
  toml::table root;
  try {
    root = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}:{}: {}", file, error.source().begin.line, to_lower(error.description())));
  }
  const Page page(file);
  behaviour::Rules rules;
  for (const auto& [key, node] : root) {
    const std::string_view word = key.str();
    if (word == "general") {
      FL_CHECK(read_general(rules, page, node));
      continue;
    }
    if (word == "rule") {
      const auto* table = node.as_table();
      if (table == nullptr) return page.wrong(node, "write each rule under [rule.NAME], such as [rule.gone_dark]");
      for (const auto& [name, members] : *table) FL_CHECK(read_rule(rules, page, name.str(), members));
      continue;
    }
    const auto read = word == "area"    ? &read_area
                      : word == "line"  ? &read_line
                      : word == "place" ? &read_place
                      : word == "watch" ? &read_watch
                                        : nullptr;
    if (read == nullptr) return page.unknown(node, "section", word, kSections);
    FL_TRY(const toml::array* tables, page.tables(node, word));
    for (const toml::node& table : *tables) FL_CHECK(read(rules, page, *table.as_table()));
  }
  if (auto fine = behaviour::check(rules); !fine) return Failure(fine.error().within(file));
  return rules;
}

Result<behaviour::Rules> load_rules(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(ErrorCode::not_found, fmt::format("cannot read `{}`; check the path and its permissions", file));
  std::ostringstream text;
  text << in.rdbuf();
  return rules_from_text(text.str(), file);
}

Result<std::shared_ptr<const behaviour::Rules>> rules_of(const Settings& settings) {
  if (settings.rules_file.empty()) return std::shared_ptr<const behaviour::Rules>();
  auto rules = load_rules(settings.rules_file);
  if (!rules) return Failure(rules.error().within("behaviour.rules"));
  return std::make_shared<const behaviour::Rules>(std::move(*rules));
}

}  // namespace fairlead::app
