// SPDX-License-Identifier: Apache-2.0
// fairlead simulate coast: writes plausible AIS traffic to a file. fairlead simulate SCENARIO: writes a world with its
// truth to a folder.
#include <fmt/format.h>

#include "command.hpp"
#include "testing/coast.hpp"
#include "testing/world.hpp"

namespace fairlead::app {
namespace {

struct Options {
  testing::CoastOptions coast;
  testing::WorldOptions world;
  double hours = 1;
  std::string start;
  std::string out = "-";
  std::string folder;
  bool plain = false;
  bool no_faults = false;
};

ExitCode simulate_coast(Options options, bool quiet) {
  options.coast.seconds = static_cast<std::int64_t>(options.hours * 3600.0);
  options.coast.tag_blocks = !options.plain;
  options.coast.faults = !options.no_faults;
  if (!options.start.empty()) {
    const auto start = parse_rfc3339(options.start);
    if (!start) return complain(start.error());
    options.coast.start = start->unix_ms() / 1000;
  }
  Result<testing::CoastCounts> counts;
  {
    Progress progress("simulating", quiet);
    counts = testing::write_coast(options.out, options.coast, [&](std::int64_t done, std::int64_t total) {
      progress.show(static_cast<double>(done) / static_cast<double>(total));
    });
  }
  if (!counts) return complain(counts.error());
  if (!quiet) {
    fmt::print(stderr, "fairlead: {} lines, {} transmissions, {} unheard, {} spoiled on purpose\n", counts->lines,
               counts->transmissions, counts->unheard, counts->spoiled_lines);
  }
  return ExitCode::done;
}

ExitCode simulate_world(Options options, bool quiet) {
  if (!options.start.empty()) {
    const auto start = parse_rfc3339(options.start);
    if (!start) return complain(start.error());
    options.world.start = start->unix_ms() / 1000;
  }
  const auto counts = testing::write_world(options.folder, options.world);
  if (!counts) return complain(counts.error());
  if (!quiet) {
    fmt::print(stderr, "fairlead: {}: {} vessels, {} looks with {} plots ({} false), {} AIS reports, {} behaviours\n",
               options.folder, counts->vessels, counts->looks, counts->plots, counts->false_plots, counts->ais_reports,
               counts->behaviours);
  }
  return ExitCode::done;
}

void add_coast(CLI::App& simulate, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* coast = simulate.add_subcommand("coast", "AIS traffic of the western English Channel and the Dover Strait");
  coast->add_option("--vessels", options->coast.vessels, "Vessels (default: 300)")
      ->check(CLI::Range(1, testing::kCoastVesselsMax));
  coast->add_option("--hours", options->hours, "Length (default: 1)")->check(CLI::Range(0.001, 366.0 * 24));
  coast->add_option("--seed", options->coast.seed, "The same seed gives the same bytes (default: 1)");
  coast->add_option("--start", options->start, "First moment (default: 2026-01-01T00:00:00Z)");
  coast->add_option("--out", options->out, "File to write; - for standard output (default)");
  coast->add_flag("--plain", options->plain, "Without tag blocks, as a single receiver writes it");
  coast->add_flag("--no-faults", options->no_faults, "Without damaged lines, doubled numbers, jumps and silences");
  coast->callback(
      [options, &line] { line.action = [options, &line] { return simulate_coast(*options, line.quiet); }; });
}

void add_world(CLI::App& simulate, CommandLine& line, std::string_view scenario) {
  auto options = std::make_shared<Options>();
  options->world.scenario = scenario;
  CLI::App* world = simulate.add_subcommand(std::string(scenario), std::string(testing::world_about(scenario)));
  world->add_option("--out", options->folder, "Folder to write")->required();
  world->add_option("--seed", options->world.seed, "The same seed gives the same bytes (default: 1)");
  world->add_option("--start", options->start, "First moment (default: 2026-03-14T20:00:00Z)");
  world->add_option("--speed", options->world.speed, "Of the replay that fairlead.toml asks for (default: 60)")
      ->check(CLI::Range(1.0, 1e5));
  world->callback(
      [options, &line] { line.action = [options, &line] { return simulate_world(*options, line.quiet); }; });
}

}  // namespace

void add_simulate(CLI::App& app, CommandLine& line) {
  CLI::App* simulate = app.add_subcommand("simulate", "Make input for demonstrations and tests");
  simulate->require_subcommand(1);
  add_coast(*simulate, line);
  for (const std::string_view scenario : testing::world_scenarios()) add_world(*simulate, line, scenario);
}

}  // namespace fairlead::app
