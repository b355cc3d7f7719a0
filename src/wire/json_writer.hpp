// SPDX-License-Identifier: Apache-2.0
// One JSON object in the making: members in the order they are named, absent ones skipped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "units/instant.hpp"
#include "wire/json.hpp"

namespace fairlead::wire {

class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  void close() { out_ += '}'; }

  // Begins a member; the caller appends its value.
  std::string& member(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
    return out_;
  }
  void text(std::string_view name, std::string_view value) { append_json_string(member(name), value); }
  void text_if(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void time(std::string_view name, Instant value) {
    member(name) += '"';
    append_rfc3339(out_, value);
    out_ += '"';
  }
  void time(std::string_view name, const std::optional<Instant>& value) {
    if (value) time(name, *value);
  }
  template <class Integer>
  void integer(std::string_view name, Integer value) {
    append_number(member(name), value);
  }
  template <class Integer>
  void integer(std::string_view name, const std::optional<Integer>& value) {
    if (value) integer(name, *value);
  }
  void real(std::string_view name, double value, int digits = 0) { append_real(member(name), value, digits); }
  void flag(std::string_view name, bool value) { member(name) += value ? "true" : "false"; }
  template <class List>
  void texts(std::string_view name, const List& values) {
    member(name) += '[';
    bool first = true;
    for (const auto& value : values) {
      if (!first) out_ += ',';
      first = false;
      append_json_string(out_, value);
    }
    out_ += ']';
  }
  template <class List>
  void texts_if(std::string_view name, const List& values) {
    if (!values.empty()) texts(name, values);
  }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace fairlead::wire
