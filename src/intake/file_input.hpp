// SPDX-License-Identifier: Apache-2.0
// The bytes of a file, decompressed when it is gzip or Zstandard (told by its content, not by its name).
//
// Threads: one owner. Memory: fixed buffers, and a window of at most 128 MiB that a Zstandard file may ask for.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"

namespace fairlead::intake {

class FileInput {
 public:
  // Regular files only: pipes and devices have sources of their own kind.
  static Result<FileInput> open(const std::string& path);
  ~FileInput();
  FileInput(FileInput&&) noexcept;
  FileInput& operator=(FileInput&&) noexcept;

  // 0 at the end. A compressed file that ends early or is damaged is an error after its last good byte.
  Result<std::size_t> read(std::span<char> into);
  Result<void> rewind();

  std::uint64_t stored_bytes_read() const;
  std::uint64_t stored_size() const;  // 0 when it is not known

 private:
  struct State;
  explicit FileInput(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fairlead::intake
