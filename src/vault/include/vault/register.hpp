// SPDX-License-Identifier: Apache-2.0
// A register of numbered things, such as reports that were made: one line each in a file that only grows. A line is
// durable before its number is told, and carries the hash of the one before; a line that a crash cut is removed when
// the file is opened, an altered one is `corrupt`.
//
// Threads: entry() and size() from any; add() from one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/published.hpp"
#include "base/result.hpp"

namespace fairlead::vault {

class Register {
 public:
  static Result<std::unique_ptr<Register>> open(std::string path);

  // Numbers begin with 1. The text has no line end.
  Result<std::uint64_t> add(std::string_view text);
  std::optional<std::string> entry(std::uint64_t number) const;
  std::uint64_t size() const;

 private:
  using Lines = std::vector<std::shared_ptr<const std::string>>;
  explicit Register(std::string path) : path_(std::move(path)), lines_(std::make_shared<Lines>()) {}
  std::string path_;
  Published<Lines> lines_;
  Digest last_{};
};

}  // namespace fairlead::vault
