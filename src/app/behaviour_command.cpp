// SPDX-License-Identifier: Apache-2.0
// fairlead behaviour run: findings of recordings at full speed, as the engine makes them. fairlead behaviour backtest:
// how often each rule of a file would have fired on a history, before it goes live.
//
// Nothing is served, stored or shared. The same recordings and rules give the same findings.
#include <chrono>
#include <cmath>
#include <ctime>
#include <fstream>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "command.hpp"
#include "engine/engine.hpp"
#include "engine/findings_now.hpp"
#include "history_reader.hpp"
#include "rules_file.hpp"
#include "wire/json.hpp"
#include "zones/find.hpp"

namespace fairlead::app {
namespace {

constexpr Duration kSlot = std::chrono::seconds(1);  // of recorded time
constexpr Duration kPlaced = std::chrono::minutes(10);
constexpr Duration kAfterwards = std::chrono::minutes(30);  // what is due when nothing more comes

struct Options {
  std::vector<std::string> history;
  std::string rules;
  std::string out;
  std::string zones;
  bool no_zones = false;
  bool json = false;
  bool list = false;
};

struct Kept {
  domain::Finding finding;
  std::vector<std::uint32_t> numbers;                     // MMSI of its tracks, as they were when it opened
  std::vector<std::pair<Instant, geo::Position>> places;  // where they were, each ten minutes while it was open
};

struct Found {
  std::map<std::uint64_t, Kept> findings;  // by number
  HistoryReader::Counts counts;
  std::optional<Instant> from, to;
  double cpu_seconds = 0;
};

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// The engine with nothing around it.
class Bench {
 public:
  Bench(engine::EngineLimits limits, Found& found) : engine_(std::move(limits)), found_(found) {}

  void declare(const std::vector<domain::Source>& sources) {
    for (domain::Source source : sources) {
      source.id = domain::SourceId();  // the engine gives them in this order, from 1
      event_.commands.push_back({accounts::Actor::automatic(), engine::DeclareSource{std::move(source)}});
    }
  }
  void take(HistoryRecord record) {
    domain::ObservationBatch* batch = nullptr;
    const domain::SourceId source(static_cast<std::uint32_t>(record.source + 1));
    if (!event_.batches.empty() && event_.batches.back().source == source) batch = &event_.batches.back();
    if (batch == nullptr) {
      batch = &event_.batches.emplace_back();
      batch->source = source;
    }
    if (auto* observation = std::get_if<domain::Observation>(&record.is)) {
      batch->observations.push_back(std::move(*observation));
    } else {
      batch->scans.push_back(std::move(std::get<domain::Scan>(record.is)));
    }
  }
  void close(Instant at) {
    event_.slot = engine_.slot() + 1;
    event_.closed_at = event_.picture_time = at;
    const engine::Effects& effects = engine_.step(event_);
    event_ = {};
    if (effects.findings_changed) note();
    if (at - placed_ >= kPlaced) {
      placed_ = at;
      place(at);
    }
  }

 private:
  void place(Instant at) {
    for (auto& [number, kept] : found_.findings) {
      if (kept.finding.ends_at) continue;
      for (const domain::TrackId id : kept.finding.tracks) {
        const domain::Track* track = engine_.tracker().find(id);
        if (track != nullptr && track->position) kept.places.emplace_back(at, *track->position);
      }
    }
  }
  void note() {
    const auto now = engine_.findings();
    for (const auto* list : {&now->open, &now->ended}) {
      for (const engine::FoundNow& one : *list) {
        Kept& kept = found_.findings[one.alert.number];
        kept.finding = one.finding;
        if (!kept.numbers.empty()) continue;
        for (const domain::TrackId id : one.finding.tracks) {
          const domain::Track* track = engine_.tracker().find(id);
          if (track != nullptr && track->mmsi) kept.numbers.push_back(track->mmsi->number());
        }
      }
    }
  }

  engine::Engine engine_;
  engine::Event event_;
  Instant placed_;
  Found& found_;
};

Result<engine::EngineLimits> limits_of(const Options& options) {
  engine::EngineLimits limits;
  if (!options.rules.empty()) {
    FL_TRY(behaviour::Rules rules, load_rules(options.rules));
    limits.rules = std::make_shared<const behaviour::Rules>(std::move(rules));
  }
  if (options.no_zones) return limits;
  auto atlas = zones::open_usual(options.zones);
  if (!atlas && options.zones.empty() && atlas.error().code == ErrorCode::not_found) return limits;
  if (!atlas) return Failure(atlas.error().within("--zones"));
  limits.atlas = std::make_shared<const zones::Atlas>(std::move(*atlas));
  return limits;
}

Result<Found> run_history(const Options& options, bool quiet) {
  const double started = cpu_seconds();
  FL_TRY(engine::EngineLimits limits, limits_of(options));
  FL_TRY(HistoryReader reader, HistoryReader::open(options.history));
  Found found;
  Bench bench(std::move(limits), found);
  bench.declare(reader.sources());
  Progress bar("behaviour", quiet);
  Instant until;
  for (;;) {
    FL_TRY(auto record, reader.next());
    if (!record) break;
    const Instant at = record->received_at;
    if (!found.from) {
      found.from = at;
      until = at + kSlot;
    }
    // A gap of days is stepped over in hours: whatever is due in it comes, a little late.
    while (at >= until) {
      bench.close(until);
      const Duration gap = at - until;
      until = until + (gap > std::chrono::hours(1) ? Duration(std::chrono::minutes(10)) : kSlot);
    }
    bench.take(std::move(*record));
    found.to = at;
    bar.show(reader.share_read());
  }
  if (!found.from) {
    const std::string& first = reader.counts().first_rejected;
    return fail(ErrorCode::not_found, fmt::format("the recordings hold nothing that can be read{}; check their form",
                                                  first.empty() ? "" : fmt::format(" ({})", first)));
  }
  const Instant end = *found.to + kAfterwards;
  for (; until < end; until = until + Duration(std::chrono::seconds(10))) bench.close(until);
  bench.close(end);
  found.counts = reader.counts();
  found.cpu_seconds = cpu_seconds() - started;
  return found;
}

std::string line_of(const Kept& kept) {
  std::string line;
  wire::append_json(line, kept.finding);
  line.pop_back();
  line += ",\"path\":[";
  for (std::size_t i = 0; i < kept.places.size(); ++i) {
    const auto& [at, position] = kept.places[i];
    line += fmt::format("{}{{\"at\":\"{}\",\"lat\":{:.6f},\"lon\":{:.6f}}}", i == 0 ? "" : ",", to_rfc3339(at),
                        position.latitude_degrees(), position.longitude_degrees());
  }
  line += ']';
  if (kept.numbers.empty()) return line + '}';
  line += ",\"mmsi\":[";
  for (std::size_t i = 0; i < kept.numbers.size(); ++i) line += fmt::format("{}{}", i == 0 ? "" : ",", kept.numbers[i]);
  return line + "]}";
}

Result<void> write_findings(const Found& found, const std::string& file) {
  std::ofstream out(file, std::ios::binary);
  for (const auto& [number, kept] : found.findings) out << line_of(kept) << '\n';
  out.flush();
  if (!out) return fail(ErrorCode::io, fmt::format("`{}` cannot be written", file));
  return {};
}

std::map<std::string, std::uint64_t> by_rule(const Found& found) {
  std::map<std::string, std::uint64_t> counts;
  for (const auto& [number, kept] : found.findings) ++counts[kept.finding.rule];
  return counts;
}

void tell_left_out(const Found& found) {
  const HistoryReader::Counts& counts = found.counts;
  if (counts.untimed > 0) {
    fmt::print(stderr, "fairlead: {} observations before the first time of their file were left out\n", counts.untimed);
  }
  if (counts.rejected > 0) {
    fmt::print(
        stderr,
        "fairlead: {} records could not be read and were left out, the first is {}; `fairlead decode --count FILE` "
        "counts them by reason\n",
        counts.rejected, counts.first_rejected);
  }
}

ExitCode run_command(const Options& options, bool quiet) {
  const auto found = run_history(options, quiet);
  if (!found) return complain(found.error());
  if (options.out.empty() || options.out == "-") {
    for (const auto& [number, kept] : found->findings) fmt::print("{}\n", line_of(kept));
  } else if (auto written = write_findings(*found, options.out); !written) {
    return complain(written.error());
  }
  if (quiet) return ExitCode::done;
  std::string words;
  for (const auto& [rule, count] : by_rule(*found)) words += fmt::format(", {} {}", count, rule);
  fmt::print(stderr, "fairlead: {} findings in {} observations and {} scans, {:.1f} CPU s{}\n", found->findings.size(),
             found->counts.observations, found->counts.scans, found->cpu_seconds, words);
  tell_left_out(*found);
  return ExitCode::done;
}

// --- backtest ---------------------------------------------------------------------------------------------------

struct Fired {
  std::uint64_t count = 0;
  std::uint64_t days = 0;  // on which it fired
  std::uint64_t busiest = 0;
};

std::map<std::string, Fired> fired(const Found& found) {
  std::map<std::string, std::map<std::int64_t, std::uint64_t>> days;
  for (const auto& [number, kept] : found.findings) {
    ++days[kept.finding.rule][kept.finding.begins_at.unix_ms() / 86'400'000];
  }
  std::map<std::string, Fired> all;
  for (const auto& [rule, counts] : days) {
    Fired& one = all[rule];
    one.days = counts.size();
    for (const auto& [day, count] : counts) {
      one.count += count;
      one.busiest = std::max(one.busiest, count);
    }
  }
  return all;
}

void print_json(const Found& found, const behaviour::Rules& rules, const std::map<std::string, Fired>& all) {
  std::string out = fmt::format("{{\"from\":\"{}\",\"to\":\"{}\",\"observations\":{},\"rules\":{{",
                                to_rfc3339(*found.from), to_rfc3339(*found.to), found.counts.observations);
  for (std::size_t i = 0; i < behaviour::kRules; ++i) {
    const auto rule = static_cast<behaviour::Rule>(i);
    const auto one = all.find(std::string(behaviour::name(rule)));
    const Fired f = one == all.end() ? Fired{} : one->second;
    const behaviour::Terms& terms = rules.of(rule);
    out +=
        fmt::format("{}\"{}\":{{\"version\":{},\"enabled\":{},\"fired\":{},\"days\":{},\"busiest_day\":{},\"owner\":",
                    i == 0 ? "" : ",", behaviour::name(rule), terms.version, terms.enabled, f.count, f.days, f.busiest);
    append_json_string(out, terms.owner);
    out += '}';
  }
  fmt::print("{}}}}}\n", out);
}

void print_table(const Found& found, const behaviour::Rules& rules, const std::map<std::string, Fired>& all) {
  const double days = std::max(static_cast<double>((*found.to - *found.from).count()) / 86'400'000.0, 1.0 / 24);
  fmt::print("{} to {}: {} observations, {} scans\n", to_rfc3339(*found.from), to_rfc3339(*found.to),
             found.counts.observations, found.counts.scans);
  fmt::print("{:<18} {:>7} {:<10} {:<16} {:>6} {:>10} {:>8} {:>8}\n", "rule", "version", "priority", "owner", "fired",
             "a day", "days", "busiest");
  for (std::size_t i = 0; i < behaviour::kRules; ++i) {
    const auto rule = static_cast<behaviour::Rule>(i);
    const behaviour::Terms& terms = rules.of(rule);
    const auto one = all.find(std::string(behaviour::name(rule)));
    const Fired f = one == all.end() ? Fired{} : one->second;
    const std::string fires = terms.enabled ? std::to_string(f.count) : "off";
    fmt::print("{:<18} {:>7} {:<10} {:<16} {:>6} {:>10.1f} {:>8} {:>8}\n", behaviour::name(rule), terms.version,
               domain::name(terms.priority), terms.owner, fires, static_cast<double>(f.count) / days, f.days,
               f.busiest);
  }
}

ExitCode backtest(const Options& options, bool quiet) {
  auto rules = load_rules(options.rules);
  if (!rules) return complain(rules.error());
  const auto found = run_history(options, quiet);
  if (!found) return complain(found.error());
  if (!options.out.empty()) {
    if (auto written = write_findings(*found, options.out); !written) return complain(written.error());
  }
  const auto all = fired(*found);
  if (options.json) {
    print_json(*found, *rules, all);
  } else {
    print_table(*found, *rules, all);
  }
  if (options.list && !options.json) {
    for (const auto& [number, kept] : found->findings) {
      fmt::print("\n{} {} from {}{}\n", kept.finding.rule, kept.finding.id, to_rfc3339(kept.finding.begins_at),
                 kept.finding.ends_at ? " to " + to_rfc3339(*kept.finding.ends_at) : "");
      for (const std::string& reason : kept.finding.reasons) fmt::print("  - {}\n", reason);
    }
  }
  if (!quiet) tell_left_out(*found);
  return ExitCode::done;
}

void add_zone_options(CLI::App& command, Options& options) {
  command.add_option("--zones", options.zones, "Atlas of zones (default: the one that serve uses)")->type_name("FILE");
  command.add_flag("--no-zones", options.no_zones, "Without coast and zones: rules that need them say nothing");
}

}  // namespace

void add_behaviour(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* behaviour = app.add_subcommand("behaviour", "Findings of recordings, and rules tried on a history");
  behaviour->require_subcommand(1);

  CLI::App* run = behaviour->add_subcommand("run", "Find what is worth a look in recordings, at full speed");
  run->add_option("RECORDING", options->history, "Files, or folders whose fairlead.toml names files")->required();
  run->add_option("--rules", options->rules, "Rules (default: as they come)")->type_name("FILE");
  run->add_option("--out", options->out, "Where findings go, one JSON object a line (default: standard output)")
      ->type_name("FILE");
  add_zone_options(*run, *options);
  run->callback([options, &line] { line.action = [options, &line] { return run_command(*options, line.quiet); }; });

  CLI::App* test = behaviour->add_subcommand("backtest", "How often each rule would have fired");
  test->add_option("RULES", options->rules, "The rules, a TOML file")->required()->type_name("RULES.toml");
  test->add_option("HISTORY", options->history, "Files, or folders whose fairlead.toml names files")->required();
  test->add_option("--out", options->out, "Write the findings, too, one JSON object a line")->type_name("FILE");
  test->add_flag("--json", options->json, "As one JSON object");
  test->add_flag("--list", options->list, "List what it would have said, with reasons");
  add_zone_options(*test, *options);
  test->callback([options, &line] { line.action = [options, &line] { return backtest(*options, line.quiet); }; });
}

}  // namespace fairlead::app
