// SPDX-License-Identifier: Apache-2.0
// What all commands share: how they enter the command line, how they end, how they report progress.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/error.hpp"
#include "settings.hpp"

namespace fairlead::app {

enum class ExitCode : int {
  done = 0,
  failed = 1,
  usage = 2,
  not_found = 3,
  refused = 4,
  conflict = 5,
  unreachable = 6,
  verification = 7,
};

ExitCode exit_code_of(const Error& error);
// Prints `fairlead: message` to standard error and gives the exit code.
ExitCode complain(const Error& error);

// Options before the noun, and the action that the parsed command line asks for.
struct CommandLine {
  bool quiet = false;
  bool no_color = false;
  std::function<ExitCode()> action;
};

void add_serve(CLI::App& app, CommandLine& line);
void add_demo(CLI::App& app, CommandLine& line);
void add_decode(CLI::App& app, CommandLine& line);
void add_encode(CLI::App& app, CommandLine& line);
void add_replay(CLI::App& app, CommandLine& line);
void add_simulate(CLI::App& app, CommandLine& line);
void add_track(CLI::App& app, CommandLine& line);
void add_findings(CLI::App& app, CommandLine& line);
void add_behaviour(CLI::App& app, CommandLine& line);
void add_export(CLI::App& app, CommandLine& line);
void add_db(CLI::App& app, CommandLine& line);
void add_agreement(CLI::App& app, CommandLine& line);
void add_stop(CLI::App& app, CommandLine& line);      // and resume, stops, sharing
void add_account(CLI::App& app, CommandLine& line);   // and token, partner
void add_desk(CLI::App& app, CommandLine& line);      // assurance, assessment
void add_casework(CLI::App& app, CommandLine& line);  // trace, desk, evidence, case, list, designation
void add_report(CLI::App& app, CommandLine& line);
void add_sign_in(CLI::App& app, CommandLine& line);  // and sign-out
void add_ledger(CLI::App& app, CommandLine& line);
void add_subscribe(CLI::App& app, CommandLine& line);
void add_authority(CLI::App& app, CommandLine& line);
void add_zones(CLI::App& app, CommandLine& line);
void add_check_config(CLI::App& app, CommandLine& line);
void add_completion(CLI::App& app, CommandLine& line);

// Settings from the configuration file (given, or the system's if it is there) and the environment.
Result<Settings> load_settings(const std::string& config_file);

// A bar on standard error while something long goes on; silent when that is not a terminal.
class Progress {
 public:
  Progress(std::string label, bool quiet);
  ~Progress();  // wipes the bar
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  // `share` from 0 to 1; `note` stands behind the bar.
  void show(double share, std::string_view note = {});

 private:
  std::string label_;
  bool visible_;
  std::int64_t shown_at_ns_ = 0;
  std::int64_t started_ns_ = 0;
};

}  // namespace fairlead::app
