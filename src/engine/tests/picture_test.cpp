// SPDX-License-Identifier: Apache-2.0
#include "engine/picture.hpp"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "sample.hpp"

namespace fairlead::engine {
namespace {

std::shared_ptr<const Picture> empty_picture() { return Picture::whole(0, {}, {}, fusion::Tracker()); }

// What someone who follows the picture knows: the slot in which each track last changed.
struct Follower {
  std::uint64_t slot = 0;
  std::map<domain::TrackId, std::uint32_t> observations;

  void catch_up(const Picture& picture) {
    const auto closed = picture.closed_since(slot);
    ASSERT_TRUE(closed.has_value());
    for (const domain::TrackId id : *closed) observations.erase(id);
    picture.for_each_changed_since(slot, [&](const Picture::Entry& entry) {
      observations[entry.track.id] = entry.track.observations;
      return true;
    });
    slot = picture.slot();
  }
};

std::map<domain::TrackId, std::uint32_t> all_of(const fusion::Tracker& tracker) {
  std::map<domain::TrackId, std::uint32_t> all;
  tracker.for_each([&](const domain::Track& track) { all[track.id] = track.observations; });
  return all;
}

RC_GTEST_PROP(Picture, whoever_follows_in_steps_of_any_size_knows_the_whole, (std::uint32_t seed)) {
  Dice dice(seed);
  Engine engine;
  auto picture = empty_picture();
  Follower follower;
  for (unsigned i = 0; i < 80; ++i) {
    Event event = random_event(engine, dice, 40);
    // Now and then a long silence, so that tracks are dropped.
    if (dice.below(20) == 0) event.picture_time = event.closed_at = engine.closed_at() + std::chrono::hours(30);
    if (event.closed_at < engine.closed_at()) event.closed_at = event.picture_time = engine.closed_at();
    const Effects& effects = engine.step(event);
    const auto before = picture;
    const std::size_t size_before = before->size();
    picture = Picture::next(*before, event.slot, event.closed_at, event.picture_time, engine.tracker(), effects.tracks);
    RC_ASSERT(before->size() == size_before);  // the old picture did not change
    RC_ASSERT(picture->size() == engine.tracker().size());
    if (dice.below(3) == 0) {
      follower.catch_up(*picture);
      RC_ASSERT(follower.observations == all_of(engine.tracker()));
    }
  }
  const auto whole = Picture::whole(engine.slot(), {}, {}, engine.tracker());
  std::size_t seen = 0;
  whole->for_each([&](const Picture::Entry& entry) {
    const Picture::Entry* other = picture->find(entry.track.id);
    RC_ASSERT(other != nullptr);
    RC_ASSERT(other->track.observations == entry.track.observations);
    ++seen;
    return true;
  });
  RC_ASSERT(seen == picture->size());
}

TEST(Picture, says_when_it_no_longer_knows_what_was_closed) {
  const auto picture = Picture::whole(7, {}, {}, fusion::Tracker());
  EXPECT_FALSE(picture->closed_since(6).has_value());  // before the restart
  EXPECT_TRUE(picture->closed_since(7).has_value());
  EXPECT_FALSE(picture->closed_since(8).has_value());  // from a future that this picture has not seen
}

}  // namespace
}  // namespace fairlead::engine
