// SPDX-License-Identifier: Apache-2.0
// The TOML reader: every mistake with its line and column, and the nearest right word.
#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.hpp"
#include "release/agreement.hpp"

namespace fairlead::release {
namespace {

using std::string_view;

constexpr std::size_t kTextMax = 4096;
constexpr std::size_t kFileMax = 4U << 20U;

bool is_id(string_view text) {
  return !text.empty() && text.size() <= 80 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

class AgreementReader {
 public:
  explicit AgreementReader(string_view file) : file_(file) {}
  Reading read(string_view text);

 private:
  using Keys = std::map<string_view, std::function<void(const toml::node&)>>;

  void mistake(const toml::source_position& at, std::string message) {
    mistakes_.push_back({std::string(file_), static_cast<std::uint32_t>(at.line), static_cast<std::uint32_t>(at.column),
                         std::move(message)});
  }
  void mistake(const toml::node& node, std::string message) { mistake(node.source().begin, std::move(message)); }
  static std::string near(string_view word, std::span<const string_view> known) {
    const auto found = nearest_word(word, known);
    return found ? fmt::format("; did you mean `{}`", *found) : std::string();
  }

  // Visits each key that stands in `keys`, complains of the others and of those of `needed` that are missing.
  void table(const toml::table& found, string_view what, const Keys& keys, std::initializer_list<string_view> needed);

  std::string text(const toml::node& node, string_view key) {
    const auto* value = node.as_string();
    if (value == nullptr) {
      mistake(node, fmt::format("`{}` is not a text; put it in quotes", key));
      return {};
    }
    if (value->get().size() > kTextMax) mistake(node, fmt::format("`{}` is longer than {} bytes", key, kTextMax));
    if (value->get().empty()) mistake(node, fmt::format("`{}` is empty", key));
    return value->get();
  }
  std::string id(const toml::node& node, string_view key) {
    std::string value = text(node, key);
    if (!value.empty() && !is_id(value)) {
      mistake(node, fmt::format("`{}` is no id; use letters, digits, `-`, `_` and `.`, 80 at most", value));
    }
    return value;
  }
  bool flag(const toml::node& node, string_view key) {
    const auto* value = node.as_boolean();
    if (value == nullptr) mistake(node, fmt::format("`{}` is neither true nor false", key));
    return value != nullptr && value->get();
  }
  Duration duration(const toml::node& node, string_view key) {
    const std::string value = text(node, key);
    if (value.empty()) return {};
    const auto parsed = parse_duration(value);
    if (!parsed) {
      mistake(node, fmt::format("`{}`: {}", key, parsed.error().message));
      return {};
    }
    if (*parsed < Duration::zero()) mistake(node, fmt::format("`{}` is negative", key));
    return *parsed;
  }
  Instant instant(const toml::node& node, string_view key);
  template <class E>
  E word(const toml::node& node, string_view key) {
    const std::string value = text(node, key);
    const auto found = from_word<E>(value);
    if (!found && !value.empty()) {
      mistake(node, fmt::format("`{}` is unknown for `{}`{}", value, key, near(value, words<E>())));
    }
    return found.value_or(E{});
  }
  domain::Level level(const toml::node& node, string_view key) {
    static constexpr std::array<string_view, kLevels> kWords{"unclassified", "restricted", "confidential", "secret",
                                                             "top_secret"};
    const std::string value = text(node, key);
    const auto found = domain::level(value);
    if (!found && !value.empty()) mistake(node, fmt::format("`{}` is no level{}", value, near(value, kWords)));
    return found.value_or(domain::Level::unclassified);
  }
  // Each element of a list of texts.
  void each(const toml::node& node, string_view key,
            const std::function<void(const toml::node&, const std::string&)>& visit);
  template <class E>
  Set<E> set(const toml::node& node, string_view key);
  std::vector<std::string> texts(const toml::node& node, string_view key);

  void read_header(const toml::node& node);
  void read_assessment(const toml::node& node);
  void read_assurance(const toml::table& found);
  void read_area(const toml::table& found);
  void read_clause(const toml::table& found);
  void read_corner(Area& area, const toml::node& node);
  void read_each(const toml::node& node, string_view heading, const std::function<void(const toml::table&)>& read);
  void check_clause(Clause& clause, const toml::table& found);
  void finish(const toml::table& root);

  string_view file_;
  Agreement made_;
  std::vector<Mistake> mistakes_;
  std::map<std::string, toml::source_position> clause_places_;
};

void AgreementReader::table(const toml::table& found, string_view what, const Keys& keys,
                            std::initializer_list<string_view> needed) {
  std::vector<string_view> known;
  for (const auto& [key, read] : keys) known.push_back(key);
  for (const auto& [key, node] : found) {
    const auto entry = keys.find(key.str());
    if (entry == keys.end()) {
      mistake(key.source().begin, fmt::format("unknown key `{}` in {}{}", key.str(), what, near(key.str(), known)));
    } else {
      entry->second(node);
    }
  }
  for (const string_view key : needed) {
    if (!found.contains(key)) mistake(found, fmt::format("{} has no `{}`", what, key));
  }
}

Instant AgreementReader::instant(const toml::node& node, string_view key) {
  const auto* value = node.as_date_time();
  if (value == nullptr) {
    mistake(node, fmt::format("`{}` is no date and time with a zone; write 2026-01-31T00:00:00Z without quotes", key));
    return {};
  }
  const toml::date_time& moment = value->get();
  if (!moment.offset) {
    mistake(node, fmt::format("`{}` has no time zone; add `Z` or an offset such as +01:00", key));
    return {};
  }
  const auto& [date, time, offset] = moment;
  if (date.year < 1 || date.year > 9999 || time.second > 59) {
    mistake(node, fmt::format("`{}` is no moment between the years 1 and 9999", key));
    return {};
  }
  return Instant::from_civil(date.year, date.month, date.day, time.hour, time.minute, time.second,
                             time.nanosecond / 1'000'000U) -
         std::chrono::minutes(offset->minutes);
}

void AgreementReader::each(const toml::node& node, string_view key,
                           const std::function<void(const toml::node&, const std::string&)>& visit) {
  const auto* list = node.as_array();
  if (list == nullptr) {
    mistake(node, fmt::format("`{}` is not a list; write it as [\"…\", \"…\"]", key));
    return;
  }
  std::set<std::string> seen;
  for (const toml::node& element : *list) {
    const std::string value = text(element, key);
    if (value.empty()) continue;
    if (!seen.insert(value).second) mistake(element, fmt::format("`{}` stands twice in `{}`", value, key));
    visit(element, value);
  }
}

template <class E>
Set<E> AgreementReader::set(const toml::node& node, string_view key) {
  Set<E> found;
  each(node, key, [&](const toml::node& element, const std::string& value) {
    if constexpr (std::is_same_v<E, ObjectType>) {
      if (value == "observation") {
        found =
            found | Set<E>::of({ObjectType::ais, ObjectType::radar, ObjectType::own_navigation, ObjectType::sighting});
        return;
      }
    }
    if constexpr (std::is_same_v<E, Field>) {
      if (value == "all") {
        found = Set<E>::all();
        return;
      }
    }
    if (const auto one = from_word<E>(value)) {
      found.add(*one);
      return;
    }
    if constexpr (std::is_same_v<E, Purpose>) {
      if (const auto why = why_never_a_purpose(value)) {
        mistake(element, fmt::format("`{}` is no purpose: {}", value, *why));
        return;
      }
    }
    mistake(element, fmt::format("`{}` is unknown for `{}`{}", value, key, near(value, words<E>())));
  });
  return found;
}

std::vector<std::string> AgreementReader::texts(const toml::node& node, string_view key) {
  std::set<std::string> found;
  each(node, key, [&](const toml::node&, const std::string& value) { found.insert(value); });
  return {found.begin(), found.end()};
}

void AgreementReader::read_header(const toml::node& node) {
  const auto* found = node.as_table();
  if (found == nullptr) return mistake(node, "`agreement` is not a table; write [agreement]");
  const Keys keys{
      {"id", [&](const toml::node& n) { made_.id = id(n, "id"); }},
      {"version",
       [&](const toml::node& n) {
         const auto* value = n.as_integer();
         if (value == nullptr || value->get() < 1 || value->get() > 1'000'000) {
           return mistake(n, "`version` is no whole number from 1");
         }
         made_.version = static_cast<std::uint32_t>(value->get());
       }},
      {"title", [&](const toml::node& n) { made_.title = text(n, "title"); }},
      {"parties",
       [&](const toml::node& n) {
         made_.parties = texts(n, "parties");
         each(n, "parties", [&](const toml::node& element, const std::string& value) {
           if (!is_agency(value)) {
             mistake(element,
                     fmt::format("`{}` names no agency; write the State's three letters and the agency, such as "
                                 "`XAA/coast_guard`",
                                 value));
           }
         });
       }},
      {"legal_basis", [&](const toml::node& n) { made_.legal_basis = text(n, "legal_basis"); }},
      {"valid_from", [&](const toml::node& n) { made_.valid_from = instant(n, "valid_from"); }},
      {"valid_until", [&](const toml::node& n) { made_.valid_until = instant(n, "valid_until"); }},
      {"reply", [&](const toml::node& n) { made_.reply = word<ReplyStyle>(n, "reply"); }},
  };
  table(*found, "[agreement]", keys, {"id", "version", "title", "parties", "legal_basis", "valid_from", "valid_until"});
}

void AgreementReader::read_assessment(const toml::node& node) {
  const auto* found = node.as_table();
  if (found == nullptr) return mistake(node, "`assessment` is not a table; write [assessment]");
  Assessment& a = made_.assessment;
  const Keys keys{
      {"scheme", [&](const toml::node& n) { a.scheme = text(n, "scheme"); }},
      {"risk", [&](const toml::node& n) { a.risk = word<Risk>(n, "risk"); }},
      {"approver", [&](const toml::node& n) { a.approver = word<Rank>(n, "approver"); }},
      {"expires", [&](const toml::node& n) { a.expires_at = instant(n, "expires"); }},
  };
  table(*found, "[assessment]", keys, {"scheme", "risk", "approver", "expires"});
}

void AgreementReader::read_assurance(const toml::table& found) {
  RequiredAssurance a;
  const Keys keys{
      {"id", [&](const toml::node& n) { a.id = id(n, "id"); }},
      {"text", [&](const toml::node& n) { a.text = text(n, "text"); }},
      {"expires", [&](const toml::node& n) { a.expires_at = instant(n, "expires"); }},
  };
  table(found, "[[assurance]]", keys, {"id", "text", "expires"});
  if (std::ranges::find(made_.assurances, a.id, &RequiredAssurance::id) != made_.assurances.end()) {
    mistake(found, fmt::format("the assurance `{}` stands twice", a.id));
  }
  made_.assurances.push_back(std::move(a));
}

void AgreementReader::read_corner(Area& area, const toml::node& node) {
  const auto* pair = node.as_array();
  const auto degrees = [&](std::size_t i) { return (*pair)[i].value<double>(); };
  if (pair == nullptr || pair->size() != 2 || !degrees(0) || !degrees(1)) {
    return mistake(node, "a corner is not [latitude, longitude] in degrees");
  }
  const auto corner = geo::Position::from_degrees(*degrees(0), *degrees(1));
  if (!corner || *degrees(1) < -180 || *degrees(1) > 180) {
    return mistake(node, "a corner lies outside latitude -90 to 90, longitude -180 to 180; latitude stands first");
  }
  area.polygon.push_back(*corner);
}

void AgreementReader::read_area(const toml::table& found) {
  Area area;
  const Keys keys{
      {"name", [&](const toml::node& n) { area.name = id(n, "name"); }},
      {"zones", [&](const toml::node& n) { area.zones = set<ZoneKind>(n, "zones"); }},
      {"polygon",
       [&](const toml::node& n) {
         const auto* list = n.as_array();
         if (list == nullptr) return mistake(n, "`polygon` is not a list of [latitude, longitude]");
         const std::size_t before = mistakes_.size();
         for (const toml::node& corner : *list) read_corner(area, corner);
         if (list->size() > 500) return mistake(n, "`polygon` has more than 500 corners");
         if (mistakes_.size() != before) return;
         if (const auto fault = fault_of(area.polygon)) mistake(n, fmt::format("`polygon` {}", *fault));
       }},
  };
  table(found, "[[area]]", keys, {"name"});
  if (!found.contains("zones") && !found.contains("polygon"))
    mistake(found, "[[area]] has neither `polygon` nor `zones`");
  if (found.contains("zones") && area.zones.empty()) mistake(found, "`zones` names no kind of zone");
  if (std::ranges::find(made_.areas, area.name, &Area::name) != made_.areas.end()) {
    mistake(found, fmt::format("the area `{}` stands twice", area.name));
  }
  made_.areas.push_back(std::move(area));
}

void AgreementReader::read_clause(const toml::table& found) {
  Clause c;
  c.line = static_cast<std::uint32_t>(found.source().begin.line);
  const Keys keys{
      {"id", [&](const toml::node& n) { c.id = id(n, "id"); }},
      {"effect", [&](const toml::node& n) { c.effect = word<Effect>(n, "effect"); }},
      {"purposes", [&](const toml::node& n) { c.purposes = set<Purpose>(n, "purposes"); }},
      {"types", [&](const toml::node& n) { c.types = set<ObjectType>(n, "types"); }},
      {"acts", [&](const toml::node& n) { c.acts = set<Act>(n, "acts"); }},
      {"areas", [&](const toml::node& n) { c.areas = texts(n, "areas"); }},
      {"everywhere", [&](const toml::node& n) { c.everywhere = flag(n, "everywhere"); }},
      {"level", [&](const toml::node& n) { c.level = level(n, "level"); }},
      {"caveats", [&](const toml::node& n) { c.caveats = texts(n, "caveats"); }},
      {"personal_data", [&](const toml::node& n) { c.personal_data = flag(n, "personal_data"); }},
      {"fields", [&](const toml::node& n) { c.fields = set<Field>(n, "fields"); }},
      {"grid_m",
       [&](const toml::node& n) {
         const auto* value = n.as_integer();
         if (value == nullptr || value->get() < 1 || value->get() > 1'000'000) {
           return mistake(n, "`grid_m` is no whole number of metres from 1 to 1000000");
         }
         c.grid_m = static_cast<std::uint32_t>(value->get());
       }},
      {"delay", [&](const toml::node& n) { c.delay = duration(n, "delay"); }},
      {"tear_line", [&](const toml::node& n) { c.tear_line = text(n, "tear_line"); }},
      {"obligations", [&](const toml::node& n) { c.obligations = set<Obligation>(n, "obligations"); }},
      {"retention", [&](const toml::node& n) { c.retention = duration(n, "retention"); }},
      {"assurances", [&](const toml::node& n) { c.assurances = texts(n, "assurances"); }},
      {"onward", [&](const toml::node& n) { c.onward = word<Onward>(n, "onward"); }},
      {"survives_stop", [&](const toml::node& n) { c.survives_stop = flag(n, "survives_stop"); }},
      {"refer_to", [&](const toml::node& n) { c.refer_to = word<Rank>(n, "refer_to"); }},
      {"basis", [&](const toml::node& n) { c.basis = text(n, "basis"); }},
  };
  table(found, "[[clause]]", keys, {"id", "effect"});
  if (!c.id.empty() && !clause_places_.emplace(c.id, found.source().begin).second) {
    mistake(found, fmt::format("the clause `{}` stands twice", c.id));
  }
  check_clause(c, found);
  made_.clauses.push_back(std::move(c));
}

void AgreementReader::check_clause(Clause& c, const toml::table& found) {
  const auto place = [&](string_view key) -> const toml::node& {
    const toml::node* node = found.get(key);
    return node != nullptr ? *node : static_cast<const toml::node&>(found);
  };
  if (c.effect == Effect::deny) {
    // What a prohibition does not limit, it covers.
    if (!found.contains("purposes")) c.purposes = Set<Purpose>::all();
    if (!found.contains("types")) c.types = Set<ObjectType>::all();
    if (!found.contains("acts")) c.acts = Set<Act>::all();
    if (!found.contains("areas")) c.everywhere = true;
    for (const string_view key : {"caveats", "personal_data", "fields", "grid_m", "delay", "tear_line", "obligations",
                                  "retention", "assurances", "onward", "survives_stop", "refer_to"}) {
      if (found.contains(key))
        mistake(place(key), fmt::format("`{}` means nothing in a clause that denies; leave it out", key));
    }
  } else {
    for (const string_view key : {"purposes", "types", "acts", "level", "fields"}) {
      if (!found.contains(key)) {
        mistake(found, fmt::format("[[clause]] `{}` has no `{}`; a permit names all that it permits", c.id, key));
      }
    }
    if (found.contains("areas") == c.everywhere) {
      mistake(found, fmt::format("[[clause]] `{}` needs either `areas` or `everywhere = true`", c.id));
    }
    if (c.effect != Effect::refer && found.contains("refer_to"))
      mistake(place("refer_to"), "`refer_to` belongs to effect = \"refer\"");
  }
  if (c.survives_stop && c.purposes != Set<Purpose>::of({Purpose::search_and_rescue})) {
    mistake(place("survives_stop"), "only a clause for search_and_rescue alone can survive a stop");
  }
}

void AgreementReader::read_each(const toml::node& node, string_view heading,
                                const std::function<void(const toml::table&)>& read) {
  const auto* list = node.as_array();
  if (list == nullptr || !list->is_homogeneous<toml::table>()) {
    return mistake(node, fmt::format("write each under a heading of its own, [[{}]]", heading));
  }
  for (const toml::node& element : *list) read(*element.as_table());
}

void AgreementReader::finish(const toml::table& root) {
  const Agreement& a = made_;
  if (!a.parties.empty() || root.contains("agreement")) {
    if (a.parties.empty()) mistake(root, "an agreement without parties is with nobody");
  }
  if (a.valid_from >= a.valid_until && root.contains("agreement")) {
    mistake(root["agreement"]["valid_until"].node() != nullptr ? *root["agreement"]["valid_until"].node()
                                                               : static_cast<const toml::node&>(root),
            "`valid_until` is not after `valid_from`");
  }
  for (const Clause& clause : a.clauses) {
    for (const std::string& name : clause.areas) {
      if (std::ranges::find(a.areas, name, &Area::name) != a.areas.end()) continue;
      std::vector<string_view> known;
      for (const Area& area : a.areas) known.push_back(area.name);
      mistake(clause_places_[clause.id], fmt::format("clause `{}` names the area `{}`, which has no [[area]]{}",
                                                     clause.id, name, near(name, known)));
    }
    for (const std::string& id : clause.assurances) {
      if (std::ranges::find(a.assurances, id, &RequiredAssurance::id) != a.assurances.end()) continue;
      std::vector<string_view> known;
      for (const RequiredAssurance& assurance : a.assurances) known.push_back(assurance.id);
      mistake(clause_places_[clause.id],
              fmt::format("clause `{}` requires the assurance `{}`, which has no [[assurance]]{}", clause.id, id,
                          near(id, known)));
    }
  }
  std::ranges::sort(made_.clauses, {}, &Clause::id);
  std::ranges::sort(made_.areas, {}, &Area::name);
  std::ranges::sort(made_.assurances, {}, &RequiredAssurance::id);
}

Reading AgreementReader::read(string_view source) {
  if (source.size() > kFileMax) {
    return {std::nullopt, {{std::string(file_), 1, 1, "an agreement of more than 4 MiB"}}};
  }
  made_.file = std::string(file_);
  try {
    const toml::table root = toml::parse(source);
    const Keys keys{
        {"agreement", [&](const toml::node& n) { read_header(n); }},
        {"assessment", [&](const toml::node& n) { read_assessment(n); }},
        {"assurance",
         [&](const toml::node& n) { read_each(n, "assurance", [&](const toml::table& t) { read_assurance(t); }); }},
        {"area", [&](const toml::node& n) { read_each(n, "area", [&](const toml::table& t) { read_area(t); }); }},
        {"clause", [&](const toml::node& n) { read_each(n, "clause", [&](const toml::table& t) { read_clause(t); }); }},
    };
    table(root, "the file", keys, {"agreement", "assessment", "clause"});
    finish(root);
  } catch (const toml::parse_error& error) {
    std::string what(error.description());
    std::ranges::replace(what, '\n', ' ');
    mistakes_.clear();
    mistake(error.source().begin, to_lower(what));
  }
  std::ranges::stable_sort(mistakes_, {}, [](const Mistake& m) { return std::pair(m.line, m.column); });
  const auto same =
      std::ranges::unique(mistakes_, [](const Mistake& x, const Mistake& y) { return x.text() == y.text(); });
  mistakes_.erase(same.begin(), same.end());
  Reading reading;
  reading.mistakes = std::move(mistakes_);
  if (reading.mistakes.empty()) reading.agreement = std::move(made_);
  return reading;
}

}  // namespace

Reading read_agreement(string_view toml, string_view file) { return AgreementReader(file).read(toml); }

Result<Agreement> agreement_from_toml(string_view toml, string_view file) {
  Reading reading = read_agreement(toml, file);
  if (!reading.agreement) return fail(ErrorCode::invalid_argument, reading.mistakes.front().text());
  return std::move(*reading.agreement);
}

}  // namespace fairlead::release
