// SPDX-License-Identifier: Apache-2.0
// Tag blocks of the common form: `s:`, `c:` and `g:` with plain values.
#include "fast_tags.hpp"

#include <cstring>

#include "armour.hpp"
#include "text_numbers.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace fairlead::decode {
namespace {

struct BlockScan {
  std::size_t size = kFastTagReach;  // up to the closing backslash
  std::uint8_t sum = 0;              // of the bytes before it
};

#if defined(__SSE2__)

alignas(32) constexpr std::array<std::uint8_t, 32> kFirstBytes = {255, 255, 255, 255, 255, 255, 255, 255,
                                                                  255, 255, 255, 255, 255, 255, 255, 255};

BlockScan scan_block(const char* block) noexcept {
  const __m128i backslash = _mm_set1_epi8('\\');
  __m128i sum = _mm_setzero_si128();
  BlockScan scan;
  for (std::size_t at = 0; at < kFastTagReach; at += 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + at));
    const auto found = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(v, backslash)));
    // A line end or the start of a sentence inside the block is for the general path, which decides what the line is
    // then. Up to '!' there are just blanks and control characters besides; the comparison is signed, so bytes above
    // 127 go there too.
    const auto odd = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmplt_epi8(v, _mm_set1_epi8('"'))));
    if ((odd & (found - 1U) & ~found) != 0) {
      return {};
    }
    if (found != 0) {
      const auto n = static_cast<std::size_t>(__builtin_ctz(found));
      const __m128i mask = _mm_loadu_si128(reinterpret_cast<const __m128i*>(kFirstBytes.data() + 16 - n));
      sum = _mm_xor_si128(sum, _mm_and_si128(v, mask));
      scan.size = at + n;
      break;
    }
    sum = _mm_xor_si128(sum, v);
  }
  sum = _mm_xor_si128(sum, _mm_srli_si128(sum, 8));
  auto w = static_cast<std::uint64_t>(_mm_cvtsi128_si64(sum));
  w ^= w >> 32U;
  w ^= w >> 16U;
  w ^= w >> 8U;
  scan.sum = static_cast<std::uint8_t>(w);
  return scan;
}

// The end of a value: the next comma or star.
const char* value_end(const char* at) noexcept {
  for (;; at += 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto found = static_cast<unsigned>(
        _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(',')), _mm_cmpeq_epi8(v, _mm_set1_epi8('*')))));
    if (found != 0) {
      return at + __builtin_ctz(found);
    }
  }
}

#else

BlockScan scan_block(const char* block) noexcept {
  BlockScan scan;
  for (std::size_t at = 0; at < kFastTagReach; ++at) {
    if (block[at] == '\\') {
      scan.size = at;
      break;
    }
    if (static_cast<unsigned char>(block[at]) < '"' || static_cast<unsigned char>(block[at]) > 127) {
      return {};
    }
    scan.sum = static_cast<std::uint8_t>(scan.sum ^ static_cast<unsigned char>(block[at]));
  }
  return scan;
}

const char* value_end(const char* at) noexcept {
  while (*at != ',' && *at != '*') {
    ++at;
  }
  return at;
}

#endif

#if defined(__SSE2__)
bool same_bytes(const char* a, const char* b, std::size_t size) noexcept {
  for (std::size_t at = 0;; at += 16) {
    const __m128i x = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a + at));
    const __m128i y = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b + at));
    const auto equal = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(x, y)));
    if (at + 16 >= size) {
      const unsigned wanted = (1U << (size - at)) - 1U;
      return (equal & wanted) == wanted;
    }
    if (equal != 0xFFFFU) {
      return false;
    }
  }
}
#else
bool same_bytes(const char* a, const char* b, std::size_t size) noexcept { return std::memcmp(a, b, size) == 0; }
#endif

// Eight digits in one go, or a number above 99,999,999.
std::uint32_t eight_digits(const char* at) noexcept {
  std::uint64_t w = 0;
  std::memcpy(&w, at, sizeof w);
  if constexpr (std::endian::native == std::endian::big) {
    w = __builtin_bswap64(w);
  }
  if ((w & 0xF0F0F0F0F0F0F0F0U) != 0x3030303030303030U ||
      ((w + 0x0606060606060606U) & 0xF0F0F0F0F0F0F0F0U) != 0x3030303030303030U) {
    return ~std::uint32_t{0};
  }
  w = (w & 0x0F0F0F0F0F0F0F0FU) * 2561 >> 8U;
  w = (w & 0x00FF00FF00FF00FFU) * 6553601 >> 16U;
  return static_cast<std::uint32_t>((w & 0x0000FFFF0000FFFFU) * 42949672960001U >> 32U);
}

// Ten digits: seconds. Anything else is for the general path.
bool read_seconds(const char* at, const char* end, std::int64_t& ms) noexcept {
  if (end - at != 10 || !is_digit(at[8]) || !is_digit(at[9])) {
    return false;
  }
  const std::uint32_t high = eight_digits(at);
  if (high > 99'999'999) {
    return false;
  }
  ms = (high * 100LL + (at[8] - '0') * 10 + (at[9] - '0')) * 1000LL;
  return true;
}

// 1-2-1234 with single digits before the id.
bool read_group(const char* at, const char* end, TagGroup& group) noexcept {
  if (end - at < 5 || end - at > 13 || !is_digit(at[0]) || at[1] != '-' || !is_digit(at[2]) || at[3] != '-') {
    return false;
  }
  group.number = static_cast<std::uint16_t>(at[0] - '0');
  group.total = static_cast<std::uint16_t>(at[2] - '0');
  group.id = 0;
  for (const char* digit = at + 4; digit != end; ++digit) {
    if (!is_digit(*digit)) {
      return false;
    }
    group.id = group.id * 10 + static_cast<std::uint32_t>(*digit - '0');
  }
  return group.number != 0 && group.number <= group.total;
}

}  // namespace

FastTags read_fast_tags(const char* block, Tags& tags, const char*& close) noexcept {
  const BlockScan scan = scan_block(block);
  if (scan.size == kFastTagReach || scan.size < 6) {
    return FastTags::kUnusual;
  }
  close = block + scan.size;
  const char* const star = close - 3;
  if (*star != '*') {
    return FastTags::kUnusual;
  }
  const unsigned written = hex_byte(star[1], star[2]);
  if (written > 0xFF) {
    return FastTags::kUnusual;
  }
  const unsigned sum =
      scan.sum ^ static_cast<unsigned>('*') ^ static_cast<unsigned char>(star[1]) ^ static_cast<unsigned char>(star[2]);
  tags = Tags{};
  const char* at = block;
  for (;;) {
    if (at[1] != ':' || *at == ',' || *at == '*') {
      return FastTags::kUnusual;
    }
    const char* const value = at + 2;
    const char* const end = value_end(value);
    if (end == value || end > star) {
      return FastTags::kUnusual;
    }
    switch (*at) {
      case 's':
        tags.station = {value, static_cast<std::size_t>(end - value)};
        break;
      case 'c':
        if (!read_seconds(value, end, tags.time_ms)) {
          return FastTags::kUnusual;
        }
        break;
      case 'g':
        if (!read_group(value, end, tags.group)) {
          return FastTags::kUnusual;
        }
        break;
      default:
        tags.has_details = true;
        break;
    }
    if (end == star) {
      break;
    }
    if (*end == '*') {
      return FastTags::kUnusual;
    }
    at = end + 1;
  }
  if (written != sum) {
    tags = Tags{};
    return FastTags::kDistrusted;
  }
  tags.block = {block, scan.size};
  return FastTags::kRead;
}

FastTags TagCache::read(const char* block, const Tags*& tags, const char*& close) noexcept {
  std::array<std::uint64_t, 2> head{};
  std::memcpy(head.data(), block, sizeof head);
  const std::uint64_t hash = (head[0] ^ (head[1] << 7U | head[1] >> 57U)) * 0x9E3779B97F4A7C15U;
  Entry& entry = entries_[hash >> 58U];
  if (entry.size != 0 && same_bytes(block, entry.bytes.data(), entry.size)) [[likely]] {
    tags = &entry.tags;
    close = block + entry.size - 1;
    return FastTags::kRead;
  }
  const FastTags result = read_fast_tags(block, uncached_, close);
  tags = &uncached_;
  if (result != FastTags::kRead) {
    return result;
  }
  const auto size = static_cast<std::size_t>(close - block) + 1;
  if (size <= kBytes) {
    std::memcpy(entry.bytes.data(), block, kBytes);
    entry.size = size;
    entry.tags = uncached_;
    entry.tags.block = {entry.bytes.data(), uncached_.block.size()};
    if (!uncached_.station.empty()) {
      entry.tags.station = {entry.bytes.data() + (uncached_.station.data() - block), uncached_.station.size()};
    }
  }
  return result;
}

}  // namespace fairlead::decode
