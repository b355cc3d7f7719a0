// SPDX-License-Identifier: Apache-2.0
// One client of the live stream: which slot it last saw, which part of the world it looks at, and what it must be told
// next. Nothing is queued for it.
//
// 1. A client that applies its frames in order holds what a fresh read of its viewport at the frame's slot would give:
//    the same tracks with the same identity, flags, sources, status, position, motion and state. Counters, hearers and
//    turn rates are as of the last whole Track.
// 2. With a viewport it remembers the ids the client holds, so that whatever leaves is named; without one, only a slot.
//
// Threads: network thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "frame_maker.hpp"
#include "geo/box.hpp"

namespace fairlead::serve {

class Follower {
 public:
  Follower(Form form, std::optional<geo::Box> box) : form_(form), box_(box) {}

  // The client held the picture of this slot when it last was connected; needs: no frame was taken yet.
  void resume(std::uint64_t slot);
  // Another viewport: the next frame is a reset.
  void look_at(std::optional<geo::Box> box);

  // Whether there is anything newer than it saw.
  bool is_behind(const engine::Picture& picture) const { return must_reset_ || picture.slot() > slot_; }
  bool must_reset() const { return must_reset_; }
  // The next frame; nothing when nothing changed for it (unless `even_if_empty`), or when too much is on its way.
  FramePtr next(FrameMaker& maker, bool even_if_empty);

 private:
  FramePtr reset(FrameMaker& maker);
  FramePtr delta(FrameMaker& maker, bool even_if_empty);
  FramePtr delta_of_everything(FrameMaker& maker, ChangeSet& changes, bool even_if_empty);
  FramePtr delta_of_viewport(FrameMaker& maker, ChangeSet& changes, bool even_if_empty);
  bool sees(const domain::Track& track) const { return !box_ || (track.position && box_->contains(*track.position)); }

  const Form form_;
  std::optional<geo::Box> box_;
  bool must_reset_ = true;
  bool resumed_ = false;  // what the client holds is known only as of a slot, not by ids
  std::uint64_t slot_ = 0;
  std::vector<std::uint64_t> held_;  // with a viewport: ids that the client holds, ascending
};

}  // namespace fairlead::serve
