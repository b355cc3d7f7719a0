// SPDX-License-Identifier: Apache-2.0
// The documents that an agency may see about itself: its agreements as agreed, what it is asked to delete, its own log.
// Nothing in them depends on what was withheld, and none carries a part of the picture; hence they need no gate.
//
// 1. Each is made for one agency, and from what names that agency only.
// Threads: free functions, any; Receipts belongs to one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "desk/change.hpp"
#include "engine/sharing.hpp"
#include "ledger/store.hpp"
#include "ungated.hpp"
#include "units/instant.hpp"

namespace fairlead::partner {

// Where the releases of a log stand, by the names that their partner knows. Grows with the log.
class Receipts {
 public:
  // The index of the entry that records this release; `not_found`.
  Result<std::uint64_t> find(const ledger::LogReader& log, std::string_view agency, std::string_view release);
  // Reads on in a log, so that find() need not; at most so many entries. How many are left.
  Result<std::uint64_t> read_on(const ledger::LogReader& log, std::string_view agency, std::uint64_t entries_max);

 private:
  struct Known {
    std::uint64_t read = 0;  // entries so far
    std::unordered_map<std::string, std::uint64_t> index;
  };
  std::map<std::string, Known, std::less<>> logs_;
};

class Paper {
 public:
  static Ungated agreements(const engine::Sharing& sharing, std::string_view agency);
  // Its own requests, as it made them; what home says to them passes the gate.
  static Ungated requests(const engine::Sharing& sharing, std::string_view agency);
  // {"id":"q-…"}: under which name the partner finds what it just sent.
  static Ungated named(std::string_view reference);
  // What is wrong with the form that the partner just sent, told from the form alone.
  static Ungated faults(const desk::Faults& faults);
  static Ungated recalls(const engine::Sharing& sharing, std::string_view agency);
  // `log` is that of the agency which asks.
  static Result<Ungated> checkpoint(const ledger::LogReader& log);
  static Result<Ungated> tile(const ledger::LogReader& log, std::string_view path);
  static Result<Ungated> receipt(const ledger::LogReader& log, std::string_view agency, std::string_view release,
                                 Receipts& receipts);
};

}  // namespace fairlead::partner
