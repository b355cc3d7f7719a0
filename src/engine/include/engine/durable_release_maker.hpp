// SPDX-License-Identifier: Apache-2.0
// Makes the releases that may leave. Only the runner's writer uses it, after the commit; and tests of exits, which have
// no store. tools/tidy holds everybody else to that.
//
// Threads: any.
#pragma once

#include <memory>
#include <utility>

#include "engine/gate.hpp"

namespace fairlead::engine {

class DurableReleaseMaker {
 public:
  static DurableRelease make(Release release) {
    return DurableRelease(std::make_shared<const Release>(std::move(release)));
  }
};

}  // namespace fairlead::engine
