// SPDX-License-Identifier: Apache-2.0
// fairlead ledger replay, on a data folder; and what `fairlead ledger show|tail|prove --server` ask a running centre.
#include <filesystem>

#include <fmt/format.h>

#include "base/text.hpp"
#include "command.hpp"
#include "home_client.hpp"
#include "http/query.hpp"
#include "ledger/key_file.hpp"
#include "ledger_replay.hpp"
#include "reply_text.hpp"
#include "sharing_commands.hpp"
#include "store_sqlite/database.hpp"

namespace fairlead::app {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

struct Options {
  std::string data, config, key;
  bool json = false;
};

std::string json_of(const ReplayReport& report) {
  Body body;
  body.raw("equal", report.difference ? "false" : "true").raw("slots", std::to_string(report.slots));
  body.raw("entries", std::to_string(report.entries)).raw("tiles", std::to_string(report.tiles));
  body.raw("checkpoints", std::to_string(report.checkpoints)).raw("erased", std::to_string(report.erased));
  body.raw("begins_after", std::to_string(report.begins_after));
  if (report.difference) body.text("difference", *report.difference);
  return body.take();
}

ExitCode replay(const Options& options, bool quiet) {
  auto settings = load_settings(options.config);
  if (!settings) return complain(settings.error());
  const fs::path folder = options.data.empty() ? settings->data_folder : options.data;
  std::error_code error;
  // Opening would make one.
  if (!fs::exists(folder / "fairlead.db", error)) {
    return complain(
        Error{ErrorCode::not_found,
              fmt::format("`{}` has no `fairlead.db`; name the data folder with `--data`", folder.string())});
  }
  const std::string key_file = options.key.empty() ? (folder / "ledger.key").string() : options.key;
  std::optional<ledger::Signer> key;
  if (!options.key.empty() || fs::exists(key_file, error)) {
    auto signer = ledger::load_key_file(key_file);
    if (!signer) return complain(signer.error());
    key = std::move(*signer);
  }
  auto store = store_sqlite::SqliteStore::open(folder);
  if (!store) return complain(store.error());
  const auto newest = (*store)->newest_slot();
  if (!newest) return complain(newest.error());
  engine::EngineLimits limits;
  limits.tracker.tracks_max = settings->tracks_max;
  limits.delivery_tick = settings->delivery().tick;
  limits.delivery_parts = settings->delivery().parts;
  limits.partner_log_capacity = static_cast<std::uint32_t>(settings->releases_per_minute);
  limits.ledger_origin = settings->ledger_origin;
  Progress progress("replaying", quiet);
  const auto report = replay_ledger(**store, limits, key ? &*key : nullptr, [&](std::uint64_t slot) {
    progress.show(static_cast<double>(slot) / static_cast<double>(std::max<std::uint64_t>(*newest, 1)));
  });
  if (!report) return complain(report.error());
  if (options.json) {
    fmt::print("{}\n", json_of(*report));
  } else if (report->difference) {
    fmt::print("{}\n", *report->difference);
  } else {
    fmt::print("replayed {} slots, {} entries, equal\n", report->slots, report->entries);
    if (!quiet) {
      fmt::print(
          stderr, "{} tiles, {} checkpoints{}{}{}\n", report->tiles, report->checkpoints,
          key ? "" : " (no key: what is signed was not compared)",
          report->erased != 0 ? fmt::format(", {} records erased: their leaves are equal", report->erased) : "",
          report->begins_after != 0 ? fmt::format(", from the checkpoint at slot {}", report->begins_after) : "");
    }
  }
  return report->difference ? ExitCode::verification : ExitCode::done;
}

void print_entry(const json::value& entry) { fmt::print("{}\n", json::serialize(entry)); }

}  // namespace

std::string log_query(const std::string& log, std::string_view begin) {
  return log.empty() ? std::string() : fmt::format("{}log={}", begin, http::percent_encode(log));
}

ExitCode show_from_server(const HomeOptions& home, const std::string& log, std::uint64_t index) {
  return talk(home, "GET", fmt::format("/api/v1/ledger/entries/{}{}", index, log_query(log, "?")), {}, print_entry);
}

ExitCode tail_from_server(const HomeOptions& home, const std::string& log, std::uint64_t count) {
  const std::string path = fmt::format("/api/v1/ledger/entries?limit={}{}", count, log_query(log, "&"));
  return talk(home, "GET", path, {}, [](const json::value& answer) {
    for (const json::value& entry : list_of(answer, "entries")) print_entry(entry);
  });
}

ExitCode prove_from_server(const HomeOptions& home, const std::string& log, std::uint64_t index, bool open) {
  const std::string path =
      fmt::format("/api/v1/ledger/entries/{}/proof?open={}{}", index, open ? 1 : 0, log_query(log, "&"));
  return talk(home, "GET", path, {}, [](const json::value&) {});
}

void add_ledger_replay(CLI::App& ledger, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command = ledger.add_subcommand(
      "replay", "Run the journal again and compare every entry, leaf by leaf; exit code 7 when one differs");
  command->add_option("--data", options->data, "Data folder (default: that of the configuration)");
  command->add_option("--config", options->config, "Configuration that the centre ran with");
  command->add_option("--key", options->key, "The ledger's key (default: ledger.key in the folder)");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &line] { line.action = [options, &line] { return replay(*options, line.quiet); }; });
}

}  // namespace fairlead::app
