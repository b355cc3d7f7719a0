// SPDX-License-Identifier: Apache-2.0
// How an address is declared: method, path, what it needs, and who answers. README.md shows how to add one.
//
// Threads: plain values; handlers as each says.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "caller.hpp"
#include "http/json_body.hpp"
#include "http/parameters.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "request.hpp"
#include "serve/server.hpp"
#include "sign_in_guard.hpp"
#include "vault/byte_store.hpp"

namespace fairlead::serve {

class Api;

// What a quick answer is made from, on the network thread.
struct Call {
  const Request& request;
  http::Target target;
  std::vector<std::string> ids;  // what stands for each {...} of the path
  Caller caller;

  const std::string& id() const { return ids.front(); }
};

// What a handler is given on the thread of its lane. It may wait for a commit.
struct CommandCall {
  Request request;
  http::Target target;
  std::vector<std::string> ids;  // what stands for each {...} of the path
  Caller caller;
  const ServerOptions& options;
  const ServerInputs& inputs;
  SignInGuard& guard;                                 // lane `sign_ins` only
  std::shared_ptr<vault::Arrival> arrival = nullptr;  // the body, of a route that takes a file; not kept yet

  // Needs: the route is not open.
  const accounts::Actor& actor() const { return *caller.actor; }
  // The body's faults as an answer; nothing when there are none.
  std::optional<Response> refused(const http::JsonBody& body) const;
  std::optional<Response> refused(const http::Parameters& parameters) const;
  // What went wrong behind the handler, as an answer: what the person can mend in its own words, all else as 503.
  Response failed(const Error& error) const;
  Response problem(unsigned status, std::string_view code, std::string_view detail) const;
};
Response json_response(std::string body, unsigned status = 200);
Response no_content();

struct Route {
  std::string_view method;
  std::string_view path;  // as in api/openapi.yaml
  Access access;          // who may
  // One of the two: at once on the network thread, or on the thread of a lane.
  Outcome (Api::*answer)(const Call&) = nullptr;
  Response (*command)(CommandCall&) = nullptr;
  Lane lane = Lane::commands;
  bool takes_body = false;         // JSON
  std::size_t body_bytes_max = 0;  // 0: as the server's limits say
  bool takes_file = false;         // the body is a file of any kind, which goes to the vault piece by piece
};

std::span<const Route> picture_routes();
std::span<const Route> service_routes();
std::span<const Route> session_routes();
std::span<const Route> sharing_routes();
std::span<const Route> coverage_routes();
std::span<const Route> views_routes();
std::span<const Route> stops_routes();
std::span<const Route> agreements_routes();
std::span<const Route> desk_routes();
std::span<const Route> accounts_routes();
std::span<const Route> ledger_routes();
std::span<const Route> law_routes();
std::span<const Route> pursuit_routes();
std::span<const Route> findings_routes();
std::span<const Route> story_routes();
std::span<const Route> casework_routes();
std::span<const Route> evidence_routes();
std::span<const Route> designation_routes();
std::span<const Route> report_routes();
std::span<const Route> zones_routes();

// The parts of `path` that stand for each {...} of `route`, when the two fit. `{path}` stands for all that is left,
// with its slashes.
std::optional<std::vector<std::string>> fit(std::string_view route, std::span<const std::string> segments);

}  // namespace fairlead::serve
