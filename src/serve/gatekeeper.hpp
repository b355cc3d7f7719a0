// SPDX-License-Identifier: Apache-2.0
// Turns the proof of a request into a Caller, and judges whether a caller may do what a route does.
//
// 1. A bearer token counts before a cookie; what is neither is nobody.
// 2. A session that was idle too long is nobody's, and is closed.
// 3. With a cookie, what changes anything must also show the value that only our own pages can have read.
// Threads: network thread.
#pragma once

#include <functional>
#include <map>

#include "caller.hpp"
#include "http/request.hpp"
#include "serve/server.hpp"

namespace fairlead::serve {

class Gatekeeper {
 public:
  Gatekeeper(const ServerOptions& options, const ServerInputs& inputs) : options_(options), inputs_(inputs) {}

  // What happens to a session that was idle; set before the first request.
  std::function<void(accounts::Actor)> on_idle;

  Caller caller(const http::Request& request);
  // Why not, as an answer; nothing where they may.
  std::optional<http::Response> refusal(const http::Request& request, const Caller& caller, const Access& access) const;

  // The value that goes with a session's cookie.
  static std::string csrf_of(std::string_view cookie);

 private:
  bool is_idle(const accounts::Actor& actor);

  static constexpr std::size_t kSessionsMax = 100'000;
  const ServerOptions& options_;
  const ServerInputs& inputs_;
  std::map<std::uint64_t, std::int64_t> used_ns_;  // by number of the session
};

}  // namespace fairlead::serve
