// SPDX-License-Identifier: Apache-2.0
// Rows of comma-separated values (RFC 4180; also `;` and tabulators). Private to `decode`.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::decode {

// The separator that stands most often in a header.
char csv_separator(std::string_view header);

// Cells without blanks around them and without their quotes. False when a quote is not closed.
bool split_csv(std::string_view line, char separator, std::vector<std::string>& cells);

// True when a quote is open at the end: the row goes on in the next line.
bool csv_goes_on(std::string_view line);

}  // namespace fairlead::decode
