// SPDX-License-Identifier: Apache-2.0
// A provider made by the test: keys of each kind by OpenSSL, their key set, tokens signed with them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "base/base64url.hpp"
#include "oidc/id_token.hpp"

namespace fairlead::oidc::support {

using namespace std::chrono_literals;

inline const Instant kNow = Instant::from_civil(2026, 11, 22, 12);
inline constexpr std::string_view kIssuer = "https://id.example";
inline constexpr std::string_view kClient = "fairlead";
inline constexpr std::string_view kNonce = "n-0S6_WzA2Mj";

inline std::string fixed_size(const BIGNUM* number, int size) {
  std::string bytes(static_cast<std::size_t>(size), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size);
  return bytes;
}

class TestKey {
 public:
  // `RSA`, `P-256` or `Ed25519`.
  TestKey(std::string_view kind, std::string id, unsigned bits = 2048) : kind_(kind), id_(std::move(id)) {
    EVP_PKEY* made = kind == "RSA"     ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits))
                     : kind == "P-256" ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")
                                       : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    key_.reset(made);
    EXPECT_TRUE(key_);
  }

  // Members of the key as JWK, `more` before the closing brace.
  std::string jwk(std::string_view more = "") const {
    std::string text = "{";
    if (!id_.empty()) text += fmt::format(R"("kid":"{}",)", id_);
    if (kind_ == "RSA") {
      text += fmt::format(R"("kty":"RSA","n":"{}","e":"{}")", number("n"), number("e"));
    } else if (kind_ == "P-256") {
      text += fmt::format(R"("kty":"EC","crv":"P-256","x":"{}","y":"{}")", number("qx", 32), number("qy", 32));
    } else {
      unsigned char raw[32];
      std::size_t size = sizeof raw;
      EVP_PKEY_get_raw_public_key(key_.get(), raw, &size);
      text += fmt::format(R"("kty":"OKP","crv":"Ed25519","x":"{}")",
                          base64url(std::string_view(reinterpret_cast<const char*>(raw), size)));
    }
    return text + std::string(more) + "}";
  }

  std::string sign(std::string_view algorithm, std::string_view text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* padding = nullptr;
    EVP_DigestSignInit(context.get(), &padding, kind_ == "Ed25519" ? nullptr : EVP_sha256(), nullptr, key_.get());
    if (algorithm == "PS256") {
      EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING);
      EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, RSA_PSS_SALTLEN_DIGEST);
    }
    std::string signature(2048, '\0');
    std::size_t size = signature.size();
    EXPECT_EQ(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                             reinterpret_cast<const unsigned char*>(text.data()), text.size()),
              1);
    signature.resize(size);
    if (kind_ != "P-256") return signature;
    const auto* der = reinterpret_cast<const unsigned char*>(signature.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(
        d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(size)), ECDSA_SIG_free);
    return fixed_size(ECDSA_SIG_get0_r(pair.get()), 32) + fixed_size(ECDSA_SIG_get0_s(pair.get()), 32);
  }

  const std::string& id() const { return id_; }

 private:
  std::string number(const char* name, int size = 0) const {
    BIGNUM* value = nullptr;
    EXPECT_EQ(EVP_PKEY_get_bn_param(key_.get(), name, &value), 1);
    const std::string bytes = fixed_size(value, size == 0 ? BN_num_bytes(value) : size);
    BN_free(value);
    return base64url(bytes);
  }

  std::string kind_;
  std::string id_;
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_{nullptr, EVP_PKEY_free};
};

// A key set of these.
template <class... Keys>
std::string key_set(const Keys&... jwks) {
  std::string text;
  ((text += (text.empty() ? "" : ",") + std::string(jwks)), ...);
  return fmt::format(R"({{"keys":[{}]}})", text);
}

inline std::string claims(std::string_view more = "") {
  const std::int64_t now = kNow.unix_ms() / 1000;
  return fmt::format(
      R"({{"iss":"{}","sub":"42","aud":"{}","exp":{},"iat":{},"nonce":"{}","preferred_username":"I.Duarte","groups":["watch","all"]{}}})",
      kIssuer, kClient, now + 300, now, kNonce, more);
}

inline std::string token_of(const TestKey& key, std::string_view algorithm, std::string_view body,
                            std::string_view header_more = "") {
  std::string header = fmt::format(R"({{"alg":"{}")", algorithm);
  if (!key.id().empty()) header += fmt::format(R"(,"kid":"{}")", key.id());
  header += std::string(header_more) + "}";
  const std::string text = base64url(header) + "." + base64url(body);
  return text + "." + base64url(key.sign(algorithm, text));
}

inline Expectation expectation() {
  Expectation expected;
  expected.issuer = kIssuer;
  expected.client_id = kClient;
  expected.nonce = kNonce;
  expected.now = kNow;
  return expected;
}

inline std::string message(const auto& result) { return result ? std::string("(accepted)") : result.error().message; }

// One of each kind, made once: RSA keys take a moment.
inline const TestKey& rsa_key() {
  static const TestKey key("RSA", "r1");
  return key;
}
inline const TestKey& ec_key() {
  static const TestKey key("P-256", "e1");
  return key;
}
inline const TestKey& ed_key() {
  static const TestKey key("Ed25519", "d1");
  return key;
}

}  // namespace fairlead::oidc::support
