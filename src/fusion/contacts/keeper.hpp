// SPDX-License-Identifier: Apache-2.0
// The newest book, and, where late looks are to be fused as if they had come in time, older books with the looks since.
//
// Threads: one owner.
#pragma once

#include <deque>

#include "contacts/book.hpp"

namespace fairlead::fusion {

class ContactKeeper {
 public:
  explicit ContactKeeper(const ContactSettings& settings) : settings_(settings), book_(settings) {}

  Absorbed absorb(const Look& look);
  const ContactBook& book() const { return book_; }

  void save(wire::ByteWriter& out) const;
  bool restore(wire::ByteReader& in);

 private:
  // All looks before `at` are in it, and none from `at` on.
  struct Checkpoint {
    Instant at;
    ContactBook book;
  };
  void advance(const Look& look);
  void forget();

  ContactSettings settings_;
  ContactBook book_;
  std::deque<Checkpoint> checkpoints_;
  std::deque<Look> looks_;  // since the oldest checkpoint, in order
};

}  // namespace fairlead::fusion
