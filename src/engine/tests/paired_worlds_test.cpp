// SPDX-License-Identifier: Apache-2.0
// Withheld is bit-identical to absent: pairs of worlds that differ only in what is withheld from a partner, and the
// partner's whole session in each, byte for byte.
#include "testing/paired_worlds.hpp"

#include <cstdlib>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.hpp"

namespace fairlead::engine {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : parse_number<std::uint64_t>(text).value_or(otherwise);
}

TEST(PairedWorlds, what_is_withheld_is_bit_identical_to_what_is_absent) {
  testing::WorldPlayer player;
  const std::uint64_t first = from_environment("FAIRLEAD_WORLDS_SEED", 1);
  const std::uint64_t pairs = from_environment("FAIRLEAD_WORLDS", 2000);
  testing::Tally tally;
  std::uint64_t differing = 0;
  for (std::uint64_t seed = first; seed < first + pairs; ++seed) {
    const testing::PairedWorlds worlds = testing::draw_worlds(seed);
    const auto difference = player.difference(worlds, &tally);
    if (!difference) continue;
    ADD_FAILURE() << "seed " << seed << ": " << *difference;
    if (++differing == 1) {
      const testing::PairedWorlds least = player.shrink(worlds);
      std::fputs((to_text(least) + player.difference(least).value_or("") + "\n").c_str(), stdout);
    }
    if (differing >= 5) break;
  }
  fmt::print("{} pairs, {} differ: {}\n", pairs, differing, tally.text());
}

}  // namespace
}  // namespace fairlead::engine
