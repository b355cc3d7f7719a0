// SPDX-License-Identifier: Apache-2.0
// Proofs out of a stored log, and receipts that carry one: C2SP tlog-proof@v1.
//
// Threads: a TreeReader belongs to one; the rest is free functions and values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/checkpoint.hpp"
#include "ledger/merkle.hpp"
#include "ledger/record.hpp"
#include "ledger/store.hpp"

namespace fairlead::ledger {

// The tree of a stored log at one size. Keeps the tiles that it read, within bounds.
class TreeReader {
 public:
  TreeReader(const LogReader& log, std::uint64_t size) : log_(log), size_(size) {}

  std::uint64_t size() const { return size_; }
  // The root of the leaves of a range, as the ranges of merkle.hpp have them.
  Result<Digest> hash(Range range);
  Result<Digest> root();
  Result<Digest> root_at(std::uint64_t size);
  Result<Proof> inclusion(std::uint64_t index);
  // From the tree of `old_size` leaves to this one.
  Result<Proof> consistency(std::uint64_t old_size);
  Result<std::string> entry(std::uint64_t index);

 private:
  Result<Digest> subtree(unsigned height, std::uint64_t number);
  Result<std::string_view> tile(TileId tile);

  const LogReader& log_;
  std::uint64_t size_;
  std::map<TileId, std::string> tiles_;
};

// A proof that stands alone: anyone with the log's verifier key can check it, without asking anyone.
struct Receipt {
  std::uint64_t index = 0;
  Proof proof;
  std::string note;                 // the checkpoint
  std::optional<std::string> body;  // salt and record, when the receipt opens its entry (the `extra` of tlog-proof)

  std::string str() const;
  static Result<Receipt> parse(std::string_view text);
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

// A receipt for one entry against the stored checkpoint. With `open` it carries the record; an error if that is erased.
Result<Receipt> prove(const LogReader& log, std::uint64_t index, bool open);

// Whether `entry` is entry `receipt.index` of the log whose key is among `trusted`.
Result<SignedCheckpoint> check_receipt(const Receipt& receipt, std::string_view entry,
                                       std::span<const Verifier> trusted);

struct OpenedReceipt {
  SignedCheckpoint checkpoint;
  Record record;
};
// The same for a receipt that opens its entry.
Result<OpenedReceipt> open_receipt(const Receipt& receipt, std::span<const Verifier> trusted);

}  // namespace fairlead::ledger
