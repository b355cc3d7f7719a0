// SPDX-License-Identifier: Apache-2.0
// The values of some request headers, taken apart; and of Set-Cookie, put together.
//
// Threads: any.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::http {

// The value of a cookie in a `Cookie` header; nothing when it is absent or, since nobody can say which one counts,
// there twice.
std::optional<std::string_view> cookie_value(std::string_view cookies, std::string_view name);

struct Cookie {
  std::string_view name;
  std::string_view value;
  bool secure = false;
  // Absent: it ends with the browser; zero takes it away.
  std::optional<std::chrono::seconds> max_age = std::nullopt;
  std::string_view path = "/";
  // Comes along when another site's page leads here, as after a sign-in elsewhere. Never for a session.
  bool lax = false;
};
// The value of Set-Cookie; always HttpOnly and SameSite.
std::string set_cookie(const Cookie& cookie);

// What stands after `Bearer ` in an `Authorization` header.
std::optional<std::string_view> bearer_token(std::string_view authorization);

// `application/json`, with no parameter but charset=utf-8.
bool is_json(std::string_view content_type);

}  // namespace fairlead::http
