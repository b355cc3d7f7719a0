// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4), through OpenSSL with the algorithm fetched once: fetching for each call is three times slower.
//
// Threads: free functions are safe from any thread; a Hasher belongs to one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace fairlead {

using Digest = std::array<std::uint8_t, 32>;

class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void add(std::span<const std::byte> bytes);
  void add(std::string_view text) { add(std::as_bytes(std::span(text))); }
  // The digest of all that was added; the hasher is as new afterwards.
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Digest sha256(std::span<const std::byte> bytes);
Digest sha256(std::string_view text);
std::string hex(std::span<const std::uint8_t> bytes);

// CRC-32C (Castagnoli), for finding torn writes, never for security.
std::uint32_t crc32c(std::span<const std::byte> bytes);

}  // namespace fairlead
