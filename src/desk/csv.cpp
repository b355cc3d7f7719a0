// SPDX-License-Identifier: Apache-2.0
#include "csv.hpp"

#include <algorithm>

namespace fairlead::desk {
namespace {

constexpr std::size_t kRowMax = 1 << 20;

}  // namespace

CsvReader::CsvReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

std::optional<CsvReader::Row> CsvReader::next() {
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }
  if (at_ >= text_.size()) return std::nullopt;
  Row row;
  row.line = line_;
  const std::size_t begin = at_;
  std::string cell;
  bool closed = true;
  const auto broken = [&](std::string why) {
    // On with the next line: a stray quote must not swallow the rest of the file.
    row.cells.clear();
    row.fault = std::move(why);
    at_ = std::min(text_.find('\n', begin), text_.size());
    line_ = row.line;
    return row;
  };
  while (at_ < text_.size() && text_[at_] != '\n') {
    cell.clear();
    if (text_[at_] == '"') {
      closed = false;
      for (++at_; at_ < text_.size(); ++at_) {
        if (at_ - begin > kRowMax) break;
        if (text_[at_] == '\n') ++line_;
        if (text_[at_] != '"') {
          cell += text_[at_];
        } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
          cell += '"';
          ++at_;
        } else {
          closed = true;
          ++at_;
          break;
        }
      }
      if (!closed) return broken("a quote is opened and never closed; double it (`\"\"`) or close it");
      if (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r') {
        return broken("something follows a closing quote; double the quotes inside a value (`\"\"`)");
      }
    } else {
      while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n') cell += text_[at_++];
      if (cell.ends_with('\r')) cell.pop_back();
    }
    while (at_ < text_.size() && text_[at_] == '\r') ++at_;
    row.cells.push_back(cell);
    if (at_ < text_.size() && text_[at_] == delimiter_) {
      ++at_;
      // A delimiter at the end of a line opens one more cell, which is empty.
      if (at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\r') {
        while (at_ < text_.size() && text_[at_] == '\r') ++at_;
        row.cells.emplace_back();
        break;
      }
    }
  }
  return row;
}

}  // namespace fairlead::desk
