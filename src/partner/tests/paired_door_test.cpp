// SPDX-License-Identifier: Apache-2.0
// Withheld is bit-identical to absent, on the socket: see engine/tests/paired_worlds_test.cpp for the session behind
// it. FAIRLEAD_DOOR_WORLDS=1000 compares as many pairs.
#include "paired_door.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace fairlead::partner {
namespace {

TEST(PairedWorlds, a_partner_reads_the_same_bytes_from_its_socket) {
  const char* text = std::getenv("FAIRLEAD_DOOR_WORLDS");
  const std::uint64_t pairs = text == nullptr ? 200 : parse_number<std::uint64_t>(text).value_or(200);
  testing::WorldPlayer player;
  std::size_t compared = 0;
  for (std::uint64_t seed = 1; seed <= pairs; ++seed) {
    const auto difference = support::difference_at_the_door(player, testing::draw_worlds(seed), compared);
    EXPECT_FALSE(difference) << "seed " << seed << ": " << *difference;
  }
  fmt::print("{} pairs, {} bytes compared\n", pairs, compared);
  EXPECT_GT(compared, 10'000 * pairs);
}

}  // namespace
}  // namespace fairlead::partner
