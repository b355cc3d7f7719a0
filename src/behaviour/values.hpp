// SPDX-License-Identifier: Apache-2.0
// Thresholds in words: read, printed and held against their bounds. A number without its unit is refused.
//
// Threads: any.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "units/instant.hpp"
#include "units/quantity.hpp"

namespace fairlead::behaviour::values {

std::string print(Duration value);
std::string print(Length value);
std::string print(Speed value);
std::string print(double value);
std::string print(bool value);
std::string print(const std::set<std::string>& value);

// What it may be, when it is not that; nothing when it is.
std::optional<std::string> fault(Duration value, double least_s, double greatest_s);
std::optional<std::string> fault(Length value, double least_m, double greatest_m);
std::optional<std::string> fault(Speed value, double least_kn, double greatest_kn);
std::optional<std::string> fault(double value, double least, double greatest);
std::optional<std::string> fault(bool value, double least, double greatest);
std::optional<std::string> fault(const std::set<std::string>& value, double least, double greatest);

// `path` names the member in messages; the last argument says which kind is read.
Result<Duration> read(std::string_view path, std::string_view value, Duration);
Result<Length> read(std::string_view path, std::string_view value, Length);  // `500 m`, `10 km`, `2 nm`
Result<Speed> read(std::string_view path, std::string_view value, Speed);    // `2 kn`
Result<double> read(std::string_view path, std::string_view value, double);
Result<bool> read(std::string_view path, std::string_view value, bool);
Result<std::set<std::string>> read(std::string_view path, std::string_view value, const std::set<std::string>&);
Result<bool> read_bool(std::string_view path, std::string_view value);

// Words between commas or blanks.
std::vector<std::string> words(std::string_view value);

}  // namespace fairlead::behaviour::values
