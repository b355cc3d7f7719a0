// SPDX-License-Identifier: Apache-2.0
// What writing and reading JSON share. Private to `desk`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "form.hpp"

namespace fairlead::desk {

std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);
std::string schema_of(const Form& form, bool with_attached);
void append_value(std::string& out, const Type& type, const Limits& limits, const void* value);

}  // namespace fairlead::desk
