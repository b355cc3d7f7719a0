// SPDX-License-Identifier: Apache-2.0
// What a route answers: a plain response, or one of the forms that only this server has.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "geo/box.hpp"
#include "http/request.hpp"

namespace fairlead::serve {

using http::Header;
using http::Request;
using http::Response;

// Answered on the reading thread.
struct Deferred {
  std::function<Response()> answer;
};

// The connection becomes a stream of server-sent events.
struct StartEvents {
  std::optional<geo::Box> box;
  std::optional<std::uint64_t> last_slot;
};

// The connection becomes a WebSocket.
struct StartMessages {
  std::optional<geo::Box> box;
  bool subscribed = false;  // the address named a viewport already
  std::string accept;       // the value of Sec-WebSocket-Accept
};

using Outcome = std::variant<Response, Deferred, StartEvents, StartMessages>;

struct Handled {
  std::string_view route;  // the template, for metrics; `other` for what is no route
  Outcome outcome;
};

}  // namespace fairlead::serve
