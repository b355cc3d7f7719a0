// SPDX-License-Identifier: Apache-2.0
#include "http/problem.hpp"

#include "base/text.hpp"
#include "http/head.hpp"

namespace fairlead::http {

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

}  // namespace fairlead::http
