// SPDX-License-Identifier: Apache-2.0
// The head of an answer as bytes, and the small values that go into it.
//
// Threads: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.hpp"

namespace fairlead::http {

// The head of an answer, up to and with the blank line. `length` is absent for streams; `fixed` are further whole
// lines, each with its line end, that every answer of this server has.
std::string response_head(const Response& response, std::string_view request_id, std::string_view date,
                          std::optional<std::size_t> length, bool keep_alive, std::string_view fixed = {});

std::string_view reason_phrase(unsigned status);

// As in the header `Date`: Sun, 22 Nov 2026 12:00:00 GMT.
std::string http_date(std::int64_t unix_seconds);

// A request id that tells nothing of other requests: 16 random hexadecimal digits.
std::string random_request_id();

// Whether a list such as `gzip, br;q=0.5` or `"a", W/"b"` has the item (or `*`), and not with weight zero.
bool list_has(std::string_view list, std::string_view item);

}  // namespace fairlead::http
