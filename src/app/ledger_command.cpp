// SPDX-License-Identifier: Apache-2.0
// fairlead ledger verify|show|prove|check|tail|export|keygen|rotate: reads a ledger in a folder, as anyone may who has
// it. With --server, show, tail and prove ask a running centre instead.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "base/system.hpp"
#include "base/text.hpp"
#include "command.hpp"
#include "ledger/commitment.hpp"
#include "ledger/key_file.hpp"
#include "ledger/proofs.hpp"
#include "ledger/verify.hpp"
#include "sharing_commands.hpp"
#include "store_sqlite/inspect.hpp"

namespace fairlead::app {
namespace {

struct Options {
  std::string folder;
  std::string to;
  std::vector<std::string> keys;
  std::string name;
  std::uint64_t index = 0;
  std::uint64_t count = 10;
  bool json = false;
  bool tree_only = false;
  bool closed = false;
  HomeOptions home;
  std::string log;
  bool from_server = false;
};

Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorCode::not_found, fmt::format("cannot read `{}`", path));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// Each key is the text of a verifier key, or a file that holds some, one a line.
Result<std::vector<ledger::Verifier>> verifiers(const std::vector<std::string>& keys) {
  std::vector<ledger::Verifier> result;
  for (const std::string& key : keys) {
    if (key.find('+') != std::string::npos) {
      FL_TRY(ledger::Verifier one, ledger::Verifier::parse(key));
      result.push_back(std::move(one));
      continue;
    }
    FL_TRY(const std::string text, read_text(key));
    std::string_view rest = text;
    while (!rest.empty()) {
      const std::string_view line = trim(rest.substr(0, rest.find('\n')));
      rest.remove_prefix(
          std::min(rest.size(), rest.find('\n') == std::string_view::npos ? rest.size() : rest.find('\n') + 1));
      if (line.empty() || line.starts_with('#')) continue;
      auto one = ledger::Verifier::parse(line);
      if (!one) return Failure(one.error().within(fmt::format("`{}`", key)));
      result.push_back(std::move(*one));
    }
  }
  if (result.empty()) {
    return fail(ErrorCode::invalid_argument, "no verifier key; name the ledger's with `--key`, as text or as a file");
  }
  return result;
}

// An exported ledger, or a log of a data folder, whether its centre runs or not.
Result<std::unique_ptr<ledger::LogReader>> open_log(const Options& options) {
  std::error_code error;
  if (std::filesystem::exists(std::filesystem::path(options.folder) / "fairlead.db", error)) {
    return store_sqlite::open_log(options.folder, options.log.empty() ? "home" : options.log);
  }
  return std::unique_ptr<ledger::LogReader>(std::make_unique<ledger::DirectoryLog>(options.folder));
}

ExitCode verify(const Options& options, bool quiet) {
  const auto keys = verifiers(options.keys);
  if (!keys) return complain(keys.error());
  const auto opened = open_log(options);
  if (!opened) return complain(opened.error());
  const ledger::LogReader& log = **opened;
  if (const auto note = log.checkpoint(); !note && note.error().code == ErrorCode::not_found)
    return complain(note.error());
  Progress progress("verifying", quiet);
  ledger::VerifyOptions how;
  how.with_bodies = !options.tree_only;
  how.progress = [&](double share) { progress.show(share); };
  const auto report = ledger::verify(log, *keys, how);
  const auto& checkpoint = report.checkpoint;
  if (options.json) {
    std::string out = fmt::format(R"({{"ok":{})", report.good());
    if (checkpoint) {
      out += R"(,"origin":)";
      append_json_string(out, checkpoint->origin);
      out += fmt::format(R"(,"size":{},"root":"{}")", checkpoint->size, hex(checkpoint->root));
    }
    out += fmt::format(R"(,"entries":{},"opened":{},"erased":{},"kinds":{{)", report.entries, report.opened,
                       report.erased);
    for (const auto& [kind, count] : report.kinds) {
      if (out.back() != '{') out += ',';
      append_json_string(out, kind);
      out += fmt::format(":{}", count);
    }
    out += R"(},"problems":[)";
    for (const auto& problem : report.problems) {
      if (out.back() != '[') out += ',';
      out += problem.index ? fmt::format(R"({{"index":{},"what":)", *problem.index) : std::string(R"({"what":)");
      append_json_string(out, problem.what);
      out += '}';
    }
    fmt::print("{}],\"problems_total\":{}}}\n", out, report.problems_total);
  } else {
    for (const auto& problem : report.problems) {
      fmt::print("{}{}\n", problem.index ? fmt::format("entry {}: ", *problem.index) : std::string(), problem.what);
    }
    if (report.problems_total > report.problems.size()) {
      fmt::print("and {} more\n", report.problems_total - report.problems.size());
    }
    if (checkpoint) {
      for (const auto& by : report.signers) fmt::print("signed by {} ({:08x})\n", by.name, by.key_id);
      for (const auto& [kind, count] : report.kinds) fmt::print("  {:<20} {}\n", kind, count);
      fmt::print("{}: `{}`, {} entries, {} opened, {} without record\n",
                 report.good()                ? "holds"
                 : report.problems_total == 1 ? "1 problem"
                                              : fmt::format("{} problems", report.problems_total),
                 checkpoint->origin, report.entries, report.opened, report.erased);
    }
  }
  return report.good() ? ExitCode::done : ExitCode::verification;
}

ExitCode show(const Options& options, std::uint64_t first, std::uint64_t end) {
  const auto opened = open_log(options);
  if (!opened) return complain(opened.error());
  const ledger::LogReader& log = **opened;
  for (std::uint64_t index = first; index < end; ++index) {
    const auto bodies = log.bodies(index, 1);
    if (!bodies) return complain(bodies.error());
    std::string out = fmt::format(R"({{"index":{})", index);
    if (const auto& body = (*bodies)[0]) {
      const auto bytes = ledger::record_of(*body);
      const auto record = bytes ? ledger::record_from_bytes(*bytes)
                                : Result<ledger::Record>(fail(ErrorCode::corrupt, "a record has no salt"));
      if (!record) return complain(record.error().within(fmt::format("entry {}", index)));
      out += R"(,"record":)";
      ledger::append_json(out, *record);
    } else {
      out += R"(,"erased":true)";
    }
    fmt::print("{}}}\n", out);
  }
  return ExitCode::done;
}

// The size of the log's checkpoint; its signature is for `verify`.
Result<std::uint64_t> size_of(const Options& options) {
  FL_TRY(const auto log, open_log(options));
  FL_TRY(const std::string text, log->checkpoint());
  FL_TRY(const auto note, ledger::Note::parse(text));
  FL_TRY(const auto checkpoint, ledger::Checkpoint::parse(note.text));
  return checkpoint.size;
}

ExitCode show_one(const Options& options) {
  const auto size = size_of(options);
  if (!size) return complain(size.error());
  if (options.index >= *size) {
    return complain(
        {ErrorCode::not_found, fmt::format("the ledger has {} entries; no entry {}", *size, options.index)});
  }
  return show(options, options.index, options.index + 1);
}

ExitCode tail(const Options& options) {
  const auto size = size_of(options);
  if (!size) return complain(size.error());
  return show(options, *size - std::min(*size, options.count), *size);
}

ExitCode prove(const Options& options) {
  const auto log = open_log(options);
  if (!log) return complain(log.error());
  const auto receipt = ledger::prove(**log, options.index, !options.closed);
  if (!receipt) return complain(receipt.error());
  fmt::print("{}", receipt->str());
  return ExitCode::done;
}

ExitCode check(const Options& options) {
  const auto keys = verifiers(options.keys);
  if (!keys) return complain(keys.error());
  const auto text = read_text(options.folder);
  if (!text) return complain(text.error());
  const auto receipt = ledger::Receipt::parse(*text);
  if (!receipt) return complain(receipt.error());
  const auto opened = ledger::open_receipt(*receipt, *keys);
  if (!opened) return complain(opened.error());
  std::string out = fmt::format(R"({{"index":{},"origin":)", receipt->index);
  append_json_string(out, opened->checkpoint.checkpoint.origin);
  out += fmt::format(R"(,"size":{},"record":)", opened->checkpoint.checkpoint.size);
  ledger::append_json(out, opened->record);
  fmt::print("{}}}\n", out);
  return ExitCode::done;
}

ExitCode copy(const Options& options) {
  const auto log = open_log(options);
  if (!log) return complain(log.error());
  const auto size = ledger::export_log(**log, options.to, !options.tree_only);
  if (!size) return complain(size.error());
  fmt::print("{} entries\n", *size);
  return ExitCode::done;
}

ExitCode print_key(const ledger::Verifier& key) {
  fmt::print("{}\n", key.text());
  fmt::print(stderr, "fingerprint {}\n", key.fingerprint());
  return ExitCode::done;
}

ExitCode keygen(const Options& options) {
  const auto signer = ledger::make_key_file(options.folder, options.name, system_random());
  return signer ? print_key(signer->verifier()) : complain(signer.error());
}

ExitCode rotate(const Options& options) {
  const auto rotated = ledger::rotate_key_file(options.folder, system_random());
  if (!rotated) return complain(rotated.error());
  fmt::print(stderr, "the old key is kept as {}\n", rotated->kept_as);
  return print_key(rotated->after.verifier());
}

}  // namespace

void add_ledger(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  CLI::App* ledger = app.add_subcommand("ledger", "Verify and read a ledger in a folder; make its keys");
  ledger->require_subcommand(1);
  const auto add = [&](const char* name, const char* meaning, const char* argument, const char* what,
                       std::function<ExitCode()> action) {
    CLI::App* command = ledger->add_subcommand(name, meaning);
    command->add_option(argument, options->folder, what)->required();
    command->callback([&line, action = std::move(action)] { line.action = action; });
    return command;
  };
  const char* kFolder = "Folder of an exported ledger, or a data folder";
  const char* kKey = "Verifier key of the ledger (name+hash+base64), or a file with some";
  // `folder index`, or with --server the index alone.
  const auto add_reading = [&](const char* name, const char* meaning, bool with_index,
                               std::function<ExitCode(Options&)> action) {
    CLI::App* command = ledger->add_subcommand(name, meaning);
    options->home.add_to(*command);
    command->add_option("--log", options->log, "With --server or a data folder: the log of an agency (default: home)");
    auto words = std::make_shared<std::vector<std::string>>();
    command->add_option(
        with_index ? "entry" : "folder", *words,
        with_index ? "Folder of an exported ledger or data folder, and the index of an entry; with --server the index"
                   : "Folder of an exported ledger, or a data folder; none with --server");
    command->callback([options, words, with_index, command, &line, action = std::move(action)] {
      options->from_server = command->count("--server") != 0;
      line.action = [options, words, with_index, action] {
        const std::size_t wanted = (options->from_server ? 0U : 1U) + (with_index ? 1U : 0U);
        const auto index = with_index && !words->empty() ? parse_number<std::uint64_t>(words->back())
                                                         : std::optional<std::uint64_t>(0);
        if (words->size() != wanted || !index) {
          return complain(
              Error{ErrorCode::invalid_argument, with_index ? "name a folder (or `--server`), and the index of an entry"
                                                            : "name a folder, or `--server`"});
        }
        if (!options->from_server) options->folder = words->front();
        options->index = *index;
        return action(*options);
      };
    });
    return command;
  };

  CLI::App* command = add("verify", "Read every byte and report what is wrong; exit code 7 when something is", "folder",
                          kFolder, [options, &line] { return verify(*options, line.quiet); });
  command->add_option("--key", options->keys, kKey)->required();
  command->add_option("--log", options->log, "Of a data folder: the log of an agency (default: home)");
  command->add_flag("--tree-only", options->tree_only, "The export has no records: verify the tree alone");
  command->add_flag("--json", options->json, "Print JSON");

  add_reading("show", "Print one entry as JSON", true,
              [](Options& o) { return o.from_server ? show_from_server(o.home, o.log, o.index) : show_one(o); });

  command = add_reading("tail", "Print the last entries as JSON", false,
                        [](Options& o) { return o.from_server ? tail_from_server(o.home, o.log, o.count) : tail(o); });
  command->add_option("-n,--count", options->count, "How many (default 10)");

  command = add_reading("prove", "Print a receipt (tlog-proof) for one entry", true, [](Options& o) {
    return o.from_server ? prove_from_server(o.home, o.log, o.index, !o.closed) : prove(o);
  });
  command->add_flag("--closed", options->closed, "Without the record: it proves that the entry is there");

  add_ledger_replay(*ledger, line);

  command = add("check", "Check a receipt and print its record", "receipt", "File that holds a receipt",
                [options] { return check(*options); });
  command->add_option("--key", options->keys, kKey)->required();

  command = add("export", "Copy a ledger, with its records or without", "folder", kFolder,
                [options] { return copy(*options); });
  command->add_option("to", options->to, "New folder")->required();
  command->add_option("--log", options->log, "Of a data folder: the log of an agency (default: home)");
  command->add_flag("--tree-only", options->tree_only, "Without records: what others need to verify the tree");

  command = add("keygen", "Make a signing key and print its verifier key", "file", "New file, for its owner only",
                [options] { return keygen(*options); });
  command->add_option("--name", options->name, "Name of the ledger that it signs for")->required();

  add("rotate", "Replace a signing key by a new one of the same name", "file", "File of the key",
      [options] { return rotate(*options); });
}

}  // namespace fairlead::app
