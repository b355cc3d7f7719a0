// SPDX-License-Identifier: Apache-2.0
// Server-sent events put together from pieces: those that a Fairlead names; comments and other events are passed over.
//
// Threads: one owner. Memory: one event, bounded.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace fairlead::app {

class EventStream {
 public:
  static constexpr std::size_t kEventBytesMax = std::size_t{64} << 20U;
  struct Event {
    std::optional<std::uint64_t> id;
    std::string name;  // tracks, leads, answers, requests
    std::string data;
  };
  static bool is_known(std::string_view name) {
    return name == "tracks" || name == "leads" || name == "answers" || name == "requests";
  }

  // False when a line grows beyond all measure. `take` says whether to go on; `goes_on` is false when it did not.
  bool feed(std::string_view bytes, const std::function<bool(const Event&)>& take, bool& goes_on) {
    pending_ += bytes;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = pending_.find('\n', begin)) != std::string::npos; begin = end + 1) {
      const std::string_view line = std::string_view(pending_).substr(begin, end - begin);
      if (line.empty()) {
        if (is_known(event_.name) && !event_.data.empty() && !take(event_)) {
          goes_on = false;
          return true;
        }
        event_ = {};
      } else if (line.starts_with("id: ")) {
        event_.id = parse_number<std::uint64_t>(line.substr(4));
      } else if (line.starts_with("event: ")) {
        event_.name = line.substr(7);
      } else if (line.starts_with("data: ")) {
        event_.data += line.substr(6);
      }
    }
    pending_.erase(0, begin);
    return pending_.size() + event_.data.size() <= kEventBytesMax;
  }

 private:
  std::string pending_;
  Event event_;
};

}  // namespace fairlead::app
