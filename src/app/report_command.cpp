// SPDX-License-Identifier: Apache-2.0
// fairlead report make|get|ls, on a running centre; PDF through a browser on this machine.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.hpp"
#include "home_client.hpp"
#include "reply_text.hpp"

namespace fairlead::app {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

struct Options {
  HomeOptions home;
  std::string kind, subject, from, to, known_at, number, out, pdf, browser;
  bool parts = false;
};

// The browser that there is: the one that was named, or the usual names.
std::string find_browser(const std::string& named) {
  if (!named.empty()) return named;
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "/usr/bin:/bin" : path;
  while (!rest.empty()) {
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    for (const std::string_view name : {"chromium", "chromium-browser", "google-chrome"}) {
      const std::string file = fmt::format("{}/{}", rest.substr(0, colon), name);
      if (::access(file.c_str(), X_OK) == 0) return file;
    }
    rest.remove_prefix(std::min(colon + 1, rest.size()));
  }
  return {};
}

// A folder of its own that goes with its owner.
struct Scratch {
  std::string path;
  Scratch() {
    std::string made = (fs::temp_directory_path() / "fairlead-report-XXXXXX").string();
    if (::mkdtemp(made.data()) != nullptr) path = made;
  }
  ~Scratch() {
    std::error_code ignored;
    if (!path.empty()) fs::remove_all(path, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
};

Result<void> print_pdf(const std::string& page, const std::string& out, const std::string& named) {
  const std::string browser = find_browser(named);
  if (browser.empty()) {
    return fail(ErrorCode::not_found,
                "there is no Chromium here to print with; install it, name it with `--browser`, or print the page");
  }
  const Scratch scratch;
  if (scratch.path.empty()) return fail(ErrorCode::io, "cannot make a folder to print in");
  std::ofstream(scratch.path + "/report.html", std::ios::binary) << page;
  const std::string made = scratch.path + "/report.pdf";
  std::vector<std::string> words = {browser,
                                    "--headless",
                                    "--disable-gpu",
                                    "--disable-javascript",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--export-tagged-pdf",
                                    "--generate-pdf-document-outline",
                                    "--no-pdf-header-footer",
                                    "--user-data-dir=" + scratch.path + "/profile",
                                    "--print-to-pdf=" + made};
  if (::geteuid() == 0) words.emplace_back("--no-sandbox");  // it refuses to start otherwise
  words.push_back("file://" + scratch.path + "/report.html");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int started = ::posix_spawn(&child, browser.c_str(), &quiet, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  if (started != 0) return fail(ErrorCode::io, fmt::format("cannot start `{}`: {}", browser, std::strerror(started)));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !fs::exists(made)) {
    return fail(ErrorCode::io, fmt::format("`{}` could not print the report", browser));
  }
  std::error_code error;
  fs::copy_file(made, out, fs::copy_options::overwrite_existing, error);
  if (error) return fail(ErrorCode::io, fmt::format("cannot write `{}`: {}", out, error.message()));
  return {};
}

ExitCode get(const Options& options) {
  auto home = Home::open(options.home);
  if (!home) return complain(home.error());
  const std::string path = fmt::format("/api/v1/reports/{}?format={}", options.number, options.parts ? "json" : "html");
  const auto reply = home->send("GET", path);
  if (!reply) return complain(reply.error());
  if (!reply->is_success()) {
    print_faults(*reply);
    return complain(*reply, home->url());
  }
  if (!options.pdf.empty()) {
    if (const auto printed = print_pdf(reply->body, options.pdf, options.browser); !printed) {
      return complain(printed.error());
    }
  }
  if (!options.out.empty()) {
    std::ofstream file(options.out, std::ios::binary);
    file << reply->body;
    if (!file.flush()) return complain(Error{ErrorCode::io, fmt::format("cannot write `{}`", options.out)});
  }
  if (options.pdf.empty() && options.out.empty()) fmt::print("{}", reply->body);
  return ExitCode::done;
}

ExitCode make(const Options& options) {
  const std::string body = Body()
                               .text("kind", options.kind)
                               .text_if("subject", options.subject)
                               .text_if("from", options.from)
                               .text_if("to", options.to)
                               .text_if("known_at", options.known_at)
                               .take();
  Options made = options;
  const ExitCode code = talk(options.home, "POST", "/api/v1/reports", body, [&](const json::value& answer) {
    made.number = text_of(answer, "number");
    fmt::print(options.out.empty() && options.pdf.empty() ? stdout : stderr, "{}  {}  as known at {}  sha256 {}\n",
               made.number, text_of(answer, "title"), text_of(answer, "known_at"), text_of(answer, "sha256"));
  });
  if (code != ExitCode::done || options.home.json || (options.out.empty() && options.pdf.empty())) return code;
  return get(made);
}

ExitCode list(const Options& options) {
  return talk(options.home, "GET", "/api/v1/reports", {}, [](const json::value& answer) {
    for (const json::value& one : list_of(answer, "reports")) {
      fmt::print("{:<8} {:<17} {:<24} {:<14} {}\n", text_of(one, "number"), text_of(one, "kind"),
                 text_of(one, "known_at"), text_of(one, "made_by"), text_of(one, "title"));
    }
    if (list_of(answer, "reports").empty()) fmt::print("no reports yet\n");
  });
}

}  // namespace

void add_report(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* reports =
      app.add_subcommand("report", "Reports: made under a number, made again from it with the same bytes");
  reports->require_subcommand(1);
  const auto add = [&](const char* name, const char* meaning, ExitCode (*action)(const Options&)) {
    CLI::App* command = reports->add_subcommand(name, meaning);
    options->home.add_to(*command);
    command->callback([options, action, &line] { line.action = [options, action] { return action(*options); }; });
    return command;
  };
  const auto add_outputs = [&](CLI::App* command) {
    command->add_option("--out", options->out, "File for the page");
    command->add_option("--pdf", options->pdf, "File for a tagged PDF, printed with Chromium");
    command->add_option("--browser", options->browser, "The Chromium to print with (default: the one in PATH)");
    command->add_flag("--parts", options->parts, "As JSON instead of a page");
  };
  CLI::App* command = add("make", "Make one", make);
  command
      ->add_option("KIND", options->kind,
                   "handover, brief, boarding, release_register, stop, incident, quarterly, court")
      ->required();
  command->add_option("--subject", options->subject, "C-0091, FL-2026-0417, the epoch of a stop, as the kind asks for");
  command->add_option("--from", options->from, "Begin of the period");
  command->add_option("--to", options->to, "End of the period");
  command->add_option("--as-of", options->known_at, "As it was known then");
  add_outputs(command);
  CLI::App* got = add("get", "Make it again from its number", get);
  got->add_option("NUMBER", options->number, "Such as R-0007")->required();
  add_outputs(got);
  add("ls", "The register", list);
}

}  // namespace fairlead::app
