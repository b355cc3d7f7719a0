// SPDX-License-Identifier: Apache-2.0
// The portable version of the armour scanner, and the choice among versions.
#include "armour.hpp"

namespace fairlead::decode {

ArmourScan scan_armour_portable(const char* begin, const char* payload, std::uint8_t* out) {
  unsigned sum = xor_of(begin, static_cast<std::size_t>(payload - begin));
  std::uint32_t word = 0;
  std::uint32_t n = 0;
  for (; n < kArmourCharactersMax; ++n) {
    const auto c = static_cast<unsigned char>(payload[n]);
    const std::uint32_t value = kArmourValue[c];
    if (value == 0xFF) {
      break;
    }
    sum ^= c;
    word = word << 6U | value;
    if (n % 4 == 3) {
      *out++ = static_cast<std::uint8_t>(word >> 16U);
      *out++ = static_cast<std::uint8_t>(word >> 8U);
      *out++ = static_cast<std::uint8_t>(word);
    }
  }
  if (n % 4 != 0) {
    word <<= 6U * (4 - n % 4);
    out[0] = static_cast<std::uint8_t>(word >> 16U);
    out[1] = static_cast<std::uint8_t>(word >> 8U);
    out[2] = static_cast<std::uint8_t>(word);
  }
  return {n, static_cast<std::uint8_t>(sum)};
}

ScannerList all_armour_scanners() noexcept {
  ScannerList list;
  list.scanners[list.count++] = {"portable", &scan_armour_portable};
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("ssse3")) {
    list.scanners[list.count++] = {"ssse3", &scan_armour_ssse3};
  }
  if (__builtin_cpu_supports("avx2")) {
    list.scanners[list.count++] = {"avx2", &scan_armour_avx2};
  }
#endif
  return list;
}

ArmourScanner armour_scanner() noexcept {
  static const ArmourScanner chosen = [] {
    const ScannerList list = all_armour_scanners();
    return list.scanners[list.count - 1].scanner;
  }();
  return chosen;
}

}  // namespace fairlead::decode
