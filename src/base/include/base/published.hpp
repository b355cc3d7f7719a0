// SPDX-License-Identifier: Apache-2.0
// A value that one thread replaces and any thread may read: readers hold an immutable copy for as long as they like.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace fairlead {

template <class T>
class Published {
 public:
  explicit Published(std::shared_ptr<const T> first = nullptr) : value_(std::move(first)) {}

  std::shared_ptr<const T> get() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

  void set(std::shared_ptr<const T> next) {
    {
      const std::lock_guard lock(mutex_);
      value_.swap(next);
    }
    // The old value dies here, outside the lock.
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

}  // namespace fairlead
