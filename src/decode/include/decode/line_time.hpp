// SPDX-License-Identifier: Apache-2.0
// Times written around sentences: the receive time at the start of a line, in the forms that loggers use.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace fairlead::decode {

// Nanoseconds since 1970 of a time at the start of `text`: a whole number of seconds, milliseconds, microseconds or
// nanoseconds (10, 13, 16 or 19 digits), seconds with a fraction, or RFC 3339 (`T` or blank between date and time; `Z`,
// an offset or nothing, which counts as UTC, behind it). Leading blanks and `[` or `(` are passed over. What follows
// must not continue the number.
[[nodiscard]] std::optional<std::int64_t> parse_line_time(std::string_view text) noexcept;

// Nanoseconds since 1970 of a `$PGHP` line, which carries the time of the sentence after it.
[[nodiscard]] std::optional<std::int64_t> parse_pghp_time(std::string_view sentence) noexcept;

}  // namespace fairlead::decode
