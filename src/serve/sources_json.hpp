// SPDX-License-Identifier: Apache-2.0
// The member "sources" as the API and the streams show it.
//
// Threads: any.
#pragma once

#include <string>

#include "serve/server.hpp"
#include "units/instant.hpp"
#include "wire/json.hpp"

namespace fairlead::serve {

inline void append_sources(std::string& out, const ServerInputs& inputs, Instant now) {
  out += "\"sources\":[";
  bool first = true;
  if (inputs.sources) {
    for (const domain::SourceHealth& health : inputs.sources()) {
      if (!first) out += ',';
      first = false;
      wire::append_json(out, health, now);
    }
  }
  out += ']';
}

}  // namespace fairlead::serve
