// SPDX-License-Identifier: Apache-2.0
#include "foreign/csv.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace fairlead::decode {

char csv_separator(std::string_view header) {
  char best = ',';
  for (const char c : {';', '\t'}) {
    if (std::ranges::count(header, c) > std::ranges::count(header, best)) best = c;
  }
  return best;
}

bool split_csv(std::string_view line, char separator, std::vector<std::string>& cells) {
  std::size_t count = 0;
  const auto cell = [&]() -> std::string& {
    if (count == cells.size()) cells.emplace_back();
    auto& text = cells[count++];
    text.clear();
    return text;
  };
  std::size_t at = 0;
  for (;;) {
    std::string& text = cell();
    while (at < line.size() && line[at] == ' ') ++at;
    if (at < line.size() && line[at] == '"') {
      for (++at;; ++at) {
        if (at >= line.size()) return false;
        if (line[at] != '"') {
          text += line[at];
        } else if (at + 1 < line.size() && line[at + 1] == '"') {
          text += line[++at];
        } else {
          break;
        }
      }
      at = std::min(line.find(separator, at), line.size());
    } else {
      const auto end = std::min(line.find(separator, at), line.size());
      text = trim(line.substr(at, end - at));
      at = end;
    }
    if (at >= line.size()) break;
    ++at;
  }
  cells.resize(count);
  return true;
}

bool csv_goes_on(std::string_view line) {
  constexpr std::size_t kRowMax = 16 * 1024;  // a quote that nobody closes must not swallow the file
  return line.size() < kRowMax && std::ranges::count(line, '"') % 2 != 0;
}

}  // namespace fairlead::decode
