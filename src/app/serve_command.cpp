// SPDX-License-Identifier: Apache-2.0
// fairlead serve: store, engine, sources and HTTP server wired together, until a signal ends it.
#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>

#include <fmt/format.h>
#include <pthread.h>

#include "base/log.hpp"
#include "base/system.hpp"
#include "base/text.hpp"
#include "command.hpp"
#include "engine/runner.hpp"
#include "intake/intake.hpp"
#include "intake/source_url.hpp"
#include "serve/server.hpp"
#include "store_sqlite/database.hpp"

namespace fairlead::app {
namespace {

struct Options {
  std::string config;
  std::vector<std::string> sources;
  std::optional<std::string> data;
  std::optional<std::string> listen;
  std::optional<std::string> web_root;
  std::optional<std::string> own_name;
  std::vector<std::string> sets;  // key=value
};

Result<Settings> settings_of(const Options& options) {
  FL_TRY(Settings settings, load_settings(options.config));
  const auto flag = [&](std::string_view key, const std::optional<std::string>& value,
                        std::string_view name) -> Result<void> {
    if (!value) return {};
    return set(settings, key, *value, std::string(name));
  };
  FL_CHECK(flag("data.folder", options.data, "--data"));
  FL_CHECK(flag("http.listen", options.listen, "--listen"));
  FL_CHECK(flag("http.web_root", options.web_root, "--web"));
  FL_CHECK(flag("centre.name", options.own_name, "--own-name"));
  for (const std::string& pair : options.sets) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) {
      return fail(ErrorCode::invalid_argument, fmt::format("--set `{}` needs the form section.key=value", pair));
    }
    FL_CHECK(set(settings, pair.substr(0, equals), pair.substr(equals + 1), "--set"));
  }
  for (const std::string& url : options.sources) {
    SourceSetting source;
    source.url = url;
    source.origin = "--source";
    settings.sources.push_back(std::move(source));
  }
  // Before anything is opened, so that a slip of the pen changes nothing.
  for (const SourceSetting& source : settings.sources) {
    if (auto url = intake::parse_source_url(source.url); !url) return Failure(url.error().within(source.origin));
  }
  return settings;
}

void set_log_level(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, log::Level>, 4> kLevels{{{"debug", log::Level::debug},
                                                                                   {"info", log::Level::info},
                                                                                   {"warning", log::Level::warning},
                                                                                   {"error", log::Level::error}}};
  for (const auto& [name, level] : kLevels) {
    if (name == word) log::set_level(level);
  }
}

// What runs, in the order in which it is built; it is taken down the other way round.
class Service {
 public:
  static Result<std::unique_ptr<Service>> open(const Settings& settings) {
    auto service = std::unique_ptr<Service>(new Service);
    const store_sqlite::StoreLimits store_limits{.journal_age = settings.journal_age_max,
                                                 .journal_bytes = settings.journal_size_max,
                                                 .history_age = settings.history_age_max,
                                                 .history_bytes = settings.history_size_max};
    FL_TRY(service->store_, store_sqlite::SqliteStore::open(settings.data_folder, store_limits));

    engine::RunnerOptions runner;
    runner.slot_length = settings.slot_length;
    runner.engine.tracker.tracks_max = settings.tracks_max;
    FL_TRY(service->runner_, engine::Runner::open(runner, *service->store_, system_wall_clock()));
    service->intake_ =
        std::make_unique<intake::Intake>(service->runner_->inbox(), system_wall_clock(), system_steady_clock());

    serve::ServerOptions server;
    server.listen = settings.listen;
    server.metrics_listen = settings.metrics_listen;
    server.web_root = settings.web_root;
    for (std::string_view rest = settings.allowed_hosts; !rest.empty();) {
      const auto comma = rest.find(',');
      if (const auto host = trim(rest.substr(0, comma)); !host.empty()) server.allowed_hosts.emplace_back(host);
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
    server.version = FAIRLEAD_VERSION;
    server.commit = FAIRLEAD_COMMIT;
    server.own_name = settings.own_name;
    // Until the engine holds accounts there is nobody to sign in.
    server.demo = true;
    Service& s = *service;
    serve::ServerInputs inputs;
    inputs.picture = [&s] { return s.runner_->picture(); };
    inputs.history = &s.store_->history();
    inputs.sources = [&s] { return s.intake_->health(); };
    inputs.status = [&s] { return s.runner_->status(); };
    inputs.declared = [&s] { return s.runner_->sources(); };
    FL_TRY(service->server_, serve::Server::open(server, inputs));
    return service;
  }

  Result<void> start(const Settings& settings) {
    runner_->on_publish([this] { server_->picture_changed(); });
    // With no source there is no time of their own to follow: what was stored last stays as it stood.
    bool all_recorded = true;
    for (const SourceSetting& source : settings.sources) {
      auto url = intake::parse_source_url(source.url);
      if (!url) return Failure(url.error().within(source.origin));
      all_recorded = all_recorded && !url->is_live();
    }
    runner_->use_recorded_time(all_recorded);
    runner_->start();
    for (const SourceSetting& source : settings.sources) FL_CHECK(add(source));
    server_->start();
    intake_->start();
    return {};
  }

  ~Service() {
    if (intake_) intake_->stop();
    if (runner_) runner_->stop();
    if (server_) server_->stop();
  }

  std::string address() const { return server_->address(); }
  engine::RunnerStatus status() const { return runner_->status(); }
  std::size_t tracks() const { return runner_->picture()->size(); }
  // Recorded or live time may become known only while a file is read.
  void follow_time() { runner_->use_recorded_time(intake_->health().empty() || intake_->recorded_time()); }

 private:
  Service() = default;

  Result<void> add(const SourceSetting& setting) {
    FL_TRY(const intake::SourceUrl url, intake::parse_source_url(setting.url));
    domain::Source source;
    source.name = setting.name.empty() ? url.name : setting.name;
    source.url = url.url;
    source.originator = setting.originator.empty() ? url.originator : setting.originator;
    source.label = setting.label;
    FL_TRY(const domain::SourceId id, runner_->declare(source));
    intake::SourceConfig config{source.name, setting.url, source.originator, source.label, setting.stall};
    if (auto added = intake_->add(id, std::move(config)); !added) return Failure(added.error().within(setting.origin));
    return {};
  }

  std::unique_ptr<store_sqlite::SqliteStore> store_;
  std::unique_ptr<engine::Runner> runner_;
  std::unique_ptr<intake::Intake> intake_;
  std::unique_ptr<serve::Server> server_;
};

ExitCode serve_until_signal(const Options& options, bool quiet) {
  const auto settings = settings_of(options);
  if (!settings) return complain(settings.error());
  set_log_level(settings->log_level);

  // Signals are taken by sigwait below, in this thread; the others inherit the mask.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  auto service = Service::open(*settings);
  if (!service) return complain(service.error());
  if (auto started = (*service)->start(*settings); !started) return complain(started.error());
  const engine::RunnerStatus status = (*service)->status();
  log::info("started", {{"address", (*service)->address()},
                        {"slot", status.slot},
                        {"recovered_slots", status.recovered_slots},
                        {"tracks", std::uint64_t{(*service)->tracks()}},
                        {"sources", std::uint64_t{settings->sources.size()}}});
  if (!quiet) fmt::print(stderr, "fairlead: serving on http://{}\n", (*service)->address());

  const timespec second{1, 0};
  while (true) {
    const int signal = sigtimedwait(&signals, nullptr, &second);
    if (signal < 0) {
      (*service)->follow_time();
      continue;
    }
    if (signal == SIGHUP) {
      // Nothing can be reloaded yet; saying so is better than dying of it.
      log::warning("reload_ignored", {{"cure", "restart to apply a changed configuration"}});
      continue;
    }
    log::info("stopping", {{"signal", signal}});
    break;
  }
  service->reset();
  log::info("stopped");
  return ExitCode::done;
}

}  // namespace

void add_serve(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("serve", "Run the centre: read sources, keep the picture, serve page and API");
  command->add_option("--config", options->config, "Configuration file (default: /etc/fairlead/fairlead.toml)");
  command
      ->add_option("--source", options->sources,
                   "Where sentences come from; may be given more than once. file:PATH, tcp://HOST:PORT,\n"
                   "tcp-listen://ADDRESS:PORT, udp://ADDRESS:PORT, serial:DEVICE?baud=N, - (standard input)")
      ->expected(1);
  command->add_option("--data", options->data, "Data folder");
  command->add_option("--listen", options->listen, "ADDRESS:PORT of the page and the API (default: 127.0.0.1:8480)");
  command->add_option("--web", options->web_root, "Folder of the web client, instead of the one in the program");
  command->add_option("--own-name", options->own_name, "The name of this centre, as screens show it");
  command->add_option("--set", options->sets, "section.key=value, as in the configuration file")->expected(1);
  command->callback(
      [options, &line] { line.action = [options, &line] { return serve_until_signal(*options, line.quiet); }; });
}

}  // namespace fairlead::app
