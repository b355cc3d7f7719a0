// SPDX-License-Identifier: Apache-2.0
// FL_ASSERT: for our own bugs, on in every build, never within reach of input.
#pragma once

namespace fairlead {

[[noreturn]] void assertion_failed(const char* expression, const char* file, int line) noexcept;

}  // namespace fairlead

#define FL_ASSERT(expression) \
  (static_cast<bool>(expression) ? void() : ::fairlead::assertion_failed(#expression, __FILE__, __LINE__))
