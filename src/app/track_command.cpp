// SPDX-License-Identifier: Apache-2.0
// fairlead track run|score: the tracker of contacts on a folder with a scenario, and how well tracks follow the truth.
#include <chrono>
#include <cmath>
#include <ctime>
#include <fstream>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "command.hpp"
#include "fusion/contacts.hpp"
#include "fusion/score.hpp"
#include "track_folder.hpp"

namespace fairlead::app {
namespace {

struct Options {
  std::string folder;
  std::string tracks;
  std::string out;
  bool json = false;
  int window = 10;
};

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

void append_views(std::string& out, std::int64_t at_ms, const TrackingPlane& plane,
                  const std::vector<fusion::ContactView>& views) {
  for (const fusion::ContactView& view : views) {
    double latitude = 0;
    double longitude = 0;
    plane.to_earth(view.place, latitude, longitude);
    fmt::format_to(std::back_inserter(out),
                   "{{\"t\":{},\"track\":\"{}\",\"x\":{:.2f},\"y\":{:.2f},\"lat\":{:.7f},\"lon\":{:.7f},\"vx\":{:.2f},"
                   "\"vy\":{:.2f},\"sxx\":{:.1f},\"sxy\":{:.1f},\"syy\":{:.1f},\"existence\":{:.4f}",
                   static_cast<double>(at_ms) / 1000, view.id, view.place.east, view.place.north, latitude, longitude,
                   view.velocity_east, view.velocity_north, view.error.east_east, view.error.east_north,
                   view.error.north_north, view.existence);
    if (view.mmsi != 0) fmt::format_to(std::back_inserter(out), ",\"mmsi\":{}", view.mmsi);
    out += "}\n";
  }
}

ExitCode run(const Options& options, bool quiet) {
  const double started = cpu_seconds();
  auto scenario = read_tracking_scenario(options.folder);
  if (!scenario) return complain(scenario.error());
  std::ofstream file(options.out, std::ios::binary);
  if (!file) return complain({ErrorCode::io, fmt::format("`{}` cannot be written", options.out)});
  const double read = cpu_seconds();

  fusion::Contacts contacts(scenario->settings);
  std::string text;
  double tracking = 0;
  std::size_t next = 0;
  std::size_t rows = 0;
  Progress bar("track", quiet);
  const auto absorb_until = [&](std::int64_t ms) {
    while (next < scenario->looks.size() && scenario->looks[next].at.unix_ms() <= ms) {
      contacts.absorb(scenario->looks[next++]);
    }
  };
  for (const std::int64_t ms : scenario->eval_ms) {
    const double before = cpu_seconds();
    absorb_until(ms);
    const std::vector<fusion::ContactView> views = contacts.at(Instant::from_unix_ms(ms));
    tracking += cpu_seconds() - before;
    append_views(text, ms, scenario->plane, views);
    rows += views.size();
    if (text.size() > 1U << 20) {
      file << text;
      text.clear();
    }
    if (!scenario->looks.empty()) bar.show(static_cast<double>(next) / static_cast<double>(scenario->looks.size()));
  }
  const double before = cpu_seconds();
  if (!scenario->looks.empty()) absorb_until(scenario->looks.back().at.unix_ms());
  tracking += cpu_seconds() - before;
  if (!(file << text << std::flush))
    return complain({ErrorCode::io, fmt::format("`{}` cannot be written", options.out)});
  if (quiet) return ExitCode::done;
  const auto detections = static_cast<double>(scenario->detections);
  fmt::print("{}: {} detections in {} looks, {} rows of {} moments\n", options.out, scenario->detections,
             scenario->looks.size(), rows, scenario->eval_ms.size());
  fmt::print("  tracking {:.3f} CPU s: {:.0f} detections per CPU second\n", tracking,
             detections / std::max(tracking, 1e-6));
  fmt::print("  reading {:.3f} CPU s; in all {:.3f} CPU s\n", read - started, cpu_seconds() - started);
  return ExitCode::done;
}

ExitCode score(const Options& options) {
  const auto truth = read_tracking_truth(options.folder, options.tracks);
  if (!truth) return complain(truth.error());
  const fusion::Score score =
      fusion::score(truth->moments, {truth->scenario.cut_off_m, truth->scenario.order, options.window});
  const auto maybe = [](const std::optional<double>& value) {
    return value ? boost::json::value(*value) : boost::json::value(nullptr);
  };
  boost::json::object kinds;
  for (const auto& [kind, share] : score.coverage_by_kind) kinds[truth->kinds[kind]] = share;
  const boost::json::object all{
      {"scenario", truth->scenario.name},
      {"scans_scored", score.moments},
      {"gospa_mean_m", score.gospa},
      {"gospa_last_half_m", score.gospa_last_half},
      {"ospa_mean_m", score.ospa},
      {"ospa2_mean_m", score.ospa2},
      {"loc_rmse_m", maybe(score.location_rmse)},
      {"missed_per_scan", score.missed},
      {"false_per_scan", score.wrong},
      {"cardinality_error_mean_abs", score.cardinality_error},
      {"mota", score.mota},
      {"motp_m", score.motp},
      {"id_switches", score.switches},
      {"fragmentations", score.fragmentations},
      {"truth_coverage", score.coverage},
      {"coverage_by_kind", kinds},
      {"mean_seconds_to_first_track", maybe(score.seconds_to_first_track)},
      {"truths_never_tracked", score.never_tracked},
      {"tracks_reported", truth->tracks_named},
      {"false_track_count", truth->tracks_named - score.tracks_matched},
  };
  if (options.json) {
    fmt::print("{}\n", boost::json::serialize(all));
    return ExitCode::done;
  }
  fmt::print("{}: {} moments, cut-off {} m, order {}\n", truth->scenario.name, score.moments, truth->scenario.cut_off_m,
             truth->scenario.order);
  fmt::print("  GOSPA            {:10.1f} m   (last half {:.1f})\n", score.gospa, score.gospa_last_half);
  fmt::print("  OSPA             {:10.1f} m\n", score.ospa);
  fmt::print("  OSPA(2)          {:10.1f} m   over {} moments\n", score.ospa2, options.window);
  fmt::print("  location         {:10.1f} m   root mean square\n", score.location_rmse.value_or(0));
  fmt::print("  missed, false    {:10.2f}, {:.2f} a moment\n", score.missed, score.wrong);
  fmt::print("  MOTA, MOTP       {:10.4f}, {:.1f} m\n", score.mota, score.motp);
  fmt::print("  switches         {:10}     fragmentations {}\n", score.switches, score.fragmentations);
  fmt::print("  first track after{:10.1f} s   {} never tracked\n", score.seconds_to_first_track.value_or(0),
             score.never_tracked);
  fmt::print("  coverage         {:10.4f}", score.coverage);
  for (const auto& [kind, share] : score.coverage_by_kind) fmt::print("   {} {:.3f}", truth->kinds[kind], share);
  fmt::print("\n  tracks           {:10}     {} of them never matched\n", truth->tracks_named,
             truth->tracks_named - score.tracks_matched);
  return ExitCode::done;
}

}  // namespace

void add_track(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* track =
      app.add_subcommand("track", "Run the tracker on a recorded scenario, and score tracks against truth");
  track->require_subcommand(1);

  CLI::App* run_command =
      track->add_subcommand("run", "Make tracks of a folder with scenario.json and detections.jsonl");
  run_command->add_option("folder", options->folder, "The folder")->required()->type_name("DIR");
  run_command->add_option("--out", options->out, "Where the tracks go, one JSON object a line")
      ->required()
      ->type_name("FILE");
  run_command->callback([options, &line] { line.action = [options, &line] { return run(*options, line.quiet); }; });

  CLI::App* score_command = track->add_subcommand("score", "Compare tracks with the truth: GOSPA, OSPA, OSPA(2), MOTA");
  score_command->add_option("folder", options->folder, "The folder, with scenario.json and truth.jsonl")
      ->required()
      ->type_name("DIR");
  score_command->add_option("tracks", options->tracks, "The tracks that `track run`, or another tracker, made")
      ->required()
      ->type_name("FILE");
  score_command->add_option("--window", options->window, "Moments that OSPA(2) looks back over")
      ->check(CLI::Range(1, 64));
  score_command->add_flag("--json", options->json, "One JSON object");
  score_command->callback([options, &line] { line.action = [options] { return score(*options); }; });
}

}  // namespace fairlead::app
