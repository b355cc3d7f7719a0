// SPDX-License-Identifier: Apache-2.0
// `fairlead demo`: plays a story on simulated sensors, for people who look on, or headless as a test.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include <fmt/format.h>

#include "base/log.hpp"
#include "command.hpp"
#include "story/player.hpp"
#include "story/stage.hpp"

namespace fairlead::app {
namespace {

using namespace std::chrono_literals;

struct Options {
  std::string file;
  std::string folder;
  std::string listen = "127.0.0.1:8480";
  std::string web_root;
  std::optional<double> speed;
  bool headless = false;
  bool print = false;
};

// A folder of our own, gone at the end.
struct Scratch {
  std::string path;
  bool ours = false;
  ~Scratch() {
    std::error_code error;
    if (ours) std::filesystem::remove_all(path, error);
  }
};

Result<void> make_scratch(Scratch& scratch, const std::string& asked) {
  if (!asked.empty()) {
    scratch.path = std::filesystem::absolute(asked).string();
    return {};
  }
  std::string made = (std::filesystem::temp_directory_path() / "fairlead-demo-XXXXXX").string();
  if (::mkdtemp(made.data()) == nullptr)
    return fail(ErrorCode::io, fmt::format("cannot make a folder like `{}`", made));
  scratch = {std::move(made), true};
  return {};
}

// Until a signal that asks for the end, or the time is over.
bool wait_for_end(Duration time) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  const timespec limit{time.count() / 1000, (time.count() % 1000) * 1'000'000};
  return sigtimedwait(&signals, nullptr, &limit) > 0;
}

ExitCode demo(const Options& options, bool quiet) {
  std::string text(story::built_in_story());
  if (!options.file.empty()) {
    std::ifstream in(options.file);
    std::ostringstream whole;
    if (!(whole << in.rdbuf())) {
      return complain(Error{ErrorCode::not_found, fmt::format("cannot read `{}`", options.file)});
    }
    text = whole.str();
  }
  if (options.print) {
    fmt::print("{}", text);
    return ExitCode::done;
  }
  const auto told = story::read_story(text, options.file.empty() ? "the story inside the program" : options.file);
  if (!told) return complain(told.error());

  // Taken by sigtimedwait in this thread; the others inherit the mask.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  log::set_level(options.headless ? log::Level::error : log::Level::warning);

  Scratch scratch;
  if (auto made = make_scratch(scratch, options.folder); !made) return complain(made.error());
  story::Board board(*told);
  serve::StoryTalk talk;
  talk.shown = [&board] { return board.shown(); };
  talk.pause = [&board](bool on) { board.pause(on); };
  talk.go_on = [&board] { board.go_on(); };
  story::StageOptions stage_options;
  stage_options.folder = scratch.path;
  stage_options.listen = options.headless ? "127.0.0.1:0" : options.listen;
  stage_options.web_root = options.web_root;
  stage_options.speed = options.speed.value_or(options.headless ? told->headless_speed : told->speed);
  if (!quiet) fmt::print("{}\n{}\n", told->title, told->about);
  auto stage = story::Stage::open(*told, stage_options, talk);
  if (!stage) return complain(stage.error());
  if (auto settled = (*stage)->settle(); !settled) return complain(settled.error());
  if (!options.headless && !quiet) {
    fmt::print(
        "\nopen {} and look on (stop with Ctrl-C); whoever reaches this address is an administrator\n"
        "the people of the story sign in with the password {}\n",
        (*stage)->url(), (*stage)->password());
  }
  story::PlayOptions play_options;
  play_options.headless = options.headless;
  play_options.quiet = quiet;
  play_options.step_takes = options.headless ? Duration{} : Duration{12s};
  story::Player player(*told, **stage, board, play_options, wait_for_end);
  const story::Outcome outcome = player.play();
  fmt::print("\n{} of {} steps; {} passed, {} failed{}\n", outcome.steps, told->steps.size(), outcome.passed,
             outcome.failed, outcome.skipped == 0 ? "" : fmt::format(", {} skipped", outcome.skipped));
  std::fflush(stdout);
  if (!options.headless && !outcome.interrupted) {
    if (!quiet) fmt::print("the centre goes on at {} until Ctrl-C\n", (*stage)->url());
    std::fflush(stdout);
    while (!wait_for_end(1s)) (*stage)->follow_time();
  }
  return outcome.failed == 0 ? ExitCode::done : ExitCode::failed;
}

}  // namespace

void add_demo(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("demo", "Play the whole story on simulated sensors");
  command->add_option("story", options->file, "A story file (TOML) instead of the one inside the program");
  command->add_flag("--headless", options->headless,
                    "Without a page to look at, at full speed; exit 1 where a check fails");
  command->add_option("--listen", options->listen, "ADDRESS:PORT of the page (default: 127.0.0.1:8480)");
  command->add_option("--data", options->folder,
                      "Folder to play in, empty or not there; it is kept (default: a temporary one)");
  command->add_option("--web", options->web_root, "Folder of the web client, instead of the one in the program");
  command->add_option("--speed", options->speed, "Seconds of the sea in one second")->check(CLI::Range(1.0, 1e4));
  command->add_flag("--print", options->print, "Print the story file and end");
  command->callback([options, &line] { line.action = [options, &line] { return demo(*options, line.quiet); }; });
}

}  // namespace fairlead::app
