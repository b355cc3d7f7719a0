// SPDX-License-Identifier: Apache-2.0
// What the records of a log say together: whether one contradicts another.
//
// Threads: one owner. Records are shown in the order of the log.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/record.hpp"

namespace fairlead::ledger {

class Meaning {
 public:
  // What is wrong with this record after those before it, if anything.
  std::optional<std::string> contradiction(std::uint64_t index, const Record& record);

  // An entry whose record is gone. What it said about stops is unknown from here on, so less can be contradicted.
  void skip() {
    gaps_ = true;
    stops_.clear();
  }

  // Erasures seen so far: whether the body of `index` may be missing is known at the end only.
  bool erasure_covers(std::uint64_t index) const;

 private:
  struct InForce {
    std::uint64_t index;
    Cell cell;
  };
  std::optional<std::string> next_epoch(std::uint64_t epoch, const char* what);

  std::map<std::uint64_t, InForce> stops_;  // by epoch
  std::uint64_t epoch_ = 0;                 // the last one known
  bool gaps_ = false;
  std::vector<std::pair<std::uint64_t, std::uint64_t>> erasures_;
};

}  // namespace fairlead::ledger
