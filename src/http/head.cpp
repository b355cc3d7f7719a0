// SPDX-License-Identifier: Apache-2.0
#include "http/head.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/system.hpp"
#include "base/text.hpp"

namespace fairlead::http {

std::string response_head(const Response& response, std::string_view request_id, std::string_view date,
                          std::optional<std::size_t> length, bool keep_alive, std::string_view fixed) {
  std::string head;
  head.reserve(768);
  const auto line = [&](std::string_view name, std::string_view value) {
    head += name;
    head += ": ";
    head += value;
    head += "\r\n";
  };
  head = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  line("Date", date);
  line("Server", "Fairlead");
  line("X-Request-Id", request_id);
  if (response.status != 304 && !response.content_type.empty()) line("Content-Type", response.content_type);
  if (length && response.status != 304 && response.status != 204) line("Content-Length", std::to_string(*length));
  line("Cache-Control", response.cache_control);
  for (const auto& [name, value] : response.headers) line(name, value);
  line("Connection", keep_alive ? "keep-alive" : "close");
  head += fixed;
  head += "\r\n";
  return head;
}

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 100:
      return "Continue";
    case 101:
      return "Switching Protocols";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 507:
      return "Insufficient Storage";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

std::string http_date(std::int64_t unix_seconds) {
  using namespace std::chrono;
  const sys_seconds time{seconds(unix_seconds)};
  const sys_days day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

std::string random_request_id() {
  std::array<std::byte, 8> bytes{};
  system_random().fill(bytes);
  return hex(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

bool list_has(std::string_view list, std::string_view item) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view entry = trim(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
    const std::size_t semicolon = entry.find(';');
    const std::string_view weight = semicolon == std::string_view::npos ? "" : trim(entry.substr(semicolon + 1));
    if (weight == "q=0" || weight == "q=0.0" || weight == "q=0.00" || weight == "q=0.000") continue;
    entry = trim(entry.substr(0, semicolon));
    if (entry.starts_with("W/")) entry.remove_prefix(2);
    if (entry == item || entry == "*") return true;
  }
  return false;
}

}  // namespace fairlead::http
