// SPDX-License-Identifier: Apache-2.0
// What a route answers: a plain response, now or from another thread, or one of the forms that only this server has.
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

// A thread for what takes long; each has its queue, so that none waits for another.
enum class Lane : std::uint8_t {
  reads,     // history, search, large pages
  commands,  // what waits for a commit
  urgent,    // the same for what may not wait behind others: a stop
  sign_ins,  // passwords
  bytes,     // files on their way to the disk and from it, piece by piece
};
inline constexpr std::size_t kLanes = 5;

// Answered on the thread of a lane.
struct Deferred {
  std::function<Response()> answer;
  Lane lane = Lane::reads;
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
