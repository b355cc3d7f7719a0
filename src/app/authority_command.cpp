// SPDX-License-Identifier: Apache-2.0
// fairlead authority ask|cases|rules|whatif: what the law lets a State do.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

#include "authority/cases.hpp"
#include "authority/facts_json.hpp"
#include "authority/whatif.hpp"
#include "base/system.hpp"
#include "base/text.hpp"
#include "command.hpp"

namespace fairlead::app {
namespace {

using authority::Action;

struct Options {
  std::string file;
  std::string action;
  std::string rule;
  std::string parties;
  bool json = false;
  bool markdown = false;
};

authority::Day today() { return authority::Day::from_unix_ms(system_wall_clock().now_ms()); }

Result<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  if (!file || !(text << file.rdbuf())) {
    return fail(ErrorCode::not_found, fmt::format("`{}` cannot be read, or is empty", path));
  }
  return text.str();
}

Result<Action> action_of(const std::string& word) {
  if (const auto action = authority::word_from<Action>(word)) return *action;
  const auto near = nearest_word(word, authority::kWords<Action>);
  return fail(ErrorCode::invalid_argument,
              near ? fmt::format("`--action {}` is not an action; did you mean `{}`?", word, *near)
                   : fmt::format("`--action {}` is not an action; there are {}", word,
                                 fmt::join(authority::kWords<Action>, ", ")));
}

Result<authority::PartyTable> parties_of(const Options& options) {
  if (options.parties.empty()) return authority::PartyTable::built_in();
  FL_TRY(const std::string text, text_of(options.parties));
  return authority::PartyTable::from_csv(text, options.parties);
}

Result<void> print_answer(const std::string& facts_text, Action action, const authority::PartyTable& parties,
                          bool json) {
  FL_TRY(const authority::Facts facts, authority::facts_from_json(facts_text, today()));
  const authority::Answer answer = authority::evaluate(facts, action, parties);
  fmt::print("{}\n", json ? authority::answer_as_json(facts, answer) : authority::answer_as_text(facts, answer));
  return {};
}

// Reads an answer from the terminal; nothing at the end of the input.
std::optional<std::string> prompt(const std::string& text) {
  fmt::print("{}", text);
  std::fflush(stdout);
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  return std::string(trim(line));
}

// Asks until nothing that is still open would change the answer.
Result<std::string> converse(Action action, const authority::PartyTable& parties) {
  std::string facts;
  while (true) {
    const auto state = prompt("Which State acts? (two letters) ");
    if (!state) return fail(ErrorCode::invalid_argument, "the input ended before a State was named");
    std::string escaped;
    append_json_string(escaped, to_upper(*state));
    facts = fmt::format(R"({{"acting_state":{}}})", escaped);
    const auto read = authority::facts_from_json(facts, today());
    if (read) break;
    fmt::print("  {}\n", read.error().message);
  }
  std::vector<std::string> skipped;
  while (true) {
    FL_TRY(const auto questions, authority::open_questions(facts, action, today(), parties));
    const authority::Question* next = nullptr;
    for (const auto& question : questions) {
      if (std::find(skipped.begin(), skipped.end(), question.field) != skipped.end()) continue;
      next = &question;
      break;
    }
    if (next == nullptr) return facts;
    std::string text = fmt::format("\n{}  [{}]\n", next->text, next->field);
    for (std::size_t i = 0; i < next->answers.size(); ++i) text += fmt::format("  {:>2} {}\n", i + 1, next->answers[i]);
    text += next->answers.empty() ? "two letters, or Enter if unknown: " : "number or word, or Enter if unknown: ";
    const auto line = prompt(text);
    if (!line) return facts;
    if (line->empty()) {
      skipped.push_back(next->field);
      continue;
    }
    std::string answer = next->answers.empty() ? to_upper(*line) : *line;
    const auto number = parse_number<std::size_t>(answer);
    if (number && *number >= 1 && *number <= next->answers.size()) answer = next->answers[*number - 1];
    FL_TRY(std::string changed, authority::with_fact(facts, next->field, answer, action));
    const auto read = authority::facts_from_json(changed, today());
    if (read) {
      facts = std::move(changed);
    } else {
      fmt::print("  {}\n", read.error().message);
    }
  }
}

ExitCode ask(const Options& options) {
  const auto action = action_of(options.action);
  if (!action) return complain(action.error());
  const auto parties = parties_of(options);
  if (!parties) return complain(parties.error());
  auto facts = options.file.empty() ? converse(*action, *parties) : text_of(options.file);
  if (!facts) return complain(facts.error());
  if (options.file.empty()) fmt::print("\n");
  const auto printed = print_answer(*facts, *action, *parties, options.json);
  return printed ? ExitCode::done : complain(printed.error());
}

ExitCode cases(const Options& options) {
  const auto text = text_of(options.file);
  if (!text) return complain(text.error());
  const auto parties = parties_of(options);
  if (!parties) return complain(parties.error());
  const auto count =
      authority::run_cases(*text, today(), *parties, [](std::string_view line) { fmt::print("{}\n", line); });
  if (!count) return complain(count.error());
  fmt::print("{} passed, {} failed\n", count->passed, count->failed);
  return count->failed == 0 ? ExitCode::done : ExitCode::failed;
}

ExitCode rules(const Options& options) {
  if (options.markdown) {
    fmt::print("{}", authority::rules_as_markdown());
    return ExitCode::done;
  }
  if (!options.rule.empty()) {
    for (const auto& point : authority::contested_points()) {
      if (point.id != to_upper(options.rule)) continue;
      fmt::print("{}  {}\n\n  1: {} ({})\n  2: {} ({})\n", point.id, point.point, point.view_1, point.held_by_1,
                 point.view_2, point.held_by_2);
      return ExitCode::done;
    }
    const auto found = authority::find_rule(options.rule);
    if (!found) {
      return complain({ErrorCode::not_found,
                       fmt::format("there is no rule `{}`; `fairlead authority rules` lists them", options.rule)});
    }
    const authority::Rule& rule = found->rule();
    fmt::print("{}  {}\n\n  when     {}\n  result   {}\n  sources  {}\n  reason   {}\n", rule.id, rule.part, rule.when,
               rule.result, rule.sources, rule.reason);
    return ExitCode::done;
  }
  std::string_view part;
  for (const authority::Rule& rule : authority::all_rules()) {
    if (rule.part != part) fmt::print("{}{}\n", part.empty() ? "" : "\n", rule.part);
    part = rule.part;
    fmt::print("  {:<16} {}\n", rule.id, rule.reason);
  }
  return ExitCode::done;
}

ExitCode whatif(const Options& options) {
  const auto action = action_of(options.action);
  if (!action) return complain(action.error());
  const auto parties = parties_of(options);
  if (!parties) return complain(parties.error());
  const auto text = text_of(options.file);
  if (!text) return complain(text.error());
  const auto facts = authority::facts_from_json(*text, today());
  if (!facts) return complain(facts.error());
  const auto changes = authority::what_if(*text, *action, today(), 8, *parties);
  if (!changes) return complain(changes.error());
  const authority::Answer now = authority::evaluate(*facts, *action, *parties);
  if (options.json) {
    std::string out = fmt::format(R"({{"outcome":"{}","changes":[)", authority::word_of(now.outcome));
    for (std::size_t i = 0; i < changes->size(); ++i) {
      const authority::Change& change = (*changes)[i];
      out += fmt::format(R"({}{{"outcome":"{}","facts":[)", i == 0 ? "" : ",", authority::word_of(change.outcome));
      for (std::size_t k = 0; k < change.facts.size(); ++k) {
        if (k > 0) out += ',';
        append_json_string(out, change.facts[k]);
      }
      out += "]}";
    }
    fmt::print("{}]}}\n", out);
    return ExitCode::done;
  }
  fmt::print("Now: {}. {}\n", authority::word_of(now.outcome), fmt::join(now.reason, " "));
  if (changes->empty()) fmt::print("\nNo one or two changes of fact lead to another outcome.\n");
  std::string heading;
  for (const authority::Change& change : *changes) {
    const std::string next =
        fmt::format("{}, by {} of:", authority::word_of(change.outcome), change.facts.size() == 1 ? "one" : "both");
    if (next != heading) fmt::print("\n{}\n", next);
    heading = next;
    fmt::print("  {}\n", fmt::join(change.facts, "  and  "));
  }
  return ExitCode::done;
}

}  // namespace

void add_authority(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* noun = app.add_subcommand("authority", "What the law lets a State do, and why; not legal advice");
  noun->require_subcommand(1);
  const auto parties = [&](CLI::App* command) {
    command->add_option("--parties", options->parties, "Another table of treaty parties (CSV)");
  };
  CLI::App* asking = noun->add_subcommand("ask", "Answer from a file of facts, or from questions when none is given");
  asking->add_option("FACTS", options->file, "Facts, as JSON");
  asking->add_option("--action", options->action, "board, search, observe, share_intelligence, …")->required();
  asking->add_flag("--json", options->json, "Print JSON");
  parties(asking);
  asking->callback([options, &line] { line.action = [options] { return ask(*options); }; });

  CLI::App* running = noun->add_subcommand("cases", "Run cases; exit code 1 when one differs");
  running->add_option("FILE", options->file, "Cases, one JSON object a line")->required();
  parties(running);
  running->callback([options, &line] { line.action = [options] { return cases(*options); }; });

  CLI::App* listing = noun->add_subcommand("rules", "The rules, or one of them");
  listing->add_option("ID", options->rule, "A rule (R-VIS-1) or a contested point (C-04)");
  listing->add_flag("--markdown", options->markdown, "The whole page, as Markdown");
  listing->callback([options, &line] { line.action = [options] { return rules(*options); }; });

  CLI::App* changing = noun->add_subcommand("whatif", "The smallest changes of fact that change the answer");
  changing->add_option("FACTS", options->file, "Facts, as JSON")->required();
  changing->add_option("--action", options->action, "The action asked about")->required();
  changing->add_flag("--json", options->json, "Print JSON");
  parties(changing);
  changing->callback([options, &line] { line.action = [options] { return whatif(*options); }; });
}

}  // namespace fairlead::app
