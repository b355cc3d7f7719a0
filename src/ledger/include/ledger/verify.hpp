// SPDX-License-Identifier: Apache-2.0
// Reads a whole stored log and says all that is wrong with it. Nothing is sampled: each entry is hashed, each tile is
// compared with what its entries give, each record is opened and read.
//
// What it holds a log to:
// 1. The checkpoint is signed by a trusted key of the log's name, and its root is that of the entries.
// 2. Each tile is what the entries make; each entry has the one form that entries have.
// 3. Each body opens its entry, and its record is canonical. A missing body is named by an erasure record.
// 4. Epochs of stops and resumes rise; no release lies under a stop that was in force; clock entries repeat the root
//    that the tree had.
// Threads: free functions.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/checkpoint.hpp"
#include "ledger/store.hpp"

namespace fairlead::ledger {

struct VerifyOptions {
  bool with_bodies = true;               // false for an export without them
  std::size_t problems_max = 100;        // more are counted, not listed
  std::function<void(double)> progress;  // share done; may be empty
};

struct Problem {
  std::optional<std::uint64_t> index;  // the entry it is about, if one
  std::string what;
  friend bool operator==(const Problem&, const Problem&) = default;
};

struct VerifyReport {
  std::optional<Checkpoint> checkpoint;  // when it could be read
  std::vector<SignedBy> signers;
  std::uint64_t entries = 0;  // read
  std::uint64_t opened = 0;
  std::uint64_t erased = 0;
  std::map<std::string, std::uint64_t> kinds;  // opened, by kind
  std::vector<Problem> problems;
  std::uint64_t problems_total = 0;
  bool good() const { return problems_total == 0; }
};

VerifyReport verify(const LogReader& log, std::span<const Verifier> trusted, const VerifyOptions& options = {});

// Whether the log of a partner and home's log tell the same story. Both must be good by themselves (verify).
// 1. Behind each delivery in the partner's log stands a release in home's that names its commitment.
// 2. Each root of the partner's log that home's log recorded is the root that the partner's log had.
// Problems bear the index of the partner's entry, or of home's for 2.
std::vector<Problem> compare_logs(const LogReader& home, const LogReader& partner);

}  // namespace fairlead::ledger
