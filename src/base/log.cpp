// SPDX-License-Identifier: Apache-2.0
#include "base/log.hpp"

#include <atomic>
#include <cmath>
#include <iterator>

#include <fmt/format.h>
#include <unistd.h>

#include "base/system.hpp"
#include "base/text.hpp"

namespace fairlead::log {
namespace {

std::atomic<Level> threshold{Level::info};
std::atomic<int> descriptor_out{2};

constexpr std::string_view level_name(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "error";
}

struct AppendValue {
  std::string& line;
  void operator()(std::string_view text) const { append_json_string(line, text); }
  void operator()(bool value) const { line += value ? "true" : "false"; }
  void operator()(double value) const {
    if (std::isfinite(value)) {
      fmt::format_to(std::back_inserter(line), "{}", value);
    } else {
      line += "null";
    }
  }
  template <class Integer>
  void operator()(Integer value) const {
    fmt::format_to(std::back_inserter(line), "{}", value);
  }
};

}  // namespace

void set_level(Level level) { threshold = level; }
void set_descriptor(int descriptor) { descriptor_out = descriptor; }

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < threshold.load(std::memory_order_relaxed)) return;
  std::string line = fmt::format(R"({{"t":{},"level":"{}","event":)", system_wall_clock().now_ms(), level_name(level));
  append_json_string(line, event);
  for (const Field& field : fields) {
    line += ',';
    append_json_string(line, field.key);
    line += ':';
    std::visit(AppendValue{line}, field.value);
  }
  line += "}\n";
  // A log that cannot be written must not stop the service.
  [[maybe_unused]] const auto written = ::write(descriptor_out.load(), line.data(), line.size());
}

}  // namespace fairlead::log
