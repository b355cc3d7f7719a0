// SPDX-License-Identifier: Apache-2.0
// The newest book, and, where late looks are to be fused as if they had come in time, older books with the looks since.
//
// Threads: one owner.
#pragma once

#include <deque>

#include "contacts/book.hpp"
#include "contacts/names.hpp"

namespace fairlead::fusion {

class ContactKeeper {
 public:
  explicit ContactKeeper(const ContactSettings& settings) : settings_(settings), book_(settings) {}

  Absorbed absorb(const Look& look, Past past);
  std::vector<ContactView> at(Instant at, bool shown_only) const;
  const ContactBook& book() const { return book_; }

  void save(wire::ByteWriter& out) const;
  bool restore(wire::ByteReader& in);

 private:
  // In contacts asked and plots taken; what fusing again may cost at once.
  static constexpr std::int64_t kCreditMost = 100'000;
  static constexpr std::size_t kNamesSpare = 1000;

  // All looks before `at` are in it, and none from `at` on.
  struct Checkpoint {
    Instant at;
    ContactBook book;
  };
  bool remembers() const { return settings_.late.horizon > Duration(0); }
  void advance(const Look& look);
  void append(Look look);
  void fuse_again(Instant from);
  void find_again(const std::vector<ContactView>& before);
  std::int64_t cost_of(const Look& look) const;
  std::int64_t cost_since(Instant from) const;
  void forget();

  ContactSettings settings_;
  ContactBook book_;
  std::deque<Checkpoint> checkpoints_;
  std::deque<Look> looks_;  // since the oldest checkpoint, in order
  std::size_t plots_held_ = 0;
  std::size_t plots_since_ = 0;  // the newest checkpoint
  ContactNames names_;
  std::size_t names_most_ = kNamesSpare;  // until the next look for those that nobody needs
  std::int64_t credit_ = kCreditMost;
};

}  // namespace fairlead::fusion
