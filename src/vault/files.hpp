// SPDX-License-Identifier: Apache-2.0
// Small things about files: descriptors that close themselves, writing to the end, syncing folders.
//
// Threads: free functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <unistd.h>

#include "base/result.hpp"

namespace fairlead::vault {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

// What the system refused, in words; no room is `full`.
Failure refused(std::string_view what, const std::string& path);
Result<void> write_all(int file, std::string_view bytes, const std::string& path);
// At most so many bytes from an offset; fewer at the end of the file.
Result<std::string> read_at(int file, std::uint64_t offset, std::size_t at_most, const std::string& path);
Result<void> sync_folder(const std::string& folder);
// Written, synced and named in one go; `conflict` where the name is taken.
Result<void> make_file(const std::string& path, std::string_view bytes);

}  // namespace fairlead::vault
