// SPDX-License-Identifier: Apache-2.0
// Six-bit armour of NMEA 0183 encapsulation sentences, and their checksum. Private to `decode`.
//
// One pass over a payload: legal characters are found, packed to bits and summed. The fastest version for the
// processor is chosen once, at the first call; all give the same answer (armour_test holds them against each other).
// Threads: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fairlead::decode {

// The most characters one call looks at. Longer runs are seen as ending there.
inline constexpr std::size_t kArmourCharactersMax = 352;
// Bytes behind the last one looked at which may be read, and bytes behind the packed ones which may be written.
inline constexpr std::size_t kArmourSlack = 32;

struct ArmourScan {
  std::uint32_t characters = 0;  // length of the run of legal characters at `payload`
  std::uint8_t checksum = 0;     // exclusive or of all bytes of [begin, payload + characters)
};

// Packs the run of legal armour characters at `payload` into `out`, four characters to three bytes.
// Needs: kArmourSlack readable bytes at and behind the end of the run; room for kArmourCharactersMax * 3 / 4 +
// kArmourSlack bytes in `out`; payload - begin at most 32 and at least 0.
using ArmourScanner = ArmourScan (*)(const char* begin, const char* payload, std::uint8_t* out);

[[nodiscard]] ArmourScanner armour_scanner() noexcept;

// Each version by name, for tests and benchmarks. Those which this processor lacks are left out.
struct NamedScanner {
  std::string_view name;
  ArmourScanner scanner;
};
struct ScannerList {
  std::array<NamedScanner, 4> scanners{};
  std::size_t count = 0;
};
[[nodiscard]] ScannerList all_armour_scanners() noexcept;

ArmourScan scan_armour_portable(const char* begin, const char* payload, std::uint8_t* out);
#if defined(__x86_64__)
ArmourScan scan_armour_ssse3(const char* begin, const char* payload, std::uint8_t* out);
ArmourScan scan_armour_avx2(const char* begin, const char* payload, std::uint8_t* out);
#endif

// Value of an armour character, 0xFF when it is none.
inline constexpr std::array<std::uint8_t, 256> kArmourValue = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) {
    const bool low = c >= 0x30 && c <= 0x57;
    const bool high = c >= 0x60 && c <= 0x77;
    table[c] = low    ? static_cast<std::uint8_t>(c - 0x30)
               : high ? static_cast<std::uint8_t>(c - 0x38)
                      : std::uint8_t{0xFF};
  }
  return table;
}();

// Value of a hexadecimal digit, 0xFF when it is none.
inline constexpr std::array<std::uint8_t, 256> kHexValue = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) {
    table[c] = c >= '0' && c <= '9'   ? static_cast<std::uint8_t>(c - '0')
               : c >= 'A' && c <= 'F' ? static_cast<std::uint8_t>(c - 'A' + 10)
               : c >= 'a' && c <= 'f' ? static_cast<std::uint8_t>(c - 'a' + 10)
                                      : std::uint8_t{0xFF};
  }
  return table;
}();

// The value of two hexadecimal digits, or a number above 255.
[[nodiscard]] inline unsigned hex_byte(char high, char low) noexcept {
  const unsigned h = kHexValue[static_cast<unsigned char>(high)];
  const unsigned l = kHexValue[static_cast<unsigned char>(low)];
  return (h | l) > 0x0F ? 0x100U : (h << 4U | l);
}

[[nodiscard]] inline std::uint8_t xor_of(const char* from, std::size_t size) noexcept {
  unsigned sum = 0;
  for (std::size_t i = 0; i < size; ++i) {
    sum ^= static_cast<unsigned char>(from[i]);
  }
  return static_cast<std::uint8_t>(sum);
}

}  // namespace fairlead::decode
