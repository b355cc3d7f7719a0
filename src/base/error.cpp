// SPDX-License-Identifier: Apache-2.0
#include "base/error.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

#include "base/assert.hpp"

namespace fairlead {

std::string_view name(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_argument:
      return "invalid_argument";
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::io:
      return "io";
    case ErrorCode::full:
      return "full";
    case ErrorCode::corrupt:
      return "corrupt";
    case ErrorCode::newer_version:
      return "newer_version";
    case ErrorCode::unreachable:
      return "unreachable";
    case ErrorCode::unsupported:
      return "unsupported";
    case ErrorCode::timed_out:
      return "timed_out";
    case ErrorCode::verification:
      return "verification";
    case ErrorCode::undecidable:
      return "undecidable";
    case ErrorCode::internal:
      return "internal";
  }
  assertion_failed("an error code without a name", __FILE__, __LINE__);
}

std::span<const ErrorCode> all_error_codes() {
  static constexpr std::array codes{ErrorCode::invalid_argument,
                                    ErrorCode::not_found,
                                    ErrorCode::conflict,
                                    ErrorCode::io,
                                    ErrorCode::full,
                                    ErrorCode::corrupt,
                                    ErrorCode::newer_version,
                                    ErrorCode::unreachable,
                                    ErrorCode::unsupported,
                                    ErrorCode::timed_out,
                                    ErrorCode::verification,
                                    ErrorCode::undecidable,
                                    ErrorCode::internal};
  return codes;
}

Error Error::within(std::string_view context) const {
  std::string told(context);
  told += ": ";
  told += message;
  return {code, std::move(told)};
}

void assertion_failed(const char* expression, const char* file, int line) noexcept {
  std::fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, expression);
  std::abort();
}

}  // namespace fairlead
