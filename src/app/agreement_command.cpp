// SPDX-License-Identifier: Apache-2.0
// fairlead agreement check|test|explain|diff|prove|export: agreements as files, reviewed like code. Those that talk to
// a running centre are in agreement_server_command.cpp.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/system.hpp"
#include "base/text.hpp"
#include "command.hpp"
#include "release/cases.hpp"
#include "release/cedar.hpp"
#include "release/explain.hpp"
#include "release/what_if.hpp"
#include "sharing_commands.hpp"

namespace fairlead::app {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  std::string old_path, new_path, statement, case_name, at;
  bool strict = false, smt = false, cedar = false, json = false;
  std::uint64_t requests = 0, seed = 1;
};

Result<std::string> read_whole(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || fs::is_directory(file) || !(text << in.rdbuf())) {
    return fail(ErrorCode::not_found, fmt::format("cannot read `{}`; check the path and its permissions", file));
  }
  return std::move(text).str();
}

// Files as named; of folders, the *.toml directly in them, in order.
Result<std::vector<std::string>> files_of(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(path, error)) {
      if (entry.path().extension() == ".toml") found.push_back(entry.path().string());
    }
    std::ranges::sort(found);
    files.insert(files.end(), found.begin(), found.end());
  }
  if (files.empty()) return fail(ErrorCode::not_found, "no agreement file (*.toml) there");
  return files;
}

Result<std::vector<release::Agreement>> agreements_of(const std::vector<std::string>& paths) {
  FL_TRY(const auto files, files_of(paths));
  std::vector<release::Agreement> all;
  for (const std::string& file : files) {
    FL_TRY(const std::string text, read_whole(file));
    FL_TRY(release::Agreement agreement, release::agreement_from_toml(text, file));
    all.push_back(std::move(agreement));
  }
  return all;
}

Result<Instant> moment_of(const Options& options) {
  if (options.at.empty()) return Instant::from_unix_ms(system_wall_clock().now_ms());
  return parse_rfc3339(options.at);
}

ExitCode check(const Options& options) {
  const auto files = files_of(options.files);
  if (!files) return complain(files.error());
  const auto now = moment_of(options);
  if (!now) return complain(now.error());
  std::vector<release::Agreement> all;
  std::size_t mistakes = 0;
  for (const std::string& file : *files) {
    const auto text = read_whole(file);
    if (!text) return complain(text.error());
    release::Reading reading = release::read_agreement(*text, file);
    for (const release::Mistake& mistake : reading.mistakes) fmt::print("{}\n", mistake.text());
    mistakes += reading.mistakes.size();
    if (reading.agreement) all.push_back(std::move(*reading.agreement));
  }
  const auto warned = release::warnings(all, *now);
  for (const release::Mistake& warning : warned)
    fmt::print("{}:{}: warning: {}\n", warning.file, warning.line, warning.message);
  const auto built = release::Evaluator::build(all, {});
  if (!built) {
    fmt::print("{}\n", built.error().message);
    ++mistakes;
  }
  for (const release::Agreement& a : all) {
    fmt::print("{}: {} version {}, {} clauses, {}\n", a.file, a.id, a.version, a.clauses.size(),
               hex(release::digest(a)));
  }
  fmt::print("{} mistakes, {} warnings\n", mistakes, warned.size());
  return mistakes != 0 || (options.strict && !warned.empty()) ? ExitCode::failed : ExitCode::done;
}

// Every case file of the folders' `cases`.
Result<std::vector<release::CaseFile>> cases_of(const std::string& folder) {
  FL_TRY(const auto files, files_of({(fs::path(folder) / "cases").string()}));
  std::vector<release::CaseFile> all;
  for (const std::string& file : files) {
    FL_TRY(const std::string text, read_whole(file));
    FL_TRY(release::CaseFile cases, release::cases_from_toml(text, file));
    all.push_back(std::move(cases));
  }
  return all;
}

ExitCode test(const Options& options) {
  const auto agreements = agreements_of({options.old_path});
  if (!agreements) return complain(agreements.error());
  const auto files = cases_of(options.old_path);
  if (!files) return complain(files.error());
  std::size_t passed = 0, failed = 0;
  for (const release::CaseFile& file : *files) {
    for (const release::CaseResult& result : release::run(*agreements, file)) {
      if (!result.passed) fmt::print("{}\n", result.message);
      ++(result.passed ? passed : failed);
    }
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 && passed != 0 ? ExitCode::done : ExitCode::failed;
}

ExitCode explain(const Options& options) {
  const auto agreements = agreements_of({options.old_path});
  if (!agreements) return complain(agreements.error());
  const auto files = cases_of(options.old_path);
  if (!files) return complain(files.error());
  bool found = false;
  for (const release::CaseFile& file : *files) {
    const auto evaluator = release::Evaluator::build(*agreements, file.desk);
    if (!evaluator) return complain(evaluator.error());
    for (const release::TestCase& c : file.cases) {
      if (!options.case_name.empty() && c.name != options.case_name) continue;
      found = true;
      const auto verdict = release::decide(*evaluator, c.request, c.now);
      fmt::print("{}\n{}\n", c.name, release::explain(*evaluator, verdict, c.request, c.now));
    }
  }
  if (!found) return complain({ErrorCode::not_found, fmt::format("no case has the name `{}`", options.case_name)});
  return ExitCode::done;
}

ExitCode diff(const Options& options) {
  const auto before = agreements_of({options.old_path});
  if (!before) return complain(before.error());
  const auto after = agreements_of({options.new_path});
  if (!after) return complain(after.error());
  const auto flips = release::diff(*before, *after);
  if (!flips) return complain(flips.error());
  std::array<std::size_t, 3> counts{};
  for (const release::Flip& flip : *flips) {
    fmt::print("{}\n", release::to_text(flip));
    ++counts[static_cast<std::size_t>(flip.change)];
  }
  fmt::print("{} widened, {} mixed, {} narrowed\n", counts[0], counts[1], counts[2]);
  return flips->empty() ? ExitCode::done : ExitCode::failed;
}

ExitCode prove(const Options& options) {
  const auto agreements = agreements_of(options.files);
  if (!agreements) return complain(agreements.error());
  if (options.smt) {
    const auto text = release::to_smt(*agreements, options.statement);
    if (!text) return complain(text.error());
    fmt::print("{}", *text);
    return ExitCode::done;
  }
  const auto proof = release::prove(*agreements, options.statement);
  if (!proof) return complain(proof.error());
  if (proof->holds) {
    fmt::print("holds: {} ({:.0f} cells)\n", options.statement, proof->cells);
    return ExitCode::done;
  }
  fmt::print("does not hold: {}\n  {}\n", options.statement, proof->counterexample);
  return ExitCode::verification;
}

ExitCode export_cedar(const Options& options) {
  const auto agreements = agreements_of(options.files);
  if (!agreements) return complain(agreements.error());
  const auto now = moment_of(options);
  if (!now) return complain(now.error());
  const auto evaluator = release::Evaluator::build(*agreements, {});
  if (!evaluator) return complain(evaluator.error());
  if (options.requests == 0) {
    fmt::print("{}", release::to_cedar(*evaluator, *now));
    return ExitCode::done;
  }
  release::RandomRequests random(*evaluator, options.seed);
  for (std::uint64_t i = 0; i < options.requests; ++i) {
    const release::Request request = random.next();
    fmt::print("{}\n", release::cedar_request(*evaluator, request, random.moment()));
  }
  return ExitCode::done;
}

}  // namespace

void add_agreement(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* agreement = app.add_subcommand("agreement", "Check, test, explain, compare and prove agreements");
  agreement->require_subcommand(1);
  const auto add = [&](const char* name, const char* meaning, ExitCode (*action)(const Options&)) {
    CLI::App* command = agreement->add_subcommand(name, meaning);
    command->callback([options, action, &line] { line.action = [options, action] { return action(*options); }; });
    return command;
  };
  CLI::App* command = add("check", "Mistakes with line and column; clauses that do nothing", check);
  command->add_option("FILE", options->files, "Agreement files or folders")->required();
  command->add_flag("--strict", options->strict, "Fail on warnings too");
  command->add_option("--at", options->at, "Judge dates as of this moment (default: now)");
  command = add("test", "Run the cases beside the agreements (DIR/cases/*.toml)", test);
  command->add_option("DIR", options->old_path, "Folder with agreements")->required();
  command = add("explain", "A case of DIR/cases in words: every reason, and the smallest change", explain);
  command->add_option("DIR", options->old_path, "Folder with agreements")->required();
  command->add_option("CASE", options->case_name, "Name of the case (default: all)");
  command = add("diff", "Every cell that flips, widening first; exit code 1 when there is one", diff);
  command->add_option("OLD", options->old_path, "Agreement file or folder")->required();
  command->add_option("NEW", options->new_path, "Agreement file or folder")->required();
  command =
      add("prove", "Whether a statement holds for all requests; exit code 7 with a counterexample when not", prove);
  command->add_option("STATEMENT", options->statement, "Such as \"never release lead to XBB/navy\"")->required();
  command->add_option("FILE", options->files, "Agreement files or folders")->required();
  command->add_flag("--smt", options->smt, "Print SMT-LIB for z3 or cvc5 instead (unsat: it holds)");
  command = add("export", "Agreements for an engine of other people", export_cedar);
  command->add_option("FILE", options->files, "Agreement files or folders")->required();
  command->add_flag("--cedar", options->cedar, "As Cedar policies")->required();
  command->add_option("--requests", options->requests, "Print so many random requests with our decisions instead");
  command->add_option("--seed", options->seed, "Of the random requests");
  command->add_option("--at", options->at, "Consents as of this moment (default: now)");
  add_agreement_on_server(*agreement, line);
}

}  // namespace fairlead::app
