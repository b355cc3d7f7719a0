// SPDX-License-Identifier: Apache-2.0
// fairlead check-config: reads the configuration as `serve` would and says what comes of it.
#include <fmt/format.h>

#include "command.hpp"
#include "rules_file.hpp"
#include "upstream.hpp"

namespace fairlead::app {
namespace {

struct Options {
  std::string file;
  bool effective = false;
};

ExitCode check_config(const Options& options) {
  const auto settings = load_settings(options.file);
  if (!settings) return complain(settings.error());
  for (const SourceSetting& source : settings->sources) {
    if (const auto url = check_source_url(source.url); !url) return complain(url.error().within(source.origin));
  }
  if (const auto rules = rules_of(*settings); !rules) return complain(rules.error());
  if (!options.effective) {
    fmt::print("the configuration is in order: {} source{}\n", settings->sources.size(),
               settings->sources.size() == 1 ? "" : "s");
    return ExitCode::done;
  }
  for (const SettingKey& key : setting_keys()) {
    const auto origin = settings->origins.find(key.name);
    fmt::print("{} = \"{}\"  # {}\n", key.name, value_text(*settings, key.name),
               origin == settings->origins.end() ? "default" : origin->second);
  }
  for (const SourceSetting& source : settings->sources) {
    fmt::print("source \"{}\" = \"{}\"  # {}\n", source.name, source.url, source.origin);
  }
  return ExitCode::done;
}

}  // namespace

void add_check_config(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("check-config", "Check the configuration without starting anything");
  command->add_option("--config", options->file, "Configuration file (default: /etc/fairlead/fairlead.toml)");
  command->add_flag("--effective", options->effective, "Print every value and where it came from");
  command->callback([options, &line] { line.action = [options] { return check_config(*options); }; });
}

}  // namespace fairlead::app
