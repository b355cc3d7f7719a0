// SPDX-License-Identifier: Apache-2.0
// Lines of JSON, member by member, with numbers in fixed decimals so that every build writes the same.
//
// Threads: one owner.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace fairlead::testing {

void append_fixed_number(std::string& out, double value, int decimals);

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) { out_ += '{'; }

  void number(std::string_view key, double value, int decimals);
  // Shortest decimal form; for parameters, not for what was computed.
  void real(std::string_view key, double value) {
    name(key);
    append_number(out_, value);
  }
  void whole(std::string_view key, std::int64_t value) {
    name(key);
    append_number(out_, value);
  }
  void text(std::string_view key, std::string_view value) {
    name(key);
    append_json_string(out_, value);
  }
  void flag(std::string_view key, bool value) {
    name(key);
    out_ += value ? "true" : "false";
  }
  void object(std::string_view key) {
    name(key);
    out_ += '{';
    first_ = true;
  }
  void close() {
    out_ += '}';
    first_ = false;
  }
  void list(std::string_view key) {
    name(key);
    out_ += '[';
    first_ = true;
  }
  void close_list() {
    out_ += ']';
    first_ = false;
  }
  void item() {  // an object in a list
    comma();
    out_ += '{';
    first_ = true;
  }
  void row() {  // a list in a list
    comma();
    out_ += '[';
    first_ = true;
  }
  void element(std::int64_t value) {
    comma();
    append_number(out_, value);
  }
  void element_number(double value, int decimals) {
    comma();
    append_fixed_number(out_, value, decimals);
  }
  void element_text(std::string_view value) {
    comma();
    append_json_string(out_, value);
  }
  void end() { out_ += "}\n"; }

 private:
  void comma() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  void name(std::string_view key) {
    comma();
    append_json_string(out_, key);
    out_ += ':';
  }

  std::string& out_;
  bool first_ = true;
};

}  // namespace fairlead::testing
