// SPDX-License-Identifier: Apache-2.0
// Lines of a recorded file.
#include "recording.hpp"

namespace fairlead::intake {

namespace {
constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::size_t kLookedThrough = 1024 * 1024;
}  // namespace

Result<std::optional<Instant>> first_recorded_time(FileInput& input) {
  LineBuffer lines(kBufferBytes);
  LineTimes times;
  std::optional<Instant> first;
  std::size_t seen = 0;
  bool at_end = false;
  while (!first && !at_end && seen < kLookedThrough) {
    auto got = input.read(lines.room());
    if (!got) break;  // a damaged file: told when it is played that far
    at_end = *got == 0;
    seen += *got;
    lines.added(*got);
    while (const auto piece = lines.next(at_end)) {
      if (piece->is_whole() && (first = times.of(piece->bytes))) break;
    }
  }
  FL_CHECK(input.rewind());
  return first;
}

Recording::Recording(FileInput input, bool loop) : input_(std::move(input)), loop_(loop), lines_(kBufferBytes) {}

Result<std::optional<Recording::Line>> Recording::next() {
  for (;;) {
    if (const auto piece = lines_.next(at_end_)) {
      bytes_ += piece->bytes.size();
      Line line{*piece, std::nullopt};
      if (piece->is_whole()) line.written_at = times_.of(piece->bytes);
      return line;
    }
    if (at_end_) {
      if (!loop_ || bytes_ == bytes_at_pass_) return std::nullopt;
      FL_CHECK(input_.rewind());
      lines_.clear();
      times_ = {};
      at_end_ = false;
      bytes_at_pass_ = bytes_;
      ++passes_;
    }
    FL_TRY(const auto got, input_.read(lines_.room()));
    lines_.added(got);
    at_end_ = got == 0;
  }
}

}  // namespace fairlead::intake
