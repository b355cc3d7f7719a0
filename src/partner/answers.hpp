// SPDX-License-Identifier: Apache-2.0
// The constant answers: refusals, the canonical empty answer, heartbeats, heads. They have no date and no request id,
// so that two partners in the same situation read the same bytes.
//
// Threads: plain values.
#pragma once

#include "engine/gate.hpp"
#include "http/http_reader.hpp"
#include "ungated.hpp"

namespace fairlead::partner::answers {

// Whether the connection goes on after an answer.
enum class After : bool { close, keep };

Ungated not_signed_in(After after);                         // 401
Ungated not_allowed(After after);                           // 403: the token lacks the scope
Ungated not_found(After after);                             // 404: a path or name that is not there
Ungated method_not_allowed(After after);                    // 405
Ungated bad_parameter(After after);                         // 400
Ungated bad_body(After after);                              // 400
Ungated bad_upgrade(After after);                           // 400
Ungated not_json(After after);                              // 415
Ungated too_many(After after);                              // 429
Ungated busy(After after);                                  // 503
Ungated done(After after);                                  // 204
Ungated empty_tracks(After after);                          // 200 {"v":1,"tracks":[]}
Ungated empty_leads(After after);                           // 200 {"v":1,"leads":[]}
Ungated bad_words(After after);                             // 400: an act or a purpose that no list has
Ungated cannot_follow(After after);                         // 409: a step that the state of a request does not allow
Ungated trouble(const http::HttpReader::Trouble& trouble);  // what the reader of requests says, and the end

Ungated body_head(Constant content_type, std::uint64_t length, After after);
Ungated events_head();

Ungated event_head(std::uint64_t sequence, engine::ReleaseKind kind);
// The head of 201 and of 400 whose body is a paper.
Ungated created_head(std::uint64_t length, After after);
Ungated faults_head(std::uint64_t length, After after);
inline constexpr Constant kEventEnd = "\n\n";
inline constexpr Constant kEventHeartbeat = ": hb\n\n";
inline constexpr Constant kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
inline constexpr Constant kJson = "application/json";
inline constexpr Constant kText = "text/plain; charset=utf-8";
inline constexpr Constant kBytes = "application/octet-stream";
// For a listener that has no room for one more; in the clear.
inline constexpr Constant kNoRoom =
    "HTTP/1.1 503 Service Unavailable\r\nServer: Fairlead\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";

}  // namespace fairlead::partner::answers
