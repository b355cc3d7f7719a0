// SPDX-License-Identifier: Apache-2.0
// What a record of gpsd means in our words: the rules of docs/reference/ais-conformance.md as code.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace fairlead::decode::test {

// What one member of our JSON has to be.
struct Wanted {
  enum class Kind { absent, any, text, saturated, flag, number };
  Kind kind = Kind::absent;
  std::string text{};
  bool flag = false;
  double number = 0;
  double tolerance = 1e-9;
  bool or_absent = false;  // what was received is a part of the field: gpsd gives the part, we give nothing
};
using Expectation = std::map<std::string, Wanted>;

// From a record of class AIS, scaled or not. Application members of types 6 and 8 are left out; they have their own
// tests.
Expectation expectation(const boost::json::object& gpsd);

// From a line of the form with `|` (unscaled, first field the type). Types 6 and 8 only up to the FI.
boost::json::object from_pipe_form(std::string_view line);

// The first member that differs, in words; empty when all agree.
std::string difference(const Expectation& wanted, const boost::json::object& ours);

}  // namespace fairlead::decode::test
