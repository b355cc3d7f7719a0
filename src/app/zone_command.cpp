// SPDX-License-Identifier: Apache-2.0
// fairlead zone at, fairlead zones build|import|info: which maritime zones a position lies in, and the file that tells.
#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "command.hpp"
#include "geo/box.hpp"
#include "zones/build.hpp"
#include "zones/find.hpp"
#include "zones/import.hpp"
#include "zones/report.hpp"

namespace fairlead::app {
namespace {

struct Options {
  std::string file;
  std::vector<std::string> position;
  bool json = false;
  bool line = false;
  std::string region;
  zones::BuildInputs build;
  zones::ImportOptions import;
  std::string import_file;
  std::string out;
};

// The flag, else the environment, else where ./dev puts it, else where packages put it.
std::string zone_file(const std::string& given) {
  if (!given.empty()) return given;
  if (const char* set = std::getenv("FAIRLEAD_ZONES__FILE"); set != nullptr && *set != '\0') return set;
  return zones::usual_file({});
}

Result<zones::Atlas> atlas_of(const Options& options) {
  auto atlas = zones::open_usual(zone_file(options.file));
  if (!atlas && atlas.error().code == ErrorCode::not_found) {
    return fail(ErrorCode::not_found,
                fmt::format("{}; name another with `--zones FILE` or FAIRLEAD_ZONES__FILE", atlas.error().message));
  }
  return atlas;
}

ExitCode at(const Options& options) {
  std::string words;
  for (const std::string& word : options.position) words += (words.empty() ? "" : " ") + word;
  const auto position = geo::parse_position(words);
  if (!position) return complain(position.error());
  const auto atlas = atlas_of(options);
  if (!atlas) return complain(atlas.error());
  const zones::ZoneReport report = atlas->at(*position);
  if (options.json) {
    fmt::print("{}\n", zones::to_json(*atlas, report));
  } else if (options.line) {
    fmt::print("{}\n", zones::headline(*atlas, report));
  } else {
    fmt::print("{}", zones::to_text(*atlas, report));
  }
  return ExitCode::done;
}

ExitCode build(Options options, bool quiet) {
  if (!options.region.empty()) {
    const auto box = geo::parse_box(options.region);
    if (!box) return complain(box.error());
    options.build.region = *box;
  }
  options.build.built_with = "fairlead " FAIRLEAD_VERSION;
  Progress bar("zones", quiet);
  const auto summary =
      zones::build(options.build, options.out, [&](std::string_view what, double share) { bar.show(share, what); });
  if (!summary) return complain(summary.error());
  if (!quiet) {
    fmt::print(
        "{}: {:.1f} MB, version {}; {} edges of coast ({} from the second), {} of limits; {} edges without a State\n",
        options.out, static_cast<double>(summary->bytes) / 1e6, summary->version, summary->coast_edges,
        summary->added_coast_edges, summary->limit_edges, summary->unowned_coast_edges);
  }
  return ExitCode::done;
}

ExitCode import(const Options& options, bool quiet) {
  zones::ImportOptions import = options.import;
  import.atlas = zone_file(options.file);
  if (import.atlas.empty()) import.atlas = "build/zones/world.zones";  // whose absence is told with its cure
  import.out = options.out.empty() ? import.atlas : options.out;
  Progress bar("import", quiet);
  const auto summary =
      zones::import(options.import_file, import, [&](std::string_view what, double share) { bar.show(share, what); });
  if (!summary) return complain(summary.error());
  if (!quiet) {
    fmt::print("{}: {} features as {} limits; {} left out; version {}\n", import.out, summary->features,
               summary->records, summary->skipped, summary->version);
    for (const std::string& note : summary->notes) fmt::print("  {}\n", note);
  }
  return ExitCode::done;
}

ExitCode info(const Options& options) {
  const auto atlas = atlas_of(options);
  if (!atlas) return complain(atlas.error());
  const std::string file = zone_file(options.file);
  fmt::print("{}: {:.1f} MB, version {}, {} areas in the claims table\n",
             file.empty() ? "the small atlas inside" : file, static_cast<double>(atlas->size_bytes()) / 1e6,
             atlas->version(), atlas->area_count());
  for (std::size_t i = 0; i < atlas->source_count(); ++i) {
    const zones::SourceNote source = atlas->source(i);
    fmt::print("  {} {}; {}; {}\n", source.name, source.version, source.licence, source.attribution);
  }
  return ExitCode::done;
}

}  // namespace

void add_zones(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();

  CLI::App* zone = app.add_subcommand("zone", "Which maritime zones a position lies in");
  zone->require_subcommand(1);
  CLI::App* at_command =
      zone->add_subcommand("at", "Zones, coastal States, distances to limits, and how sure they are");
  at_command
      ->add_option("position", options->position,
                   "LAT LON: `10.71 -66.93`, `10 42.6N 66 55.8W`, `10°42.6'N 066°55.8'W`")
      ->required()
      ->expected(1, 8)
      ->type_name("LAT LON");
  at_command->add_option("--zones", options->file, "The zone file")->type_name("FILE");
  at_command->add_flag("--json", options->json, "One JSON object");
  at_command->add_flag("--line", options->line, "One line");
  at_command->allow_extras(false);
  at_command->callback([options, &line] { line.action = [options] { return at(*options); }; });

  CLI::App* zones_command =
      app.add_subcommand("zones", "The file of maritime zones: build it, add official limits, ask what it holds");
  zones_command->require_subcommand(1);

  CLI::App* build_command =
      zones_command->add_subcommand("build", "Makes the file from coastlines, mapped limits and the tables");
  build_command->add_option("--coast", options->build.coast, "Shoreline, as `gmt coast -M -W1 -Df -Rg` writes it")
      ->required()
      ->type_name("FILE");
  CLI::Option* limits =
      build_command->add_option("--limits", options->build.limits, "borders.geo.json of @osm_borders/maritime_10m")
          ->type_name("FILE");
  CLI::Option* countries =
      build_command
          ->add_option("--countries", options->build.countries,
                       "Instead of --limits: GeoJSON of land with `isoA2`; then no limits are drawn")
          ->type_name("FILE");
  limits->excludes(countries);
  build_command
      ->add_option("--seas", options->build.seas, "map.geo.json of @geo-maps/earth-seas-10m, a second coastline")
      ->type_name("FILE");
  build_command
      ->add_option("--tables", options->build.tables,
                   "Folder of states.csv, islets.csv, areas.toml; default: those compiled in")
      ->type_name("DIR");
  build_command->add_option("--region", options->region, "Only WEST,SOUTH,EAST,NORTH in degrees")->type_name("BOX");
  build_command->add_option("--tolerance", options->build.tolerance_m, "How far a coast may be simplified, in metres")
      ->check(CLI::Range(1.0, 5000.0));
  build_command->add_option("--out", options->out, "Where to write it")->required()->type_name("FILE");
  build_command->callback([options, &line] { line.action = [options, &line] { return build(*options, line.quiet); }; });

  CLI::App* import_command =
      zones_command->add_subcommand("import", "Takes official limits; they win over derived ones");
  import_command
      ->add_option("file", options->import_file,
                   "GeoJSON, Shapefile (.shp) or GeoPackage (.gpkg), longitude and latitude in WGS 84")
      ->required()
      ->type_name("FILE");
  import_command->add_option("--zones", options->file, "The zone file to add to")->type_name("FILE");
  import_command->add_option("--out", options->out, "Write here instead of in its place")->type_name("FILE");
  import_command
      ->add_option("--kind", options->import.kind, "Kind of zone, for files that do not say: eez, territorial_sea, ...")
      ->type_name("KIND");
  import_command->add_option("--state", options->import.state, "State, for files that do not say (two letters)")
      ->type_name("XX");
  import_command->add_option("--name", options->import.source_name,
                             "What to call the source; default: the file's name");
  import_command->add_option("--licence", options->import.licence, "Licence of the source, kept in the file");
  import_command->add_flag("--replace", options->import.replace, "Forget official limits imported earlier");
  import_command->callback(
      [options, &line] { line.action = [options, &line] { return import(*options, line.quiet); }; });

  CLI::App* info_command = zones_command->add_subcommand("info", "Version, size, sources and licences of the file");
  info_command->add_option("--zones", options->file, "The zone file")->type_name("FILE");
  info_command->callback([options, &line] { line.action = [options] { return info(*options); }; });
}

}  // namespace fairlead::app
