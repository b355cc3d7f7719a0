// SPDX-License-Identifier: Apache-2.0
#include "answers.hpp"

namespace fairlead::partner::answers {
namespace {

constexpr Constant kProblem = "application/problem+json";
constexpr Constant kCommon = "Server: Fairlead\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n";
constexpr Constant kKeep = "Connection: keep-alive\r\n\r\n";
constexpr Constant kClose = "Connection: close\r\n\r\n";

Ungated head(Constant status_and_more, Constant content_type, std::uint64_t length, After after) {
  Ungated answer(status_and_more);
  answer << kCommon << Constant("Content-Type: ") << content_type << Constant("\r\nContent-Length: ");
  answer.number(length);
  answer << Constant("\r\n") << (after == After::keep ? kKeep : kClose);
  return answer;
}

Ungated whole(Constant status_and_more, Constant content_type, Constant body, After after) {
  Ungated answer = head(status_and_more, content_type, body.view().size(), after);
  answer << body;
  return answer;
}

}  // namespace

Ungated not_signed_in(After after) {
  return whole("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"not signed in, or not "
               "recognised; send a token or a certificate that is valid\",\"code\":\"not_signed_in\"}",
               after);
}

Ungated not_allowed(After after) {
  return whole("HTTP/1.1 403 Forbidden\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,\"detail\":\"this token may not do "
               "that\",\"code\":\"not_allowed\"}",
               after);
}

Ungated not_found(After after) {
  return whole("HTTP/1.1 404 Not Found\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"there is nothing "
               "here\",\"code\":\"not_found\"}",
               after);
}

Ungated method_not_allowed(After after) {
  return whole("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, POST\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Method Not Allowed\",\"status\":405,\"detail\":\"this address is "
               "not asked that way\",\"code\":\"method_not_allowed\"}",
               after);
}

Ungated bad_parameter(After after) {
  return whole("HTTP/1.1 400 Bad Request\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"purpose is needed "
               "once; cursor is a number; nothing else is understood here\",\"code\":\"invalid_parameter\"}",
               after);
}

Ungated bad_body(After after) {
  return whole("HTTP/1.1 400 Bad Request\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"the body is a JSON "
               "object that names one of delivery, conditions, recall with answer\",\"code\":\"bad_body\"}",
               after);
}

Ungated bad_upgrade(After after) {
  return whole("HTTP/1.1 400 Bad Request\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"a WebSocket needs "
               "version 13, a key and HTTP/1.1\",\"code\":\"bad_upgrade\"}",
               after);
}

Ungated not_json(After after) {
  return whole("HTTP/1.1 415 Unsupported Media Type\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Unsupported Media Type\",\"status\":415,\"detail\":\"the body is "
               "sent as application/json\",\"code\":\"not_json\"}",
               after);
}

Ungated too_many(After after) {
  return whole("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Too Many Requests\",\"status\":429,\"detail\":\"more than this "
               "account may ask at once; come back in a while\",\"code\":\"too_many\"}",
               after);
}

Ungated busy(After after) {
  return whole("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"this cannot be "
               "answered now; come back in a while\",\"code\":\"busy\"}",
               after);
}

Ungated done(After after) {
  Ungated answer(Constant("HTTP/1.1 204 No Content\r\n"));
  answer << kCommon << (after == After::keep ? kKeep : kClose);
  return answer;
}

Ungated empty_tracks(After after) { return whole("HTTP/1.1 200 OK\r\n", kJson, "{\"v\":1,\"tracks\":[]}", after); }

Ungated empty_leads(After after) { return whole("HTTP/1.1 200 OK\r\n", kJson, "{\"v\":1,\"leads\":[]}", after); }

Ungated bad_words(After after) {
  return whole("HTTP/1.1 400 Bad Request\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"an act or the "
               "purpose is none of the words that are known\",\"code\":\"bad_body\"}",
               after);
}

Ungated cannot_follow(After after) {
  return whole("HTTP/1.1 409 Conflict\r\n", kProblem,
               "{\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,\"detail\":\"this step cannot follow "
               "what the request came to; its `state` says which may\",\"code\":\"conflict\"}",
               after);
}

Ungated trouble(const http::HttpReader::Trouble& trouble) {
  switch (trouble.status) {
    case 413:
      return whole("HTTP/1.1 413 Content Too Large\r\n", kProblem,
                   "{\"type\":\"about:blank\",\"title\":\"Content Too Large\",\"status\":413,\"detail\":\"the body is "
                   "larger than this server reads\",\"code\":\"body_too_large\"}",
                   After::close);
    case 414:
      return whole("HTTP/1.1 414 URI Too Long\r\n", kProblem,
                   "{\"type\":\"about:blank\",\"title\":\"URI Too Long\",\"status\":414,\"detail\":\"the address is "
                   "longer than this server reads\",\"code\":\"target_too_long\"}",
                   After::close);
    case 417:
      return whole("HTTP/1.1 417 Expectation Failed\r\n", kProblem,
                   "{\"type\":\"about:blank\",\"title\":\"Expectation Failed\",\"status\":417,\"detail\":\"the only "
                   "expectation that this server meets is `100-continue`\",\"code\":\"expectation\"}",
                   After::close);
    case 431:
      return whole(
          "HTTP/1.1 431 Request Header Fields Too Large\r\n", kProblem,
          "{\"type\":\"about:blank\",\"title\":\"Request Header Fields Too Large\",\"status\":431,\"detail\":\"the "
          "head of the request is larger than this server reads\",\"code\":\"head_too_large\"}",
          After::close);
    case 501:
      return whole("HTTP/1.1 501 Not Implemented\r\n", kProblem,
                   "{\"type\":\"about:blank\",\"title\":\"Not Implemented\",\"status\":501,\"detail\":\"the only "
                   "transfer encoding that this server reads is `chunked`\",\"code\":\"transfer_encoding\"}",
                   After::close);
    case 505:
      return whole(
          "HTTP/1.1 505 HTTP Version Not Supported\r\n", kProblem,
          "{\"type\":\"about:blank\",\"title\":\"HTTP Version Not Supported\",\"status\":505,\"detail\":\"this server "
          "speaks HTTP/1.1 and HTTP/1.0\",\"code\":\"http_version\"}",
          After::close);
    default:
      return whole("HTTP/1.1 400 Bad Request\r\n", kProblem,
                   "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"this is not an "
                   "HTTP/1.1 request\",\"code\":\"bad_request\"}",
                   After::close);
  }
}

Ungated body_head(Constant content_type, std::uint64_t length, After after) {
  return head("HTTP/1.1 200 OK\r\n", content_type, length, after);
}

Ungated events_head() {
  Ungated answer(Constant("HTTP/1.1 200 OK\r\n"));
  answer << kCommon << Constant("Content-Type: text/event-stream\r\nX-Accel-Buffering: no\r\n") << kClose
         << Constant("retry: 2000\n\n");
  return answer;
}

Ungated event_head(std::uint64_t sequence, engine::ReleaseKind kind) {
  Ungated answer(Constant("id: "));
  answer.number(sequence);
  switch (kind) {
    case engine::ReleaseKind::leads:
      answer << Constant("\nevent: leads\ndata: ");
      break;
    case engine::ReleaseKind::answers:
      answer << Constant("\nevent: answers\ndata: ");
      break;
    case engine::ReleaseKind::requests:
      answer << Constant("\nevent: requests\ndata: ");
      break;
    case engine::ReleaseKind::tracks:
      answer << Constant("\nevent: tracks\ndata: ");
      break;
  }
  return answer;
}

Ungated created_head(std::uint64_t length, After after) {
  return head("HTTP/1.1 201 Created\r\n", kJson, length, after);
}

Ungated faults_head(std::uint64_t length, After after) {
  return head("HTTP/1.1 400 Bad Request\r\n", kProblem, length, after);
}

}  // namespace fairlead::partner::answers
