// SPDX-License-Identifier: Apache-2.0
// The promise of views: what a view holds is what a tracker holds that got only what was shared with that view.
//
// FAIRLEAD_VIEWS=20000 plays that many random seas instead of a few.
#include <cstdlib>
#include <memory>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "many_views.hpp"

namespace fairlead::fusion {
namespace {

using namespace sea;

// One tracker with all views against one tracker for each view, step by step.
class SideBySide {
 public:
  explicit SideBySide(std::uint64_t seed) : random_(seed ^ 0x9E3779B97F4A7C15ULL) {
    const auto kind = random_() % 4;
    crowded_ = kind == 3;
    if (kind == 2) limits_.tracks_max = 9;
    if (kind == 3) limits_.tracks_max = 66;  // views other than home then lose two at once
    if (random_() % 4 == 0) limits_.tracks_per_identity_max = 2;
    // A view is like any other, as long as home's way to make room is the same as theirs.
    as_home_ = !crowded_ && random_() % 2 == 0;
    batch_max_ = random_() % 2 == 0 ? 1 : 20;
    together_ = Tracker(limits_);
    for (int view = 0; view < kViews; ++view) {
      alone_.emplace_back(limits_);
      copies_.emplace_back(ViewMask{1} << view);
      alone_copies_.emplace_back(bit_alone(view));
    }
  }

  // Empty, or what was not as promised.
  std::string play(std::uint64_t seed, std::size_t steps) {
    RandomSea sea(seed, crowded_);
    std::size_t until_look = 1;
    for (std::size_t i = 0; i < steps; ++i) {
      Step step = sea.next();
      const std::string at = "seed " + std::to_string(seed) + ", step " + std::to_string(i) + ": ";
      if (step.restart) {
        if (!changes_.empty()) continue;
        if (!restart()) return at + "the snapshot of a snapshot is another";
        continue;
      }
      apply(step);
      for (int view = 0; view < kViews; ++view) {
        if (held_by(together_, ViewMask{1} << view) != held_by(alone_[index(view)], bit_alone(view))) {
          return at + "view " + std::to_string(view) + " holds something else than it would alone";
        }
        if (together_.size(ViewMask{1} << view) != alone_[index(view)].size(bit_alone(view))) {
          return at + "view " + std::to_string(view) + " counts wrongly";
        }
      }
      if (--until_look > 0) continue;
      const std::string wrong = look();
      if (!wrong.empty()) return at + wrong;
      until_look = 1 + static_cast<std::size_t>(random_() % batch_max_);
    }
    if (twin_ && bytes_of(*twin_) != bytes_of(together_)) return "the restored tracker ends up elsewhere";
    return {};
  }

  std::size_t moved() const { return moved_; }
  std::size_t closed() const { return closed_; }

 private:
  static std::size_t index(int view) { return static_cast<std::size_t>(view); }
  ViewMask bit_alone(int view) const { return as_home_ ? kHomeView : ViewMask{1} << view; }

  void apply(const Step& step) {
    if (step.advance_to) {
      if (*step.advance_to > now_) now_ = *step.advance_to;
      together_.advance(*step.advance_to, changes_);
      if (twin_) twin_->advance(*step.advance_to, twin_changes_);
    } else if (step.received) {
      together_.absorb(*step.received, step.shares(), changes_);
      if (twin_) twin_->absorb(*step.received, step.shares(), twin_changes_);
    } else {
      together_.forget(step.forget, changes_);
      if (twin_) twin_->forget(step.forget, twin_changes_);
    }
    for (int view = 0; view < kViews; ++view) {
      Tracker& alone = alone_[index(view)];
      TrackChanges& changes = alone_changes_[index(view)];
      const ViewMask bit = ViewMask{1} << view;
      if (step.advance_to) {
        alone.advance(*step.advance_to, changes);
      } else if (const Observation* form = step.received ? step.form_for(bit) : nullptr) {
        const Share share{bit_alone(view), form};
        alone.absorb(*step.received, {&share, 1}, changes);
      } else if ((step.forget & bit) != 0) {
        alone = Tracker(limits_);
        alone.advance(now_, changes);
        alone_copies_[index(view)] = Follower(bit_alone(view));
        changes.clear();
        began_anew_ |= bit;
      }
    }
  }

  std::string look() {
    if (twin_ && !(twin_changes_ == changes_)) return "the restored tracker does something else";
    if (std::string wrong = home_counts(); !wrong.empty()) return wrong;
    moved_ += changes_.moved.size();
    closed_ += changes_.closed_for.size();
    for (int view = 0; view < kViews; ++view) {
      const std::string together = copies_[index(view)].follow(changes_, together_);
      const std::string alone = alone_copies_[index(view)].follow(alone_changes_[index(view)], alone_[index(view)]);
      // What moved in the middle of several calls may have been told twice.
      if (batch_max_ == 1 && (began_anew_ >> view & 1) == 0 && together != alone) {
        return "view " + std::to_string(view) + " is told `" + together + "` instead of `" + alone + "`";
      }
      if (copies_[index(view)].held() != held_by(together_, ViewMask{1} << view)) {
        return "the copy of view " + std::to_string(view) + " does not follow";
      }
      alone_changes_[index(view)].clear();
    }
    began_anew_ = 0;
    changes_.clear();
    twin_changes_.clear();
    return {};
  }

  // Counts and history are home's.
  std::string home_counts() {
    const TrackChanges& alone = alone_changes_[0];
    if (bit_alone(0) != kHomeView || (began_anew_ & kHomeView) != 0) return {};
    if (changes_.duplicates != alone.duplicates || changes_.set_aside != alone.set_aside ||
        changes_.unidentified != alone.unidentified || changes_.closed.size() != alone.closed.size()) {
      return "home counts what it did not see";
    }
    if (changes_.history.size() != alone.history.size()) return "the history is not home's";
    for (std::size_t i = 0; i < alone.history.size(); ++i) {
      HistoryPoint point = changes_.history[i];
      point.track = alone.history[i].track;
      if (!(point == alone.history[i])) return "the history is not home's";
    }
    return {};
  }

  bool restart() {
    const std::string bytes = bytes_of(together_);
    wire::ByteReader in(bytes);
    auto restored = Tracker::restore(in, limits_);
    if (!restored || !in.at_end() || bytes_of(*restored) != bytes) return false;
    twin_ = std::make_unique<Tracker>(std::move(*restored));
    return true;
  }

  std::mt19937_64 random_;
  TrackerLimits limits_;
  bool crowded_ = false;
  bool as_home_ = false;
  std::size_t batch_max_ = 1;
  Instant now_ = kStart;
  Tracker together_;
  std::unique_ptr<Tracker> twin_;  // restored from the other's snapshot, goes on beside it
  TrackChanges changes_;
  TrackChanges twin_changes_;
  std::vector<Tracker> alone_;
  std::array<TrackChanges, kViews> alone_changes_;
  std::vector<Follower> copies_;
  std::vector<Follower> alone_copies_;
  ViewMask began_anew_ = 0;
  std::size_t moved_ = 0;
  std::size_t closed_ = 0;
};

RC_GTEST_PROP(Views, hold_what_they_would_hold_if_nothing_else_existed, (std::uint64_t seed)) {
  const std::string wrong = SideBySide(seed).play(seed, 250);
  if (!wrong.empty()) RC_FAIL(wrong);
}

TEST(Views, hold_what_they_would_hold_alone_in_many_seas) {
  const char* asked = std::getenv("FAIRLEAD_VIEWS");
  const std::uint64_t seas = asked != nullptr ? std::strtoull(asked, nullptr, 10) : 40;
  std::size_t moved = 0;
  std::size_t closed = 0;
  for (std::uint64_t seed = 1; seed <= seas; ++seed) {
    SideBySide both(seed);
    ASSERT_EQ(both.play(seed, 400), "");
    moved += both.moved();
    closed += both.closed();
  }
  // The seas are not calm.
  EXPECT_GT(moved, seas * 10);
  EXPECT_GT(closed, seas * 10);
  if (asked != nullptr) std::printf("%zu seas, %zu copies, %zu closings\n", std::size_t{seas}, moved, closed);
}

}  // namespace
}  // namespace fairlead::fusion
