// SPDX-License-Identifier: Apache-2.0
#include "coast_read.hpp"

#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fmt/format.h>

namespace fairlead::zones {
namespace {

// A chain lies on one side of 180 degrees; which one, its middle tells.
void to_half_turns(std::vector<LonLat>& chain) {
  double sum = 0;
  for (const LonLat p : chain) sum += p.lon;
  if (sum <= 180.0 * static_cast<double>(chain.size())) return;
  for (LonLat& p : chain) p.lon -= 360.0;
}

}  // namespace

Result<std::size_t> read_coast(const std::string& path, const std::function<void(std::vector<LonLat>&&)>& visit) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return fail(ErrorCode::not_found, fmt::format("the coastline `{}` cannot be read", path));
  std::vector<LonLat> chain;
  std::size_t chains = 0;
  std::size_t line_number = 0;
  const auto flush = [&] {
    if (chain.size() >= 2) {
      to_half_turns(chain);
      visit(std::move(chain));
      ++chains;
    }
    chain = {};
  };
  char line[256];
  while (std::fgets(line, sizeof line, file.get()) != nullptr) {
    ++line_number;
    const std::size_t size = std::strlen(line);
    if (line[0] == '>') {
      flush();
      // Only the beginning of a heading matters, however long it is.
      while (std::strchr(line, '\n') == nullptr && std::fgets(line, sizeof line, file.get()) != nullptr) {
      }
      continue;
    }
    if (line[0] == '#' || line[0] == '\n') continue;
    LonLat p;
    const auto lon = std::from_chars(line, line + size, p.lon);
    const char* next = lon.ptr;
    while (*next == '\t' || *next == ' ') ++next;
    const auto lat = std::from_chars(next, line + size, p.lat);
    if (lon.ec != std::errc{} || lat.ec != std::errc{} || !(p.lat >= -90 && p.lat <= 90) ||
        !(p.lon >= -180 && p.lon <= 360)) {
      return fail(ErrorCode::corrupt,
                  fmt::format("{}:{}: not a longitude and a latitude; make the file with `gmt coast -M "
                              "-W1 -Df -Rg`",
                              path, line_number));
    }
    chain.push_back(p);
  }
  flush();
  if (chains == 0) return fail(ErrorCode::corrupt, fmt::format("the coastline `{}` holds no line", path));
  return chains;
}

}  // namespace fairlead::zones
