// SPDX-License-Identifier: Apache-2.0
// What the commands of sharing have in common.
//
// Threads: free functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "command.hpp"
#include "home_client.hpp"

namespace fairlead::app {

Result<std::string> read_file(const std::string& path);
// A TOML file with scheme, risk, approver and expires as members of a JSON body; `more` is put behind them.
Result<std::string> assessment_body(const std::string& path, std::string_view more);

// The sub-commands of `agreement` and `ledger` that talk to a running centre.
void add_agreement_on_server(CLI::App& agreement, CommandLine& line);
void add_ledger_replay(CLI::App& ledger, CommandLine& line);
// Of home's log where `log` is empty.
ExitCode show_from_server(const HomeOptions& home, const std::string& log, std::uint64_t index);
ExitCode tail_from_server(const HomeOptions& home, const std::string& log, std::uint64_t count);
ExitCode prove_from_server(const HomeOptions& home, const std::string& log, std::uint64_t index, bool open);

}  // namespace fairlead::app
