// SPDX-License-Identifier: Apache-2.0
#include "authority/cases.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "authority/engine.hpp"
#include "authority/facts_json.hpp"
#include "base/text.hpp"
#include "own_cases_text.hpp"

namespace fairlead::authority {
namespace {

namespace json = boost::json;

using Words = std::set<std::string>;

// Equal, or continued with a bracket: `UNCLOS:110` covers `UNCLOS:110(1)(d)`.
bool matches(std::string_view expected, std::string_view emitted) {
  return emitted == expected ||
         (emitted.size() > expected.size() && emitted.starts_with(expected) && emitted[expected.size()] == '(');
}

std::string joined(const Words& words) { return fmt::format("{}", fmt::join(words, " ")); }

class CaseRun {
 public:
  CaseRun(Day today, const PartyTable& parties) : today_(today), parties_(parties) {}

  // What differs, one line each; empty when the case passes.
  std::vector<std::string> run(const json::value& line) {
    wrong_.clear();
    if (!line.is_object()) return {"is not an object"};
    const auto& object = line.get_object();
    const auto* facts = object.if_contains("facts");
    const auto* action = object.if_contains("action");
    const auto* expected = object.if_contains("expected");
    if (facts == nullptr || action == nullptr || !action->is_string() || expected == nullptr ||
        !expected->is_object()) {
      return {"needs `facts`, `action` and `expected`"};
    }
    const auto asked = word_from<Action>(std::string_view(action->get_string().data(), action->get_string().size()));
    if (!asked) return {fmt::format("`action`: `{}` is not an action", action->get_string().c_str())};
    const auto read = facts_from_json(json::serialize(*facts), today_);
    if (!read) return {read.error().message};
    compare(evaluate(*read, *asked, parties_), expected->get_object());
    return wrong_;
  }

 private:
  Words words(const json::object& expected, std::string_view key) {
    Words found;
    const auto* list = expected.if_contains(key);
    if (list == nullptr) return found;
    if (!list->is_array()) {
      wrong_.push_back(fmt::format("`expected.{}` is not a list", key));
      return found;
    }
    for (const auto& item : list->get_array()) {
      if (item.is_string()) found.emplace(item.get_string().c_str());
    }
    return found;
  }

  void compare(const Answer& answer, const json::object& expected) {
    const auto* outcome = expected.if_contains("outcome");
    const std::string wanted = outcome != nullptr && outcome->is_string() ? outcome->get_string().c_str() : "";
    if (word_of(answer.outcome) != wanted) {
      wrong_.push_back(fmt::format("outcome: expected {}, got {}", wanted, word_of(answer.outcome)));
    }
    Words missing;
    answer.missing.each([&](Missing code) { missing.emplace(word_of(code)); });
    const Words wanted_missing = words(expected, "missing");
    if (wanted == "conditional" && missing != wanted_missing) {
      wrong_.push_back(fmt::format("missing: expected {}, got {}", joined(wanted_missing), joined(missing)));
    }
    Words cites;
    for (const Citation citation : answer.because.list()) cites.emplace(citation.id());
    for (const std::string& cite : words(expected, "because")) {
      if (std::none_of(cites.begin(), cites.end(), [&](const std::string& c) { return matches(cite, c); })) {
        wrong_.push_back(fmt::format("because: {} is not cited; cited are {}", cite, joined(cites)));
      }
    }
    for (const std::string& banned : words(expected, "must_not_cite")) {
      for (const std::string& cite : cites) {
        if (matches(banned, cite)) wrong_.push_back(fmt::format("must_not_cite: {} is cited", cite));
      }
    }
    contained(words(expected, "contested"), answer.contested, "contested");
    contained(words(expected, "noted"), answer.noted, "noted");
  }

  void contained(const Words& wanted, PointSet emitted, std::string_view what) {
    Words found;
    emitted.each([&](Point p) { found.emplace(contested_point(p).id); });
    for (const std::string& id : wanted) {
      if (!found.contains(id)) {
        wrong_.push_back(fmt::format("{}: {} is not named; named are {}", what, id, joined(found)));
      }
    }
  }

  Day today_;
  const PartyTable& parties_;
  std::vector<std::string> wrong_;
};

std::string label_of(const json::value& line, int number) {
  if (line.is_object()) {
    const auto* id = line.get_object().if_contains("id");
    if (id != nullptr && id->is_string()) return fmt::format("{} (line {})", id->get_string().c_str(), number);
  }
  return fmt::format("line {}", number);
}

}  // namespace

Result<CaseCount> run_cases(std::string_view lines, Day today, const PartyTable& parties,
                            const std::function<void(std::string_view)>& mismatch) {
  CaseCount count;
  CaseRun run(today, parties);
  int number = 0;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view text = trim(lines.substr(0, end));
    lines = end == std::string_view::npos ? std::string_view{} : lines.substr(end + 1);
    ++number;
    if (text.empty()) continue;
    json::error_code code;
    const json::value line = json::parse(json::string_view(text.data(), text.size()), code);
    std::vector<std::string> wrong;
    if (code) {
      wrong.push_back(fmt::format("is not JSON: {}", code.message()));
    } else {
      wrong = run.run(line);
    }
    for (const std::string& what : wrong) mismatch(fmt::format("{}: {}", label_of(line, number), what));
    (wrong.empty() ? count.passed : count.failed) += 1;
  }
  if (count.passed + count.failed == 0) return fail(ErrorCode::invalid_argument, "there are no cases in the file");
  return count;
}

std::string_view own_cases() { return kOwnCasesText; }

}  // namespace fairlead::authority
