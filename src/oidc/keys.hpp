// SPDX-License-Identifier: Apache-2.0
// One public key of a provider, and the check of a signature with it.
//
// Threads: a key is immutable and may be used from many threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "oidc/provider.hpp"

namespace fairlead::oidc {

enum class KeyKind : std::uint8_t { rsa, p256, ed25519 };

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

struct KeySet::Key {
  KeyKind kind = KeyKind::rsa;
  std::optional<std::string> id;
  std::optional<std::string> algorithm;  // where the key is for one only
  std::unique_ptr<EVP_PKEY, FreeKey> key;
};

enum class Algorithm : std::uint8_t { rs256, ps256, es256, eddsa };
// Nothing for a word that is none of ours; `Ed25519` (RFC 9864) is `EdDSA` with its curve named.
std::optional<Algorithm> algorithm_from(std::string_view word);
KeyKind kind_for(Algorithm algorithm);
bool is_signed(const KeySet::Key& key, Algorithm algorithm, std::string_view text, std::string_view signature);

}  // namespace fairlead::oidc
