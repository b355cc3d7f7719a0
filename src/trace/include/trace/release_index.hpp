// SPDX-License-Identifier: Apache-2.0
// An index over everything that was ever released, kept in one file: made from the ledger, and made again from it
// whenever it is lost.
//
// 1. It holds what add() was given up to covered(), and after a crash what it held at the last flush().
// 2. The items of one recipient and track are kept together, up to 64 in a chunk; about 18 bytes an item.
// 3. An answer is that of brute force over all items.
// Threads: one owner.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "trace/question.hpp"

namespace fairlead::trace {

class ReleaseIndex {
 public:
  // Opens or creates the file; what a crash left half written is cut off. Another format is `newer_version`, a file
  // that is none of ours is `corrupt`: remove it, it is made again.
  static Result<ReleaseIndex> open(const std::string& path);
  // In memory only.
  static ReleaseIndex in_memory();
  ~ReleaseIndex();
  ReleaseIndex(ReleaseIndex&&) noexcept;
  ReleaseIndex& operator=(ReleaseIndex&&) noexcept;

  // Needs: entries ascending, `released_at` not earlier than in the call before.
  void add(const Item& item);
  // All ledger entries below this number have been looked at.
  void cover(std::uint64_t entries);
  std::uint64_t covered() const;
  // Writes everything; the file then holds what covered() says.
  Result<void> flush();

  std::vector<Contribution> answer(const Question& question) const;

  std::uint64_t size() const;      // items
  std::uint64_t unplaced() const;  // of them without whereabouts
  std::uint64_t bytes() const;     // of the file, with what waits in memory

 private:
  struct State;
  explicit ReleaseIndex(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace fairlead::trace
