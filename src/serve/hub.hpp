// SPDX-License-Identifier: Apache-2.0
// What all connections share.
//
// Threads: network thread.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api.hpp"
#include "frame_maker.hpp"
#include "lane_thread.hpp"
#include "metrics.hpp"
#include "serve/server.hpp"

namespace fairlead::serve {

class Hub {
 public:
  Hub(const ServerOptions& options, const ServerInputs& inputs, bool loopback);

  const ServerOptions& options;
  const ServerInputs& inputs;
  Metrics metrics;  // before whatever holds frames, which are counted in it
  Api api;
  FrameMaker maker;
  std::array<std::unique_ptr<LaneThread>, kLanes> lanes;
  // Runs a function on the network thread; safe from any thread.
  std::function<void(std::function<void()>)> post;

  LaneThread& lane(Lane lane) { return *lanes[static_cast<std::size_t>(lane)]; }
  const ServerLimits& limits() const { return options.limits; }
  // Fetches the newest picture.
  void refresh();
  std::string next_request_id();
  // The head of an answer, with the lines that all of ours have. `length` is absent for streams.
  std::string head(const Response& response, std::string_view request_id, std::optional<std::size_t> length,
                   bool keep_alive);
  // The state of the sources, as a frame that is at most a second old.
  FramePtr sources_frame(Form form);

 private:
  struct Cached {
    FramePtr frame;
    std::int64_t made_at_ns = 0;
  };
  const std::string& http_date();

  std::string request_prefix_;
  std::uint64_t requests_ = 0;
  const std::string fixed_lines_;
  std::int64_t date_second_ = -1;
  std::string date_;
  Cached sources_[2];
};

}  // namespace fairlead::serve
