// SPDX-License-Identifier: Apache-2.0
// How the page follows a story that is being played (`fairlead demo`), and holds it.
//
// Threads: the functions may be called from any, at any time while the server lives.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace fairlead::serve {

struct StoryTalk {
  std::function<std::shared_ptr<const std::string>()> shown;  // JSON as in api/openapi.yaml, `Story`; absent: no story
  std::function<void(bool paused)> pause;
  std::function<void()> go_on;  // to the next step without waiting
};

}  // namespace fairlead::serve
