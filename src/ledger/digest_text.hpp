// SPDX-License-Identifier: Apache-2.0
// Digests and numbers as the text formats of a log have them.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "ledger/base64.hpp"

namespace fairlead::ledger {

inline std::string_view digest_view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}
inline Digest digest_of(std::string_view bytes) {  // Needs: 32 bytes
  Digest digest{};
  std::memcpy(digest.data(), bytes.data(), digest.size());
  return digest;
}
inline std::string digest_text(const Digest& digest) { return base64(digest_view(digest)); }
inline std::optional<Digest> digest_from_text(std::string_view text) {
  const auto bytes = from_base64(text);
  if (!bytes || bytes->size() != 32) return std::nullopt;
  return digest_of(*bytes);
}
// Decimal without sign and leading zeros.
inline std::optional<std::uint64_t> plain_decimal(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  return parse_number<std::uint64_t>(text);
}

}  // namespace fairlead::ledger
