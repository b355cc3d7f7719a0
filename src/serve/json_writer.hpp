// SPDX-License-Identifier: Apache-2.0
// Writes a JSON object member by member.
//
// Threads: one owner.
#pragma once

#include <string>
#include <string_view>

#include "base/text.hpp"
#include "units/instant.hpp"

namespace fairlead::serve {

class JsonWriter {
 public:
  // The name and colon; the value is appended to what is returned.
  std::string& member(std::string_view name) {
    if (out_.size() > 1) out_ += ',';
    append_json_string(out_, name);
    return out_ += ':';
  }
  JsonWriter& text(std::string_view name, std::string_view value) {
    append_json_string(member(name), value);
    return *this;
  }
  JsonWriter& time(std::string_view name, Instant value) { return text(name, to_rfc3339(value)); }
  template <class Number>
  JsonWriter& number(std::string_view name, Number value) {
    append_number(member(name), value);
    return *this;
  }
  JsonWriter& flag(std::string_view name, bool value) {
    member(name) += value ? "true" : "false";
    return *this;
  }
  // Ends the object.
  std::string take() { return std::move(out_ += '}'); }

 private:
  std::string out_ = "{";
};

}  // namespace fairlead::serve
