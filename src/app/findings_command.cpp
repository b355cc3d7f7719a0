// SPDX-License-Identifier: Apache-2.0
// fairlead findings score: precision and recall of each rule on simulated worlds.
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/text.hpp"
#include "command.hpp"
#include "testing/findings_score.hpp"

namespace fairlead::app {
namespace {

struct Options {
  std::vector<std::string> folders;
  std::string name = "findings.jsonl";
  bool json = false;
  bool list = false;
};

Result<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return fail(ErrorCode::not_found, fmt::format("cannot read `{}`; is this a simulated world with findings?", path));
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Result<testing::FindingsScore> score_folders(const Options& options) {
  testing::FindingsScore all;
  for (const std::string& folder : options.folders) {
    FL_TRY(const std::string truth, read_file(folder + "/behaviours.jsonl"));
    FL_TRY(const std::string told, read_file(folder + "/" + options.name));
    auto one = testing::score_findings(truth, told);
    if (!one) return Failure(one.error().within(folder));
    for (const auto& [rule, score] : one->rules) all.rules[rule].add(score);
    for (const auto& [rule, count] : one->unjudged) all.unjudged[rule] += count;
    for (const std::string& line : one->wrong) all.wrong.push_back(folder + ": " + line);
    for (const std::string& line : one->missed) all.missed.push_back(folder + ": " + line);
  }
  return all;
}

void print_json(const testing::FindingsScore& score) {
  std::string out = "{\"rules\":{";
  bool first = true;
  for (const auto& [rule, s] : score.rules) {
    out += fmt::format(
        "{}\"{}\":{{\"findings\":{},\"right\":{},\"repeats\":{},\"optional\":{},\"wrong\":{},\"behaviours\":{},"
        "\"found\":{},"
        "\"precision\":{:.4f},\"recall\":{:.4f}}}",
        first ? "" : ",", rule, s.findings, s.right, s.repeats, s.optional, s.wrong, s.behaviours, s.found,
        s.precision(), s.recall());
    first = false;
  }
  out += "},\"unjudged\":{";
  first = true;
  for (const auto& [rule, count] : score.unjudged) {
    if (!first) out += ',';
    first = false;
    append_json_string(out, rule);
    out += fmt::format(":{}", count);
  }
  fmt::print("{}}}}}\n", out);
}

void print_table(const testing::FindingsScore& score, bool list) {
  fmt::print("{:<18} {:>9} {:>7} {:>10} {:>6} {:>8} {:>8} {:>6}\n", "rule", "precision", "recall", "behaviours",
             "found", "findings", "repeats", "wrong");
  for (const auto& [rule, s] : score.rules) {
    fmt::print("{:<18} {:>9.3f} {:>7.3f} {:>10} {:>6} {:>8} {:>8} {:>6}\n", rule, s.precision(), s.recall(),
               s.behaviours, s.found, s.findings, s.repeats, s.wrong);
  }
  for (const auto& [rule, count] : score.unjudged) fmt::print("{:<18} {} findings, not judged\n", rule, count);
  if (!list) return;
  for (const std::string& line : score.missed) fmt::print("missed {}\n", line);
  for (const std::string& line : score.wrong) fmt::print("wrong {}\n", line);
}

}  // namespace

void add_findings(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* findings = app.add_subcommand("findings", "Judge findings on simulated worlds");
  findings->require_subcommand(1);
  CLI::App* score = findings->add_subcommand("score", "Precision and recall of each rule against what was planted");
  score->add_option("FOLDER", options->folders, "Folders of `fairlead simulate` with findings in them")->required();
  score->add_option("--findings", options->name, "Name of the file of findings (default: findings.jsonl)");
  score->add_flag("--json", options->json, "As one JSON object");
  score->add_flag("--list", options->list, "List what was missed and what was wrong");
  score->callback([options, &line] {
    line.action = [options] {
      const auto result = score_folders(*options);
      if (!result) return complain(result.error());
      if (options->json) {
        print_json(*result);
      } else {
        print_table(*result, options->list);
      }
      return ExitCode::done;
    };
  });
}

}  // namespace fairlead::app
