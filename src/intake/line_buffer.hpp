// SPDX-License-Identifier: Apache-2.0
// Cuts a stream of bytes into lines in place: bytes are read into room(), and lines are views into the buffer.
//
// Memory: one buffer of fixed size. A line longer than that comes out in pieces.
// Threads: one owner.
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace fairlead::intake {

class LineBuffer {
 public:
  explicit LineBuffer(std::size_t capacity) : bytes_(capacity) {}

  struct Piece {
    std::string_view bytes;  // with the line end, where it has one; valid until the next call of room()
    bool begins = true;      // false: goes on with a line that was too long
    bool ends = true;        // false: the line goes on
    bool is_whole() const { return begins && ends; }
  };

  // Free space. Never empty after next() gave nothing.
  std::span<char> room() {
    if (begin_ == end_) {
      begin_ = end_ = 0;
    } else if (end_ == bytes_.size()) {
      std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    return std::span(bytes_).subspan(end_);
  }
  void added(std::size_t count) { end_ += count; }

  // The next line; lines end with CR, LF or both. A rest without line end comes only when the buffer is full of it or
  // `at_end` is set.
  std::optional<Piece> next(bool at_end = false) {
    const std::string_view rest(bytes_.data() + begin_, end_ - begin_);
    if (rest.empty()) return std::nullopt;
    auto length = length_of_first_line(rest);
    const bool ends = length != 0 || at_end;
    if (length == 0) {
      if (!at_end && (begin_ != 0 || end_ != bytes_.size())) return std::nullopt;
      length = rest.size();
    }
    const Piece piece{rest.substr(0, length), begins_, ends};
    begin_ += length;
    begins_ = ends;
    return piece;
  }

  // What is inside, as it is.
  std::string_view view() const { return {bytes_.data() + begin_, end_ - begin_}; }
  // Everything inside at once, for streams that are not cut into lines.
  std::string_view take_all() {
    const auto all = view();
    begin_ = end_;
    return all;
  }

  std::size_t pending() const { return end_ - begin_; }
  void clear() {
    begin_ = end_ = 0;
    begins_ = true;
  }

 private:
  // With its line end; 0 when there is none yet.
  static std::size_t length_of_first_line(std::string_view rest) {
    const auto* feed = static_cast<const char*>(std::memchr(rest.data(), '\n', rest.size()));
    const auto until = feed == nullptr ? rest.size() : static_cast<std::size_t>(feed - rest.data());
    const auto* ret = static_cast<const char*>(std::memchr(rest.data(), '\r', until));
    if (ret != nullptr) {
      const auto at = static_cast<std::size_t>(ret - rest.data());
      // "\r\n" is one line end; a CR as the last byte so far may be the first half of one.
      if (at + 1 < until) return at + 1;
      if (feed == nullptr) return 0;
    }
    return feed == nullptr ? 0 : until + 1;
  }

  std::vector<char> bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool begins_ = true;
};

}  // namespace fairlead::intake
