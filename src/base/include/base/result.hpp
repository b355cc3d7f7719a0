// SPDX-License-Identifier: Apache-2.0
// Result<T>: a value or an Error. No exception crosses a module border.
#pragma once

#include <expected>
#include <utility>

#include "base/error.hpp"

namespace fairlead {

template <class T>
using Result = std::expected<T, Error>;

using Failure = std::unexpected<Error>;

inline Failure fail(ErrorCode code, std::string message) { return Failure(Error{code, std::move(message)}); }

}  // namespace fairlead

#define FL_JOIN_INNER(a, b) a##b
#define FL_JOIN(a, b) FL_JOIN_INNER(a, b)

// FL_TRY(auto x, f()): x is the value, or the caller returns f's error.
#define FL_TRY(declaration, expression) FL_TRY_INNER(declaration, expression, FL_JOIN(fl_result_, __COUNTER__))
#define FL_TRY_INNER(declaration, expression, name)               \
  auto name = (expression);                                       \
  if (!name) return ::fairlead::Failure(std::move(name).error()); \
  declaration = *std::move(name)

// FL_CHECK(f()): for Result<void>.
#define FL_CHECK(expression) FL_CHECK_INNER(expression, FL_JOIN(fl_check_, __COUNTER__))
#define FL_CHECK_INNER(expression, name)                            \
  do {                                                              \
    auto name = (expression);                                       \
    if (!name) return ::fairlead::Failure(std::move(name).error()); \
  } while (false)
