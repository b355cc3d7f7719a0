// SPDX-License-Identifier: Apache-2.0
// Recordings read back as the engine would have met them: several files, one stream in order of receipt.
//
// A recording is a file in any form that sources speak, or a folder of `fairlead simulate` or of an operator, whose
// fairlead.toml names files. What carries no time of its own is received when the line before it was; a recording
// without any time at all is refused. What cannot be read is left out and counted, and the first is named. A clock that
// lies on one line moves nothing. Memory: one piece of each file. Threads: one owner.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "domain/source.hpp"

namespace fairlead::app {

struct HistoryRecord {
  std::size_t source = 0;  // place among the sources
  Instant received_at;
  std::variant<domain::Observation, domain::Scan> is;
};

class HistoryReader {
 public:
  // `paths`: files and folders.
  static Result<HistoryReader> open(const std::vector<std::string>& paths);
  ~HistoryReader();
  HistoryReader(HistoryReader&&) noexcept;
  HistoryReader& operator=(HistoryReader&&) noexcept;

  const std::vector<domain::Source>& sources() const { return sources_; }
  // The earliest that was not given yet; nothing at the end. An error when a file cannot be read on.
  Result<std::optional<HistoryRecord>> next();

  struct Counts {
    std::uint64_t observations = 0;
    std::uint64_t scans = 0;
    std::uint64_t untimed = 0;  // before the first time of their file: left out
    std::uint64_t rejected = 0;
    std::string first_rejected;  // file, line or record, and why
  };
  const Counts& counts() const { return *counts_; }
  double share_read() const;  // 0 to 1

 private:
  class File;
  HistoryReader();
  Result<void> add(const std::string& path);
  Result<void> add_file(std::string name, const std::string& url, std::string originator, domain::Label label);

  std::vector<domain::Source> sources_;
  std::vector<std::unique_ptr<File>> files_;
  std::unique_ptr<Counts> counts_;  // files count there, wherever the reader moves
};

}  // namespace fairlead::app
