// SPDX-License-Identifier: Apache-2.0
// fairlead db check|stats: looks at a data folder.
#include <fmt/format.h>

#include "base/text.hpp"
#include "command.hpp"
#include "store_sqlite/inspect.hpp"

namespace fairlead::app {
namespace {

struct Options {
  std::string data;
  std::string config;
  bool json = false;
};

Result<std::string> folder_of(const Options& options) {
  if (!options.data.empty()) return options.data;
  FL_TRY(const Settings settings, load_settings(options.config));
  return settings.data_folder;
}

ExitCode check(const Options& options, bool quiet) {
  const auto folder = folder_of(options);
  if (!folder) return complain(folder.error());
  Progress progress("checking", quiet);
  const auto report = store_sqlite::check(*folder, [&](double share) { progress.show(share); });
  if (!report) return complain(report.error());
  if (options.json) {
    std::string out =
        fmt::format(R"({{"ok":{},"slots":{},"days":{},"chunks":{},"points":{},"logs":{},"tiles":{},"bodies":{},)"
                    R"("bodies_erased":{},"problems":[)",
                    report->problems_total == 0, report->slots, report->days, report->chunks, report->points,
                    report->logs, report->tiles, report->bodies, report->bodies_erased);
    for (std::size_t i = 0; i < report->problems.size(); ++i) {
      if (i != 0) out += ',';
      append_json_string(out, report->problems[i]);
    }
    fmt::print("{}],\"problems_total\":{}}}\n", out, report->problems_total);
  } else {
    for (const std::string& problem : report->problems) fmt::print("{}\n", problem);
    if (report->problems_total > report->problems.size()) {
      fmt::print("and {} more\n", report->problems_total - report->problems.size());
    }
    fmt::print("{}: {} slots, {} days, {} chunks, {} positions, {} logs, {} tiles, {} bodies, {} erased\n",
               report->problems_total == 0 ? "clean" : fmt::format("{} problems", report->problems_total),
               report->slots, report->days, report->chunks, report->points, report->logs, report->tiles, report->bodies,
               report->bodies_erased);
  }
  return report->problems_total == 0 ? ExitCode::done : ExitCode::verification;
}

std::string span_text(const std::optional<engine::TimeSpan>& span) {
  return span ? to_rfc3339(span->from) + " to " + to_rfc3339(span->to) : std::string("none");
}

ExitCode stats(const Options& options) {
  const auto folder = folder_of(options);
  if (!folder) return complain(folder.error());
  const auto s = store_sqlite::stats(*folder);
  if (!s) return complain(s.error());
  if (options.json) {
    std::string logs;
    for (const store_sqlite::LogStats& log : s->logs) {
      logs += logs.empty() ? R"({"name":)" : R"(,{"name":)";
      append_json_string(logs, log.name);
      logs += fmt::format(R"(,"entries":{},"erased":{},)", log.entries, log.erased);
      if (log.checkpoint_size) logs += fmt::format(R"("checkpoint_size":{},)", *log.checkpoint_size);
      logs += fmt::format(R"("tiles":{},"tile_bytes":{},"body_bytes":{},"stored_bytes":{}}})", log.tiles,
                          log.tile_bytes, log.body_bytes, log.stored_bytes);
    }
    fmt::print(
        R"({{"version":{},"journal_bytes":{},"slots":{},"oldest_slot":{},"newest_slot":{},"event_bytes":{},)"
        R"("stored_bytes":{},"checkpoint_slot":{},"checkpoint_bytes":{},"history_bytes":{},"points":{},"days":{},)"
        R"("logs":[{}]}})"
        "\n",
        s->version, s->journal_bytes, s->slots, s->oldest_slot, s->newest_slot, s->event_bytes, s->stored_bytes,
        s->checkpoint_slot, s->checkpoint_bytes, s->history_bytes, s->points, s->days.size(), logs);
    return ExitCode::done;
  }
  fmt::print("version      {}\n", s->version);
  fmt::print("journal      {} slots ({} to {}), {} bytes on disk\n", s->slots, s->oldest_slot, s->newest_slot,
             s->journal_bytes);
  fmt::print("journal time {}\n", span_text(s->slot_times));
  fmt::print("checkpoint   slot {}, {} bytes\n", s->checkpoint_slot, s->checkpoint_bytes);
  for (const store_sqlite::LogStats& log : s->logs) {
    fmt::print(
        "log          {}: {} entries, {}, {} erased; {} tiles of {} bytes, bodies {} bytes ({} stored)\n", log.name,
        log.entries,
        log.checkpoint_size ? fmt::format("checkpoint at {}", *log.checkpoint_size) : std::string("no checkpoint"),
        log.erased, log.tiles, log.tile_bytes, log.body_bytes, log.stored_bytes);
  }
  fmt::print("history      {} positions, {} bytes, {}\n", s->points, s->history_bytes, span_text(s->history_times));
  for (const auto& day : s->days) {
    fmt::print("  {}   {} positions of {} tracks, {} chunks, {} bytes\n", day.day, day.points, day.tracks, day.chunks,
               day.bytes);
  }
  return ExitCode::done;
}

}  // namespace

void add_db(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* db = app.add_subcommand("db", "Look at a data folder");
  db->require_subcommand(1);
  const auto add = [&](const char* name, const char* meaning) {
    CLI::App* command = db->add_subcommand(name, meaning);
    command->add_option("--data", options->data, "Data folder (default: that of the configuration)");
    command->add_option("--config", options->config, "Configuration file");
    command->add_flag("--json", options->json, "Print JSON");
    return command;
  };
  add("check", "Read every byte and report what is wrong; exit code 7 when something is")->callback([options, &line] {
    line.action = [options, &line] { return check(*options, line.quiet); };
  });
  add("stats", "Sizes, counts and times")->callback([options, &line] {
    line.action = [options] { return stats(*options); };
  });
}

}  // namespace fairlead::app
