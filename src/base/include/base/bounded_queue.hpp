// SPDX-License-Identifier: Apache-2.0
// A queue between two threads that has a bound, a name and counters.
//
// 1. It never holds more than `capacity` items; whoever pushes decides what "full" means: wait or turn away.
// 2. After close() nothing enters; what is inside still comes out.
// Threads: any number may push and pop.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fairlead {

struct QueueCounters {
  std::uint64_t pushed = 0;
  std::uint64_t popped = 0;
  std::uint64_t turned_away = 0;  // pushes refused because the queue was full or closed
  std::uint64_t waited = 0;       // pushes that had to wait for room
  std::size_t depth = 0;
  std::size_t depth_max = 0;
};

template <class T>
class BoundedQueue {
 public:
  BoundedQueue(std::string name, std::size_t capacity) : name_(std::move(name)), capacity_(capacity) {}

  const std::string& name() const { return name_; }
  std::size_t capacity() const { return capacity_; }

  // Waits for room. False when the queue is closed; the item is then lost to the caller's knowledge only.
  bool push(T item) {
    std::unique_lock lock(mutex_);
    if (items_.size() >= capacity_ && !closed_) {
      ++counters_.waited;
      room_.wait(lock, [&] { return items_.size() < capacity_ || closed_; });
    }
    return enter(lock, std::move(item));
  }

  // Does not wait. False when there is no room; `item` is then untouched.
  bool try_push(T&& item) {
    std::unique_lock lock(mutex_);
    if (items_.size() >= capacity_ && !closed_) {
      ++counters_.turned_away;
      return false;
    }
    return enter(lock, std::move(item));
  }

  // Waits for an item; nothing when the queue is closed and empty.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    some_.wait(lock, [&] { return !items_.empty() || closed_; });
    return leave(lock);
  }

  std::optional<T> pop_within(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    some_.wait_for(lock, patience, [&] { return !items_.empty() || closed_; });
    return leave(lock);
  }

  // All that is inside, without waiting.
  std::vector<T> drain() {
    std::unique_lock lock(mutex_);
    std::vector<T> taken(std::make_move_iterator(items_.begin()), std::make_move_iterator(items_.end()));
    items_.clear();
    counters_.popped += taken.size();
    lock.unlock();
    room_.notify_all();
    return taken;
  }

  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    some_.notify_all();
    room_.notify_all();
  }

  QueueCounters counters() const {
    const std::lock_guard lock(mutex_);
    QueueCounters copy = counters_;
    copy.depth = items_.size();
    return copy;
  }

 private:
  bool enter(std::unique_lock<std::mutex>& lock, T&& item) {
    if (closed_) {
      ++counters_.turned_away;
      return false;
    }
    items_.push_back(std::move(item));
    ++counters_.pushed;
    if (items_.size() > counters_.depth_max) counters_.depth_max = items_.size();
    lock.unlock();
    some_.notify_one();
    return true;
  }

  std::optional<T> leave(std::unique_lock<std::mutex>& lock) {
    if (items_.empty()) return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    ++counters_.popped;
    lock.unlock();
    room_.notify_one();
    return item;
  }

  const std::string name_;
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable some_;
  std::condition_variable room_;
  std::deque<T> items_;
  bool closed_ = false;
  QueueCounters counters_;
};

}  // namespace fairlead
