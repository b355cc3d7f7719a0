// SPDX-License-Identifier: Apache-2.0
// Withheld is bit-identical to absent: pairs of worlds that differ only in what is withheld from a partner, and the
// partner's whole session in each, byte for byte. And what no world may show: something without an agreement, under a
// stop, or from a source that nobody declared.
//
// FAIRLEAD_WORLDS=1000000 compares as many pairs, FAIRLEAD_WORLDS_SEED=7 begins with seed 7. The test run as a whole
// compares 20,000 (CMakeLists.txt).
#include "testing/paired_worlds.hpp"

#include <cstdlib>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.hpp"
#include "paired_papers.hpp"

namespace fairlead::engine {
namespace {

using testing::Act;
using testing::Happening;
using testing::PairedWorlds;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : parse_number<std::uint64_t>(text).value_or(otherwise);
}

TEST(PairedWorlds, what_is_withheld_is_bit_identical_to_what_is_absent) {
  testing::WorldPlayer player(testing::door_papers());
  const std::uint64_t first = from_environment("FAIRLEAD_WORLDS_SEED", 1);
  const std::uint64_t pairs = from_environment("FAIRLEAD_WORLDS", 500);
  testing::Tally tally;
  std::uint64_t differing = 0;
  std::uint64_t with_releases = 0;
  for (std::uint64_t seed = first; seed < first + pairs; ++seed) {
    const PairedWorlds worlds = testing::draw_worlds(seed);
    const std::uint64_t before = tally.releases;
    const auto difference = player.difference(worlds, &tally);
    if (tally.releases > before) ++with_releases;
    if (!difference) continue;
    ADD_FAILURE() << "seed " << seed << ": " << *difference;
    if (++differing == 1) {
      const PairedWorlds least = player.shrink(worlds);
      fmt::print("{}{}\n", to_text(least), player.difference(least).value_or(""));
    }
    if (differing >= 5) break;
  }
  fmt::print("{} pairs, {} differ, {} with releases: {}\n", pairs, differing, with_releases, tally.text());
  if (pairs < 500) return;
  // Worlds in which nothing happens would be equal, too.
  EXPECT_GT(with_releases, pairs / 2);
  EXPECT_GT(tally.tracks_in_releases, 10 * pairs);
  EXPECT_GT(tally.withheld_of_seen, 10 * pairs);
  EXPECT_GT(tally.splits, pairs);
  EXPECT_GT(tally.pulled, pairs / 2);
  EXPECT_GT(tally.stops, pairs / 2);
  EXPECT_GT(tally.resumes, pairs / 4);
  EXPECT_GT(tally.lapses, pairs / 4);
  EXPECT_GT(tally.recalls, pairs / 8);
  EXPECT_GT(tally.reopened, pairs);
  EXPECT_GT(tally.closings, pairs / 8);
  EXPECT_GT(tally.receipts, pairs / 2);
  EXPECT_GT(tally.delayed, pairs / 4);
  EXPECT_GT(tally.reduced, pairs / 4);
  EXPECT_GT(tally.releases_of_others, pairs / 2);
  EXPECT_GT(tally.leads, pairs / 8);
  EXPECT_GT(tally.lead_ends, pairs / 50);
  EXPECT_GT(tally.answered, pairs / 100);
  EXPECT_GT(tally.leads_of_others, pairs / 50);
  EXPECT_GT(tally.asked, pairs / 20);
  EXPECT_GT(tally.steps, pairs / 100);
}

// What partners get in a world, counted.
std::uint64_t given(testing::WorldPlayer& player, const PairedWorlds& worlds) {
  const testing::Tally tally = player.play(worlds, testing::kWorldB).tally;
  return tally.releases + tally.pulled;
}

bool is(const Happening& h, Act::What what) {
  const Act* act = std::get_if<Act>(&h.what);
  return act != nullptr && act->what == what;
}

TEST(PairedWorlds, without_an_agreement_nothing_leaves) {
  testing::WorldPlayer player;
  EXPECT_TRUE(rc::check([&player](std::uint64_t seed) {
    PairedWorlds worlds = testing::draw_worlds(seed);
    std::erase_if(worlds.happenings, [](const Happening& h) { return is(h, Act::What::adopt); });
    RC_ASSERT(given(player, worlds) == 0U);
  }));
}

TEST(PairedWorlds, nothing_leaves_of_sources_that_nobody_declared) {
  testing::WorldPlayer player;
  EXPECT_TRUE(rc::check([&player](std::uint64_t seed) {
    PairedWorlds worlds = testing::draw_worlds(seed);
    std::erase_if(worlds.happenings, [](const Happening& h) {
      return is(h, Act::What::declare) || is(h, Act::What::draft_lead) || is(h, Act::What::answer_request) ||
             is(h, Act::What::ask_partner);
    });
    RC_ASSERT(given(player, worlds) == 0U);
  }));
}

TEST(PairedWorlds, a_stop_beats_every_agreement_but_a_surviving_one) {
  testing::WorldPlayer player;
  EXPECT_TRUE(rc::check([&player](std::uint64_t seed) {
    PairedWorlds worlds = testing::draw_worlds(seed);
    for (const Happening& h : worlds.happenings) {
      if (is(h, Act::What::adopt) && std::get<Act>(h.what).text.find("survives_stop") != std::string::npos) return;
    }
    for (const std::string& partner : worlds.watched) {
      worlds.happenings.insert(worlds.happenings.begin(), {worlds.happenings.front().at, testing::kBothWorlds, 0, 0,
                                                           Act{Act::What::order_stop, partner, {}, {}, 9}});
    }
    RC_ASSERT(given(player, worlds) == 0U);
  }));
}

}  // namespace
}  // namespace fairlead::engine
