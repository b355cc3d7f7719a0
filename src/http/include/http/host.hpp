// SPDX-License-Identifier: Apache-2.0
// The words in addresses: HOST:PORT as configured, `Host` and `Origin` as sent.
//
// Threads: any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fairlead::http {

struct Listen {
  std::string host;  // without brackets; `localhost` stays as written
  std::uint16_t port = 0;
};

// Reads 127.0.0.1:8480, [::1]:8480, localhost:8480, :8480 (all addresses) and 8480 (loopback).
Result<Listen> parse_listen(std::string_view text);

// The name in `HOST` or `HOST:PORT`: lower case, without brackets, port and final dot. Empty when ill-formed.
std::string host_name(std::string_view text);
bool is_loopback_literal(std::string_view name);  // 127.x.y.z

}  // namespace fairlead::http
