// SPDX-License-Identifier: Apache-2.0
// The armour scanner with SSSE3 and with AVX2. Each function carries its own target attribute, so that nothing else
// in the program needs those instructions; `armour_scanner()` calls them only where the processor has them.
//
// The high half of a character's code says what to subtract and, with the low half, whether it is legal:
//   3x, 4x: all legal, minus 0x30;  50-57: legal, minus 0x30;  6x: all legal, minus 0x38;  70-77: legal, minus 0x38.
// Four six-bit values then become 24 bits by two multiply-and-add steps and one shuffle.
#include "armour.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

namespace fairlead::decode {
namespace {

// 32 bytes of ones before 32 of zeros: reading at (32 - n) gives n ones.
alignas(64) constexpr std::array<std::uint8_t, 96> kFirstBytes = [] {
  std::array<std::uint8_t, 96> bytes{};
  for (std::size_t i = 0; i < 32; ++i) {
    bytes[i] = 0xFF;
  }
  return bytes;
}();

__attribute__((target("avx2"), always_inline)) inline __m256i first_bytes_256(std::size_t n) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(kFirstBytes.data() + 32 - n));
}

__attribute__((target("ssse3"), always_inline)) inline __m128i first_bytes_128(std::size_t n) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(kFirstBytes.data() + 32 - n));
}

__attribute__((target("ssse3"), always_inline)) inline std::uint8_t fold(__m128i x) {
  x = _mm_xor_si128(x, _mm_srli_si128(x, 8));
  auto w = static_cast<std::uint64_t>(_mm_cvtsi128_si64(x));
  w ^= w >> 32U;
  w ^= w >> 16U;
  w ^= w >> 8U;
  return static_cast<std::uint8_t>(w);
}

}  // namespace

__attribute__((target("ssse3"))) ArmourScan scan_armour_ssse3(const char* begin, const char* payload,
                                                              std::uint8_t* out) {
  const __m128i minus = _mm_setr_epi8(0, 0, 0, -0x30, -0x30, -0x30, -0x38, -0x38, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m128i legal_high = _mm_setr_epi8(0, 0, 0, 1, 1, 2, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m128i legal_low = _mm_setr_epi8(3, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
  const __m128i nibble = _mm_set1_epi8(0x0F);
  const __m128i join_bytes = _mm_set1_epi16(0x0140);
  const __m128i join_words = _mm_set1_epi32(0x00011000);
  const __m128i compact = _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);

  const auto head = static_cast<std::size_t>(payload - begin);
  __m128i sum =
      _mm_and_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(begin)), first_bytes_128(head < 16 ? head : 16));
  if (head > 16) {
    sum = _mm_xor_si128(
        sum, _mm_and_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(begin + 16)), first_bytes_128(head - 16)));
  }
  std::uint32_t n = 0;
  while (n < kArmourCharactersMax) {
    const __m128i c = _mm_loadu_si128(reinterpret_cast<const __m128i*>(payload + n));
    const __m128i high = _mm_and_si128(_mm_srli_epi16(c, 4), nibble);
    const __m128i low = _mm_and_si128(c, nibble);
    const __m128i legal = _mm_and_si128(_mm_shuffle_epi8(legal_high, high), _mm_shuffle_epi8(legal_low, low));
    const auto illegal = static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(legal, _mm_setzero_si128())));
    // Six bits also of illegal characters: they must not carry into their neighbours.
    const __m128i six = _mm_and_si128(_mm_add_epi8(c, _mm_shuffle_epi8(minus, high)), _mm_set1_epi8(0x3F));
    const __m128i packed = _mm_shuffle_epi8(_mm_madd_epi16(_mm_maddubs_epi16(six, join_bytes), join_words), compact);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), packed);
    out += 12;
    if (illegal != 0) {
      const auto run = static_cast<std::uint32_t>(__builtin_ctz(illegal));
      sum = _mm_xor_si128(sum, _mm_and_si128(c, first_bytes_128(run)));
      return {n + run, fold(sum)};
    }
    sum = _mm_xor_si128(sum, c);
    n += 16;
  }
  return {n, fold(sum)};
}

__attribute__((target("avx2"))) ArmourScan scan_armour_avx2(const char* begin, const char* payload, std::uint8_t* out) {
  const __m256i minus =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 0, 0, -0x30, -0x30, -0x30, -0x38, -0x38, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i legal_high = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 0, 0, 1, 1, 2, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i legal_low = _mm256_broadcastsi128_si256(_mm_setr_epi8(3, 3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1));
  const __m256i nibble = _mm256_set1_epi8(0x0F);
  const __m256i join_bytes = _mm256_set1_epi16(0x0140);
  const __m256i join_words = _mm256_set1_epi32(0x00011000);
  const __m256i compact =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
  const __m256i close_gap = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7);

  const auto head = static_cast<std::size_t>(payload - begin);
  __m256i sum = _mm256_and_si256(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(begin)), first_bytes_256(head));
  std::uint32_t n = 0;
  while (n < kArmourCharactersMax) {
    const __m256i c = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(payload + n));
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(c, 4), nibble);
    const __m256i low = _mm256_and_si256(c, nibble);
    const __m256i legal = _mm256_and_si256(_mm256_shuffle_epi8(legal_high, high), _mm256_shuffle_epi8(legal_low, low));
    const auto illegal =
        static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(legal, _mm256_setzero_si256())));
    const __m256i six = _mm256_and_si256(_mm256_add_epi8(c, _mm256_shuffle_epi8(minus, high)), _mm256_set1_epi8(0x3F));
    const __m256i packed = _mm256_permutevar8x32_epi32(
        _mm256_shuffle_epi8(_mm256_madd_epi16(_mm256_maddubs_epi16(six, join_bytes), join_words), compact), close_gap);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), packed);
    out += 24;
    if (illegal != 0) {
      const auto run = static_cast<std::uint32_t>(__builtin_ctz(illegal));
      sum = _mm256_xor_si256(sum, _mm256_and_si256(c, first_bytes_256(run)));
      n += run;
      break;
    }
    sum = _mm256_xor_si256(sum, c);
    n += 32;
  }
  return {n, fold(_mm_xor_si128(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1)))};
}

}  // namespace fairlead::decode

#endif
