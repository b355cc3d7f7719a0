// SPDX-License-Identifier: Apache-2.0
// Base 64 for URLs and file names (RFC 4648 section 5), without padding, strict: unused bits are zero, so that one
// value has one text.
//
// Threads: any.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fairlead {

std::string base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace fairlead
