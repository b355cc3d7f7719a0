// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"

#include <openssl/evp.h>

#include "base/assert.hpp"

namespace fairlead {
namespace {

const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  FL_ASSERT(algorithm != nullptr);
  return algorithm;
}

// Table k gives the effect of a byte that k more bytes follow: eight bytes go in one step.
constexpr std::array<std::array<std::uint32_t, 256>, 8> crc_tables() {
  std::array<std::array<std::uint32_t, 256>, 8> tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1U) != 0 ? 0x82F63B78U : 0U);
    tables[0][i] = value;
  }
  for (std::size_t k = 1; k < 8; ++k) {
    for (std::size_t i = 0; i < 256; ++i) {
      const std::uint32_t before = tables[k - 1][i];
      tables[k][i] = tables[0][before & 0xFFU] ^ (before >> 8);
    }
  }
  return tables;
}

}  // namespace

struct Hasher::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() { FL_ASSERT(context != nullptr && EVP_DigestInit_ex2(context, sha256_algorithm(), nullptr) == 1); }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Hasher::Hasher() : state_(std::make_unique<State>()) {}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::add(std::span<const std::byte> bytes) {
  FL_ASSERT(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

Digest Hasher::finish() {
  Digest digest{};
  FL_ASSERT(EVP_DigestFinal_ex(state_->context, digest.data(), nullptr) == 1);
  FL_ASSERT(EVP_DigestInit_ex2(state_->context, sha256_algorithm(), nullptr) == 1);
  return digest;
}

Digest sha256(std::span<const std::byte> bytes) {
  thread_local Hasher hasher;
  hasher.add(bytes);
  return hasher.finish();
}

Digest sha256(std::string_view text) { return sha256(std::as_bytes(std::span(text))); }

std::string hex(std::span<const std::uint8_t> bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::uint32_t crc32c(std::span<const std::byte> bytes) {
  static constexpr auto tables = crc_tables();
  std::uint32_t crc = 0xFFFFFFFFU;
  const auto byte_at = [&](std::size_t i) { return static_cast<std::uint32_t>(bytes[i]); };
  while (bytes.size() >= 8) {
    crc ^= byte_at(0) | byte_at(1) << 8U | byte_at(2) << 16U | byte_at(3) << 24U;
    crc = tables[7][crc & 0xFFU] ^ tables[6][crc >> 8 & 0xFFU] ^ tables[5][crc >> 16 & 0xFFU] ^ tables[4][crc >> 24] ^
          tables[3][byte_at(4)] ^ tables[2][byte_at(5)] ^ tables[1][byte_at(6)] ^ tables[0][byte_at(7)];
    bytes = bytes.subspan(8);
  }
  for (const std::byte byte : bytes) crc = tables[0][(crc ^ static_cast<std::uint32_t>(byte)) & 0xFFU] ^ (crc >> 8);
  return ~crc;
}

}  // namespace fairlead
