// SPDX-License-Identifier: Apache-2.0
// AIS messages as lines of JSON and of CSV. docs/reference/formats/ais-json.md lists every member.
//
// Units are those of the radio in plain decimals: degrees, knots, metres. What was not available is absent.
// Threads: pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "decode/ais/message.hpp"

namespace fairlead::decode::ais {

// Appends one JSON object, without line end.
void append_json(std::string& out, const Message& message);

// The columns of the CSV form, in order. The last, `other`, holds the members without a column of their own as JSON.
[[nodiscard]] std::span<const std::string_view> csv_columns() noexcept;
void append_csv_header(std::string& out);
// Appends one record (RFC 4180), without line end.
void append_csv(std::string& out, const Message& message);

}  // namespace fairlead::decode::ais
