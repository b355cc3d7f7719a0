// SPDX-License-Identifier: Apache-2.0
#include "engine/picture.hpp"

#include "base/assert.hpp"

namespace fairlead::engine {
namespace {

// Closings remembered for followers; whoever is further behind starts anew.
constexpr std::size_t kClosedKept = 4096;

}  // namespace

const Picture::Entry* Picture::find(domain::TrackId id) const {
  const auto block = blocks_.find(id.number() / kBlockSize);
  if (block == blocks_.end()) return nullptr;
  const auto& entry = block->second->entries[id.number() % kBlockSize];
  return entry ? &*entry : nullptr;
}

std::optional<std::vector<domain::TrackId>> Picture::closed_since(std::uint64_t slot) const {
  if (slot < closed_known_since_ || slot > slot_) return std::nullopt;
  std::vector<domain::TrackId> ids;
  for (auto it = closed_.rbegin(); it != closed_.rend() && it->slot > slot; ++it) ids.push_back(it->id);
  return std::vector<domain::TrackId>(ids.rbegin(), ids.rend());
}

std::shared_ptr<const Picture> Picture::next(const Picture& before, std::uint64_t slot, Instant closed_at,
                                             Instant picture_time, const fusion::Tracker& tracker,
                                             const fusion::TrackChanges& changes,
                                             std::shared_ptr<const CoverageNow> coverage) {
  auto after = std::make_shared<Picture>(before);
  after->slot_ = slot;
  after->closed_at_ = closed_at;
  after->picture_time_ = picture_time;
  after->coverage_ = std::move(coverage);

  // Blocks copied in this step, so that each is copied once.
  std::map<std::uint64_t, std::shared_ptr<Block>> fresh;
  const auto block_of = [&](domain::TrackId id) -> Block& {
    const std::uint64_t number = id.number() / kBlockSize;
    auto& block = fresh[number];
    if (!block) {
      const auto old = after->blocks_.find(number);
      block = old == after->blocks_.end() ? std::make_shared<Block>() : std::make_shared<Block>(*old->second);
      block->changed_in = slot;
    }
    return *block;
  };

  for (const domain::TrackId id : changes.changed) {
    const domain::Track* track = tracker.find(id);
    if (track == nullptr) continue;                                 // closed within the same slot
    if ((tracker.views_of(id) & fusion::kHomeView) == 0) continue;  // a copy that only others see
    auto& entry = block_of(id).entries[id.number() % kBlockSize];
    if (!entry) {
      entry.emplace();
      entry->described_in = slot;
      ++after->size_;
    }
    entry->track = *track;
    entry->changed_in = slot;
  }
  for (const domain::TrackId id : changes.described) {
    auto& entry = block_of(id).entries[id.number() % kBlockSize];
    if (entry) entry->described_in = slot;
  }
  for (const domain::TrackId id : changes.closed) {
    auto& entry = block_of(id).entries[id.number() % kBlockSize];
    if (!entry) continue;  // opened and closed within the same slot: nobody saw it
    entry.reset();
    --after->size_;
    after->closed_.push_back({slot, id});
  }
  while (after->closed_.size() > kClosedKept) {
    after->closed_known_since_ = after->closed_.front().slot;
    after->closed_.pop_front();
  }

  for (auto& [number, block] : fresh) {
    bool empty = true;
    for (const auto& entry : block->entries) empty = empty && !entry;
    if (empty) {
      after->blocks_.erase(number);
    } else {
      after->blocks_[number] = std::move(block);
    }
  }
  return after;
}

std::shared_ptr<const Picture> Picture::whole(std::uint64_t slot, Instant closed_at, Instant picture_time,
                                              const fusion::Tracker& tracker,
                                              std::shared_ptr<const CoverageNow> coverage) {
  auto picture = std::make_shared<Picture>();
  picture->slot_ = slot;
  picture->closed_at_ = closed_at;
  picture->picture_time_ = picture_time;
  picture->coverage_ = std::move(coverage);
  picture->closed_known_since_ = slot;
  std::shared_ptr<Block> block;
  std::uint64_t block_number = 0;
  tracker.for_each([&](const domain::Track& track) {
    const std::uint64_t number = track.id.number() / kBlockSize;
    if (!block || number != block_number) {
      block = std::make_shared<Block>();
      block->changed_in = slot;
      block_number = number;
      picture->blocks_.emplace_hint(picture->blocks_.end(), number, block);
    }
    auto& entry = block->entries[track.id.number() % kBlockSize].emplace();
    entry.track = track;
    entry.changed_in = entry.described_in = slot;
    ++picture->size_;
  });
  return picture;
}

}  // namespace fairlead::engine
