// SPDX-License-Identifier: Apache-2.0
#include "chunks.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace fairlead::http {
namespace {

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F); });
}

}  // namespace

ChunkReader::State ChunkReader::on_line(std::string_view line, std::size_t body_so_far) {
  if (!is_plain(line)) return State::bad;
  if (stage_ == Stage::trailer) {
    aside_ += line.size() + 2;
    if (aside_ > kAsideMax) return State::bad;
    return line.empty() ? State::done : State::more;
  }
  // chunk-size [ ; extension ]
  std::size_t digits = 0;
  while (digits < line.size() && std::string_view("0123456789abcdefABCDEF").contains(line[digits])) ++digits;
  if (digits == 0 || digits > 15) return State::bad;
  std::string_view rest = line.substr(digits);
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
  if (!rest.empty() && rest.front() != ';') return State::bad;
  if (rest.empty() && line.size() != digits) return State::bad;  // blanks only
  aside_ += line.size() - digits;
  if (aside_ > kAsideMax) return State::bad;
  std::uint64_t size = 0;
  std::from_chars(line.data(), line.data() + digits, size, 16);
  if (size > max_ || body_so_far > max_ - size) return State::too_large;
  left_ = static_cast<std::size_t>(size);
  stage_ = size == 0 ? Stage::trailer : Stage::data;
  return State::more;
}

ChunkReader::State ChunkReader::feed(std::string& bytes, std::string& body, std::size_t taken_out) {
  std::size_t at = 0;
  State state = State::more;
  while (state == State::more && at < bytes.size()) {
    const std::string_view rest = std::string_view(bytes).substr(at);
    if (stage_ == Stage::data) {
      const std::size_t part = std::min(left_, rest.size());
      body.append(rest.substr(0, part));
      at += part;
      left_ -= part;
      if (left_ == 0) stage_ = Stage::data_end;
    } else if (stage_ == Stage::data_end) {
      if (!std::string_view("\r\n").starts_with(rest.substr(0, 2))) {
        state = State::bad;
      } else if (rest.size() < 2) {
        break;
      } else {
        at += 2;
        stage_ = Stage::size;
      }
    } else {
      const std::size_t end = rest.find('\n');
      if (end == std::string_view::npos) {
        if (rest.size() > kLineMax) state = State::bad;
        break;
      }
      if (end == 0 || rest[end - 1] != '\r' || end > kLineMax) {
        state = State::bad;
      } else {
        state = on_line(rest.substr(0, end - 1), taken_out + body.size());
        at += end + 1;
      }
    }
  }
  bytes.erase(0, at);
  return state;
}

}  // namespace fairlead::http
