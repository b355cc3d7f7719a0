// SPDX-License-Identifier: Apache-2.0
// Who asks, when there are proxies before us.
//
// Threads: free functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fairlead::http {

// An address as we write it: ::ffff:10.0.0.1 is 10.0.0.1. Nothing for what is no address.
Result<std::string> normal_address(std::string_view text);

// `peer` is who connected. When that is a trusted proxy (addresses as normal_address gives them), `forwarded_for` is
// read from its end for as long as it names trusted proxies, and the first other address is who asks. What cannot be
// read ends it: then the last that could be is who asks. Anybody else's `forwarded_for` means nothing.
std::string client_address(std::string_view peer, std::string_view forwarded_for, std::span<const std::string> trusted);

}  // namespace fairlead::http
