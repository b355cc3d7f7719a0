// SPDX-License-Identifier: Apache-2.0
// Parsing of JSON objects that come from outside, and digests as text. Private to `desk`.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "base/digest.hpp"
#include "desk/change.hpp"

namespace fairlead::desk {

// A value that is an object; no member twice, at most 16 levels.
std::expected<boost::json::value, Faults> parse_object(std::string_view text);
// Small letters only.
std::optional<Digest> digest_from_hex(std::string_view text);

}  // namespace fairlead::desk
