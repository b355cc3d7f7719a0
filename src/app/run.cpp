// SPDX-License-Identifier: Apache-2.0
#include "app/run.hpp"

#include <csignal>

#include <fmt/format.h>

#include "command.hpp"

namespace fairlead::app {

int run(int argc, char** argv) {
  // A reader that goes away (`fairlead decode … | head`) is an error of write, not a death by signal.
  std::signal(SIGPIPE, SIG_IGN);

  CommandLine line;
  CLI::App app{"Fairlead: a maritime centre's picture, its conditional sharing, its stop button and its account book."};
  app.name("fairlead");
  app.set_version_flag("--version", "fairlead " FAIRLEAD_VERSION " (" FAIRLEAD_COMMIT ")");
  app.add_flag("-q,--quiet", line.quiet, "No notes and no progress bar");
  app.add_flag("--no-color", line.no_color, "No colour, also when the output is a terminal");
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(
      "Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 refused by policy, 5 conflict, 6 unreachable,\n"
      "7 verification failed.");

  add_serve(app, line);
  add_demo(app, line);
  add_decode(app, line);
  add_encode(app, line);
  add_replay(app, line);
  add_simulate(app, line);
  add_track(app, line);
  add_findings(app, line);
  add_behaviour(app, line);
  add_export(app, line);
  add_db(app, line);
  add_agreement(app, line);
  add_stop(app, line);
  add_desk(app, line);
  add_casework(app, line);
  add_report(app, line);
  add_account(app, line);
  add_sign_in(app, line);
  add_ledger(app, line);
  add_subscribe(app, line);
  add_authority(app, line);
  add_zones(app, line);
  add_check_config(app, line);
  add_completion(app, line);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : static_cast<int>(ExitCode::usage);
  }
  if (!line.action) return static_cast<int>(ExitCode::usage);
  return static_cast<int>(line.action());
}

}  // namespace fairlead::app
