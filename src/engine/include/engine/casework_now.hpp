// SPDX-License-Identifier: Apache-2.0
// The desk as readers see it: the book of leads, cases, incidents and the rest, as it stands after a slot. A new one is
// published after each slot that changed it, when that slot is durable.
//
// Threads: immutable once published; any thread may read.
#pragma once

#include <cstdint>
#include <memory>

#include "desk/book.hpp"

namespace fairlead::engine {

struct CaseworkNow {
  std::uint64_t slot = 0;
  Instant as_of;
  std::shared_ptr<const desk::Book> book;
};

}  // namespace fairlead::engine
