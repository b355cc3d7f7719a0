// SPDX-License-Identifier: Apache-2.0
// fairlead serve: store, engine, sources and HTTP server wired together, until a signal ends it.
#include <array>
#include <csignal>

#include <fmt/format.h>
#include <pthread.h>

#include "base/log.hpp"
#include "command.hpp"
#include "service.hpp"
#include "upstream.hpp"

namespace fairlead::app {
namespace {

struct Options {
  std::string config;
  std::vector<std::string> sources;
  std::optional<std::string> data;
  std::optional<std::string> listen;
  std::optional<std::string> web_root;
  std::optional<std::string> own_name;
  std::optional<std::string> own_state;
  std::vector<std::string> sets;  // key=value
  std::optional<std::string> partners;
  bool demo = false;
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
  FL_CHECK(flag("centre.state", options.own_state, "--own-state"));
  FL_CHECK(flag("partners.listen", options.partners, "--partners"));
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
    if (auto url = check_source_url(source.url); !url) return Failure(url.error().within(source.origin));
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

ExitCode serve_until_signal(const Options& options, bool quiet) {
  const auto settings = settings_of(options);
  if (!settings) return complain(settings.error());
  set_log_level(settings->log_level);

  // Signals are taken by sigwait below, in this thread; the others inherit the mask.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  auto service = Service::open(*settings, options.demo);
  if (!service) return complain(service.error());
  if (auto started = (*service)->start(*settings); !started) return complain(started.error());
  const engine::RunnerStatus status = (*service)->status();
  log::info("started", {{"address", (*service)->address()},
                        {"slot", status.slot},
                        {"recovered_slots", status.recovered_slots},
                        {"tracks", std::uint64_t{(*service)->tracks()}},
                        {"sources", std::uint64_t{settings->sources.size()}}});
  if (!quiet) {
    fmt::print(stderr, "fairlead: serving on {}\n", (*service)->url());
    if (!(*service)->partners_url().empty()) {
      fmt::print(stderr, "fairlead: partners at {}\n", (*service)->partners_url());
    }
    if (options.demo)
      fmt::print(stderr, "fairlead: --demo: everybody who can reach this address is an administrator\n");
    if (const auto link = (*service)->first_link()) {
      fmt::print(stderr, "fairlead: nobody has an account yet; make the first administrator here, once:\n  {}\n",
                 *link);
    }
  }

  const timespec second{1, 0};
  while (true) {
    const int signal = sigtimedwait(&signals, nullptr, &second);
    if (signal < 0) {
      (*service)->follow_time();
      continue;
    }
    if (signal == SIGHUP) {
      (*service)->reload_certificates();
      log::info("reloaded", {{"what", "certificates"}, {"cure", "restart to apply a changed configuration"}});
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
  command->add_option("--partners", options->partners, "ADDRESS:PORT of the door for partners (default: none)");
  command->add_flag("--demo", options->demo, "Nobody signs in: whoever reaches the page is an administrator");
  command->add_option("--own-name", options->own_name, "The name of this centre, as screens show it");
  command->add_option("--own-state", options->own_state, "Whose centre this is, two letters of ISO 3166-1, such as GB");
  command->add_option("--set", options->sets, "section.key=value, as in the configuration file")->expected(1);
  command->callback(
      [options, &line] { line.action = [options, &line] { return serve_until_signal(*options, line.quiet); }; });
}

}  // namespace fairlead::app
