// SPDX-License-Identifier: Apache-2.0
#include "release/cases.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.hpp"

namespace fairlead::release {
namespace {

using std::string_view;

// One table of a case file: every key is asked for once, and what was not asked for is a mistake.
class Table {
 public:
  Table(const toml::table& table, string_view file) : table_(table), file_(file) {}

  Failure wrong(string_view message, const toml::node* node = nullptr) const {
    const auto at = node != nullptr ? node->source().begin : table_.source().begin;
    return fail(ErrorCode::invalid_argument, fmt::format("{}:{}:{}: {}", file_, at.line, at.column, message));
  }
  const toml::node* node(string_view key) {
    asked_.push_back(key);
    return table_.get(key);
  }
  Result<std::string> text(string_view key, string_view otherwise = {}) {
    const toml::node* n = node(key);
    if (n == nullptr) return std::string(otherwise);
    const auto value = n->value_exact<std::string>();
    if (!value) return wrong(fmt::format("`{}` is not a text", key), n);
    return *value;
  }
  Result<std::set<std::string>> texts(string_view key) {
    std::set<std::string> found;
    const toml::node* n = node(key);
    if (n == nullptr) return found;
    const auto* list = n->as_array();
    if (list == nullptr) return wrong(fmt::format("`{}` is not a list of texts", key), n);
    for (const toml::node& element : *list) {
      const auto value = element.value_exact<std::string>();
      if (!value) return wrong(fmt::format("`{}` is not a list of texts", key), n);
      found.insert(*value);
    }
    return found;
  }
  template <class E>
  Result<Set<E>> set(string_view key) {
    FL_TRY(const std::set<std::string> found, texts(key));
    Set<E> set;
    for (const std::string& word : found) {
      const auto value = from_word<E>(word);
      if (!value) return wrong(fmt::format("`{}` is unknown for `{}`", word, key), table_.get(key));
      set.add(*value);
    }
    return set;
  }
  Result<std::optional<Instant>> instant(string_view key) {
    const toml::node* n = node(key);
    if (n == nullptr) return std::optional<Instant>{};
    const auto* value = n->as_date_time();
    if (value == nullptr || !value->get().offset)
      return wrong(fmt::format("`{}` is no date and time with a zone", key), n);
    const auto& [date, time, offset] = value->get();
    if (date.year < 1 || time.second > 59) return wrong(fmt::format("`{}` is out of range", key), n);
    return std::optional(Instant::from_civil(date.year, date.month, date.day, time.hour, time.minute, time.second,
                                             time.nanosecond / 1'000'000U) -
                         std::chrono::minutes(offset->minutes));
  }
  Result<Instant> needed_instant(string_view key) {
    FL_TRY(const std::optional<Instant> value, instant(key));
    if (!value) return wrong(fmt::format("`{}` is missing", key));
    return *value;
  }
  Result<bool> flag(string_view key) {
    const toml::node* n = node(key);
    if (n == nullptr) return false;
    const auto value = n->value_exact<bool>();
    if (!value) return wrong(fmt::format("`{}` is neither true nor false", key), n);
    return *value;
  }
  Result<void> done() const {
    for (const auto& [key, value] : table_) {
      if (std::ranges::find(asked_, key.str()) != asked_.end()) continue;
      const auto near = nearest_word(key.str(), asked_);
      return wrong(fmt::format("unknown key `{}`{}", key.str(), near ? fmt::format("; did you mean `{}`", *near) : ""),
                   &value);
    }
    return {};
  }
  template <class Read>
  Result<void> each(string_view key, Read read) {
    const toml::node* n = node(key);
    if (n == nullptr) return {};
    const auto* list = n->as_array();
    if (list == nullptr || !list->is_homogeneous<toml::table>())
      return wrong(fmt::format("write [[{}]] for each", key), n);
    for (const toml::node& element : *list) {
      Table table(*element.as_table(), file_);
      FL_CHECK(read(table));
      FL_CHECK(table.done());
    }
    return {};
  }
  const toml::table& toml() const { return table_; }
  string_view file() const { return file_; }

 private:
  const toml::table& table_;
  string_view file_;
  std::vector<string_view> asked_;
};

Result<Marking> read_label(Table table) {
  Marking marking;
  FL_TRY(marking.label.policy, table.text("policy"));
  FL_TRY(const std::string level, table.text("level", "unclassified"));
  const auto known = domain::level(level);
  if (!known) return table.wrong(fmt::format("`{}` is no level", level));
  marking.label.level = *known;
  FL_TRY(marking.label.releasable_to, table.texts("releasable_to"));
  FL_TRY(marking.label.caveats, table.texts("caveats"));
  FL_TRY(marking.label.purposes, table.texts("purposes"));
  FL_TRY(marking.label.originators, table.texts("originators"));
  FL_TRY(marking.label.personal_data, table.flag("personal_data"));
  FL_TRY(marking.label.expires_at, table.instant("expires"));
  FL_TRY(marking.sensitivity, table.text("sensitivity"));
  FL_TRY(const std::string onward, table.text("onward", "free"));
  const auto rule = from_word<Onward>(onward);
  if (!rule) return table.wrong(fmt::format("`{}` is no onward rule", onward));
  marking.onward = *rule;
  FL_CHECK(table.done());
  return marking;
}

Result<void> read_stop(DeskState& desk, Table& table) {
  StopCell cell;
  FL_TRY(cell.partner, table.text("partner"));
  FL_TRY(const std::string agency, table.text("agency"));
  if (!agency.empty()) cell.agency = agency;
  FL_TRY(const std::string purpose, table.text("purpose"));
  FL_TRY(const std::string type, table.text("type"));
  cell.purpose = from_word<Purpose>(purpose);
  cell.type = from_word<ObjectType>(type);
  if (!purpose.empty() && !cell.purpose) return table.wrong(fmt::format("unknown purpose `{}`", purpose));
  if (!type.empty() && !cell.type) return table.wrong(fmt::format("unknown kind of object `{}`", type));
  const auto stopped = desk.stops.stop(std::move(cell), "case file", Instant{});
  if (!stopped) return table.wrong(stopped.error().message);
  return {};
}

Result<DeskState> read_desk(Table table) {
  DeskState desk;
  FL_TRY(desk.home, table.texts("home"));
  FL_CHECK(table.each("stop", [&](Table& t) { return read_stop(desk, t); }));
  FL_CHECK(table.each("assurance", [&](Table& t) -> Result<void> {
    AssuranceKey key;
    GivenAssurance given;
    FL_TRY(key.agency, t.text("agency"));
    FL_TRY(key.agreement, t.text("agreement"));
    FL_TRY(key.assurance, t.text("assurance"));
    FL_TRY(given.until, t.needed_instant("until"));
    FL_TRY(given.breached, t.flag("breached"));
    desk.assurances[key] = given;
    return {};
  }));
  FL_CHECK(table.each("assessment", [&](Table& t) -> Result<void> {
    HeldAssessment held;
    FL_TRY(const std::string agreement, t.text("agreement"));
    FL_TRY(held.assessment.scheme, t.text("scheme"));
    FL_TRY(const std::string risk, t.text("risk", "high"));
    const auto known = from_word<Risk>(risk);
    if (!known) return t.wrong(fmt::format("unknown risk `{}`", risk));
    held.assessment.risk = *known;
    FL_TRY(held.assessment.expires_at, t.needed_instant("expires"));
    FL_TRY(held.withdrawn, t.flag("withdrawn"));
    desk.assessments[agreement] = held;
    return {};
  }));
  FL_CHECK(table.each("consent", [&](Table& t) -> Result<void> {
    Consent consent;
    FL_TRY(consent.originator, t.text("originator"));
    FL_TRY(consent.agency, t.text("agency"));
    FL_TRY(consent.purposes, t.set<Purpose>("purposes"));
    FL_TRY(consent.until, t.needed_instant("until"));
    desk.consents.insert(consent);
    return {};
  }));
  FL_CHECK(table.done());
  return desk;
}

Result<void> read_case(CaseFile& made, Table& table) {
  TestCase c;
  c.line = static_cast<std::uint32_t>(table.toml().source().begin.line);
  FL_TRY(c.name, table.text("name"));
  FL_TRY(c.request.recipient, table.text("recipient"));
  FL_TRY(c.request.purpose, table.text("purpose"));
  FL_TRY(c.request.type, table.text("type"));
  FL_TRY(c.request.act, table.text("act", "push"));
  FL_TRY(c.request.channel, table.text("channel", "stream"));
  FL_TRY(c.now, table.needed_instant("at"));
  FL_TRY(const std::optional<Instant> observed, table.instant("observed_at"));
  c.request.observed_at = observed.value_or(c.now);
  FL_TRY(c.request.zones_possible, table.set<ZoneKind>("zones"));
  if (const toml::node* place = table.node("position")) {
    const auto* pair = place->as_array();
    const auto degrees = [&](std::size_t i) { return (*pair)[i].value<double>(); };
    if (pair == nullptr || pair->size() != 2 || !degrees(0) || !degrees(1))
      return table.wrong("`position` is not [latitude, longitude]", place);
    c.request.position = geo::Position::from_degrees(*degrees(0), *degrees(1));
    if (!c.request.position) return table.wrong("`position` is out of range", place);
  }
  if (const toml::node* label = table.node("label")) {
    if (!label->is_table()) return table.wrong("`label` is not a table", label);
    FL_TRY(c.request.marking, read_label(Table(*label->as_table(), table.file())));
  }
  FL_TRY(c.expect, table.text("expect"));
  if (!domain::decision_outcome(c.expect))
    return table.wrong(fmt::format("`{}` is no outcome", c.expect), table.toml().get("expect"));
  FL_TRY(c.clause, table.text("clause"));
  if (table.toml().contains("reasons")) {
    FL_TRY(c.reasons, table.set<Part>("reasons"));
  } else {
    table.node("reasons");
  }
  made.cases.push_back(std::move(c));
  return {};
}

}  // namespace

Result<CaseFile> cases_from_toml(string_view source, string_view file) {
  CaseFile made;
  made.file = std::string(file);
  try {
    const toml::table root = toml::parse(source);
    Table table(root, file);
    if (const toml::node* desk = table.node("desk")) {
      if (!desk->is_table()) return table.wrong("`desk` is not a table", desk);
      FL_TRY(made.desk, read_desk(Table(*desk->as_table(), file)));
    }
    FL_CHECK(table.each("case", [&](Table& t) { return read_case(made, t); }));
    FL_CHECK(table.done());
  } catch (const toml::parse_error& error) {
    std::string what = to_lower(error.description());
    std::ranges::replace(what, '\n', ' ');
    return fail(ErrorCode::invalid_argument,
                fmt::format("{}:{}:{}: {}", file, error.source().begin.line, error.source().begin.column, what));
  }
  return made;
}

std::vector<CaseResult> run(const std::vector<Agreement>& agreements, const CaseFile& cases) {
  std::vector<CaseResult> results;
  const auto evaluator = Evaluator::build(agreements, cases.desk);
  for (const TestCase& c : cases.cases) {
    const std::string where = fmt::format("{}:{}: `{}`", cases.file, c.line, c.name);
    if (!evaluator) {
      results.push_back({false, fmt::format("{}: {}", where, evaluator.error().message)});
      continue;
    }
    const Verdict v = decide(*evaluator, c.request, c.now);
    const ClauseName name = evaluator->clause(v.clause);
    std::string fault;
    if (domain::name(v.outcome) != c.expect) {
      fault = fmt::format("expected {}, is {} ({})", c.expect, domain::name(v.outcome), to_text(v.failed));
    } else if (!c.clause.empty() && (name.clause == nullptr || name.clause->id != c.clause)) {
      fault = fmt::format("expected clause `{}`, is `{}`", c.clause, name.clause == nullptr ? "none" : name.clause->id);
    } else if (c.reasons && *c.reasons != v.failed) {
      fault = fmt::format("expected reasons {}, are {}", to_text(*c.reasons), to_text(v.failed));
    }
    results.push_back({fault.empty(), fault.empty() ? where : fmt::format("{}: {}", where, fault)});
  }
  return results;
}

}  // namespace fairlead::release
