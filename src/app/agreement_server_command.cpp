// SPDX-License-Identifier: Apache-2.0
// fairlead agreement draft|adopt|withdraw|list, assurance, assessment: on a running centre.
#include <fmt/format.h>

#include "base/text.hpp"
#include "command.hpp"
#include "home_client.hpp"
#include "http/query.hpp"
#include "reply_text.hpp"
#include "sharing_commands.hpp"

namespace fairlead::app {

namespace json = boost::json;

namespace {

struct Options {
  HomeOptions home;
  std::string file, id, agency, assurance, until, text, scheme, risk, approver;
  std::uint32_t version = 0;
  bool dry_run = false, breached = false, withdrawn = false;
};

void print_agreement(const json::value& agreement) {
  fmt::print("{} version {}: {}, {}\n", text_of(agreement, "id"), number_of(agreement, "version"),
             text_of(agreement, "state"), text_of(agreement, "title"));
  fmt::print("  with {} for {}\n", joined(agreement, "parties"), joined(agreement, "purposes"));
  fmt::print("  drafted by {} at {}", text_of(agreement, "drafted_by"), text_of(agreement, "drafted_at"));
  if (const std::string by = text_of(agreement, "adopted_by"); !by.empty()) {
    fmt::print(", adopted by {} at {}", by, text_of(agreement, "adopted_at"));
  }
  fmt::print("\n");
  for (const json::value& assurance : list_of(agreement, "assurances")) {
    for (const json::value& held : list_of(assurance, "held")) {
      fmt::print("  assurance {} of {}: {}{}\n", text_of(assurance, "id"), text_of(held, "agency"),
                 text_of(held, "state"), text_of(held, "until").empty() ? "" : " until " + text_of(held, "until"));
    }
  }
}

std::string path_of(std::string_view id, std::string_view rest) {
  return fmt::format("/api/v1/agreements/{}/{}", http::percent_encode(id), rest);
}

ExitCode draft(const Options& options) {
  const auto toml = read_file(options.file);
  if (!toml) return complain(toml.error());
  const std::string body = Body().text("toml", *toml).take();
  if (options.dry_run) {
    bool mistakes = false;
    const ExitCode code = talk(options.home, "POST", "/api/v1/agreements/check", body, [&](const json::value& answer) {
      for (const json::value& mistake : list_of(answer, "mistakes")) {
        fmt::print("{}:{}:{}: {}\n", options.file, number_of(mistake, "line"), number_of(mistake, "column"),
                   text_of(mistake, "message"));
        mistakes = true;
      }
      for (const json::value& warning : list_of(answer, "warnings")) {
        fmt::print("{}\n", std::string_view(warning.as_string()));
      }
      for (const json::value& change : list_of(answer, "changes")) {
        fmt::print("{}\n", std::string_view(change.as_string()));
      }
    });
    return code == ExitCode::done && mistakes ? ExitCode::failed : code;
  }
  return talk(options.home, "POST", "/api/v1/agreements", body, [](const json::value& answer) {
    for (const json::value& warning : list_of(answer, "warnings")) {
      fmt::print("warning: {}\n", std::string_view(warning.as_string()));
    }
    fmt::print("drafted: {} version {}; a second person adopts it:\n  fairlead agreement adopt {} {}\n",
               text_of(answer, "id"), number_of(answer, "version"), text_of(answer, "id"),
               number_of(answer, "version"));
  });
}

ExitCode adopt(const Options& options) {
  return talk(options.home, "POST", path_of(options.id, "adopt"),
              Body().raw("version", std::to_string(options.version)).take(), print_agreement);
}

ExitCode withdraw(const Options& options) {
  Body body;
  if (options.version != 0) body.raw("version", std::to_string(options.version));
  return talk(options.home, "POST", path_of(options.id, "withdraw"), body.take(), print_agreement);
}

ExitCode list(const Options& options) {
  return talk(options.home, "GET", "/api/v1/agreements", {}, [](const json::value& answer) {
    for (const json::value& agreement : list_of(answer, "agreements")) print_agreement(agreement);
    if (list_of(answer, "agreements").empty()) fmt::print("no agreements\n");
  });
}

void print_state(const json::value& answer) { fmt::print("{}\n", text_of(answer, "state")); }

ExitCode assure(const Options& options) {
  Body body;
  body.text("agency", options.agency).text("agreement", options.id).text("assurance", options.assurance);
  body.text("until", options.until).flag_if("breached", options.breached).text_if("text", options.text);
  return talk(options.home, "PUT", "/api/v1/assurances", body.take(), print_state);
}

ExitCode assess(const Options& options) {
  std::string more = Body().text("agreement", options.id).flag_if("withdrawn", options.withdrawn).take();
  more = "," + more.substr(1, more.size() - 2);
  std::string body;
  if (!options.file.empty()) {
    auto read = assessment_body(options.file, more);
    if (!read) return complain(read.error());
    body = std::move(*read);
  } else {
    body = Body()
               .text("scheme", options.scheme)
               .text("risk", options.risk)
               .text("approver", options.approver)
               .text("expires_at", options.until)
               .take();
    body.insert(body.size() - 1, more);
  }
  return talk(options.home, "PUT", "/api/v1/assessments", body, print_state);
}

CLI::App* add(CLI::App& to, const std::shared_ptr<Options>& options, CommandLine& line, const char* name,
              const char* meaning, ExitCode (*action)(const Options&)) {
  CLI::App* command = to.add_subcommand(name, meaning);
  options->home.add_to(*command);
  command->callback([options, action, &line] { line.action = [options, action] { return action(*options); }; });
  return command;
}

}  // namespace

void add_agreement_on_server(CLI::App& agreement, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add(agreement, options, line, "draft", "Give a running centre the draft of an agreement", draft);
  command->add_option("FILE", options->file, "Agreement file")->required();
  command->add_flag("--dry-run", options->dry_run, "Only say what is wrong with it, and what it would change");
  command =
      add(agreement, options, line, "adopt", "Put a draft in force on a running centre, as the second person", adopt);
  command->add_option("ID", options->id, "The agreement")->required();
  command->add_option("VERSION", options->version, "Its version")->required();
  command = add(agreement, options, line, "withdraw", "Take one out of force on a running centre, at once", withdraw);
  command->add_option("ID", options->id, "The agreement")->required();
  command->add_option("VERSION", options->version, "Of a draft (default: what is in force)");
  add(agreement, options, line, "list", "The agreements of a running centre", list);
}

void add_desk(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* command = add(app, options, line, "assurance", "Record what a partner promised, or its breach", assure);
  command->add_option("--agency", options->agency, "Such as XAA/coast_guard")->required();
  command->add_option("--agreement", options->id, "The agreement that asks for it")->required();
  command->add_option("--assurance", options->assurance, "Its id there")->required();
  command->add_option("--until", options->until, "The first moment at which it no longer holds")->required();
  command->add_flag("--breached", options->breached, "It was broken: stops at once what needs it");
  command->add_option("--text", options->text, "In the partner's words");
  command = add(app, options, line, "assessment", "Make, renew or withdraw the assessment of an agreement", assess);
  command->add_option("--agreement", options->id, "The agreement")->required();
  command->add_option("--file", options->file, "TOML file with scheme, risk, approver, expires");
  command->add_option("--scheme", options->scheme, "Such as OSJA");
  command->add_option("--risk", options->risk, "low, medium, high");
  command->add_option("--approver", options->approver, "Rank of who approves it");
  command->add_option("--expires", options->until, "The first moment at which it no longer counts");
  command->add_flag("--withdrawn", options->withdrawn, "It no longer counts: stops at once what needs it");
}

}  // namespace fairlead::app
