// SPDX-License-Identifier: Apache-2.0
#include "engine/gate.hpp"

#include "base/assert.hpp"
#include "faults.hpp"

namespace fairlead::engine {

bool Gate::open_to(const Release& release) const {
  if (all_shut_ || blocked_.contains(release.feed)) return false;
  const auto least = least_slot_.find(release.feed);
  return least == least_slot_.end() || release.slot >= least->second;
}

Gate::Result Gate::pass(const DurableRelease& release, Passage& passage) {
  FL_ASSERT(passage.feed() == release.feed());
  const std::lock_guard lock(mutex_);
  if (!open_to(*release.release_)) {
    ++counters_.refused;
    return Result::shut;
  }
  const Passage::Result result = passage.pass(release.release_->payload);
  FL_HANDED(*release.release_);
  switch (result) {
    case Passage::Result::done:
      ++counters_.passed;
      return Result::done;
    case Passage::Result::blocked:
      return Result::blocked;
    case Passage::Result::broken:
      break;
  }
  return Result::broken;
}

void Gate::shut(std::span<const FeedId> feeds, std::uint64_t slot) {
  if (FL_MISTAKE(gate_stays_open)) return;
  const std::lock_guard lock(mutex_);
  for (const FeedId feed : feeds) {
    std::uint64_t& least = least_slot_[feed];
    if (least < slot) least = slot;
  }
}

void Gate::block(std::span<const FeedId> feeds) {
  const std::lock_guard lock(mutex_);
  for (const FeedId feed : feeds) ++blocked_[feed];
}

void Gate::unblock(std::span<const FeedId> feeds) {
  const std::lock_guard lock(mutex_);
  for (const FeedId feed : feeds) {
    const auto found = blocked_.find(feed);
    if (found != blocked_.end() && --found->second == 0) blocked_.erase(found);
  }
}

void Gate::shut_all() {
  const std::lock_guard lock(mutex_);
  all_shut_ = true;
}

bool Gate::is_open(const DurableRelease& release) const {
  const std::lock_guard lock(mutex_);
  return open_to(*release.release_);
}

Gate::Counters Gate::counters() const {
  const std::lock_guard lock(mutex_);
  return counters_;
}

}  // namespace fairlead::engine
