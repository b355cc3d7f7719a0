// SPDX-License-Identifier: Apache-2.0
// Turns api/openapi.yaml into JSON, in order. It reads the part of YAML that the contract is written in and refuses the
// rest by line: block mappings and sequences, flow ones on one line, plain and quoted scalars, `|` and `>` blocks,
// comments on lines of their own. No anchors, tags, or documents.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fairlead::serve {

Result<std::string> yaml_to_json(std::string_view yaml);

}  // namespace fairlead::serve
