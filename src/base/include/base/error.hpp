// SPDX-License-Identifier: Apache-2.0
// What can go wrong, and how it is said. An error means that no answer could be given; a "denied" is a decision and a
// garbled line is a counted rejection, and neither is an Error.
//
// Threads: plain values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fairlead {

// Stable codes; `docs/reference/errors.md` lists them, and a test holds the two equal.
enum class ErrorCode : std::uint8_t {
  invalid_argument,  // a value of the wrong form; the message names it and the cure
  not_found,         // nothing under this name
  conflict,          // it changed meanwhile, or exists already
  io,                // the operating system refused
  full,              // no room: disk, queue or limit
  corrupt,           // stored bytes that are not what was written
  newer_version,     // written by a newer Fairlead
  unreachable,       // no connection
  unsupported,       // understood, but not offered
  timed_out,         // no answer within the time given
  verification,      // a hash, signature or chain does not hold
  undecidable,       // a decision could not be made; whoever asked must deny
  internal,          // our own fault
};

std::string_view name(ErrorCode code);
std::span<const ErrorCode> all_error_codes();

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  // one lower-case line, the user's words in backticks

  // The same error, told from further out: "context: message".
  Error within(std::string_view context) const;
};

}  // namespace fairlead
