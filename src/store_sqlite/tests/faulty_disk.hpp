// SPDX-License-Identifier: Apache-2.0
// A disk that runs full or fails to sync at a chosen moment: a SQLite VFS over the real one. While one exists, it is
// the default of the process.
#pragma once

#include <atomic>
#include <cstdint>

#include <sqlite3.h>

namespace fairlead::store_sqlite {

class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // So many writes still work; then the device is full. Negative: no bound.
  void writes_left(std::int64_t count) { writes_left_ = count; }
  void syncs_left(std::int64_t count) { syncs_left_ = count; }
  std::int64_t refused() const { return refused_; }

  // For the functions that SQLite calls.
  bool take_write() { return take(writes_left_); }
  bool take_sync() { return take(syncs_left_); }
  sqlite3_vfs* real() const { return real_; }

 private:
  bool take(std::atomic<std::int64_t>& left) {
    if (left < 0) return true;
    if (left > 0) {
      --left;
      return true;
    }
    ++refused_;
    return false;
  }

  sqlite3_vfs* real_;
  sqlite3_vfs own_{};
  std::atomic<std::int64_t> writes_left_{-1};
  std::atomic<std::int64_t> syncs_left_{-1};
  std::atomic<std::int64_t> refused_{0};
};

}  // namespace fairlead::store_sqlite
