// SPDX-License-Identifier: Apache-2.0
// RFC 6962 section 2.1: hashes, audit paths and consistency proofs.
#include "ledger/merkle.hpp"

#include <algorithm>
#include <cstring>

#include "base/assert.hpp"

namespace fairlead::ledger {
namespace {

// The largest power of two smaller than n. Needs: n > 1.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

void collect_consistency(std::uint64_t old_end, Range tree, bool old_is_known, std::vector<Range>& out) {
  // SUBPROOF(m, D[n], b) of RFC 6962, with absolute leaf numbers.
  if (old_end == tree.end) {
    if (!old_is_known) out.push_back(tree);
    return;
  }
  const std::uint64_t middle = tree.first + split_of(tree.end - tree.first);
  if (old_end <= middle) {
    collect_consistency(old_end, {tree.first, middle}, old_is_known, out);
    out.push_back({middle, tree.end});
  } else {
    collect_consistency(old_end, {middle, tree.end}, false, out);
    out.push_back({tree.first, middle});
  }
}

Failure no_proof(std::string_view what) { return fail(ErrorCode::verification, std::string(what)); }

}  // namespace

Digest leaf_hash(std::string_view entry) {
  // Entries are short; a stack buffer spares the second call into the hash.
  std::array<char, 512> buffer;
  if (entry.size() < buffer.size()) {
    buffer[0] = 0;
    std::memcpy(buffer.data() + 1, entry.data(), entry.size());
    return sha256(std::string_view(buffer.data(), entry.size() + 1));
  }
  Hasher hasher;
  hasher.add(std::string_view("\0", 1));
  hasher.add(entry);
  return hasher.finish();
}

Digest node_hash(const Digest& left, const Digest& right) {
  std::array<char, 65> buffer;
  buffer[0] = 1;
  std::memcpy(buffer.data() + 1, left.data(), left.size());
  std::memcpy(buffer.data() + 33, right.data(), right.size());
  return sha256(std::string_view(buffer.data(), buffer.size()));
}

Digest empty_root() { return sha256(std::string_view()); }

Digest Edge::root() const {
  if (size_ == 0) return empty_root();
  auto height = static_cast<unsigned>(std::countr_zero(size_));
  Digest hash = subtrees_[height];
  for (++height; height < 64; ++height) {
    if ((size_ >> height & 1U) != 0) hash = node_hash(subtrees_[height], hash);
  }
  return hash;
}

void Edge::push_subtree(unsigned height, Digest hash) {
  FL_ASSERT(height < 63 && (size_ & ((std::uint64_t{1} << height) - 1)) == 0);
  unsigned at = height;
  for (std::uint64_t bits = size_ >> height; (bits & 1U) != 0; bits >>= 1) hash = node_hash(subtrees_[at++], hash);
  subtrees_[at] = hash;
  size_ += std::uint64_t{1} << height;
}

std::vector<Range> inclusion_ranges(std::uint64_t index, std::uint64_t size) {
  FL_ASSERT(index < size);
  std::vector<Range> ranges;
  Range tree{0, size};
  while (tree.end - tree.first > 1) {
    const std::uint64_t middle = tree.first + split_of(tree.end - tree.first);
    if (index < middle) {
      ranges.push_back({middle, tree.end});
      tree.end = middle;
    } else {
      ranges.push_back({tree.first, middle});
      tree.first = middle;
    }
  }
  std::reverse(ranges.begin(), ranges.end());
  return ranges;
}

std::vector<Range> consistency_ranges(std::uint64_t old_size, std::uint64_t new_size) {
  FL_ASSERT(old_size > 0 && old_size <= new_size);
  std::vector<Range> ranges;
  collect_consistency(old_size, {0, new_size}, true, ranges);
  return ranges;
}

Result<void> check_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof,
                             const Digest& root) {
  if (index >= size) return no_proof("the index lies outside the tree");
  // From the leaf up: on the right border (`node` is the last of its row) a row without a sibling has no step.
  std::uint64_t node = index;
  std::uint64_t last = size - 1;
  Digest hash = leaf;
  for (const Digest& sibling : proof) {
    if (last == 0) return no_proof("the inclusion proof is too long");
    if ((node & 1U) != 0 || node == last) {
      hash = node_hash(sibling, hash);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return no_proof("the inclusion proof is too short");
  if (hash != root) return no_proof("the inclusion proof leads to another root");
  return {};
}

Result<void> check_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t new_size,
                               const Digest& new_root, std::span<const Digest> proof) {
  if (old_size > new_size) return no_proof("the newer tree is smaller than the older one");
  if (old_size == new_size) {
    if (!proof.empty()) return no_proof("the consistency proof is too long");
    if (old_root != new_root) return no_proof("two trees of one size have different roots");
    return {};
  }
  if (old_size == 0) {
    if (!proof.empty()) return no_proof("the consistency proof is too long");
    if (old_root != empty_root()) return no_proof("the empty tree has another root");
    return {};
  }
  std::uint64_t node = old_size - 1;
  std::uint64_t last = new_size - 1;
  while ((node & 1U) != 0) {
    node >>= 1;
    last >>= 1;
  }
  std::size_t next = 0;
  Digest from_old = old_root;
  if (node != 0) {
    if (proof.empty()) return no_proof("the consistency proof is too short");
    from_old = proof[next++];
  }
  Digest from_new = from_old;
  for (; next < proof.size(); ++next) {
    if (last == 0) return no_proof("the consistency proof is too long");
    if ((node & 1U) != 0 || node == last) {
      from_old = node_hash(proof[next], from_old);
      from_new = node_hash(proof[next], from_new);
      while ((node & 1U) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      from_new = node_hash(from_new, proof[next]);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return no_proof("the consistency proof is too short");
  if (from_old != old_root) return no_proof("the consistency proof leads to another old root");
  if (from_new != new_root) return no_proof("the consistency proof leads to another new root");
  return {};
}

}  // namespace fairlead::ledger
