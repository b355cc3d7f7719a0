// SPDX-License-Identifier: Apache-2.0
// One HTTP request as routes see it, and the plain answer to it.
//
// Threads: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace fairlead::http {

struct Request {
  std::string id;      // given by the server, repeated in answers and the log
  std::string peer;    // given by the server: the address that the client connects from, without port
  std::string method;  // as sent
  std::string target;  // as sent: path and query, in origin form
  std::string host;
  std::string origin;
  std::string accept;
  std::string accept_encoding;
  std::string authorization;
  std::string cookie;         // all Cookie lines, joined by `; `
  std::string csrf;           // X-Fairlead-Csrf
  std::string forwarded_for;  // all X-Forwarded-For lines, joined by `,`; anybody can write them
  std::string content_type;
  std::string content_encoding;
  std::string if_match;
  std::string if_none_match;
  std::string range;
  std::string if_range;
  std::string last_event_id;
  std::string idempotency_key;
  std::string upgrade;
  std::string websocket_key;
  std::string websocket_version;
  std::string body;
  bool http_1_0 = false;
  bool keep_alive = false;
  bool has_body = false;  // announced; `body` may still be on its way
  unsigned host_headers = 0;

  bool is_head() const { return method == "HEAD"; }
  // Changes nothing by itself (RFC 9110 §9.2.1).
  bool is_safe() const { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }
};

using Header = std::pair<std::string_view, std::string>;

// A body that is larger than memory should hold, given out piece by piece. One owner at a time.
class BodySource {
 public:
  virtual ~BodySource() = default;
  virtual std::uint64_t size() const = 0;
  // The next bytes, at most so many; empty at the end. An error ends the connection: what was promised cannot follow.
  virtual Result<std::string> next(std::size_t at_most) = 0;
};

struct Response {
  unsigned status = 200;
  std::string_view content_type = "application/json";
  std::vector<Header> headers;
  std::string body;
  std::string_view constant_body;      // instead of `body`: bytes that live as long as the program
  std::shared_ptr<BodySource> source;  // instead of both; only servers that stream take it
  std::string_view cache_control = "no-store";
  bool close = false;  // end the connection afterwards

  std::string_view content() const { return constant_body.empty() ? std::string_view(body) : constant_body; }
};

}  // namespace fairlead::http
