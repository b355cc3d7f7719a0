// SPDX-License-Identifier: Apache-2.0
// fairlead replay FILE --to URL: sends a recorded file out again.
#include <atomic>
#include <csignal>

#include <fmt/format.h>

#include "base/system.hpp"
#include "command.hpp"
#include "intake/replay.hpp"

namespace fairlead::app {
namespace {

std::atomic<bool> stop_asked{false};

struct Options {
  std::string file;
  std::string to = "-";
  std::optional<double> speed;
  std::optional<double> rate;
  bool loop = false;
};

ExitCode run_replay(const Options& options, bool quiet) {
  std::signal(SIGINT, [](int) { stop_asked = true; });
  std::signal(SIGTERM, [](int) { stop_asked = true; });
  Progress bar("replaying", quiet);
  intake::ReplayOptions replay;
  replay.file = options.file;
  replay.to = options.to;
  replay.speed = options.speed;
  replay.rate = options.rate;
  replay.loop = options.loop;
  replay.stop = &stop_asked;
  replay.progress = [&](const intake::ReplayProgress& p) {
    if (p.file_size == 0) return;
    bar.show(static_cast<double>(p.file_bytes) / static_cast<double>(p.file_size),
             fmt::format("{} lines, {} receivers", p.lines, p.receivers));
  };
  replay.listening = [&](std::uint16_t port) {
    if (!quiet) fmt::print(stderr, "fairlead: waiting for receivers on port {}\n", port);
  };
  const auto report = intake::replay(replay, system_wall_clock(), system_steady_clock());
  if (!report) return complain(report.error());
  if (!quiet) {
    fmt::print(stderr, "fairlead: {} lines, {} bytes to {} receivers{}\n", report->lines, report->bytes,
               report->receivers_total, report->timed ? "" : " (the file carries no times)");
  }
  return ExitCode::done;
}

}  // namespace

void add_replay(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("replay", "Send a recorded file out again, at recorded pace");
  command->add_option("FILE", options->file, "File of sentences: plain, .gz or .zst")->required();
  command->add_option("--to", options->to,
                      "tcp://HOST:PORT, tcp-listen://ADDRESS:PORT, udp://ADDRESS:PORT or - (default)");
  command->add_option("--speed", options->speed, "Times recorded time (default: as fast as it is taken)");
  command->add_option("--rate", options->rate, "Lines a second, for files without times");
  command->add_flag("--loop", options->loop, "Begin again at the end, without end");
  command->callback([options, &line] { line.action = [options, &line] { return run_replay(*options, line.quiet); }; });
}

}  // namespace fairlead::app
