// SPDX-License-Identifier: Apache-2.0
// Comma-separated values (RFC 4180), one row after the other, each with its line. A quote that is never closed costs
// its own row and no other. Private to `desk`.
//
// Threads: one owner.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::desk {

class CsvReader {
 public:
  CsvReader(std::string_view text, char delimiter);

  struct Row {
    std::size_t line = 0;
    std::vector<std::string> cells;
    std::string fault;  // why it could not be read; then there are no cells
  };
  // Nothing at the end. Empty lines are passed over.
  std::optional<Row> next();

 private:
  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace fairlead::desk
