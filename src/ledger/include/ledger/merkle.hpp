// SPDX-License-Identifier: Apache-2.0
// The Merkle tree of RFC 6962: hashes, the root of a growing tree, and the checking of proofs.
//
// 1. Leaves and nodes are hashed with different first bytes, so that one is never taken for the other.
// 2. An Edge holds one hash for each bit set in its size, and nothing else: 64 hashes for the largest tree.
// Threads: free functions from any; an Edge belongs to one.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace fairlead::ledger {

Digest leaf_hash(std::string_view entry);
Digest node_hash(const Digest& left, const Digest& right);
// The root of the tree without leaves.
Digest empty_root();

// The right edge of a growing tree: the roots of its complete subtrees, from which the root follows.
class Edge {
 public:
  std::uint64_t size() const { return size_; }
  Digest root() const;
  // The root of the complete subtree of 2^height leaves that ends at the last leaf covered by the lower bits.
  // Needs: bit `height` of size() is set.
  const Digest& subtree(unsigned height) const { return subtrees_[height]; }

  // Adds a leaf. Calls completed(height, hash) for the leaf (height 0) and each subtree that it completes, lowest
  // first.
  template <class Completed>
  void push(Digest hash, Completed completed) {
    unsigned height = 0;
    completed(height, hash);
    for (std::uint64_t bits = size_; (bits & 1U) != 0; bits >>= 1) {
      hash = node_hash(subtrees_[height], hash);
      completed(++height, hash);
    }
    subtrees_[height] = hash;
    ++size_;
  }
  void push(const Digest& hash) {
    push(hash, [](unsigned, const Digest&) {});
  }
  // Adds a complete subtree of 2^height leaves. Needs: size() is a multiple of 2^height.
  void push_subtree(unsigned height, Digest hash);

 private:
  std::array<Digest, 64> subtrees_{};
  std::uint64_t size_ = 0;
};

using Proof = std::vector<Digest>;

// Whether `proof` shows that `leaf` is leaf `index` of the tree of `size` leaves with `root`; an error says why not.
Result<void> check_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof,
                             const Digest& root);
// Whether `proof` shows that the tree of `old_size` leaves is the beginning of the tree of `new_size` leaves.
Result<void> check_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t new_size,
                               const Digest& new_root, std::span<const Digest> proof);

// Subtrees that make a proof, in the order of RFC 6962: complete ones by height and number among their height, and the
// incomplete one at the right end as leaves from `first` up to `end`.
struct Range {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  friend bool operator==(const Range&, const Range&) = default;
};
// Needs: index < size.
std::vector<Range> inclusion_ranges(std::uint64_t index, std::uint64_t size);
// Needs: 0 < old_size <= new_size.
std::vector<Range> consistency_ranges(std::uint64_t old_size, std::uint64_t new_size);

}  // namespace fairlead::ledger
