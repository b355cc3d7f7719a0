// SPDX-License-Identifier: Apache-2.0
// JSON from a provider, strictly: one object, no member twice (RFC 7515 section 4 asks for it, and two readers of one
// token must not see two things), bounded in size and depth.
//
// Threads: free functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"

namespace fairlead::oidc {

// `what` begins the message of an error.
Result<boost::json::object> read_object(std::string_view text, std::string_view what, std::size_t max);

// A member that is a text; an error where it is something else. Absent is nothing.
Result<std::optional<std::string>> text_member(const boost::json::object& object, std::string_view name,
                                               std::string_view what);
// A member that is a list of texts; absent is an empty list.
Result<std::vector<std::string>> texts_member(const boost::json::object& object, std::string_view name,
                                              std::string_view what);
// For messages: at most 60 characters, without control characters.
std::string shown(std::string_view text);

}  // namespace fairlead::oidc
