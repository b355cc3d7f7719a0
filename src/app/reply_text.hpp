// SPDX-License-Identifier: Apache-2.0
// Answers of the API as people read them on a terminal. What is absent prints as nothing.
//
// Threads: free functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "http_client.hpp"

namespace fairlead::app {

// A member as text: of a text itself, of a number or flag its digits or word; empty where it is absent.
std::string text_of(const boost::json::value& object, std::string_view name);
std::uint64_t number_of(const boost::json::value& object, std::string_view name);
bool flag_of(const boost::json::value& object, std::string_view name);
const boost::json::array& list_of(const boost::json::value& object, std::string_view name);
// The texts or numbers of a list, with commas.
std::string joined(const boost::json::value& object, std::string_view name);

// Builds a body.
class Body {
 public:
  Body& text(std::string_view name, std::string_view value);
  // Left out when it is empty.
  Body& text_if(std::string_view name, std::string_view value) { return value.empty() ? *this : text(name, value); }
  Body& flag_if(std::string_view name, bool value) { return value ? raw(name, "true") : *this; }
  Body& raw(std::string_view name, std::string_view json);
  Body& texts(std::string_view name, const std::vector<std::string>& values);
  std::string take() { return std::move(out_ += '}'); }

 private:
  std::string out_ = "{";
};

// The single faults of a problem document, one a line on standard error.
void print_faults(const HttpReply& reply);

void print_stop(const boost::json::value& stop);
void print_sharing(const boost::json::value& sharing);

}  // namespace fairlead::app
