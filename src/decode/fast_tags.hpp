// SPDX-License-Identifier: Apache-2.0
// Reads tag blocks of the common form in one pass over at most kFastTagReach bytes. Private to `decode`.
#pragma once

#include <array>

#include "tags.hpp"

namespace fairlead::decode {

inline constexpr std::size_t kFastTagReach = 160;
// Bytes that must be readable from the block's start on.
inline constexpr std::size_t kFastTagSlack = kFastTagReach + 32;

enum class FastTags : std::uint8_t {
  kRead,        // `tags` is filled
  kDistrusted,  // the checksum is missing or wrong
  kUnusual,     // the general path has to look
};

// `block` points behind the first backslash. On kRead and kDistrusted `close` is set to the closing backslash.
// What it reads it reads as `read_tags` does; tags_test holds the two against each other.
[[nodiscard]] FastTags read_fast_tags(const char* block, Tags& tags, const char*& close) noexcept;

// Recent tag blocks, read. A station sends many sentences with the same block in a second; comparing bytes is cheaper
// than reading and summing them again. What the cache answers is what read_fast_tags answered for the same bytes.
class TagCache {
 public:
  // As read_fast_tags. The tags are good until the next call.
  [[nodiscard]] FastTags read(const char* block, const Tags*& tags, const char*& close) noexcept;

 private:
  static constexpr std::size_t kBytes = 64;
  struct Entry {
    std::array<char, kBytes + 16> bytes{};  // with the closing backslash
    std::size_t size = 0;                   // 0: empty
    Tags tags;                              // views into `bytes`
  };
  std::array<Entry, 64> entries_{};
  Tags uncached_;
};

}  // namespace fairlead::decode
