// SPDX-License-Identifier: Apache-2.0
// A value that one thread changes and others look at, each for a short moment under a lock.
//
// 1. Only the owner changes it, so the owner may read it without the lock.
// 2. Nothing slow happens under the lock: no file, no other lock.
#pragma once

#include <mutex>
#include <utility>

namespace fairlead::store_sqlite {

template <class T>
class Guarded {
 public:
  template <class Look>
  decltype(auto) look(Look look) const {
    const std::lock_guard lock(mutex_);
    return look(value_);
  }
  template <class Change>
  decltype(auto) change(Change change) {
    const std::lock_guard lock(mutex_);
    return change(value_);
  }
  const T& as_owner() const { return value_; }

 private:
  mutable std::mutex mutex_;
  T value_;
};

}  // namespace fairlead::store_sqlite
