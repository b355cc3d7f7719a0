// SPDX-License-Identifier: Apache-2.0
// A recorded file as lines with the times written on them, once or over and over.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.hpp"
#include "file_input.hpp"
#include "line_buffer.hpp"
#include "recorded_time.hpp"

namespace fairlead::intake {

// The first time written in the file, looked for in its first mebibyte; the file is then at its beginning again.
Result<std::optional<Instant>> first_recorded_time(FileInput& input);

class Recording {
 public:
  Recording(FileInput input, bool loop);

  struct Line {
    LineBuffer::Piece piece;            // valid until the next call of next()
    std::optional<Instant> written_at;  // of whole lines only
  };
  // The next line (or piece of an endless one). Nothing at the end, which a loop reaches only when the file is empty.
  Result<std::optional<Line>> next();

  std::uint64_t bytes() const { return bytes_; }    // of lines given out
  std::uint64_t passes() const { return passes_; }  // begun, from 1
  const FileInput& input() const { return input_; }

 private:
  FileInput input_;
  const bool loop_;
  LineBuffer lines_;
  LineTimes times_;
  bool at_end_ = false;
  std::uint64_t bytes_ = 0;
  std::uint64_t bytes_at_pass_ = 0;
  std::uint64_t passes_ = 1;
};

}  // namespace fairlead::intake
