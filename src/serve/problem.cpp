// SPDX-License-Identifier: Apache-2.0
#include "problem.hpp"

#include "base/text.hpp"

namespace fairlead::serve {

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 101:
      return "Switching Protocols";
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 421:
      return "Misdirected Request";
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
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

Response problem(const Request& request, unsigned status, std::string_view code, std::string_view detail,
                 std::span<const Fault> faults) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  std::string& out = response.body;
  const auto member = [&](std::string_view name, std::string_view value) {
    out += ",\"";
    out += name;
    out += "\":";
    append_json_string(out, value);
  };
  out = "{\"type\":\"about:blank\"";
  member("title", reason_phrase(status));
  out += ",\"status\":";
  append_number(out, status);
  member("detail", detail);
  // The path only: what was asked for in the query may name a vessel, and error texts travel into logs.
  member("instance", std::string_view(request.target).substr(0, request.target.find_first_of("?#")));
  member("code", code);
  member("request_id", request.id);
  if (!faults.empty()) {
    out += ",\"errors\":[";
    for (std::size_t i = 0; i < faults.size(); ++i) {
      out += i == 0 ? "{\"pointer\":" : ",{\"pointer\":";
      append_json_string(out, faults[i].pointer);
      out += ",\"detail\":";
      append_json_string(out, faults[i].detail);
      out += '}';
    }
    out += ']';
  }
  out += '}';
  if (status == 503 || status == 429) response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace fairlead::serve
