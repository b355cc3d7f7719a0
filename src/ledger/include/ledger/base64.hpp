// SPDX-License-Identifier: Apache-2.0
// Base 64 of RFC 4648 section 4, strict: padding is required and unused bits are zero, so that one value has one text.
//
// Threads: any.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fairlead::ledger {

std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace fairlead::ledger
