// SPDX-License-Identifier: Apache-2.0
#include "http/fields.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace fairlead::http {
namespace {

// The text up to the separator, without blanks around it; the rest stays in `text`.
std::string_view next_part(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = trim(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

}  // namespace

std::optional<std::string_view> cookie_value(std::string_view cookies, std::string_view name) {
  std::optional<std::string_view> found;
  while (!cookies.empty()) {
    const std::string_view pair = next_part(cookies, ';');
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    if (found) return std::nullopt;
    found = pair.substr(equals + 1);
  }
  return found;
}

std::string set_cookie(const Cookie& cookie) {
  std::string line(cookie.name);
  line += '=';
  line += cookie.value;
  line += "; Path=";
  line += cookie.path;
  line += cookie.lax ? "; HttpOnly; SameSite=Lax" : "; HttpOnly; SameSite=Strict";
  if (cookie.secure) line += "; Secure";
  if (cookie.max_age) {
    line += "; Max-Age=";
    append_number(line, cookie.max_age->count());
  }
  return line;
}

std::optional<std::string_view> bearer_token(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (to_lower(authorization.substr(0, kScheme.size())) != kScheme) return std::nullopt;
  const std::string_view token = trim(authorization.substr(kScheme.size()));
  return token.empty() ? std::nullopt : std::optional(token);
}

bool is_json(std::string_view content_type) {
  if (to_lower(next_part(content_type, ';')) != "application/json") return false;
  while (!content_type.empty()) {
    const std::string parameter = to_lower(next_part(content_type, ';'));
    if (!parameter.empty() && parameter != "charset=utf-8" && parameter != "charset=\"utf-8\"") return false;
  }
  return true;
}

}  // namespace fairlead::http
