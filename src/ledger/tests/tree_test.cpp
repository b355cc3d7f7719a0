// SPDX-License-Identifier: Apache-2.0
// The tree, its tiles and its proofs, against RFC 6962 written down as plainly as it stands there.
#include <bit>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "digest_text.hpp"
#include "ledger/merkle.hpp"
#include "ledger/tiles.hpp"
#include "sample.hpp"

namespace fairlead::ledger {
namespace {

// MTH of RFC 6962 section 2.1.
Digest plain_root(std::span<const Digest> leaves) {
  if (leaves.empty()) return empty_root();
  if (leaves.size() == 1) return leaves[0];
  const std::size_t half = std::bit_floor(leaves.size() - 1);
  return node_hash(plain_root(leaves.first(half)), plain_root(leaves.subspan(half)));
}

std::vector<Digest> some_leaves(std::size_t count) {
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash("leaf " + std::to_string(i)));
  return leaves;
}

Proof resolve(const std::vector<Range>& ranges, std::span<const Digest> leaves) {
  Proof proof;
  for (const Range& range : ranges) proof.push_back(plain_root(leaves.subspan(range.first, range.end - range.first)));
  return proof;
}

TEST(Merkle, gives_the_roots_of_the_published_test_tree) {
  using namespace std::string_literals;
  const std::vector<std::string> inputs = {""s,
                                           "\x00"s,
                                           "\x10"s,
                                           "\x20\x21"s,
                                           "\x30\x31"s,
                                           "\x40\x41\x42\x43"s,
                                           "\x50\x51\x52\x53\x54\x55\x56\x57"s,
                                           "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"s};
  const std::vector<std::string> roots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Edge edge;
  EXPECT_EQ(hex(edge.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    edge.push(leaf_hash(inputs[i]));
    EXPECT_EQ(hex(edge.root()), roots[i]) << i;
  }
}

TEST(Merkle, proves_every_leaf_of_every_small_tree_and_no_other) {
  const auto leaves = some_leaves(70);
  for (std::uint64_t size = 1; size <= leaves.size(); ++size) {
    const auto tree = std::span(leaves).first(size);
    const Digest root = plain_root(tree);
    for (std::uint64_t index = 0; index < size; ++index) {
      const Proof proof = resolve(inclusion_ranges(index, size), tree);
      ASSERT_TRUE(check_inclusion(leaves[index], index, size, proof, root)) << index << " of " << size;
      ASSERT_FALSE(check_inclusion(leaves[index], (index + 1) % size + (size == 1 ? 1 : 0), size, proof, root));
      Proof longer = proof;
      longer.push_back(root);
      ASSERT_FALSE(check_inclusion(leaves[index], index, size, longer, root));
      if (proof.empty()) continue;
      ASSERT_FALSE(check_inclusion(leaves[index], index, size, std::span(proof).first(proof.size() - 1), root));
    }
  }
}

TEST(Merkle, proves_that_every_small_tree_is_the_beginning_of_every_larger_one) {
  const auto leaves = some_leaves(50);
  for (std::uint64_t to = 0; to <= leaves.size(); ++to) {
    const Digest new_root = plain_root(std::span(leaves).first(to));
    for (std::uint64_t from = 0; from <= to; ++from) {
      const Digest old_root = plain_root(std::span(leaves).first(from));
      const Proof proof = from == 0 ? Proof() : resolve(consistency_ranges(from, to), std::span(leaves).first(to));
      ASSERT_TRUE(check_consistency(from, old_root, to, new_root, proof)) << from << " to " << to;
      Digest other = old_root;
      other[5] ^= 1;
      ASSERT_FALSE(check_consistency(from, other, to, new_root, proof)) << from << " to " << to;
      for (std::size_t i = 0; i < proof.size(); ++i) {
        Proof changed = proof;
        changed[i][31] ^= 0x80;
        ASSERT_FALSE(check_consistency(from, old_root, to, new_root, changed)) << from << " to " << to;
      }
    }
  }
}

RC_GTEST_PROP(Merkle, a_proof_with_any_bit_changed_does_not_hold, ()) {
  const auto size = *rc::gen::inRange<std::uint64_t>(2, 600);
  const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
  const auto leaves = some_leaves(size);
  Proof proof = resolve(inclusion_ranges(index, size), leaves);
  const Digest root = plain_root(leaves);
  RC_ASSERT(check_inclusion(leaves[index], index, size, proof, root).has_value());
  const auto which = *rc::gen::inRange<std::size_t>(0, proof.size());
  const auto bit = *rc::gen::inRange<std::size_t>(0, 256);
  proof[which][bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  RC_ASSERT(!check_inclusion(leaves[index], index, size, proof, root).has_value());
}

TEST(Tiles, have_the_paths_of_tlog_tiles) {
  EXPECT_EQ(tile_path({0, 0}, 256), "tile/0/000");
  EXPECT_EQ(tile_path({3, 1234067}, 256), "tile/3/x001/x234/067");
  EXPECT_EQ(tile_path({1, 273}, 112), "tile/1/273.p/112");
  EXPECT_EQ(tile_path({TileId::kEntries, 5000}, 8), "tile/entries/x005/000.p/8");
  for (const char* bad : {"", "tile", "tile/0", "tile/0/", "tile/00/000", "tile/8/000", "tile/x/000", "tile/0/1",
                          "tile/0/x000/001", "tile/0/x01/001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
                          "tile/0/000.p/", "tile/0/x001", "tile/0/000 ", "tile/entries/000.p/-1", "../tile/0/000"}) {
    EXPECT_FALSE(parse_tile_path(bad)) << bad;
  }
}

RC_GTEST_PROP(Tiles, reading_a_path_undoes_writing_it, ()) {
  const TileId tile{*rc::gen::element(0U, 1U, 7U, TileId::kEntries), *rc::gen::inRange<std::uint64_t>(0, 1ULL << 40)};
  const auto width = *rc::gen::inRange<unsigned>(1, 257);
  RC_ASSERT(*parse_tile_path(tile_path(tile, width)) == (TilePath{tile, width}));
}

RC_GTEST_PROP(Ledger, any_batching_gives_the_same_bytes, ()) {
  const auto count = *rc::gen::inRange<std::uint64_t>(1, 900);
  const auto batch = *rc::gen::inRange<std::size_t>(1, 400);
  const auto all = sample::records(count);
  const Signer key = sample::signer();
  MemoryLog one, other;
  const Ledger first = sample::fill(one, all, key, 1000);
  const Ledger second = sample::fill(other, all, key, batch);
  RC_ASSERT(first.state() == second.state());
  RC_ASSERT(*one.checkpoint() == *other.checkpoint());
  std::vector<Digest> leaves;
  for (std::uint64_t i = 0; i < count; ++i) {
    leaves.push_back(leaf_hash(view(entry_of(sample::salt(i), canonical_bytes(all[i])))));
  }
  RC_ASSERT(first.head().root == plain_root(leaves));
  for (const unsigned level : {0U, 1U, TileId::kEntries}) {
    for (std::uint64_t number = 0; tile_width({level, number}, count) != 0; ++number) {
      const TileId tile{level, number};
      RC_ASSERT(*one.tile(tile, tile_width(tile, count)) == *other.tile(tile, tile_width(tile, count)));
    }
  }
}

RC_GTEST_PROP(Ledger, goes_on_from_its_state_as_if_it_never_stopped, ()) {
  const auto before = *rc::gen::inRange<std::uint64_t>(0, 700);
  const auto after = *rc::gen::inRange<std::uint64_t>(1, 300);
  Ledger straight = *Ledger::create("log");
  std::vector<Item> items(before, Item{sample::salt(1), "record"});
  RC_ASSERT(straight.append(items).has_value());
  auto restored = Ledger::restore(straight.state());
  RC_ASSERT(restored.has_value());
  items.assign(after, Item{sample::salt(2), "another"});
  const auto a = straight.append(items);
  const auto b = restored->append(items);
  RC_ASSERT(straight.state() == restored->state());
  RC_ASSERT(a->writes.tiles.size() == b->writes.tiles.size());
  RC_ASSERT(straight.head() == restored->head());
}

RC_GTEST_PROP(Ledger, refuses_a_state_with_a_bit_changed_or_is_another_log, ()) {
  Ledger ledger = *Ledger::create("log");
  std::vector<Item> items(*rc::gen::inRange<std::uint64_t>(1, 300), Item{sample::salt(1), "record"});
  RC_ASSERT(ledger.append(items).has_value());
  std::string state = ledger.state();
  const auto bit = *rc::gen::inRange<std::size_t>(0, state.size() * 8);
  state[bit / 8] = static_cast<char>(state[bit / 8] ^ (1 << (bit % 8)));
  const auto restored = Ledger::restore(state);
  const bool told = !restored || !(restored->head() == ledger.head());
  RC_ASSERT(told);
}

TEST(Ledger, proves_entries_and_growth_from_what_was_stored) {
  const Signer key = sample::signer();
  MemoryLog log;
  const auto all = sample::records(66000);
  const Ledger ledger = sample::fill(log, all, key, 5000);
  TreeReader tree(log, ledger.size());
  EXPECT_EQ(*tree.root(), ledger.head().root);
  for (const std::uint64_t index : {0ULL, 255ULL, 256ULL, 40000ULL, 65535ULL, 65536ULL, 65999ULL}) {
    const auto receipt = prove(log, index, true);
    ASSERT_TRUE(receipt);
    const Verifier trusted[] = {key.verifier()};
    const auto opened = open_receipt(*Receipt::parse(receipt->str()), trusted);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->record, all[index]);
  }
  for (const std::uint64_t size : {1ULL, 255ULL, 256ULL, 257ULL, 65536ULL, 65999ULL, 66000ULL}) {
    EXPECT_TRUE(check_consistency(size, *tree.root_at(size), 66000, *tree.root(), *tree.consistency(size))) << size;
  }
  EXPECT_FALSE(prove(log, 66000, false));
}

TEST(Ledger, signs_no_checkpoint_before_the_last_one_or_without_its_own_key) {
  Ledger ledger = *Ledger::create(sample::kOrigin);
  const Signer key = sample::signer(), stranger = sample::signer(1, "somebody.else");
  const Signer* own[] = {&key};
  const Signer* other[] = {&stranger};
  EXPECT_EQ(ledger.checkpoint(sample::time_of(0), other).error().code, ErrorCode::invalid_argument);
  ASSERT_TRUE(ledger.checkpoint(sample::time_of(5), own));
  EXPECT_EQ(ledger.checkpoint(sample::time_of(4), own).error().code, ErrorCode::conflict);
  EXPECT_TRUE(ledger.checkpoint(sample::time_of(5), own));
  EXPECT_FALSE(Ledger::create("two words"));
  EXPECT_FALSE(Ledger::create(""));
}

}  // namespace
}  // namespace fairlead::ledger
