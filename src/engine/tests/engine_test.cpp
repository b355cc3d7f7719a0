// SPDX-License-Identifier: Apache-2.0
#include "engine/engine.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "engine/coverage_now.hpp"
#include "sample.hpp"

namespace fairlead::engine {
namespace {

Command declare(domain::Source source) { return {accounts::Actor::automatic(), DeclareSource{std::move(source)}}; }

TEST(Engine, gives_a_source_the_same_id_under_the_same_name) {
  Engine engine;
  Event first{1,     kNoon,
              kNoon, {declare({{}, "north", "tcp://a:1", "", {}}), declare({{}, "south", "tcp://b:1", "", {}})},
              {},    {}};
  const Effects& effects = engine.step(first);
  EXPECT_EQ(effects.answers[0]->number, 1U);
  EXPECT_EQ(effects.answers[1]->number, 2U);
  Event second{2, kNoon, kNoon, {declare({{}, "north", "tcp://moved:2", "", {}})}, {}, {}};
  EXPECT_EQ(engine.step(second).answers[0]->number, 1U);
  EXPECT_EQ(engine.sources().at(domain::SourceId(1)).url, "tcp://moved:2");
  EXPECT_EQ(engine.sources().size(), 2U);
}

TEST(Engine, counts_observations_across_slots) {
  Engine engine;
  Event event{1, kNoon, kNoon, {}, {}, {}};
  event.batches.push_back(
      {domain::SourceId(1), {report(232000001, kNoon, 50, -4), named(232000001, kNoon, "PETREL")}, {}, {}});
  EXPECT_EQ(engine.step(event).observations, 2U);
  EXPECT_EQ(engine.observations_total(), 2U);
  ASSERT_EQ(engine.tracker().size(), 1U);
  const domain::Track* track = engine.tracker().find(domain::TrackId(1));
  ASSERT_NE(track, nullptr);
  EXPECT_EQ(track->claims.name.view(), "PETREL");
}

TEST(Engine, refuses_a_state_of_a_newer_version_and_a_torn_one) {
  Engine engine;
  std::string state = engine.save();
  std::string newer = state;
  newer[0] = 99;
  EXPECT_EQ(Engine::restore(newer).error().code, ErrorCode::newer_version);
  EXPECT_EQ(Engine::restore(std::string_view(state).substr(0, state.size() - 1)).error().code, ErrorCode::corrupt);
  EXPECT_EQ(Engine::restore("").error().code, ErrorCode::corrupt);
}

// The heart of replay: an engine restored at any slot and given the rest ends in the same bytes.
RC_GTEST_PROP(Engine, a_replay_from_any_slot_equals_the_live_run, (std::uint32_t seed)) {
  Dice dice(seed);
  const unsigned slots = 5 + dice.below(60);
  const unsigned cut = dice.below(slots);
  Engine live;
  std::optional<Engine> replayed;
  for (unsigned i = 0; i < slots; ++i) {
    if (i == cut) {
      auto restored = Engine::restore(live.save());
      RC_ASSERT(restored.has_value());
      replayed = std::move(*restored);
    }
    const Event event = random_event(live, dice, 12);
    const std::string bytes = to_bytes(event);
    const auto read = event_from_bytes(bytes);
    RC_ASSERT(read.has_value());
    RC_ASSERT(to_bytes(*read) == bytes);
    const fusion::TrackChanges expected = live.step(event).tracks;
    if (replayed) RC_ASSERT(replayed->step(*read).tracks == expected);
  }
  RC_ASSERT(replayed->save() == live.save());
  RC_ASSERT(replayed->coverage()->looks.size() == live.coverage()->looks.size());
}

RC_GTEST_PROP(Event, no_mutation_of_its_bytes_does_harm, (std::uint32_t seed)) {
  Dice dice(seed);
  Engine engine;
  Event event = random_event(engine, dice, 5);
  event.commands.push_back(declare({{}, "north", "tcp://a:1", "GBR", {}}));
  std::string bytes = to_bytes(event);
  for (unsigned n = 1 + dice.below(4); n > 0; --n)
    bytes[dice.below(static_cast<std::uint32_t>(bytes.size()))] = static_cast<char>(dice.below(256));
  if (dice.below(3) == 0) bytes.resize(dice.below(static_cast<std::uint32_t>(bytes.size())));
  const auto read = event_from_bytes(bytes);
  // Either refused, or it means something that has one spelling.
  if (read) RC_ASSERT(to_bytes(*read) == bytes);
}

}  // namespace
}  // namespace fairlead::engine
