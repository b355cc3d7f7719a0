// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "base/system.hpp"

// The process's environment, as POSIX declares it.
extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace fairlead::app {

ExitCode exit_code_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::invalid_argument:
      return ExitCode::usage;
    case ErrorCode::not_found:
      return ExitCode::not_found;
    case ErrorCode::conflict:
      return ExitCode::conflict;
    case ErrorCode::unreachable:
    case ErrorCode::timed_out:
      return ExitCode::unreachable;
    case ErrorCode::verification:
    case ErrorCode::corrupt:
      return ExitCode::verification;
    case ErrorCode::undecidable:
      return ExitCode::refused;
    case ErrorCode::io:
    case ErrorCode::full:
    case ErrorCode::newer_version:
    case ErrorCode::unsupported:
    case ErrorCode::internal:
      return ExitCode::failed;
  }
  return ExitCode::failed;
}

ExitCode complain(const Error& error) {
  fmt::print(stderr, "fairlead: {}\n", error.message);
  return exit_code_of(error);
}

Result<Settings> load_settings(const std::string& config_file) {
  static const std::string kSystemFile = "/etc/fairlead/fairlead.toml";
  Settings settings;
  std::error_code ignored;
  if (!config_file.empty()) {
    FL_CHECK(load_file(settings, config_file));
  } else if (std::filesystem::exists(kSystemFile, ignored)) {
    FL_CHECK(load_file(settings, kSystemFile));
  }
  std::vector<std::string> variables;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
  }
  FL_CHECK(load_environment(settings, variables));
  return settings;
}

Progress::Progress(std::string label, bool quiet)
    : label_(std::move(label)), visible_(!quiet && isatty(2) == 1), started_ns_(system_steady_clock().now_ns()) {}

Progress::~Progress() {
  if (visible_ && shown_at_ns_ != 0) fmt::print(stderr, "\r\033[K");
}

void Progress::show(double share, std::string_view note) {
  if (!visible_) return;
  const std::int64_t now = system_steady_clock().now_ns();
  if (now - shown_at_ns_ < 100'000'000) return;
  shown_at_ns_ = now;
  share = std::clamp(share, 0.0, 1.0);
  constexpr int kWidth = 30;
  const int filled = static_cast<int>(share * kWidth);
  const double elapsed = static_cast<double>(now - started_ns_) / 1e9;
  const std::string left = share > 0.01 ? fmt::format("{:.0f} s left", elapsed / share - elapsed) : std::string();
  fmt::print(stderr, "\r\033[K{} [{:#<{}}{: <{}}] {:3.0f} % {} {}", label_, "", filled, "", kWidth - filled,
             share * 100, left, note);
  std::fflush(stderr);
}

}  // namespace fairlead::app
