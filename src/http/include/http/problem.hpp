// SPDX-License-Identifier: Apache-2.0
// Errors as answers: problem documents of RFC 9457 with our own `code`, `request_id` and `errors`.
//
// Threads: any.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"

namespace fairlead::http {

// One entry of `errors`: which part of the request, and what is wrong with it.
struct Fault {
  std::string pointer;  // e.g. #/query/bbox
  std::string detail;
};

// `code` is one of docs/reference/http-api.md.
Response problem(const Request& request, unsigned status, std::string_view code, std::string_view detail,
                 std::span<const Fault> faults = {});

// What a refused parameter says before the request is known.
struct Refusal {
  std::string_view code;
  std::string detail;
  std::vector<Fault> faults;
};

}  // namespace fairlead::http
