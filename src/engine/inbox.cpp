// SPDX-License-Identifier: Apache-2.0
#include "engine/inbox.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace fairlead::engine {
namespace {

bool is_empty(const domain::ObservationBatch& batch) { return batch.observations.empty() && batch.scans.empty(); }
// What a batch counts for: a scan weighs as much as an observation.
std::size_t weight(const domain::ObservationBatch& batch) { return batch.observations.size() + batch.scans.size(); }

}  // namespace

Inbox::Inbox(std::size_t observations_max, std::size_t patient_max)
    : observations_max_(observations_max), patient_max_(std::min(patient_max, observations_max)) {}

std::size_t Inbox::offer(domain::ObservationBatch&& batch) {
  if (is_empty(batch)) return 0;
  std::unique_lock lock(mutex_);
  const std::size_t arriving = weight(batch);
  if (closed_) {
    count_dropped(batch.source, arriving);
    return arriving;
  }
  size_ += arriving;
  held_.push_back({std::move(batch), true});
  std::size_t dropped = 0;
  if (size_ > observations_max_) {
    dropped = drop_repeats();
    // Still too many different things: the newest arrivals go, the entire batch if need be.
    if (size_ > observations_max_) {
      auto& newest = held_.back().batch;
      const std::size_t excess = std::min(size_ - observations_max_, newest.observations.size());
      newest.observations.resize(newest.observations.size() - excess);
      count_dropped(newest.source, excess);
      size_ -= excess;
      dropped += excess;
      if (is_empty(newest)) held_.pop_back();
    }
  }
  lock.unlock();
  some_.notify_one();
  return dropped;
}

bool Inbox::try_offer(domain::ObservationBatch& batch) {
  if (is_empty(batch)) return true;
  std::unique_lock lock(mutex_);
  if (closed_ || (size_ != 0 && size_ + weight(batch) > patient_max_)) return false;
  size_ += weight(batch);
  held_.push_back({std::move(batch), false});
  batch = {};
  lock.unlock();
  some_.notify_one();
  return true;
}

bool Inbox::wait_for_room(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return room_.wait_for(lock, patience, [&] { return size_ <= patient_max_ / 2 || closed_; }) && !closed_;
}

std::vector<domain::ObservationBatch> Inbox::take_all() {
  std::vector<Held> held;
  {
    const std::lock_guard lock(mutex_);
    held.swap(held_);
    size_ = 0;
  }
  room_.notify_all();
  std::vector<domain::ObservationBatch> taken;
  taken.reserve(held.size());
  for (Held& h : held) taken.push_back(std::move(h.batch));
  return taken;
}

void Inbox::wait_for(std::size_t observations, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  some_.wait_for(lock, patience, [&] { return size_ >= observations || woken_ || closed_; });
  woken_ = false;
}

void Inbox::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  some_.notify_all();
}

void Inbox::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  some_.notify_all();
  room_.notify_all();
}

std::size_t Inbox::size() const {
  const std::lock_guard lock(mutex_);
  return size_;
}

std::map<domain::SourceId, std::uint64_t> Inbox::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

void Inbox::count_dropped(domain::SourceId source, std::size_t count) { dropped_[source] += count; }

// Walks from the newest to the oldest: of each vessel's positions in the box only the newest stays. Static data stay.
std::size_t Inbox::drop_repeats() {
  std::unordered_set<std::uint32_t> seen;
  seen.reserve(size_);
  std::size_t dropped = 0;
  for (auto held = held_.rbegin(); held != held_.rend(); ++held) {
    if (!held->may_be_dropped) continue;
    auto& observations = held->batch.observations;
    // Compact towards the end, then cut the front, so that the order stays.
    auto keep = observations.end();
    for (auto it = observations.end(); it != observations.begin();) {
      --it;
      const bool repeat = it->mmsi && !it->claims && it->position && !seen.insert(it->mmsi->number()).second;
      if (!repeat && --keep != it) *keep = std::move(*it);
    }
    const auto cut = static_cast<std::size_t>(keep - observations.begin());
    observations.erase(observations.begin(), keep);
    if (cut != 0) count_dropped(held->batch.source, cut);
    dropped += cut;
  }
  // The batch that was offered last stays even when it is empty by now, so that the caller finds it at the back.
  const auto last = held_.end() - 1;
  held_.erase(std::remove_if(held_.begin(), last, [](const Held& h) { return is_empty(h.batch); }), last);
  size_ -= dropped;
  return dropped;
}

}  // namespace fairlead::engine
