// SPDX-License-Identifier: Apache-2.0
// One log that grows: records become entries, entries a tree, the tree signed checkpoints. It returns what is to be
// written and writes nothing itself, so that the same bytes come from the live run and from its replay.
//
// 1. Entries stand in the order in which they were appended, in every batching; that order is the order of stops and
//    releases.
// 2. Nothing here reads a clock or draws a random number: salts, times and keys are arguments.
// 3. A ledger restored from its state goes on to the same bytes as one that never stopped.
// Threads: one owner.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/checkpoint.hpp"
#include "ledger/commitment.hpp"
#include "ledger/merkle.hpp"
#include "ledger/store.hpp"

namespace fairlead::ledger {

inline constexpr std::size_t kRecordBytesMax = std::size_t{1} << 22;

// What is appended: canonical bytes of a record and the salt that hides them.
struct Item {
  Salt salt{};
  std::string_view record;
};

struct Appended {
  std::uint64_t first = 0;  // index of the first of them; the others follow
  Writes writes;
};

struct Checkpointed {
  Checkpoint checkpoint;
  std::string note;
  Writes writes;  // with the note, and with tiles as far as they have grown
};

class Ledger {
 public:
  // `origin` names the log, and the key that signs for it: "ledger.example.org/home".
  static Result<Ledger> create(std::string_view origin);

  const std::string& origin() const { return origin_; }
  std::uint64_t size() const { return edge_.size(); }
  Checkpoint head() const { return {origin_, edge_.size(), edge_.root(), {}}; }
  // The last one signed, if any.
  const std::optional<Checkpoint>& last_checkpoint() const { return last_; }

  // Appends all or, when one record is too long, none.
  Result<Appended> append(std::span<const Item> items);
  // Signs the tree as it is. One of `signers` bears the log's name; others may sign too, as when a key changes.
  // Needs: `at` not earlier than that of the checkpoint before.
  Result<Checkpointed> checkpoint(Instant at, std::span<const Signer* const> signers);

  // Everything, in canonical bytes: at most 33 kB however large the log is.
  std::string state() const;
  static Result<Ledger> restore(std::string_view state);

 private:
  static constexpr unsigned kLevels = 8;
  void add(const Entry& entry, Writes& writes);

  std::string origin_;
  Edge edge_;
  std::array<std::string, kLevels> tiles_;  // the tile at the right end of each level, not full
  std::string bundle_;                      // the bundle at the right end, not full
  std::optional<Checkpoint> last_;
  Instant last_at_;
};

}  // namespace fairlead::ledger
