// SPDX-License-Identifier: Apache-2.0
// fairlead encode: JSON lines, as `fairlead decode --json` prints them, back to AIS sentences.
#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "command.hpp"
#include "decode/ais/encode_json.hpp"

namespace fairlead::app {
namespace {

// A line that cannot be encoded is told and passed over; the others are encoded.
ExitCode encode_stream(std::istream& in, const std::string& name, std::uint64_t& failed) {
  decode::ais::JsonEncoder encoder;
  std::string line;
  std::string out;
  while (std::getline(in, line)) {
    if (auto done = encoder.encode(out, line); !done) {
      ++failed;
      fmt::print(stderr, "fairlead: {}: {}\n", name, done.error().message);
    }
    if (out.size() >= 64 * 1024) {
      std::fwrite(out.data(), 1, out.size(), stdout);
      out.clear();
    }
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
  return std::fflush(stdout) == 0 ? ExitCode::done : ExitCode::failed;
}

ExitCode run_encode(const std::vector<std::string>& files) {
  std::ios::sync_with_stdio(false);
  std::uint64_t failed = 0;
  ExitCode result = ExitCode::done;
  for (const std::string& file : files.empty() ? std::vector<std::string>{"-"} : files) {
    ExitCode done = ExitCode::done;
    if (file == "-") {
      done = encode_stream(std::cin, "standard input", failed);
    } else if (std::ifstream in(file, std::ios::binary); in) {
      done = encode_stream(in, file, failed);
    } else {
      done =
          complain({ErrorCode::not_found, fmt::format("cannot read `{}`; check the path and its permissions", file)});
    }
    if (done != ExitCode::done) result = done;
  }
  return result == ExitCode::done && failed != 0 ? ExitCode::failed : result;
}

}  // namespace

void add_encode(CLI::App& app, CommandLine& line) {
  auto files = std::make_shared<std::vector<std::string>>();
  CLI::App* command =
      app.add_subcommand("encode", "Encode JSON lines, as `fairlead decode --json` prints them, to AIS sentences");
  command->add_option("FILE", *files, "Files of JSON lines; - or nothing for standard input");
  command->callback([files, &line] { line.action = [files] { return run_encode(*files); }; });
}

}  // namespace fairlead::app
