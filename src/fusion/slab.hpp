// SPDX-License-Identifier: Apache-2.0
// Objects in chunks: an index names one for as long as it lives, its address never changes, and freed places are used
// again. Growing never copies, which keeps the memory at what is needed.
//
// Threads: one owner.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace fairlead::fusion {

inline constexpr std::uint32_t kNowhere = 0xFFFF'FFFF;

template <class T>
class Slab {
 public:
  T& operator[](std::uint32_t index) { return chunks_[index / kChunk][index % kChunk]; }
  const T& operator[](std::uint32_t index) const { return chunks_[index / kChunk][index % kChunk]; }

  std::uint32_t add(T&& value) {
    if (!free_.empty()) {
      const std::uint32_t index = free_.back();
      free_.pop_back();
      (*this)[index] = std::move(value);
      return index;
    }
    if (used_ % kChunk == 0) chunks_.push_back(std::make_unique<T[]>(kChunk));
    (*this)[used_] = std::move(value);
    return used_++;
  }

  void remove(std::uint32_t index) {
    (*this)[index] = T{};
    free_.push_back(index);
  }

  // Places in use and free together: every index is below.
  std::uint32_t places() const { return used_; }

 private:
  static constexpr std::uint32_t kChunk = 64;
  std::vector<std::unique_ptr<T[]>> chunks_;
  std::vector<std::uint32_t> free_;
  std::uint32_t used_ = 0;
};

}  // namespace fairlead::fusion
