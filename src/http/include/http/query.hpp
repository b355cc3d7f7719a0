// SPDX-License-Identifier: Apache-2.0
// The parts of a request target: path and query, percent-decoded and checked.
//
// Threads: any.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace fairlead::http {

struct Target {
  std::string path;  // decoded
  // The path's parts between its slashes, each decoded after it was cut, so that an id may hold a slash (`%2F`).
  std::vector<std::string> segments;
  std::vector<std::pair<std::string, std::string>> query;
};

// Refuses ill-formed escapes, control characters and bytes that are not UTF-8.
Result<Target> parse_target(std::string_view target);

// Nothing for an ill-formed escape. In a query `+` is a blank.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank);
std::string percent_encode(std::string_view text);
bool is_clean_utf8(std::string_view text);  // valid, and without control characters

}  // namespace fairlead::http
